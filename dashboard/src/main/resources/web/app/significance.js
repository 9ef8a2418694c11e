/**
 * Whether a figure differs from that of the window before by more than chance: pure functions.
 *
 * Orders come by chance, so that a count varies by its square root (Poisson). A sum, such as sales, varies with the
 * number of orders and with their size (compound Poisson). Its variance is estimated from the steps of the trend, by the
 * method of batch means (A. M. Law, "Simulation Modeling and Analysis", section 9.5): the variance of the sum of N
 * steps is N times the sample variance of a step. A ratio, such as sales by orders, has the variance of the ratio
 * estimator (W. G. Cochran, "Sampling Techniques", section 2.11): that of the sum of the residuals y - R x, divided by
 * the square of the sum of x. The trend does not cover the window before; its variance is taken to be the same for each
 * order.
 *
 * The limit is that of a two-sided test at 5 %.
 *
 * @typedef {{metrics: import('./protocol.js').Metrics, previous: import('./protocol.js').Metrics,
 *   trend: import('./protocol.js').Trend}} Figures
 */

/** Orders of both windows together, below which there are too few to tell. */
const LEAST_COUNTED = 10;

/** Orders of each window, below which the size of orders is not known well enough to tell. */
const LEAST_ORDERS = 30;

/** Orders vary so much in size that they tell less of their variance than as many steps would. */
const ORDERS_PER_FREEDOM = 8;

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
export function differs(metric, { metrics, previous, trend }) {
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
  if (!Number.isFinite(now) || !Number.isFinite(before) || orders < LEAST_ORDERS || !trend || trend.sales.length - 2 < LEAST_STEPS) {
    return false;
  }
  // The first and the last step are not whole: together they are about one.
  const steps = trend.sales.length - 1;
  const whole = Array.from({ length: steps - 1 }, (_, i) => i + 1);
  let variance;
  let growth;
  if (metric in SUMS) {
    variance = steps * sampleVariance(whole.map((i) => SUMS[metric](trend, i)));
    growth = previous.num_orders / metrics.num_orders;
  } else if (metric in RATIOS) {
    const { above, below, total } = RATIOS[metric];
    variance = (steps * sampleVariance(whole.map((i) => above(trend, i) - now * below(trend, i)))) / total(metrics) ** 2;
    growth = metrics.num_orders / previous.num_orders;
  } else {
    return false;
  }
  const freedom = Math.min(whole.length - 1, orders / ORDERS_PER_FREEDOM);
  return Math.abs(now - before) > limit(freedom) * Math.sqrt(variance * (1 + growth));
}

/** The difference of two counts varies by the root of their sum. */
function countsDiffer(now, before) {
  return now + before >= LEAST_COUNTED && Math.abs(now - before) > NORMAL * Math.sqrt(now + before);
}

function sampleVariance(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
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
