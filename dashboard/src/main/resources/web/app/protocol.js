/**
 * The messages of the dashboard's /live socket, checked and decoded.
 *
 * @typedef {{num_orders: number, num_order_items: number, total_sales: number}} Metrics
 * @typedef {{bars: {name: string, revenue: number}[], other_names: number, other_revenue: number}} Bars
 * @typedef {{state: string, since: number, attempt: number, next_try_at?: number, reason: string}} Source
 * @typedef {{type: 'view', now: number, data_at?: number, refresh_seconds: number, source: Source, metrics: Metrics,
 *   deltas: Metrics, revenue_by_country: Bars, revenue_by_traffic_source: Bars,
 *   problems: {rejected_records: number, malformed_frames: number}}} View
 */

/**
 * @param {unknown} text
 * @returns {View | {type: 'heartbeat'} | null} null if it is none of ours
 */
export function decode(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  if (message?.type === 'heartbeat') {
    return message;
  }
  return message?.type === 'view'
    && Number.isFinite(message.now)
    && typeof message.source?.state === 'string'
    && isMetrics(message.metrics)
    && isMetrics(message.deltas)
    && isBars(message.revenue_by_country)
    && isBars(message.revenue_by_traffic_source) ? message : null;
}

function isMetrics(value) {
  return Number.isFinite(value?.num_orders)
    && Number.isFinite(value.num_order_items)
    && Number.isFinite(value.total_sales);
}

function isBars(value) {
  return Array.isArray(value?.bars)
    && value.bars.every((bar) => typeof bar?.name === 'string' && Number.isFinite(bar.revenue))
    && Number.isFinite(value.other_names)
    && Number.isFinite(value.other_revenue);
}
