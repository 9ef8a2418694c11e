/**
 * The position of a view: for each partition of the log that the dashboard reads, the offset of the next entry. Another
 * dashboard that reads the same log may be behind it. Pure.
 *
 * @typedef {number[]} Position
 * @typedef {import('./protocol.js').View} View
 */

/** Limit on the wait for a dashboard that is behind, in milliseconds: if the log is a new one, it never catches up. */
const PATIENCE = 10_000;

/**
 * Whether a dashboard at this position has all that one at another had.
 *
 * @param {Position | undefined} position undefined if the dashboard reads no log
 * @param {Position} other
 */
const hasReached = (position, other) => position === undefined || other.every((offset, i) => (position[i] ?? 0) >= offset);

/**
 * The wait for a dashboard that is behind the last one; null if there is nothing to wait for.
 *
 * @typedef {{for: Position, until: number, view: View | null, isOver: boolean}} Wait view is
 *   the newest one, not shown yet; isOver if it can be shown
 *
 * @param {Wait | null} wait of a connection that was lost
 * @param {View | null} shown the view on the page
 * @returns {Wait | null}
 */
export function onLoss(wait, shown) {
  const { for: position } = wait ?? { for: shown?.position };
  return position === undefined ? null : { for: position, until: Infinity, view: null, isOver: false };
}

/** Begins the wait, because there is a connection again. @param {Wait | null} wait @param {number} now */
export const onOpen = (wait, now) => (wait === null ? null : { ...wait, until: now + PATIENCE });

/**
 * Takes a view, or what is new of it.
 *
 * @param {Wait} wait
 * @param {View | import('./protocol.js').Update | import('./protocol.js').Heartbeat & {fresh?: undefined}} message
 * @param {number} now
 * @returns {Wait}
 */
export function onMessage(wait, message, now) {
  /** @type {View | null} */
  const view = message.type === 'view' ? message : wait.view && { ...wait.view, ...message, type: 'view', fresh: message.fresh };
  return { ...wait, view, isOver: view !== null && (hasReached(view.position, wait.for) || now > wait.until) };
}
