/** The only file that knows ECharts. */
import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { money, number, percent, short, time } from './format.js';
import { isCalm, token } from './theme.js';

use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

/** Below this width or height, in pixels, the bars lie down: names then have a line each. */
const NARROW = 480;
const LOW = 320;

const ANIMATION = 250;
const FONT = 'system-ui, sans-serif';
const SMALL = 12;

/** What is written in a chart is as large as it must be to be read: from three metres, on a wall. */
const fontSize = () => (document.body.classList.contains('kiosk') ? Math.max(SMALL, window.innerWidth / 110) : SMALL);

/** What is left out by a filter is still there, but does not count. */
const DIMMED = 0.3;

const measure = document.createElement('canvas').getContext('2d');

function longest(names) {
  measure.font = `${fontSize()}px ${FONT}`;
  return Math.max(0, ...names.map((name) => measure.measureText(name).width));
}

/** Charts that are to be drawn, one in each frame: together they would hold up what is typed or clicked. */
const waiting = new Set();
let frameAsked = false;

function drawNext() {
  const [chart] = waiting;
  waiting.delete(chart);
  frameAsked = waiting.size > 0;
  if (frameAsked) {
    requestAnimationFrame(drawNext);
  }
  chart.draw();
}

function drawSoon(chart) {
  waiting.add(chart);
  if (!frameAsked) {
    frameAsked = true;
    requestAnimationFrame(drawNext);
  }
}

/**
 * What the charts have in common: they are made once, follow the size of their element, and are updated in place. One that is out of
 * sight is drawn when it comes into sight.
 */
class Chart {
  element;
  chart;
  #inSight = true;
  #outdated = false;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.chart = init(element, null, { renderer: 'svg' });
    new ResizeObserver(() => {
      this.chart.resize();
      this.refresh();
    }).observe(element);
    new IntersectionObserver((entries) => {
      this.#inSight = entries.at(-1).isIntersecting;
      if (this.#inSight && this.#outdated) {
        this.refresh();
      }
    }).observe(element);
  }

  /** Draws, if there is somebody to see it. */
  refresh() {
    this.#outdated = !this.#inSight;
    if (this.#inSight) {
      drawSoon(this);
    }
  }

  /** The chart as it is, as a data URL of an SVG. */
  picture() {
    this.draw();
    return this.chart.getDataURL({ type: 'svg' });
  }

  /** What does not change with the data, for every chart. */
  common() {
    return {
      textStyle: { fontFamily: FONT },
      animation: !isCalm(),
      animationDuration: ANIMATION,
      animationDurationUpdate: ANIMATION,
    };
  }

  text() {
    return { color: token('--muted'), fontSize: fontSize() };
  }

  tooltip(formatter) {
    return {
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: token('--shadow') } },
      renderMode: 'richText',
      confine: true,
      backgroundColor: token('--panel'),
      borderColor: token('--line-strong'),
      textStyle: { color: token('--text'), fontSize: 14 },
      formatter,
    };
  }

  values() {
    return {
      type: 'value',
      // Labels on their way from one scale to the next would lie on each other.
      animation: false,
      splitNumber: 4,
      axisLabel: { ...this.text(), formatter: short, hideOverlap: true },
      splitLine: { lineStyle: { color: token('--line') } },
    };
  }
}

/** A bar chart. A bar keeps its identity, and so its place in a movement, by its name. */
export class BarsChart extends Chart {
  #bars = [];
  #alwaysLying;
  #lying = null;

  /**
   * @param {HTMLElement} element
   * @param {{lying: boolean, pick: (name: string) => void}} options pick is told which bar was clicked
   */
  constructor(element, { lying, pick }) {
    super(element);
    this.#alwaysLying = lying;
    // The whole height belongs to a bar, be it ever so low.
    this.chart.getZr().on('click', ({ offsetX, offsetY }) => {
      const at = this.chart.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY]);
      const bar = this.chart.containPixel({ gridIndex: 0 }, [offsetX, offsetY]) ? this.#bars[at[this.#lying ? 1 : 0]] : undefined;
      if (bar !== undefined && !bar.isOther) {
        pick(bar.name);
      }
    });
    this.restyle();
  }

  /**
   * @param {{name: string, value: number, items: number, colour: string, isDimmed?: boolean, isOther?: boolean}[]} bars in
   *   the order in which they stand
   */
  show(bars) {
    this.#bars = bars;
    this.refresh();
  }

  /** Takes colours and motion from the theme anew. */
  restyle() {
    this.#lying = null;
    this.refresh();
  }

  draw() {
    const { clientWidth, clientHeight } = this.element;
    const lying = this.#alwaysLying || clientWidth < NARROW || clientHeight < LOW;
    if (lying !== this.#lying) {
      this.#lying = lying;
      this.chart.setOption(this.#skeleton(), { replaceMerge: ['xAxis', 'yAxis', 'grid'] });
    }
    const names = this.#bars.map((bar) => bar.name);
    const roomPerName = clientWidth / Math.max(1, names.length) - 8;
    const categories = { data: names };
    if (!lying) {
      categories.axisLabel = { rotate: longest(names) > roomPerName ? 75 : 0 };
    }
    const roomForValues = lying || roomPerName > fontSize() * 2.5;
    this.chart.setOption({
      [lying ? 'yAxis' : 'xAxis']: categories,
      series: [{
        id: 'bars',
        label: { show: roomForValues },
        data: this.#bars.map((bar) => ({
          name: bar.name,
          value: bar.value,
          itemStyle: { color: token(bar.colour), opacity: bar.isDimmed ? DIMMED : 1 },
        })),
      }],
    });
  }

  #skeleton() {
    const category = {
      type: 'category',
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token('--line-strong') } },
      axisLabel: { ...this.text(), interval: 0, overflow: 'truncate', width: this.#lying ? fontSize() * 11 : 220 },
      inverse: this.#lying,
    };
    return {
      ...this.common(),
      grid: {
        left: 8,
        right: this.#lying ? fontSize() * 4 : 8,
        top: this.#lying ? 8 : fontSize() * 2,
        bottom: 8,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: this.#lying ? this.values() : category,
      yAxis: this.#lying ? category : this.values(),
      tooltip: this.tooltip(([bar]) => this.#words(bar)),
      series: [{
        id: 'bars',
        type: 'bar',
        cursor: 'pointer',
        barCategoryGap: '35%',
        barMaxWidth: this.#lying ? 28 : 96,
        itemStyle: { borderRadius: this.#lying ? [0, 2, 2, 0] : [2, 2, 0, 0] },
        label: {
          position: this.#lying ? 'right' : 'top',
          color: token('--text'),
          textBorderColor: token('--panel'),
          textBorderWidth: 3,
          fontSize: fontSize(),
          formatter: ({ value: v }) => short(v),
        },
      }],
    };
  }

  #words({ dataIndex }) {
    const bar = this.#bars[dataIndex];
    if (bar === undefined) {
      return '';
    }
    const total = this.#bars.reduce((sum, { value }) => sum + value, 0);
    const ofAll = total > 0 ? `  (${percent(bar.value / total)})` : '';
    return `${bar.name}\n${money(bar.value)}${ofAll}\n${number(bar.items)} ${bar.items === 1 ? 'item' : 'items'}`;
  }
}

/** Bars over time, the last of which is still growing and looks it. */
export class TrendChart extends Chart {
  #steps = [];
  #length = 0;
  #skeletonIsDrawn = false;

  /** @param {HTMLElement} element */
  constructor(element) {
    super(element);
    this.restyle();
  }

  /**
   * @param {{at: number, sales: number, orders: number}[]} steps
   * @param {number} length of a step, in milliseconds
   */
  show(steps, length) {
    this.#steps = steps;
    this.#length = length;
    this.refresh();
  }

  restyle() {
    this.#skeletonIsDrawn = false;
    this.refresh();
  }

  draw() {
    if (!this.#skeletonIsDrawn) {
      this.#skeletonIsDrawn = true;
      this.chart.setOption(this.#skeleton());
    }
    const colour = token('--accent');
    const last = this.#steps.length - 1;
    this.chart.setOption({
      xAxis: { data: this.#steps.map(({ at }) => time(at)) },
      series: [{
        id: 'sales',
        data: this.#steps.map(({ sales }, i) => ({ value: sales, itemStyle: { color: colour, opacity: i === last ? 0.4 : 0.85 } })),
      }],
    });
  }

  #skeleton() {
    return {
      ...this.common(),
      animation: false,
      grid: { left: 8, right: 8, top: 16, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: {
        type: 'category',
        axisTick: { show: false },
        axisLine: { lineStyle: { color: token('--line-strong') } },
        axisLabel: { ...this.text(), hideOverlap: true },
      },
      yAxis: this.values(),
      tooltip: this.tooltip(([bar]) => this.#words(bar)),
      series: [{ id: 'sales', type: 'bar', barCategoryGap: '20%', itemStyle: { borderRadius: [2, 2, 0, 0] } }],
    };
  }

  #words({ dataIndex }) {
    const step = this.#steps[dataIndex];
    if (step === undefined) {
      return '';
    }
    const filling = dataIndex === this.#steps.length - 1 ? ', still filling' : '';
    return `${time(step.at)}, ${this.#length / 1_000} s${filling}\n${money(step.sales)}\n${number(step.orders)} ${step.orders === 1 ? 'order' : 'orders'}`;
  }
}
