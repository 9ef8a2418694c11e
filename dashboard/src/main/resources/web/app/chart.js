/**
 * The page's side of the charts. A worker draws them (charts/index.js). This module puts the worker's SVG into the
 * page, and describes or selects the bar under the pointer.
 *
 * @typedef {{name: string, label?: string, value: number, colour: string, opacity: number}} Bar colour is the name of a
 *   CSS variable; label, what the axis has instead of the name
 * @typedef {{sales: number[], first: number, colour: string, dashes: number[]}} Line one value for each bar; the line
 *   begins at the bar with the index first
 */
import { areHidden, currency } from './format.js';
import { OUT_OF_SIGHT } from './frame.js';
import { onPrint } from './print.js';
import { printed } from './printed.js';
import { patch } from './svg.js';
import { token } from './theme.js';

const SVG = 'http://www.w3.org/2000/svg';
const SMALL = 12;

/** Font size in charts, in pixels. On a wall display it must be readable from three metres. */
function fontSize() {
  const { innerWidth, innerHeight } = window;
  if (document.body.classList.contains('kiosk')) {
    // A hundredth of a screen of 16 by 9, as in kiosk.css.
    const unit = Math.min(Math.max(innerWidth, innerHeight), (Math.min(innerWidth, innerHeight) * 16) / 9) / 100;
    return Math.max(SMALL, unit * 0.95);
  }
  return innerWidth < 3_000 ? SMALL : SMALL + 3;
}

/** @type {Chart[]} by the id that the worker knows */
const charts = [];

/**
 * Drawings waiting to be put into the page, one per animation frame: all at once would delay it.
 *
 * @type {import('../charts/index.js').Answer[]}
 */
const drawn = [];

function putNext() {
  const answer = /** @type {import('../charts/index.js').Answer} */ (drawn.shift());
  if (drawn.length > 0) {
    requestAnimationFrame(putNext);
  }
  charts[answer.id].put(answer);
}

/** The worker formats figures like the page: by the locale in the page's address, if any, and in the same currency. */
const address = new URLSearchParams(location.search);
address.set('currency', currency);
const worker = new Worker(`${document.body.dataset.charts}?${address}`, { type: 'module' });
worker.addEventListener('message', ({ data }) => {
  drawn.push(data);
  if (drawn.length === 1) {
    requestAnimationFrame(putNext);
  }
});
worker.addEventListener('error', () => charts.forEach((chart) => chart.failed()));

/**
 * A bar chart. It is created once, follows the size of its element, and is updated in place. A chart out of sight is
 * rarely drawn until it comes into sight. While the worker draws it, only the newest content waits.
 */
export class Chart {
  #id = charts.push(this) - 1;
  #element;
  #kind;
  #pick;
  #words;
  #tip = new Tip();
  /** @type {import('./svg.js').Tree & {elm: SVGElement}} */
  #svg = { tag: 'svg', key: 'root', attrs: {}, children: [], elm: document.createElementNS(SVG, 'svg') };
  /** @type {Bar[]} */
  #bars = [];
  /** @type {Line[]} */
  #lines = [];
  /** @type {number[]} */
  #centres = [];
  #lying = false;
  /** @type {PointerEvent | null} */
  #pointer = null;
  #width = 0;
  #height = 0;
  #inSight = true;
  #outdated = false;
  #drawnAt = -Infinity;
  #isDrawing = false;

  /**
   * @param {HTMLElement} element
   * @param {{kind: 'bars' | 'lying' | 'trend', words: (i: number) => string, pick?: (i: number) => void}} options
   *   words returns the text for a bar; pick receives the index of a clicked bar
   */
  constructor(element, { kind, words, pick }) {
    this.#element = element;
    this.#kind = kind;
    this.#words = words;
    this.#pick = pick;
    element.append(this.#svg.elm, ...this.#tip.elements);
    // Remember the size: reading it would force another layout of the page for each drawing.
    new ResizeObserver((entries) => {
      ({ width: this.#width, height: this.#height } = entries[entries.length - 1].contentRect);
      this.refresh();
    }).observe(element);
    new IntersectionObserver((entries) => {
      this.#inSight = entries[entries.length - 1].isIntersecting;
      if (this.#inSight && this.#outdated) {
        this.refresh();
      }
    }).observe(element);
    onPrint(() => this.#print(), () => this.#removePrinted());
    element.addEventListener('pointermove', (event) => this.#point(event));
    element.addEventListener('pointerleave', () => this.#point(null));
    element.addEventListener('click', (event) => {
      const i = this.#under(event);
      if (i >= 0) {
        this.#pick?.(i);
      }
    });
  }

  /** @param {Bar[]} bars in display order @param {Line[]} [lines] over the bars */
  show(bars, lines = []) {
    this.#bars = bars;
    this.#lines = lines;
    this.refresh();
  }

  /** Draws the chart, once it is due, has a size, and no drawing is under way. */
  refresh() {
    this.#outdated = true;
    const isDue = this.#inSight || performance.now() >= this.#drawnAt + OUT_OF_SIGHT;
    if (!isDue || this.#isDrawing || this.#width === 0 || this.#height === 0) {
      return;
    }
    this.#outdated = false;
    this.#isDrawing = true;
    this.#drawnAt = performance.now();
    worker.postMessage({
      id: this.#id,
      kind: this.#kind,
      width: this.#width,
      height: this.#height,
      style: {
        font: fontSize(),
        text: token('--text'),
        muted: token('--muted'),
        line: token('--line'),
        strong: token('--line-strong'),
        panel: token('--panel'),
        hidden: areHidden(),
      },
      bars: this.#bars.map((bar) => ({ ...bar, colour: token(bar.colour) })),
      lines: this.#lines.map(({ colour, ...line }) => ({ ...line, colour: token(colour) })),
    });
  }

  /** @param {import('../charts/index.js').Answer} answer */
  put({ lying, centres, tree }) {
    if (tree === null) {
      this.failed();
      return;
    }
    this.#isDrawing = false;
    this.#svg = patch(this.#svg, tree);
    this.#lying = lying;
    this.#centres = centres;
    this.#point(this.#pointer);
    if (this.#outdated) {
      this.refresh();
    }
  }

  /** Shows an error message instead of the chart, and requests no further drawings. */
  failed() {
    this.#isDrawing = true;
    this.#element.textContent = 'The chart could not be drawn: reload the page, or read its table.';
  }

  /** The current chart as a data URL of an SVG. */
  picture() {
    return svgUrl(this.#svg.elm);
  }

  #print() {
    this.#removePrinted();
    this.#element.after(printed(this.#kind, this.#bars, this.#lines));
  }

  #removePrinted() {
    this.#element.parentElement?.querySelector('.chart-print')?.remove();
  }

  #point(pointer) {
    this.#pointer = pointer;
    const i = pointer === null ? -1 : this.#under(pointer);
    if (i < 0) {
      this.#tip.hide();
    } else {
      this.#tip.show(this.#words(i), this.#inElement(pointer), this.#centres[i], this.#step(), this.#lying);
    }
  }

  /** Index of the bar under the pointer, however short the bar; -1 if there is none. */
  #under(pointer) {
    const { x, y } = this.#inElement(pointer);
    const along = this.#lying ? y : x;
    const half = this.#step() / 2;
    return this.#centres.findIndex((centre, i) => i < this.#bars.length && Math.abs(along - centre) <= half);
  }

  /** Distance between the centres of neighbouring bars, in pixels. */
  #step() {
    const [first, second] = this.#centres;
    return second === undefined ? 2 * first : Math.abs(second - first);
  }

  #inElement({ clientX, clientY }) {
    const { left, top } = this.#element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }
}

/** The tooltip of the bar under the pointer, and the highlight behind the bar. */
class Tip {
  #shadow = document.createElement('div');
  #words = document.createElement('p');
  elements = [this.#shadow, this.#words];

  constructor() {
    this.#shadow.className = 'chart-shadow';
    this.#words.className = 'chart-tip';
    this.hide();
  }

  hide() {
    this.elements.forEach((each) => {
      each.hidden = true;
    });
  }

  show(words, { x, y }, centre, step, lying) {
    this.#words.textContent = words;
    this.elements.forEach((each) => {
      each.hidden = false;
    });
    const from = `${centre - step / 2}px`;
    const length = `${step}px`;
    Object.assign(this.#shadow.style, lying
      ? { left: 0, top: from, width: '100%', height: length }
      : { left: from, top: 0, width: length, height: '100%' });
    const { offsetWidth, offsetHeight, offsetParent: room } = this.#words;
    if (room === null) {
      // The chart was hidden under the pointer.
      return;
    }
    this.#words.style.left = `${beside(x, offsetWidth, room.clientWidth)}px`;
    this.#words.style.top = `${beside(y, offsetHeight, room.clientHeight)}px`;
  }
}

const GAP = 16;

/** The tooltip's position: after the pointer, or before it if there is no room. */
const beside = (at, length, room) => (at + GAP + length <= room ? at + GAP : Math.max(0, at - GAP - length));

/**
 * A standalone picture, as a data URL.
 *
 * @param {SVGElement} svg
 */
export function svgUrl(svg) {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}
