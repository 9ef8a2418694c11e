/**
 * The messages of the dashboard's /live socket, checked and decoded.
 *
 * @typedef {{num_orders: number, num_order_items: number, total_sales: number}} Metrics
 * @typedef {{bars: [name: string, revenue: number][], other_names?: number, other_revenue?: number}} Bars
 * @typedef {{state: string, since?: number, attempt?: number, next_try_at?: number, reason?: string}} Source
 * @typedef {{rejected_records?: number, malformed_frames?: number, late_records?: number, dropped_records?: number}} Problems
 * @typedef {{records: number, oldest: number, newest: number}} Fresh how many, and their ages when the view was made
 * @typedef {{type: 'view', seq: number, now: number, data_at?: number, fresh?: Fresh, refresh_seconds: number,
 *   source: Source, metrics: Metrics, deltas: Metrics, revenue_by_country: Bars, revenue_by_traffic_source: Bars,
 *   problems?: Problems}} View
 * @typedef {{type: 'heartbeat', now: number, data_at?: number}} Heartbeat
 * @typedef {{type: 'pong', id: number, now: number}} Pong
 * @typedef {{type: 'error', message: string}} Refusal
 */

/**
 * @param {unknown} text
 * @returns {View | Heartbeat | Pong | Refusal | null} null if it is none of ours
 */
export function decode(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  return CHECKS[message?.type]?.(message) ? message : null;
}

const CHECKS = {
  view: (view) => Number.isFinite(view.now)
    && typeof view.source?.state === 'string'
    && isMetrics(view.metrics)
    && isMetrics(view.deltas)
    && isBars(view.revenue_by_country)
    && isBars(view.revenue_by_traffic_source)
    && (view.fresh === undefined || isFresh(view.fresh)),
  heartbeat: (heartbeat) => Number.isFinite(heartbeat.now),
  pong: (pong) => Number.isFinite(pong.id) && Number.isFinite(pong.now),
  error: (refusal) => typeof refusal.message === 'string',
};

function isMetrics(value) {
  return Number.isFinite(value?.num_orders)
    && Number.isFinite(value.num_order_items)
    && Number.isFinite(value.total_sales);
}

function isBars(value) {
  return Array.isArray(value?.bars)
    && value.bars.every((bar) => typeof bar?.[0] === 'string' && Number.isFinite(bar[1]));
}

function isFresh(value) {
  return Number.isFinite(value?.records) && Number.isFinite(value.oldest) && Number.isFinite(value.newest);
}
