/** The only file that knows ECharts. */
import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { money, percent, short } from './format.js';
import { isCalm, token } from './theme.js';

use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

/** Below this width, in pixels, the bars lie down: names then have a line each. */
const NARROW = 480;

const ANIMATION = 250;
const FONT = 'system-ui, sans-serif';

const measure = document.createElement('canvas').getContext('2d');

function longest(names) {
  measure.font = `12px ${FONT}`;
  return Math.max(0, ...names.map((name) => measure.measureText(name).width));
}

/** A bar chart that is updated in place. A bar keeps its identity, and so its place in a movement, by its name. */
export class BarsChart {
  #element;
  #chart;
  #bars = [];
  #lying = null;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
    this.#chart = init(element, null, { renderer: 'svg' });
    new ResizeObserver(() => {
      this.#chart.resize();
      this.#draw();
    }).observe(element);
    this.restyle();
  }

  /** @param {{name: string, value: number, colour: string}[]} bars in the order in which they stand */
  show(bars) {
    this.#bars = bars;
    this.#draw();
  }

  /** Takes colours and motion from the theme anew. */
  restyle() {
    this.#lying = null;
    this.#draw();
  }

  #draw() {
    const lying = this.#element.clientWidth < NARROW;
    if (lying !== this.#lying) {
      this.#lying = lying;
      this.#chart.setOption(this.#skeleton(), { replaceMerge: ['xAxis', 'yAxis', 'grid'] });
    }
    const names = this.#bars.map((bar) => bar.name);
    const roomPerName = this.#element.clientWidth / Math.max(1, names.length) - 8;
    const categories = { data: names };
    if (!lying) {
      categories.axisLabel = { rotate: longest(names) > roomPerName ? 75 : 0 };
    }
    const roomForValues = lying || roomPerName > 30;
    this.#chart.setOption({
      [lying ? 'yAxis' : 'xAxis']: categories,
      series: [{
        id: 'bars',
        label: { show: roomForValues },
        data: this.#bars.map((bar) => ({
          name: bar.name,
          value: bar.value,
          itemStyle: { color: token(bar.colour) },
        })),
      }],
    });
  }

  /** All that does not change with the data. */
  #skeleton() {
    const text = { color: token('--muted'), fontSize: 12 };
    const category = {
      type: 'category',
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token('--line-strong') } },
      axisLabel: { ...text, interval: 0, overflow: 'truncate', width: this.#lying ? 130 : 220 },
      inverse: this.#lying,
    };
    const value = {
      type: 'value',
      splitNumber: 4,
      axisLabel: { ...text, formatter: short },
      splitLine: { lineStyle: { color: token('--line') } },
    };
    return {
      textStyle: { fontFamily: FONT },
      animation: !isCalm(),
      animationDuration: ANIMATION,
      animationDurationUpdate: ANIMATION,
      grid: {
        left: 8,
        right: this.#lying ? 48 : 8,
        top: 24,
        bottom: 8,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: this.#lying ? value : category,
      yAxis: this.#lying ? category : value,
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow', shadowStyle: { color: token('--shadow') } },
        renderMode: 'richText',
        confine: true,
        backgroundColor: token('--panel'),
        borderColor: token('--line-strong'),
        textStyle: { color: token('--text'), fontSize: 14 },
        formatter: ([bar]) => this.#tooltip(bar),
      },
      series: [{
        id: 'bars',
        type: 'bar',
        barCategoryGap: '35%',
        barMaxWidth: 64,
        itemStyle: { borderRadius: this.#lying ? [0, 2, 2, 0] : [2, 2, 0, 0] },
        label: {
          position: this.#lying ? 'right' : 'top',
          color: token('--text'),
          textBorderColor: token('--panel'),
          textBorderWidth: 3,
          fontSize: 12,
          formatter: ({ value: v }) => short(v),
        },
      }],
    };
  }

  #tooltip(bar) {
    const total = this.#bars.reduce((sum, { value }) => sum + value, 0);
    return `${bar.name}\n${money(bar.value)}${total > 0 ? `  (${percent(bar.value / total)})` : ''}`;
  }
}
