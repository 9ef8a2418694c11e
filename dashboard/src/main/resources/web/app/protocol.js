/**
 * The messages of the dashboard's /live socket, checked and decoded. docs/views.md describes the fields.
 *
 * @typedef {{num_orders: number, num_order_items: number, total_sales: number, average_order_value: number,
 *   orders_per_minute?: number, gross_margin?: number, refunds?: number}} Metrics
 * @typedef {{bars: [name: string, revenue: number, items: number][], other_names?: number, other_revenue?: number,
 *   other_items?: number}} Bars
 * @typedef {{state: string, since?: number, attempt?: number, next_try_at?: number, reason?: string,
 *   usual_pause?: number}} Source
 * @typedef {{rejected_records?: number, malformed_frames?: number, late_records?: number, dropped_records?: number,
 *   ahead_records?: number, rejected_reason?: string, all_rejected?: boolean}} Problems
 * @typedef {{records: number, oldest: number, newest: number}} Fresh number of records, and their ages when the view
 *   was made
 * @typedef {{from: number, step: number, orders: number[], items: number[], sales: number[],
 *   margin: (number | null)[]}} Trend
 * @typedef {{days: number, from: number, items: number[], sales: number[]}} EarlierTrend the same
 *   steps, so many days before; longer than the trend of a day that is not over
 * @typedef {{state: 'on' | 'loading' | 'paused' | 'unavailable', since?: number, reason?: string,
 *   days?: number}} History
 * @typedef {{date: string, zone: string, from: number, to: number, at: number, metrics: Metrics, known_from?: number,
 *   yesterday?: Metrics, last_week?: Metrics, yesterday_sales?: number, last_week_sales?: number, share?: number,
 *   share_of?: 'last_week' | 'yesterday', forecast?: number, goal?: number}} Today yesterday and last_week reach until
 *   the same time of day; share is that of the sales of the day share_of by then
 * @typedef {[id: string, createdAt: number, country: string, category: string, items: number, sales: number,
 *   status: string]} Order
 * @typedef {{refresh_seconds: number, source: Source, problems?: Problems | null, window?: {minutes?: number,
 *   covered_seconds?: number, from?: number, to?: number}, metrics?: Metrics, deltas?: Metrics,
 *   previous?: Metrics | null, compared?: {days: number, from: number, to: number} | null,
 *   revenue_by_country?: Bars, revenue_by_traffic_source?: Bars, revenue_by_category?: Bars,
 *   revenue_by_item_status?: Bars, revenue_by_age?: Bars, revenue_by_gender?: Bars,
 *   revenue_by_product?: Bars | null, latest?: Order[],
 *   further_countries?: Bars['bars'] | null, trend?: Trend | null, trend_before?: EarlierTrend | null,
 *   trend_week?: EarlierTrend | null, unknown?: string[] | null, history?: History | null, today?: Today | null,
 *   position?: import('./position.js').Position}} Parts unknown has the properties that no record has;
 *   revenue_by_product is missing while no record has a product; further_countries has the countries without a bar;
 *   compared, the time of previous if it is not the window before
 * @typedef {{type: 'view', seq: number, now: number, data_at?: number, at?: number, fresh?: Fresh} & Parts} View
 * @typedef {{type: 'update', seq: number, now: number, data_at?: number, at?: number, fresh?: Fresh} & Partial<Parts>}
 *   Update at is the feed's clock, to which the figures belong
 * @typedef {{type: 'replay', at: number, known_from: number, known_to: number, now: number} & Parts} Replay
 * @typedef {{type: 'day', from: number, to: number, step: number, orders: number[], sales: number[],
 *   peaks: [at: number, orders: number, sales: number][]}} Day
 * @typedef {{type: 'heartbeat', now: number, data_at?: number, position?: number[]}} Heartbeat
 * @typedef {{type: 'pong', id: number, now: number}} Pong
 * @typedef {{type: 'error', message: string}} Refusal
 * @typedef {View | Update | Replay | Day | Heartbeat | Pong | Refusal} Message
 */

/**
 * @param {string} text
 * @returns {Message | null} null if it is not a valid message
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

const isNumber = Number.isFinite;

const PARTS = {
  refresh_seconds: isNumber,
  source: (value) => typeof value?.state === 'string',
};
/** Figures are missing until the first data arrive from the feed; other parts, until there is something to report. */
const PARTS_THAT_MAY_BE_MISSING = {
  at: isNumber,
  position: areNumbers,
  window: (value) => typeof value === 'object',
  metrics: isMetrics,
  deltas: isMetrics,
  revenue_by_country: isBars,
  revenue_by_traffic_source: isBars,
  revenue_by_category: isBars,
  revenue_by_item_status: isBars,
  revenue_by_age: isBars,
  revenue_by_gender: isBars,
  revenue_by_product: isBars,
  further_countries: areBars,
  latest: (value) => Array.isArray(value) && value.every((order) => Array.isArray(order) && isNumber(order[1])),
  previous: isMetrics,
  trend: (value) => isNumber(value?.from) && isNumber(value.step) && Array.isArray(value.sales),
  trend_before: isEarlier,
  trend_week: isEarlier,
  compared: (value) => isNumber(value?.days),
  history: (value) => typeof value?.state === 'string',
  today: isToday,
  problems: (value) => typeof value === 'object',
  unknown: (value) => Array.isArray(value) && value.every((property) => typeof property === 'string'),
  fresh: isFresh,
};

const isFine = ([name, check], message) => check(message[name]);
const isFineOrMissing = ([name, check], message) => message[name] === undefined || message[name] === null || check(message[name]);

const isWhole = (message) => isNumber(message.now)
  && Object.entries(PARTS).every((part) => isFine(part, message))
  && Object.entries(PARTS_THAT_MAY_BE_MISSING).every((part) => isFineOrMissing(part, message));

const CHECKS = {
  view: isWhole,
  update: (update) => isNumber(update.now)
    && Object.entries({ ...PARTS, ...PARTS_THAT_MAY_BE_MISSING }).every((part) => isFineOrMissing(part, update)),
  replay: (replay) => isWhole(replay) && isNumber(replay.at) && isNumber(replay.known_from) && isNumber(replay.known_to),
  day: (day) => isNumber(day.from) && isNumber(day.to) && isNumber(day.step) && areNumbers(day.orders)
    && Array.isArray(day.peaks) && day.peaks.every(areNumbers),
  heartbeat: (heartbeat) => isNumber(heartbeat.now) && isFineOrMissing(['position', areNumbers], heartbeat),
  pong: (pong) => isNumber(pong.id) && isNumber(pong.now),
  error: (refusal) => typeof refusal.message === 'string',
};

function isMetrics(value) {
  return isNumber(value?.num_orders) && isNumber(value.num_order_items) && isNumber(value.total_sales)
    && isFineOrMissing(['refunds', isNumber], value);
}

function isBars(value) {
  return areBars(value?.bars);
}

function areBars(value) {
  return Array.isArray(value) && value.every((bar) => typeof bar?.[0] === 'string' && isNumber(bar[1]));
}

function isEarlier(value) {
  return isNumber(value?.days) && isNumber(value.from) && areNumbers(value.sales);
}

function isToday(value) {
  return typeof value?.date === 'string' && typeof value.zone === 'string' && isNumber(value.from) && isNumber(value.to)
    && isMetrics(value.metrics)
    && ['yesterday', 'last_week'].every((name) => isFineOrMissing([name, isMetrics], value))
    && ['known_from', 'share', 'forecast', 'goal'].every((name) => isFineOrMissing([name, isNumber], value));
}

function areNumbers(value) {
  return Array.isArray(value) && value.every(isNumber);
}

function isFresh(value) {
  return isNumber(value?.records) && isNumber(value.oldest) && isNumber(value.newest);
}
