/** A bar chart of revenue by some property. */
import { BarsChart } from '../chart.js';
import { colourOf } from '../colours.js';
import { money, number } from '../format.js';

/** @param {HTMLElement} panel */
export function mountBars(panel) {
  const { field } = panel.dataset;
  const canvas = panel.querySelector('.chart-canvas');
  const empty = panel.querySelector('.chart-empty');
  const title = panel.querySelector('h2').textContent;
  const chart = new BarsChart(canvas);
  let shown;

  return {
    update(state) {
      if (state.view === shown) {
        return;
      }
      shown = state.view;
      const bars = shown === null ? [] : barsOf(field, shown[field]);
      chart.show(bars);
      canvas.setAttribute('aria-label', `${title}: ${inWords(bars)}`);
      empty.hidden = bars.length > 0;
      empty.textContent = shown?.data_at === undefined ? 'The bars appear with the first figures.' : 'No orders in the window.';
    },
    restyle: () => chart.restyle(),
  };
}

function barsOf(field, { bars, other_names: names = 0, other_revenue: revenue = 0 }) {
  const named = bars.map(([name, value]) => ({ name, value, colour: colourOf(field, name) }));
  return names === 0
    ? named
    : [...named, { name: `Other (${number(names)})`, value: revenue, colour: '--series-other' }];
}

function inWords(bars) {
  return bars.length === 0 ? 'no data' : bars.map(({ name, value }) => `${name} ${money(value)}`).join(', ');
}
