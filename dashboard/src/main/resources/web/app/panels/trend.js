/** Sales over time. */
import { TrendChart } from '../chart.js';
import { money, number, time } from '../format.js';
import { shown as shownView } from '../store.js';
import { mountTools } from './tools.js';

/** @param {HTMLElement} panel */
export function mountTrend(panel) {
  const canvas = panel.querySelector('.chart-canvas');
  const empty = panel.querySelector('.chart-empty');
  const title = panel.querySelector('h2').textContent;
  const chart = new TrendChart(canvas);
  const tools = mountTools(panel, { picture: () => chart.picture() });
  let part;

  return {
    update(state) {
      const trend = shownView(state)?.trend ?? null;
      if (trend === part) {
        return;
      }
      part = trend;
      const steps = trend === null
        ? []
        : trend.sales.map((sales, i) => ({ at: trend.from + i * trend.step, sales, orders: trend.orders[i] }));
      chart.show(steps, trend?.step ?? 0);
      const total = steps.reduce((sum, { sales }) => sum + sales, 0);
      canvas.setAttribute('aria-label', `${title}: ${steps.length === 0 ? 'no data' : `${money(total)} in steps of ${trend.step / 1_000} s`}`);
      tools.show(['From', 'Sales', 'Orders'], steps.map(({ at, sales, orders }) => ({
        name: null,
        chosen: true,
        cells: [time(at), money(sales), number(orders)],
      })).reverse());
      empty.hidden = steps.length > 0;
    },
    restyle() {
      part = undefined;
      chart.restyle();
    },
  };
}
