/**
 * Whether a figure differs from that of the window before by more than chance: pure functions.
 *
 * Orders come by chance, so that a count varies by its square root (Poisson). A sum, such as sales, varies with the
 * number of orders and with their size (compound Poisson). Its variance is estimated from the steps of the trend, by
 * the method of batch means (A. M. Law, "Simulation Modeling and Analysis", section 9.5): the variance of the sum of N
 * steps is N times the variance of a step. That is estimated from the differences of neighbouring steps, so that the
 * rhythm of a day does not count as chance (J. von Neumann et al., "The Mean Square Successive Difference", 1941). A
 * ratio, such as sales by orders, has the variance of the ratio estimator (W. G. Cochran, "Sampling Techniques",
 * section 2.11): that of the sum of the residuals y - R x, divided by the square of the sum of x. The trend does not
 * cover the window before; its variance is taken to be the same for each order.
 *
 * The limit is that of a two-sided test at 5 %.
 *
 * @typedef {{metrics: import('./protocol.js').Metrics, previous: import('./protocol.js').Metrics,
 *   trend: import('./protocol.js').Trend}} Figures
 * @typedef {{perOrder: number, freedom: number}} Spread the variance of a sum, divided by its number of orders; of a
 *   ratio, multiplied by it; and the degrees of freedom of this estimate
 */

/** Orders of both windows together, below which there are too few to tell. */
const LEAST_COUNTED = 10;

/** Orders of each window, below which the size of orders is not known well enough to tell. */
const LEAST_ORDERS = 30;

/** Orders vary so much in size that they tell less of their variance than as many steps would. */
const ORDERS_PER_FREEDOM = 8;

/** The differences of neighbours tell less of the variance than as many independent ones would. */
const FREEDOM_PER_DIFFERENCE = 0.6;

/** Full steps of the trend, below which their variance is unknown. */
const LEAST_STEPS = 8;

/** The limit of the normal distribution: 5 % are beyond it, on both sides together. */
const NORMAL = 1.96;

/** What a step adds to a sum. */
const SUMS = {
  num_order_items: (trend, i) => trend.items[i],
  total_sales: (trend, i) => trend.sales[i],
};

/** Numerator and denominator of a ratio: what a step adds to them, and the denominator in the window. */
const RATIOS = {
  average_order_value: {
    above: (trend, i) => trend.sales[i],
    below: (trend, i) => trend.orders[i],
    total: ({ num_orders: orders }) => orders,
  },
  gross_margin: {
    above: (trend, i) => trend.sales[i] * (trend.margin[i] ?? 0),
    below: (trend, i) => trend.sales[i],
    total: ({ total_sales: sales }) => sales,
  },
};

const COUNTS = ['num_orders', 'orders_per_minute'];

/**
 * Whether a metric differs from the window before by more than chance; false if there are too few orders to tell.
 *
 * @param {string} metric
 * @param {Partial<Figures>} figures of a view
 */
export const differs = (metric, { metrics, previous, trend }) => differsBy(spreadOf(metric, { metrics, trend }), metric, metrics, previous);

/**
 * Whether a metric differs from that of other orders of the same shop by more than chance.
 *
 * @param {Spread | null} spread of the metric in the shop; null if it is unknown, which matters only if it is no count
 * @param {string} metric
 * @param {import('./protocol.js').Metrics | undefined} metrics
 * @param {import('./protocol.js').Metrics | null | undefined} previous those of the other orders
 */
export function differsBy(spread, metric, metrics, previous) {
  if (!metrics || !previous) {
    return false;
  }
  // A sum without orders is zero for sure: what is left to chance is the number of orders.
  if (COUNTS.includes(metric) || (metric in SUMS && metrics.num_orders === 0)) {
    return countsDiffer(metrics.num_orders, previous.num_orders);
  }
  const now = metrics[metric];
  const before = previous[metric];
  const orders = Math.min(metrics.num_orders, previous.num_orders);
  if (!Number.isFinite(now) || !Number.isFinite(before) || orders < LEAST_ORDERS || spread === null) {
    return false;
  }
  const spreadOfBoth = spread.perOrder * (metric in SUMS
    ? metrics.num_orders + previous.num_orders
    : 1 / metrics.num_orders + 1 / previous.num_orders);
  const freedom = Math.min(spread.freedom, orders / ORDERS_PER_FREEDOM);
  return Math.abs(now - before) > limit(freedom) * Math.sqrt(spreadOfBoth);
}

/**
 * How much a sum or a ratio varies; null if it is neither, or if there are too few orders or steps to tell.
 *
 * @param {string} metric
 * @param {Partial<Figures>} figures of a view
 * @returns {Spread | null}
 */
export function spreadOf(metric, { metrics, trend }) {
  const orders = metrics?.num_orders ?? 0;
  const isKnown = metric in SUMS || metric in RATIOS;
  if (!metrics || orders < LEAST_ORDERS || !trend || trend.sales.length - 2 < LEAST_STEPS || !isKnown) {
    return null;
  }
  // The first and the last step are not whole: together they are about one.
  const steps = trend.sales.length - 1;
  const whole = Array.from({ length: steps - 1 }, (_, i) => i + 1);
  const freedom = Math.min((whole.length - 1) * FREEDOM_PER_DIFFERENCE, orders / ORDERS_PER_FREEDOM);
  if (metric in SUMS) {
    return { perOrder: (steps * variance(whole.map((i) => SUMS[metric](trend, i)))) / orders, freedom };
  }
  const { above, below, total } = RATIOS[metric];
  const residuals = whole.map((i) => above(trend, i) - metrics[metric] * below(trend, i));
  return { perOrder: (steps * variance(residuals) * orders) / total(metrics) ** 2, freedom };
}

/** The difference of two counts varies by the root of their sum. */
function countsDiffer(now, before) {
  return now + before >= LEAST_COUNTED && Math.abs(now - before) > NORMAL * Math.sqrt(now + before);
}

/** Half the mean square of the differences of neighbours. */
function variance(values) {
  return values.slice(1).reduce((sum, value, i) => sum + (value - values[i]) ** 2, 0) / (2 * (values.length - 1));
}

/**
 * The limit of Student's t distribution, because the variance is an estimate: the first terms of its expansion
 * (Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.7.5).
 *
 * @param {number} freedom degrees of freedom
 */
function limit(freedom) {
  const z = NORMAL;
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}
