/** A bar chart of sales over time, with the same time on earlier days as lines. */
import { Chart } from '../chart.js';
import { change, counted, figure, money } from '../format.js';
import { need } from '../need.js';
import { axisLabel, firstKnown, isFirstCut, stepLength, stepTime } from '../steps.js';
import { isUnusable, shown as shownView } from '../store.js';
import { zoneName } from '../times.js';
import { nameOfBefore } from './card.js';
import { setText } from './text.js';
import { mountTools } from './tools.js';

/** The looks of the lines: the names of their colours, and the lengths of their dashes and of the gaps between them. */
const LOOKS = { trend_before: { colour: '--text', dashes: [6, 4] }, trend_week: { colour: '--muted', dashes: [2, 4] } };

/** @typedef {{name: string, sales: number[], colour: string, dashes: number[]}} Earlier the sales of an earlier day */

/**
 * @param {HTMLElement} panel
 * @param {import('../main.js').Page} page
 * @returns {import('../main.js').Panel}
 */
export function mountTrend(panel, page) {
  const canvas = need(panel, '.chart-canvas');
  const empty = need(panel, '.chart-empty');
  const legend = need(panel, '.trend-legend');
  const title = need(panel, 'h2').textContent;
  const chart = new Chart(canvas, { kind: 'trend', words });
  const entries = () => (earlier.length === 0 ? [] : [{ colour: '--accent', text: 'Sales' }, ...earlier.map(({ name, ...look }) => ({ ...look, text: name }))]);
  const tools = mountTools(panel, { picture: () => chart.picture(), legend: entries }, page);
  const zone = need(panel, '.unit').appendChild(document.createElement('span'));
  /** @type {import('../protocol.js').Trend | null | undefined} */
  let part;
  let before;
  let week;
  /** @type {{at: number, sales: number | undefined, orders: number | undefined}[]} */
  let steps = [];
  /** The length of a step, in milliseconds. */
  let step = 0;
  /** @type {Earlier[]} */
  let earlier = [];
  let first = 0;
  let filling = -1;
  let cut = -1;

  return {
    update(state) {
      const view = shownView(state);
      const trend = isUnusable(view) ? null : view?.trend ?? null;
      if (trend === part && view?.trend_before === before && view?.trend_week === week) {
        return;
      }
      part = trend;
      before = view?.trend_before;
      week = view?.trend_week;
      setText(zone, trend === null ? '' : ` · ${zoneName(trend.from)}`);
      first = trend === null ? 0 : firstKnown(trend, view?.window);
      earlier = trend === null ? [] : [
        { day: before, name: before?.days === view?.compared?.days ? nameOfBefore(view) : 'Day before', ...LOOKS.trend_before },
        { day: week, name: '7 days before', ...LOOKS.trend_week },
      ].flatMap(({ day, ...look }) => (day ? [{ ...look, sales: day.sales }] : []));
      const count = Math.max(trend?.sales.length ?? 0, ...earlier.map(({ sales }) => sales.length));
      const from = trend?.from ?? 0;
      step = trend?.step ?? 0;
      steps = Array.from({ length: count }, (_, i) => (
        { at: from + i * step, sales: trend?.sales[i], orders: trend?.orders[i] }));
      filling = fillingStep(trend, view?.window);
      cut = trend !== null && isFirstCut(trend, view?.window) ? 0 : -1;
      // Without an order, an axis would have a scale for nothing.
      empty.hidden = earlier.length > 0 || steps.some(({ sales = 0, orders = 0 }) => sales !== 0 || orders > 0);
      chart.show((empty.hidden ? steps : []).map(({ at, sales = 0 }, i) => ({
        name: stepTime(at, step),
        label: axisLabel(at, step, step * count),
        value: sales,
        colour: sales < 0 ? '--down' : '--accent',
        opacity: i === filling || i === cut ? 0.4 : 0.85,
      })), earlier.map((day) => ({ ...day, first: cut + 1 })));
      const total = steps.reduce((sum, { sales = 0 }) => sum + sales, 0);
      canvas.setAttribute('aria-label', `${title}: ${steps.length === 0 ? 'no data' : `${money(total)} in steps of ${stepLength(step)}`}`);
      tools.show(['From', 'Sales', 'Orders', ...earlier.map(({ name }) => name)], steps.map(({ at, sales, orders }, i) => ({
        name: null,
        chosen: true,
        cells: [
          stepTime(at, step),
          figure('money', i < first ? null : sales),
          figure('count', i < first ? null : orders),
          ...earlier.map((day) => figure('money', day.sales[i])),
        ],
      })).reverse());
      writeLegend();
    },
    restyle() {
      part = undefined;
    },
  };

  function writeLegend() {
    const wanted = entries();
    legend.hidden = wanted.length === 0;
    const key = wanted.map(({ text }) => text).join();
    if (legend.dataset.key !== key) {
      legend.dataset.key = key;
      legend.replaceChildren(...wanted.map(({ text, colour }) => {
        const item = document.createElement('li');
        item.textContent = text;
        item.classList.toggle('trend-week', colour === LOOKS.trend_week.colour);
        return item;
      }));
    }
  }

  function words(i) {
    const { at, sales, orders = 0 } = steps[i];
    const lines = [`${stepTime(at, step)}, ${stepLength(step)}${i === filling ? ', still filling' : i === cut ? ', in part' : ''}`];
    if (i < first) {
      lines.push('Not all data collected');
    } else if (sales !== undefined) {
      lines.push(money(sales), counted(orders, 'order'));
    }
    for (const day of earlier) {
      const then = day.sales[i];
      const isComparable = then > 0 && sales !== undefined && i >= first && i !== filling && i !== cut;
      lines.push(`${day.name}: ${figure('money', then)}${isComparable ? ` (${change('relative', (sales - then) / then)})` : ''}`);
    }
    return lines.join('\n');
  }
}

/**
 * The index of the step that is still filling, whose bar is paler; -1 if there is none.
 *
 * @param {import('../protocol.js').Trend | null} trend
 * @param {{to?: number} | undefined} window
 */
function fillingStep(trend, window) {
  if (trend === null) {
    return -1;
  }
  const { from, step, sales } = trend;
  return window?.to === undefined || from + step * sales.length > window.to ? sales.length - 1 : -1;
}
