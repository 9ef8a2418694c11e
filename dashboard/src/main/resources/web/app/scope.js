/**
 * The scope of the displayed figures in words: pure functions. Titles, pictures, file names and alerts use the same
 * words.
 */
import { length } from './format.js';
import { shownName } from './names.js';
import { PROPERTIES, rangeOf } from './query.js';
import { span } from './times.js';

const BAND = /^(\d+)-(\d+)$/;

const PAST = { '1h': 'Last hour', '24h': 'Last 24 hours', '7d': 'Last 7 days', today: 'Today', yesterday: 'Yesterday' };

/**
 * The period, such as "Last 5 minutes" or "Nov 24, 08:00 – Nov 25, 12:00".
 *
 * @param {import('./query.js').Choices} choices
 * @param {{window?: {minutes?: number}} | null} view the displayed view, which knows the length of the feed's own window
 */
export function period({ window }, view) {
  const range = rangeOf(window);
  if (range !== null) {
    return span(...range);
  }
  if (Object.hasOwn(PAST, window)) {
    return PAST[window];
  }
  const minutes = window === 0 ? view?.window?.minutes : window;
  if (minutes === undefined) {
    return 'Default period';
  }
  return minutes === 1 ? 'Last minute' : `Last ${minutes.toLocaleString()} minutes`;
}

/** The value of a property in words, such as "Women" or "25 to 34"; a gender without a name, such as "Gender X". */
function nameOf(property, value) {
  if (property === 'age') {
    return value.replace(BAND, '$1 to $2');
  }
  const name = shownName(property, value);
  return property === 'gender' && name === value ? `${PROPERTIES.gender} ${value}` : name;
}

/**
 * The filters, such as "Brasil or China", "Women", "Age 25 to 34", "not cancelled or returned"; empty if everything is
 * shown.
 *
 * @param {import('./query.js').Choices} choices
 * @returns {string[]} one for each property
 */
export function filters({ only, except }) {
  return [
    ...Object.entries(only).map(([property, values]) => {
      const names = listed(property, values);
      return property === 'age' ? `${PROPERTIES[property]} ${names}` : names;
    }),
    ...Object.entries(except).map(([property, values]) => {
      const names = listed(property, values);
      return `not ${property === 'age' ? `${PROPERTIES[property].toLowerCase()} ${names}` : COMMON.includes(property) ? names.toLowerCase() : names}`;
    }),
  ];
}

/** Properties whose values are common words, which have no capital letter within a sentence. */
const COMMON = ['item_status', 'gender'];

const listed = (property, values) => values.map((value) => nameOf(property, value)).join(' or ');

/**
 * Period and filters, such as "Last 5 minutes · Brasil · not cancelled".
 *
 * @param {import('./query.js').Choices} choices
 * @param {{window?: {minutes?: number}} | null} view
 */
export const words = (choices, view) => [period(choices, view), ...filters(choices)].join(' · ');

/**
 * How much of the period has data, such as "Only 9:42 of 15 min collected so far" or "Only 5 h of 7 days collected so
 * far"; empty if all of it has, or if that is unknown.
 *
 * @param {{window?: {minutes?: number, covered_seconds?: number}} | null} view
 */
export function filling(view) {
  const covered = clock(view);
  const { minutes = 0 } = view?.window ?? {};
  return covered === '' ? '' : `Only ${covered} of ${length(minutes * 60_000)} collected so far`;
}

/**
 * The same next to the period: " (9:42 so far)".
 *
 * @param {{window?: {minutes?: number, covered_seconds?: number}} | null} view
 */
export function collected(view) {
  const covered = clock(view);
  return covered === '' ? '' : ` (${covered} so far)`;
}

/** The part of the period that has data, as minutes and seconds, or as hours or days. */
function clock(view) {
  const { minutes, covered_seconds: covered } = view?.window ?? {};
  if (covered === undefined || minutes === undefined) {
    return '';
  }
  return covered < 3_600 ? `${Math.floor(covered / 60)}:${String(covered % 60).padStart(2, '0')}` : length(covered * 1_000);
}
