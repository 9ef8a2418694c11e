/**
 * Revenue by a property: pure functions for what the bars and the map have in common.
 *
 * @typedef {{name: string, revenue: number, items: number}} Other the sum of the names without a bar
 */
import { money, number } from './format.js';

/**
 * The sum of the names without a bar, such as "Other (280)"; null if there are none.
 *
 * @param {import('./protocol.js').Bars} part
 * @returns {Other | null}
 */
export function otherOf({ other_names: names = 0, other_revenue: revenue = 0, other_items: items = 0 }) {
  return names === 0 ? null : { name: `Other (${number(names)})`, revenue, items };
}

/**
 * The bars, and the sum of the others, as a sentence.
 *
 * @param {{name: string, revenue: number}[]} bars
 * @param {Other | null} other
 */
export function inWords(bars, other) {
  const all = other === null ? bars : [...bars, other];
  return all.length === 0 ? 'no data' : all.map(({ name, revenue }) => `${name} ${money(revenue)}`).join(', ');
}

/**
 * What a map shows: the revenue of each country, under any of its names in the orders.
 *
 * @param {[name: string, revenue: number, items: number][]} bars of all names
 * @param {(name: string) => string | undefined} find the country
 * @returns {{countries: Map<string, {names: string[], revenue: number, items: number}>, missing: string[]}} by country;
 *   missing has the names that are those of no country
 */
export function byCountry(bars, find) {
  const countries = new Map();
  const missing = [];
  for (const [name, revenue, items] of bars) {
    const country = find(name);
    if (country === undefined) {
      missing.push(name);
      continue;
    }
    const known = countries.get(country) ?? { names: [], revenue: 0, items: 0 };
    countries.set(country, {
      names: [...known.names, name],
      revenue: known.revenue + revenue,
      items: known.items + items,
    });
  }
  return { countries, missing };
}
