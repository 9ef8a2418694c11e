/** A metric card: the current value, the window before, the trend, and the change since the last refresh. */
import { change, figure, length } from '../format.js';
import { need } from '../need.js';
import { differs } from '../significance.js';
import { firstKnown, isFirstCut } from '../steps.js';
import { isUnusable, shown as shownView } from '../store.js';
import { isCalm } from '../theme.js';
import { setData, setText } from './text.js';

/** Duration and step of counting to a new value, in milliseconds. Shorter steps are unreadable. */
const COUNTING = 250;
const STEP = 50;

/** The value of each metric in a step of the trend. */
const POINTS = {
  num_orders: (trend, i) => trend.orders[i],
  num_order_items: (trend, i) => trend.items[i],
  total_sales: (trend, i) => trend.sales[i],
  average_order_value: (trend, i) => (trend.orders[i] === 0 ? null : trend.sales[i] / trend.orders[i]),
  orders_per_minute: (trend, i) => (trend.orders[i] * 60_000) / trend.step,
  gross_margin: (trend, i) => trend.margin[i],
  refunds: (trend, i) => trend.refunds?.[i] ?? null,
};

/** Metrics that are absent while they are zero. */
const ABSENT_IF_ZERO = ['refunds'];

/** @param {HTMLElement} card @returns {import('../main.js').Panel} */
export function mountCard(card) {
  const { metric = '' } = card.dataset;
  const kind = /** @type {import('../alerts.js').Kind} */ (card.dataset.kind);
  const deltaLine = need(card, '.card-delta');
  const deltaValue = need(card, '.card-delta-value');
  const spoken = need(card, '.card-delta-spoken');
  const before = need(card, '.card-compare-words');
  const difference = need(card, '.card-compare-change');
  const counter = new Counter(need(card, '.card-value'), (value) => figure(kind, value));
  const spark = new Spark(need(card, '.card-spark'));
  let metrics;
  let deltas;
  let previous;
  let trend;
  let judged;
  let usable;
  let refresh;

  return {
    update(state) {
      const view = shownView(state);
      if (view?.metrics !== metrics || view?.previous !== previous || view?.trend !== judged || isUnusable(view) === usable) {
        metrics = view?.metrics;
        previous = view?.previous;
        judged = view?.trend;
        usable = !isUnusable(view);
        const value = valueOf(view, metrics);
        counter.show(value);
        showBefore(view, value);
        showDelta(view, value);
      } else if (view?.deltas !== deltas) {
        showDelta(view, valueOf(view, metrics));
      }
      const usableTrend = isUnusable(view) ? undefined : view?.trend;
      if (usableTrend !== trend) {
        trend = usableTrend;
        const first = trend ? Math.max(firstKnown(trend, view?.window), isFirstCut(trend, view?.window) ? 1 : 0) : 0;
        spark.show(trend ?? null, first, POINTS[metric]);
      }
    },
    restyle() {
      counter.repeat();
      metrics = null;
    },
  };

  /** The metric of some figures; null if it is unknown. */
  function valueOf(view, figures) {
    if (!figures || isUnusable(view) || (metric === 'average_order_value' && figures.num_orders === 0)) {
      return null;
    }
    return figures[metric] ?? null;
  }

  function showDelta(view, value) {
    deltas = view?.deltas;
    // A replay has no refresh before.
    const delta = value === null || view.type === 'replay' ? undefined : deltas?.[metric] ?? 0;
    const text = delta === undefined ? figure(kind, null) : change(kind, delta);
    setData(deltaLine, 'trend', delta === undefined ? 'unknown' : trendOf(delta));
    setText(deltaValue, text);
    setText(spoken, `${delta === undefined ? 'unknown change' : delta === 0 ? 'no change' : `${trendOf(delta)} ${text.replace(/^[+−]/, '')}`} since last refresh`);
    if (view !== null && view.refresh_seconds !== refresh) {
      refresh = view.refresh_seconds;
      deltaLine.title = `vs ${refresh} s ago`;
    }
  }

  function showBefore(view, value) {
    const known = valueOf(view, previous);
    const earlier = known === null && previous && ABSENT_IF_ZERO.includes(metric) ? 0 : known;
    setText(before, `${nameOfBefore(view)}: ${unbroken(figure(kind, earlier))}`);
    const isComparable = value !== null && earlier !== null && (kind === 'share' || earlier !== 0);
    setText(difference, isComparable ? `(${unbroken(relative(earlier, value))})` : '');
    setData(difference, 'trend', isComparable && differs(metric, view) ? trendOf(value - earlier) : 'neutral');
  }

  /** The change in per cent; that of a share in percentage points. */
  function relative(earlier, value) {
    return kind === 'share' ? change(kind, value - earlier) : change('relative', (value - earlier) / Math.abs(earlier));
  }
}

/** The name of the time to compare with, such as "Previous 5 min", "Yesterday" or "7 days before". */
export function nameOfBefore(view) {
  const days = view?.compared?.days;
  if (days === undefined) {
    return `Previous ${view?.window?.minutes === undefined ? 'period' : length(view.window.minutes * 60_000)}`;
  }
  return days > 1 ? `${days} days before` : isRecent(view) ? 'Yesterday' : 'Day before';
}

/** Whether the window of a view is part of the present day or hour, so that the day before it is yesterday. */
const isRecent = ({ type, window, now }) => type === 'view' && window?.minutes !== 1_440 && now - window?.to < 60_000;

/** Keeps a figure and its unit in one line. */
const unbroken = (text) => text.replaceAll(' ', '\u00a0');

function trendOf(value) {
  return value > 0 ? 'up' : value < 0 ? 'down' : 'neutral';
}

/** @type {Set<Counter>} the running counters. They step together, so that the page is painted once for all. */
const counting = new Set();

/** @param {Counter} counter */
function count(counter) {
  if (counting.size === 0) {
    setTimeout(step, STEP);
  }
  counting.add(counter);
}

function step() {
  const now = performance.now();
  counting.forEach((counter) => counter.step(now) || counting.delete(counter));
  if (counting.size > 0) {
    setTimeout(step, STEP);
  }
}

/** Counts from the displayed figure to the next one. */
class Counter {
  #element;
  #write;
  /** @type {number | null} */
  #from = null;
  /** @type {number | null} */
  #to = null;
  #at = 0;
  #chars = 0;

  constructor(element, write) {
    this.#element = element;
    this.#write = write;
  }

  show(value) {
    if (value === this.#to) {
      return;
    }
    const now = performance.now();
    const counts = this.#to !== null && value !== null && !isCalm() && !document.hidden;
    this.#from = counts ? this.#current(now) : value;
    this.#to = value;
    this.#at = now;
    if (!counts) {
      this.repeat();
    } else {
      count(this);
    }
  }

  /** Writes the figure again. */
  repeat() {
    this.#set(this.#to);
  }

  #set(value) {
    const text = this.#write(value);
    setText(this.#element, text);
    if (text.length !== this.#chars) {
      this.#chars = text.length;
      this.#element.style.setProperty('--chars', String(text.length));
    }
  }

  /** @returns {boolean} whether more steps follow */
  step(now) {
    const running = now - this.#at < COUNTING;
    this.#set(running ? this.#current(now) : this.#to);
    return running;
  }

  #current(now) {
    if (this.#from === null || this.#to === null) {
      // The figure has become unknown while it was counting.
      return this.#to;
    }
    const done = Math.min(1, (now - this.#at) / COUNTING);
    return this.#from + (this.#to - this.#from) * done;
  }
}

/**
 * A line over the window. It begins where the data do, and omits steps that are not whole, which would look like a drop:
 * the last one, which is still filling, and the first one, if the window begins within it.
 */
class Spark {
  #line;
  #area;

  constructor(svg) {
    this.#line = need(svg, '.spark-line');
    this.#area = need(svg, '.spark-area');
  }

  show(trend, first, pointOf) {
    const points = [];
    for (let i = first; trend !== null && i < trend.sales.length - 1; i++) {
      const value = pointOf(trend, i);
      if (value !== null) {
        points.push([i, value]);
      }
    }
    if (points.length < 2) {
      this.#line.setAttribute('d', '');
      this.#area.setAttribute('d', '');
      return;
    }
    const highest = Math.max(0, ...points.map(([, value]) => value));
    const lowest = Math.min(0, ...points.map(([, value]) => value));
    const x = (i) => ((i / (trend.sales.length - 2)) * 100).toFixed(1);
    const y = (value) => (38 - ((value - lowest) / (highest - lowest || 1)) * 36).toFixed(1);
    const base = lowest < 0 ? y(0) : 40;
    const line = points.map(([i, value]) => `${x(i)} ${y(value)}`).join('L');
    this.#line.setAttribute('d', `M${line}`);
    this.#area.setAttribute('d', `M${x(points[0][0])} ${base}L${line}L${x(points[points.length - 1][0])} ${base}z`);
  }
}
