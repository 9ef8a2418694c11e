/** A bar chart of sales over time. */
import { Chart } from '../chart.js';
import { counted, figure, money, number, time, zoneName } from '../format.js';
import { firstKnown } from '../steps.js';
import { isUnusable, shown as shownView } from '../store.js';
import { setText } from './text.js';
import { mountTools } from './tools.js';

/**
 * @param {HTMLElement} panel
 * @param {import('../main.js').Page} page
 */
export function mountTrend(panel, page) {
  const canvas = panel.querySelector('.chart-canvas');
  const empty = panel.querySelector('.chart-empty');
  const title = panel.querySelector('h2').textContent;
  const chart = new Chart(canvas, { kind: 'trend', words });
  const tools = mountTools(panel, { picture: () => chart.picture() }, page);
  const zone = panel.querySelector('.unit').appendChild(document.createElement('span'));
  let part;
  let steps = [];
  let first = 0;

  return {
    update(state) {
      const view = shownView(state);
      const trend = isUnusable(view) ? null : view?.trend ?? null;
      if (trend === part) {
        return;
      }
      part = trend;
      setText(zone, trend === null ? '' : ` · ${zoneName(trend.from)}`);
      first = trend === null ? 0 : firstKnown(trend, view.window);
      steps = trend === null
        ? []
        : trend.sales.map((sales, i) => ({ at: trend.from + i * trend.step, sales, orders: trend.orders[i] }));
      chart.show(steps.map(({ at, sales }, i) => ({
        name: time(at),
        value: sales,
        colour: sales < 0 ? '--down' : '--accent',
        opacity: isFilling(i) ? 0.4 : 0.85,
      })));
      const total = steps.reduce((sum, { sales }) => sum + sales, 0);
      canvas.setAttribute('aria-label', `${title}: ${steps.length === 0 ? 'no data' : `${money(total)} in steps of ${trend.step / 1_000} s`}`);
      tools.show(['From', 'Sales', 'Orders'], steps.map(({ at, sales, orders }, i) => ({
        name: null,
        chosen: true,
        cells: i < first ? [time(at), figure('money', null), figure('count', null)] : [time(at), money(sales), number(orders)],
      })).reverse());
      empty.hidden = steps.length > 0;
    },
    restyle() {
      part = undefined;
    },
  };

  function words(i) {
    const { at, sales, orders } = steps[i];
    if (i < first) {
      return `${time(at)}, ${part.step / 1_000} s\nNot all data collected`;
    }
    return `${time(at)}, ${part.step / 1_000} s${isFilling(i) ? ', still filling' : ''}\n${money(sales)}\n${counted(orders, 'order')}`;
  }

  /** Whether the step is the last one, which is still filling; its bar is paler. */
  function isFilling(i) {
    return i === steps.length - 1;
  }
}
