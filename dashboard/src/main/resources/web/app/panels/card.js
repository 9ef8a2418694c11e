/** A metric card: the current value, its trend, the change since the last refresh, and the window before. */
import { change, figure } from '../format.js';
import { shown as shownView } from '../store.js';
import { isCalm } from '../theme.js';
import { mountAlert } from './alert.js';
import { setData, setText } from './text.js';

/** Duration and step of counting to a new value, in milliseconds. Shorter steps are unreadable. */
const COUNTING = 250;
const STEP = 50;

/** A change with this many characters or more leaves room for a shorter label only. */
const LONG = 5;

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

/** @param {HTMLElement} card */
export function mountCard(card) {
  const { metric, kind } = card.dataset;
  const delta = card.querySelector('.card-delta');
  const deltaValue = card.querySelector('.card-delta-value');
  const spoken = card.querySelector('.card-delta-spoken');
  const before = card.querySelector('.card-before-figures');
  const counter = new Counter(card.querySelector('.card-value'), (value) => figure(kind, value));
  const updateAlert = mountAlert(card, metric, kind);
  const spark = new Spark(card.querySelector('.card-spark'));
  let metrics;
  let deltas;
  let previous;
  let trend;

  return {
    update(state) {
      const view = shownView(state);
      if (view?.metrics !== metrics || view?.previous !== previous) {
        metrics = view?.metrics;
        previous = view?.previous;
        const value = metrics === undefined ? zeroOf(kind) : metrics[metric] ?? null;
        counter.show(value);
        updateAlert(metrics === undefined ? null : value);
        showBefore(view, value);
      }
      if (view?.deltas !== deltas) {
        deltas = view?.deltas;
        showDelta(deltas?.[metric] ?? 0);
      }
      if (view?.trend !== trend) {
        trend = view?.trend;
        spark.show(trend ?? null, POINTS[metric]);
      }
    },
    restyle() {
      counter.repeat();
      showDelta(deltas?.[metric] ?? 0);
      previous = undefined;
      metrics = null;
    },
  };

  function showDelta(value) {
    const text = change(kind, value);
    setData(delta, 'trend', trendOf(value));
    setText(deltaValue, text);
    delta.classList.toggle('card-delta-long', text.length >= LONG);
    setText(spoken, `${value === 0 ? 'no change' : `${trendOf(value)} ${text.replace(/^[+−]/, '')}`} since last refresh`);
  }

  function showBefore(view, value) {
    const earlier = view?.previous?.[metric] ?? (view?.previous && ABSENT_IF_ZERO.includes(metric) ? 0 : undefined);
    if (earlier === undefined || value === null) {
      setText(before, 'No data of the window before yet.');
      setData(before, 'trend', 'neutral');
      return;
    }
    const minutes = view.window.minutes;
    const relative = earlier === 0 || kind === 'share' ? '' : ` (${change('relative', (value - earlier) / Math.abs(earlier))})`;
    setText(before, `The ${minutes === 1 ? 'minute' : `${minutes} minutes`} before: ${figure(kind, earlier)}${relative}.`);
    setData(before, 'trend', isNoise(view, earlier, value) ? 'neutral' : trendOf(value - earlier));
  }
}

/**
 * Whether a change may be chance. A count varies by about its square root. A change of up to twice the root of both
 * counts is noise.
 */
function isNoise(view, earlier, value) {
  const counted = view.metrics.num_orders + view.previous.num_orders;
  const relative = (2 * Math.sqrt(counted)) / Math.max(1, view.previous.num_orders);
  return Math.abs(value - earlier) <= Math.abs(earlier) * relative;
}

const zeroOf = (kind) => (kind === 'share' ? null : 0);

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
  #from = 0;
  #to = 0;
  #at = 0;
  #chars = 0;

  constructor(element, write) {
    this.#element = element;
    this.#write = write;
    this.#to = this.#from = null;
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
    const done = Math.min(1, (now - this.#at) / COUNTING);
    return this.#from + (this.#to - this.#from) * done;
  }
}

/** A line over the window. It omits the last step, which is still filling and would look like a drop. */
class Spark {
  #line;
  #area;

  constructor(svg) {
    this.#line = svg.querySelector('.spark-line');
    this.#area = svg.querySelector('.spark-area');
  }

  show(trend, pointOf) {
    const points = [];
    for (let i = 0; trend !== null && i < trend.sales.length - 1; i++) {
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
    this.#area.setAttribute('d', `M${x(points[0][0])} ${base}L${line}L${x(points.at(-1)[0])} ${base}z`);
  }
}
