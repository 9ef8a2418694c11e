/**
 * What the figures of today say about the day: pure functions.
 *
 * @typedef {import('./protocol.js').Today} Today
 * @typedef {{goal: number, reached: number, expected: number | null, ahead: number | null}} Pace reached and expected are
 *   shares of the goal: of the sales so far, and of those due by now; ahead is an amount, negative if behind; null if
 *   unknown
 */
import { weekday } from './times.js';

const MOST_GOAL = 1e12;

/**
 * A goal from a text that the user entered or the browser stored; null if it is none.
 *
 * @param {string | null} text
 */
export function goalOf(text) {
  const goal = Number(text);
  return text !== null && goal > 0 && goal <= MOST_GOAL ? goal : null;
}

/**
 * Compares the sales of today with a goal, by the share of its sales that another day had had by now.
 *
 * @param {Today} today
 * @param {number} goal
 * @returns {Pace}
 */
export function paceOf({ metrics: { total_sales: sales }, share }, goal) {
  const expected = share ?? null;
  return { goal, reached: sales / goal, expected, ahead: expected === null ? null : Math.round(sales - goal * expected) };
}

/**
 * The name of the day whose shape a forecast has, or with which figures are compared, such as "last Thursday".
 *
 * @param {Today} today
 * @param {'yesterday' | 'last_week'} day
 */
export const nameOfDay = ({ date }, day) => (day === 'yesterday' ? 'yesterday' : `last ${weekday(date)}`);
