/**
 * Which colour a category has. A name gets the next free one of 16 when it is first seen and keeps it: when its rank
 * changes, and, since the assignment is kept in the browser, after a reload.
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
 * The CSS variable that holds the category's colour. Categories of different charts are counted apart.
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
