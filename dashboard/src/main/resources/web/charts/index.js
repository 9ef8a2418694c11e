/**
 * The worker that draws the charts, so that drawing does not block the page. The only file that uses ECharts. It
 * receives the content of a chart, and answers with the tree of its SVG and the positions of its bars. app/chart.js
 * puts the SVG into the page.
 *
 * @typedef {{font: number, text: string, muted: string, line: string, strong: string, panel: string,
 *   hidden: boolean}} Style font size and colours, and whether to hide figures
 * @typedef {{name: string, label?: string, value: number, colour: string, opacity: number}} Bar
 * @typedef {{sales: number[], first: number, colour: string, dashes: number[]}} Line
 * @typedef {{id: number, width: number, height: number, style: Style, kind: 'bars' | 'lying' | 'trend',
 *   bars: Bar[], lines: Line[]}} Request
 * @typedef {{id: number, lying: boolean, centres: number[], tree: import('../app/svg.js').Tree | null}} Answer centres
 *   are those of the bars along the axis of their names, in pixels; tree is null if the chart could not be drawn
 */
import { BarChart } from 'echarts/charts';
import { GridSimpleComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { hideFigures, short, shortMoney } from '../app/format.js';
import { shortened } from '../app/names.js';

use([BarChart, GridSimpleComponent, SVGRenderer]);
setPlatformAPI({ createCanvas: () => new OffscreenCanvas(1, 1) });

/** Below this width, in pixels, bars are horizontal, so that each name has its own line. */
const NARROW = 480;

const FONT = 'system-ui, sans-serif';

/** The radii of a bar's corners, from the top left, clockwise: round where it ends, not at zero. */
function rounding(value, lying) {
  if (lying) {
    return value < 0 ? [2, 0, 0, 2] : [0, 2, 2, 0];
  }
  return value < 0 ? [0, 0, 2, 2] : [2, 2, 0, 0];
}

/** Space above and below horizontal bars together, in pixels. */
const EDGES = 16;

/** Room for a figure, and for a name next to a horizontal bar, as multiples of the font size. */
const FIGURE = 4;
const NAME = 11;

/** Space between a label and its axis, and between a value and its bar, as multiples of the font size. */
const GAP = 0.9;
const BESIDE = 0.45;

const measure = new OffscreenCanvas(1, 1).getContext('2d');
if (measure === null) {
  throw new Error('This browser cannot measure texts.');
}

const longest = (names, font) => {
  measure.font = `${font}px ${FONT}`;
  return Math.max(0, ...names.map((name) => measure.measureText(name).width));
};

/** The room for the name of each of so many bars, in pixels. */
const roomPerName = (bars, width) => width / Math.max(1, bars.length) - 8;

/** Room that names must have before horizontal bars become vertical again, as a multiple of their length. */
const CALM = 1.25;

/** Whether the names have room side by side. Otherwise the bars are horizontal. */
const fitLevel = (bars, font, width) => longest(bars.map(({ name }) => name), font) <= roomPerName(bars, width);

/** Font size of many horizontal bars, at least, and the space between the lines, in pixels. */
const SMALLEST = 8;
const BETWEEN = 2;

/**
 * Rounds where bars and texts are. Most updates move a bar by less than a pixel: invisible, but the browser would
 * spend the next frames on moving it there.
 */
function inWholePixels(tree) {
  const { tag, attrs } = tree;
  if (tag === 'path' && attrs.ecmeta_data_index !== undefined) {
    attrs.d = inIntegers(attrs.d);
  } else if (tag === 'text' && attrs.transform?.startsWith('translate')) {
    attrs.transform = inIntegers(attrs.transform);
  }
  tree.children?.forEach((child) => child && inWholePixels(child));
  return tree;
}

const inIntegers = (text) => text.replace(/-?\d+\.\d+/g, (number) => String(Math.round(number)));

/** The common part of all charts: each is created once, and updated in place. */
class Chart {
  chart = init(null, null, { renderer: 'svg', ssr: true, width: 1, height: 1 });
  lying = false;
  #style = '';

  /** @this {AnyChart} @param {Request} request */
  draw({ width, height, style, kind, bars, lines }) {
    const lying = kind === 'lying' || (kind === 'bars' && (width < NARROW || !fitLevel(bars, style.font * (this.lying ? CALM : 1), width)));
    const newStyle = JSON.stringify(style);
    if (lying !== this.lying || newStyle !== this.#style) {
      this.lying = lying;
      this.#style = newStyle;
      this.chart.setOption(
        { textStyle: { fontFamily: FONT }, animation: false, ...this.skeleton(style) },
        { replaceMerge: ['xAxis', 'yAxis', 'grid'], lazyUpdate: true },
      );
    }
    // Resizing redraws the chart: only resize if the size has changed.
    if (this.chart.getWidth() !== width || this.chart.getHeight() !== height) {
      this.chart.resize({ width, height });
    }
    this.chart.setOption(this.content(bars, style, width, height, lines));
  }

  /** Centres of the bars along the axis of their names, in pixels. */
  centres(count) {
    return Array.from({ length: count }, (_, i) => (this.lying
      ? this.chart.convertToPixel({ yAxisIndex: 0 }, i)
      : this.chart.convertToPixel({ xAxisIndex: 0 }, i)));
  }

  tree() {
    const { painter, animation } = this.chart.getZr();
    const tree = inWholePixels(painter.renderToVNode({ willUpdate: true }));
    // Drawing starts a timer for every frame, which would run for ever. Nothing here needs it.
    animation.stop();
    return tree;
  }

  text(style) {
    return { color: style.muted, fontSize: style.font, margin: style.font * GAP };
  }

  names(style) {
    return { type: 'category', axisTick: { show: false }, axisLine: { lineStyle: { color: style.strong } } };
  }

  values(style) {
    return {
      type: 'value',
      splitNumber: 4,
      axisLabel: { ...this.text(style), formatter: shortMoney, hideOverlap: true },
      splitLine: { lineStyle: { color: style.line } },
    };
  }
}

/** A bar chart. The name identifies a bar between updates, so that it moves to its new place. */
class BarsChart extends Chart {
  /** @type {{key: string, labels: string[]}} */
  #labelled = { key: '', labels: [] };

  content(bars, style, width, height) {
    const names = bars.map(({ name }) => name);
    const roomForLine = (height - EDGES) / Math.max(1, names.length) - BETWEEN;
    const font = this.lying ? Math.max(SMALLEST, Math.min(style.font, roomForLine)) : style.font;
    const labels = this.#labels(names, font, this.lying ? font * NAME : roomPerName(bars, width));
    const isNegative = bars.some(({ value }) => value < 0);
    return {
      [this.lying ? 'yAxis' : 'xAxis']: {
        data: names,
        axisLabel: { formatter: (_, i) => labels[i], fontSize: font, interval: this.lying ? 'auto' : 0 },
      },
      [this.lying ? 'xAxis' : 'yAxis']: { boundaryGap: [isNegative ? this.#roomBelowZero(labels, font, width) : 0, 0] },
      series: [{
        id: 'bars',
        label: { show: !this.lying || roomForLine >= SMALLEST - BETWEEN, fontSize: font },
        data: bars.map(({ name, value, colour, opacity }) => ({
          name,
          value,
          itemStyle: { color: colour, opacity, borderRadius: rounding(value, this.lying) },
          // A paler bar keeps a readable value.
          label: { opacity: 1, color: opacity < 1 ? style.muted : style.text, position: value < 0 ? (this.lying ? 'left' : 'bottom') : (this.lying ? 'right' : 'top') },
        })),
      }],
    };
  }

  /** The names, shortened to the room that each has. Computed only when one of these changes. */
  #labels(names, font, room) {
    const key = JSON.stringify([font, room, names]);
    if (key !== this.#labelled.key) {
      this.#labelled = { key, labels: shortened(names, (text) => longest([text], font) <= room) };
    }
    return this.#labelled.labels;
  }

  /** How much further than the lowest bar, for its figure, the axis goes, as a share of the bars' range. */
  #roomBelowZero(names, font, width) {
    if (!this.lying) {
      return 0.1;
    }
    const room = font * FIGURE;
    const forBars = width - Math.min(longest(names, font), font * NAME) - 2 * room;
    return Math.min(1, room / Math.max(1, forBars));
  }

  skeleton(style) {
    const names = {
      ...this.names(style),
      axisLabel: this.text(style),
      inverse: this.lying,
    };
    // The values stand at the bars.
    const values = { type: 'value', axisLabel: { show: false }, splitLine: { show: false } };
    return {
      grid: {
        left: 8,
        right: this.lying ? style.font * FIGURE : 8,
        top: this.lying ? 8 : style.font * 2,
        bottom: 8,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: this.lying ? values : names,
      yAxis: this.lying ? names : values,
      series: [{
        id: 'bars',
        type: 'bar',
        cursor: 'pointer',
        barCategoryGap: '35%',
        barMaxWidth: this.lying ? 28 : 96,
        label: {
          show: true,
          distance: style.font * BESIDE,
          textBorderColor: style.panel,
          textBorderWidth: 3,
          fontSize: style.font,
          formatter: ({ value }) => short(value),
        },
      }],
    };
  }
}

/** A bar chart over time, with lines over the bars. */
class TrendChart extends Chart {
  #lines = [];
  #panel = '';

  content(bars, style, width, height, lines) {
    this.#lines = lines;
    this.#panel = style.panel;
    const ofLines = lines.flatMap(({ sales }) => sales);
    const last = bars.findLast(({ label }) => label !== '');
    return {
      // The last label may be wider than the space after the middle of its bar.
      grid: { right: Math.max(8, longest([last?.label ?? last?.name ?? ''], style.font) / 2) },
      xAxis: {
        data: bars.map(({ name, label = name }) => label),
        axisLabel: { interval: bars.some(({ label }) => label === '') ? (_, label) => label !== '' : 'auto' },
      },
      series: [
        {
          id: 'bars',
          data: bars.map(({ value, colour, opacity }) => ({
            value,
            itemStyle: { color: colour, opacity, borderRadius: rounding(value, false) },
          })),
        },
        // Not visible: the axis has room for the lines.
        { id: 'room', data: [Math.max(0, ...ofLines), Math.min(0, ...ofLines)] },
      ],
    };
  }

  /** The lines are no series of ECharts, whose line charts are as large as the rest of the page. */
  tree() {
    const tree = super.tree();
    this.#lines.forEach(({ sales, first, colour, dashes }, i) => {
      const x = this.centres(sales.length);
      const points = sales.map((value, j) => `${x[j].toFixed(1)} ${this.chart.convertToPixel({ yAxisIndex: 0 }, value).toFixed(1)}`);
      const d = `M${points.slice(first).join('L')}`;
      const path = (key, attrs) => ({ tag: 'path', key, attrs: { d, fill: 'none', 'stroke-linejoin': 'round', ...attrs }, children: [] });
      tree.children.push(
        // Sets the line off from the bars.
        path(`edge-${i}`, { stroke: this.#panel, 'stroke-width': 4, 'stroke-opacity': 0.7 }),
        path(`line-${i}`, { stroke: colour, 'stroke-width': 1.5, 'stroke-dasharray': dashes.join(' '), class: 'trend-line' }),
      );
    });
    return tree;
  }

  skeleton(style) {
    return {
      grid: { left: 8, right: 8, top: 16, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: {
        ...this.names(style),
        axisLabel: { ...this.text(style), hideOverlap: true },
      },
      yAxis: this.values(style),
      series: [
        { id: 'bars', type: 'bar', barCategoryGap: '20%', barGap: '-100%' },
        { id: 'room', type: 'bar', silent: true, itemStyle: { opacity: 0 } },
      ],
    };
  }
}

/** @typedef {BarsChart | TrendChart} AnyChart */

/** @type {Map<number, AnyChart>} */
const charts = new Map();

addEventListener('message', ({ data: request }) => {
  const { id, kind, style, bars } = request;
  const chart = charts.get(id) ?? (kind === 'trend' ? new TrendChart() : new BarsChart());
  charts.set(id, chart);
  hideFigures(style.hidden);
  try {
    chart.draw(request);
    postMessage({ id, lying: chart.lying, centres: chart.centres(bars.length), tree: chart.tree() });
  } catch (error) {
    // The other charts are not affected.
    console.error(error);
    postMessage({ id, lying: false, centres: [], tree: null });
  }
});
