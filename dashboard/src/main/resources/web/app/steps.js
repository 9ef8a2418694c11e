/** The steps of a trend: pure functions. */

/**
 * The index of the first step with data for its whole length. Steps before it are unknown, not zero.
 *
 * @param {import('./protocol.js').Trend} trend
 * @param {{covered_seconds?: number} | undefined} window of the same message
 */
export function firstKnown({ from, step, sales }, window) {
  const covered = window?.covered_seconds;
  if (covered === undefined) {
    return 0;
  }
  const since = from + step * sales.length - covered * 1_000;
  return Math.min(sales.length, Math.max(0, Math.ceil((since - from) / step)));
}
