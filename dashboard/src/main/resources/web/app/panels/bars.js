/** A bar chart of revenue by a property. A click on a bar filters by its name. */
import { Chart } from '../chart.js';
import { barColours } from '../colours.js';
import { counted, money, number, percent } from '../format.js';
import { counts } from '../query.js';
import { shown as shownView } from '../store.js';
import { mountTools } from './tools.js';

/** Opacity of a bar that a filter excludes. It stays visible, but does not count. */
const DIMMED = 0.3;

/**
 * @typedef {{name: string, value: number, items: number, colour: string, isDimmed?: boolean, isOther?: boolean}} Bar
 *
 * @param {HTMLElement} panel
 * @param {import('../main.js').Page} page
 */
export function mountBars(panel, page) {
  const { field } = panel.dataset;
  const property = field.replace('revenue_by_', '');
  const canvas = panel.querySelector('.chart-canvas');
  const empty = panel.querySelector('.chart-empty');
  const title = panel.querySelector('h2').textContent;
  const pick = (name) => page.toggle(property, name);
  const chart = new Chart(canvas, {
    kind: panel.dataset.kind,
    words: (i) => inWords(bars, bars[i]),
    pick: (i) => bars[i].isOther || pick(bars[i].name),
  });
  const tools = mountTools(panel, { picture: () => chart.picture(), pick });
  let part;
  let choices;
  let known;
  /** @type {Bar[]} */
  let bars = [];

  return {
    update(state) {
      const view = shownView(state);
      if (view?.[field] === part && state.choices === choices && (view?.data_at === undefined) === (known === undefined)) {
        return;
      }
      part = view?.[field];
      known = view?.data_at ?? view?.at;
      choices = state.choices;
      bars = part === undefined ? [] : barsOf(field, part, choices, property);
      chart.show(bars.map(({ name, value, colour, isDimmed }) => ({ name, value, colour, opacity: isDimmed ? DIMMED : 1 })));
      canvas.setAttribute('aria-label', `${title}: ${allInWords(bars)}`);
      tools.show(['Name', 'Revenue', 'Items'], bars.map((bar) => ({
        name: bar.isOther ? null : bar.name,
        chosen: !bar.isDimmed,
        cells: [bar.name, money(bar.value), number(bar.items)],
      })));
      empty.hidden = bars.length > 0;
      empty.textContent = known === undefined ? 'The bars appear with the first figures.' : 'No orders in the window.';
    },
    restyle() {
      choices = null;
    },
  };
}

function barsOf(field, { bars, other_names: names = 0, other_revenue: revenue = 0, other_items: items = 0 }, choices, property) {
  const inOrder = property === 'age' ? [...bars].sort(([a], [b]) => youngest(a) - youngest(b)) : bars;
  const colourOf = barColours(field, bars.map(([name]) => name));
  const named = inOrder.map(([name, value, ofItems]) => ({
    name,
    value,
    items: ofItems,
    colour: colourOf(name),
    isDimmed: !counts(choices, property, name),
  }));
  return names === 0
    ? named
    : [...named, { name: `Other (${number(names)})`, value: revenue, items, colour: '--series-other', isOther: true }];
}

/** Sort key of an age band: age bands are in order of age, not of revenue. */
const youngest = (band) => (band.startsWith('under') ? 0 : Number.parseInt(band, 10));

function inWords(bars, { name, value, items }) {
  const total = bars.reduce((sum, bar) => sum + bar.value, 0);
  // A share of a sum from which refunds are deducted would mislead.
  const ofAll = total > 0 && bars.every((bar) => bar.value >= 0) ? `  (${percent(value / total)})` : '';
  return `${name}\n${money(value)}${ofAll}\n${counted(items, 'item')}`;
}

function allInWords(bars) {
  return bars.length === 0 ? 'no data' : bars.map(({ name, value }) => `${name} ${money(value)}`).join(', ');
}
