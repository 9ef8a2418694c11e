/**
 * A bar chart of revenue by a property. A click on a bar filters by its name. The sum of the names without a bar is a
 * line of text: as a bar, it would often be so high that the others could not be compared.
 */
import { inWords, otherOf } from '../breakdown.js';
import { Chart } from '../chart.js';
import { barColours } from '../colours.js';
import { counted, money, number, percent } from '../format.js';
import { shownName } from '../names.js';
import { need } from '../need.js';
import { counts } from '../query.js';
import { shown as shownView } from '../store.js';
import { setText } from './text.js';
import { mountTools } from './tools.js';

/** Opacity of a bar that a filter excludes. It stays visible, but does not count. */
const DIMMED = 0.3;

/**
 * @typedef {{value: string, name: string, revenue: number, items: number, colour: string, isDimmed: boolean}} Bar value
 *   is that of the property, name the one that is shown
 *
 * @param {HTMLElement} panel
 * @param {import('../main.js').Page} page
 * @returns {import('../main.js').Panel}
 */
export function mountBars(panel, page) {
  const { field = '' } = panel.dataset;
  const property = field.replace('revenue_by_', '');
  const canvas = need(panel, '.chart-canvas');
  const empty = need(panel, '.chart-empty');
  const title = need(panel, 'h2').textContent;
  const pick = (value) => page.toggle(property, value);
  const chart = new Chart(canvas, {
    kind: /** @type {'bars' | 'lying'} */ (panel.dataset.kind),
    words: (i) => tip(bars, other, bars[i]),
    pick: (i) => pick(bars[i].value),
  });
  const tools = mountTools(panel, { picture: () => chart.picture(), pick }, page);
  const rest = document.createElement('p');
  rest.className = 'chart-other';
  rest.hidden = true;
  canvas.after(rest);
  let part;
  let choices;
  /** @type {Bar[]} */
  let bars = [];
  /** @type {import('../breakdown.js').Other | null} */
  let other = null;

  return {
    update(state) {
      const view = shownView(state);
      const next = view?.[field] ?? undefined;
      if (next === part && state.choices === choices) {
        return;
      }
      part = next;
      choices = state.choices;
      bars = part === undefined ? [] : barsOf(field, part.bars, choices, property);
      other = part === undefined ? null : otherOf(part);
      chart.show(bars.map(({ name, revenue, colour, isDimmed }) => ({ name, value: revenue, colour, opacity: isDimmed ? DIMMED : 1 })));
      rest.hidden = other === null;
      setText(rest, other === null ? '' : `${other.name}: ${money(other.revenue)}`);
      canvas.setAttribute('aria-label', `${title}: ${inWords(bars, other)}`);
      tools.show(['Name', 'Revenue', 'Items'], [
        ...bars.map(({ value, name, revenue, items, isDimmed }) => ({
          name: value,
          chosen: !isDimmed,
          cells: [name, money(revenue), number(items)],
        })),
        ...(other === null ? [] : [{ name: null, chosen: true, cells: [other.name, money(other.revenue), number(other.items)] }]),
      ]);
      empty.hidden = bars.length > 0;
    },
    restyle() {
      choices = null;
    },
  };
}

function barsOf(field, bars, choices, property) {
  const inOrder = property === 'age' ? [...bars].sort(([a], [b]) => youngest(a) - youngest(b)) : bars;
  const colourOf = barColours(field, bars.map(([value]) => value));
  return inOrder.map(([value, revenue, items]) => ({
    value,
    name: shownName(property, value),
    revenue,
    items,
    colour: colourOf(value),
    isDimmed: !counts(choices, property, value),
  }));
}

/** Sort key of an age band: age bands are in order of age, not of revenue. */
const youngest = (band) => (band.startsWith('under') ? 0 : Number.parseInt(band, 10));

function tip(bars, other, { name, revenue, items }) {
  const all = other === null ? bars : [...bars, other];
  const total = all.reduce((sum, each) => sum + each.revenue, 0);
  // A share of a sum from which refunds are deducted would mislead.
  const ofAll = total > 0 && all.every((each) => each.revenue >= 0) ? `  (${percent(revenue / total)})` : '';
  return `${name}\n${money(revenue)}${ofAll}\n${counted(items, 'item')}`;
}
