/** The steps of a trend: pure functions. */
import { length } from './format.js';
import { day, dayAndMinute, minute, time, toLocal } from './times.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/**
 * The index of the first step with data for its whole length. Steps before it are unknown, not zero.
 *
 * @param {import('./protocol.js').Trend} trend
 * @param {{covered_seconds?: number, to?: number} | undefined} window of the same message
 */
export function firstKnown({ from, step, sales }, window) {
  const { covered_seconds: covered, to = from + step * sales.length } = window ?? {};
  if (covered === undefined) {
    return 0;
  }
  const since = to - covered * 1_000;
  return Math.min(sales.length, Math.max(0, Math.ceil((since - from) / step)));
}

/**
 * Whether the window begins within the first step, which then looks like a drop.
 *
 * @param {{from: number}} trend
 * @param {{from?: number} | undefined} window of the same message
 */
export const isFirstCut = ({ from }, window) => (window?.from ?? from) > from;

/**
 * The start of a step in words, such as 14:03:05, Nov 24, 14:00 or Nov 24.
 *
 * @param {number} at
 * @param {number} step
 */
export function stepTime(at, step) {
  return step < MINUTE ? time(at) : step < DAY ? dayAndMinute(at) : day(at);
}

/** The length of a step, such as 5 s, 15 min, 1 h or 1 day. @param {number} step */
export const stepLength = (step) => (step === DAY ? '1 day' : length(step));

/**
 * The label of a step on the axis; empty for none. Within two days, the axis has hours, and beyond that only days.
 *
 * @param {number} at the start of the step
 * @param {number} step
 * @param {number} span the length of the whole axis
 */
export function axisLabel(at, step, span) {
  if (step < MINUTE) {
    return time(at);
  }
  const [hour, hourBefore] = [at, at - step].map((each) => toLocal(each).slice(0, 13));
  const isDayBegun = hour.slice(0, 10) !== hourBefore.slice(0, 10);
  if (span > 2 * DAY || (span > DAY && isDayBegun)) {
    return isDayBegun ? day(at) : '';
  }
  const hours = span > 1.5 * DAY ? 6 : span > DAY / 2 ? 3 : 1;
  return span <= 2 * HOUR || (hour !== hourBefore && Number(hour.slice(11)) % hours === 0) ? minute(at) : '';
}
