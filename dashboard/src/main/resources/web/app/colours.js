/**
 * Assigns colours to categories. A new name gets the next of 16 colours. It keeps the colour when its rank changes and,
 * because the browser stores the assignment, after a reload.
 */
import { keep, recallJson } from './storage.js';

const COLOURS = 16;
const KEY = 'colours';
const MOST_NAMES = 500;

/** @type {Map<string, number>} */
const assigned = new Map(load());

function load() {
  const stored = recallJson(KEY);
  return Array.isArray(stored) ? stored.filter(isAssignment).slice(0, MOST_NAMES) : [];
}

function isAssignment(entry) {
  return Array.isArray(entry) && typeof entry[0] === 'string' && Number.isInteger(entry[1]);
}

/**
 * The CSS variable that holds the category's colour. Each chart assigns its colours independently.
 *
 * @param {string} chart
 * @param {string} name
 */
export function colourOf(chart, name) {
  const key = `${chart}/${name}`;
  if (!assigned.has(key)) {
    const before = [...assigned.keys()].filter((other) => other.startsWith(`${chart}/`)).length;
    if (assigned.size >= MOST_NAMES) {
      return `--series-${before % COLOURS}`;
    }
    assigned.set(key, before % COLOURS);
    keep(KEY, JSON.stringify([...assigned]));
  }
  return `--series-${assigned.get(key) % COLOURS}`;
}
