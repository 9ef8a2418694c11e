/**
 * The scope of the displayed figures in words: pure functions. Titles, pictures, file names and alerts use the same
 * words.
 */
import { PROPERTIES } from './query.js';

/** Words for filters that have a natural name. The others are "Category: Jeans", "not Category: Jeans". */
const ONLY = { country: '', traffic_source: '', category: '', item_status: '' };

/**
 * The period, such as "Last 5 minutes".
 *
 * @param {import('./query.js').Choices} choices
 * @param {{window?: {minutes?: number}} | null} view the displayed view, which knows the length of the feed's own window
 */
export function period({ window }, view) {
  const minutes = window === 0 ? view?.window?.minutes : window;
  if (minutes === undefined) {
    return 'Default period';
  }
  return minutes === 1 ? 'Last minute' : `Last ${minutes.toLocaleString()} minutes`;
}

/**
 * The filters, such as "Brasil or China", "not Cancelled"; empty if everything is shown.
 *
 * @param {import('./query.js').Choices} choices
 * @returns {string[]} one for each property
 */
export function filters({ only, except }) {
  return [
    ...Object.entries(only).map(([property, values]) => `${labelOf(property)}${values.join(' or ')}`),
    ...Object.entries(except).map(([property, values]) => `not ${labelOf(property)}${values.join(' or ')}`),
  ];
}

const labelOf = (property) => ONLY[property] ?? `${PROPERTIES[property]} `;

/**
 * Period and filters, such as "Last 5 minutes · Brasil · not Cancelled".
 *
 * @param {import('./query.js').Choices} choices
 * @param {{window?: {minutes?: number}} | null} view
 */
export const words = (choices, view) => [period(choices, view), ...filters(choices)].join(' · ');
