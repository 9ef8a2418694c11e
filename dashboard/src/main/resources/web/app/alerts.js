/**
 * Alerts on the figures of the cards: pure functions. An alert belongs to one figure and one scope: the period and the
 * filters for which it was set. Each message of the dashboard judges the alerts of the scope that the page shows, on
 * the live figures, also while the page is hidden, paused or replaying. Alerts of other scopes are not judged.
 *
 * An alert fires as soon as its figure is beyond a limit. It ends when the figure has been clearly inside the limit,
 * by 2 % or one step of the figure, for 10 s, or has not been beyond it for a minute. It is announced at most once in
 * 30 s: if it fires again within that time, it is announced afterwards, provided that the figure is beyond the limit
 * then.
 *
 * Limits are in the unit of the form: those of a share are in per cent. Times are from performance.now(), in
 * milliseconds.
 *
 * @typedef {import('./store.js').State} State
 * @typedef {'count' | 'money' | 'cents' | 'rate' | 'share'} Kind
 * @typedef {{metric: string, scope: string, above: number | null, below: number | null, sound: boolean,
 *   notify: boolean}} Rule
 * @typedef {{side: '' | 'above' | 'below', isPast: boolean, firedAt: number, beyondAt: number, nearAt: number,
 *   isTold: boolean, toldAt: number}} Alarm `side` is empty unless the alert has fired and not ended; `isPast` tells
 *   whether the figure is no longer beyond the limit
 * @typedef {{scope: string, isKnown: boolean, settledAt: number, alarms: Record<string, Alarm>}} Watch `isKnown` tells
 *   whether the newest view is known to be of the scope
 */
import { isWindowOf, read, toText } from './query.js';
import { isUnusable } from './store.js';

/** How far inside its limit a figure is back, as a share of the limit, and at least one step of the figure. */
const BAND = 0.02;
const STEPS = { count: 1, money: 1, cents: 0.01, rate: 0.1, share: 0.1 };

/** How long a figure must be clearly inside its limit, or not beyond it, before its alert ends. */
const HOLD = 10_000;
const LINGER = 60_000;

/** How long a figure must be back within its limit before the text says so: flickering text is unreadable. */
const FLICKER = 3_000;

/** The shortest time between two announcements of an alert. */
const QUIET = 30_000;

/** How long views of the scope before may arrive after a new choice. */
const SETTLING = 2_000;

/** Limit on the number of alerts. */
const MOST = 50;

/** Figures that are absent while they are zero. */
const ABSENT_IF_ZERO = ['refunds'];

/** Figures that are sums grow until the data cover the whole window: too early to call them low. */
const SUMS = ['count', 'money'];

/** @type {Alarm} */
const ENDED = { side: '', isPast: false, firedAt: 0, beyondAt: 0, nearAt: 0, isTold: false, toldAt: -Infinity };

/** The smallest difference of two limits. @param {Kind} kind */
export const stepOf = (kind) => STEPS[kind];

/** The factor from a figure to its limit. @param {Kind} kind */
export const scaleOf = (kind) => (kind === 'share' ? 100 : 1);

/**
 * The scope of choices: a query that is the same for the same period and filters, in whichever order they were chosen.
 *
 * @param {import('./query.js').Choices} choices
 */
export function scopeOf({ window, only, except }) {
  const sorted = (chosen) => Object.fromEntries(
    Object.entries(chosen).sort(byName).map(([property, values]) => [property, [...values].sort()]),
  );
  return toText({ window, only: sorted(only), except: sorted(except) });
}

/** @param {[name: string, values: string[]]} one @param {[name: string, values: string[]]} other */
const byName = ([one], [other]) => (one < other ? -1 : 1);

/** What tells alerts apart. @param {{metric: string, scope: string}} rule */
export const idOf = ({ metric, scope }) => `${metric}?${scope}`;

/**
 * The rules in what the browser has stored, without those that cannot be used. An earlier version stored one rule for
 * each figure, without a scope: it belongs to the feed's own window without filters.
 *
 * @param {unknown} stored
 * @returns {Rule[]}
 */
export function parse(stored) {
  const found = Array.isArray(stored)
    ? stored
    : Object.entries(Object(stored)).map(([metric, rule]) => ({ ...rule, metric, scope: '' }));
  return found.map(clean).filter((rule) => rule !== null)
    .filter((rule) => !isEmpty(rule) && problemOf(rule) === '').slice(0, MOST);
}

function clean(stored) {
  const { metric, scope, above, below, sound, notify } = Object(stored);
  return typeof metric !== 'string' || typeof scope !== 'string' ? null : {
    metric,
    scope: scopeOf(read(scope)),
    above: Number.isFinite(above) ? above : null,
    below: Number.isFinite(below) ? below : null,
    sound: sound === true,
    notify: notify === true,
  };
}

const isEmpty = ({ above, below }) => above === null && below === null;

/**
 * Why limits cannot be used, as a sentence; empty if they can.
 *
 * @param {{above: number | null, below: number | null}} limits
 */
export function problemOf({ above, below }) {
  return above !== null && below !== null && above <= below
    ? 'The upper limit must be greater than the lower one.'
    : '';
}

/** Whether there is room for another rule. @param {Rule[]} rules */
export const isFull = (rules) => rules.length >= MOST;

/**
 * The rules with one added, or replaced; or removed if it has no limit.
 *
 * @param {Rule[]} rules
 * @param {Rule} rule
 */
export const withRule = (rules, rule) => [
  ...rules.filter((each) => idOf(each) !== idOf(rule)),
  ...(isEmpty(rule) ? [] : [rule]),
];

/** @returns {Watch} */
export const initial = () => ({ scope: '', isKnown: false, settledAt: 0, alarms: {} });

/**
 * Judges the alerts after an event.
 *
 * @param {Watch} watch
 * @param {Rule[]} rules
 * @param {Record<string, Kind>} kinds the kind of each figure
 * @param {import('./store.js').Event} event
 * @param {State} state after the event
 * @param {number} now
 * @returns {{watch: Watch, announced: Rule[]}} `announced` has the alerts to announce now
 */
export function heard(watch, rules, kinds, event, state, now) {
  switch (event.type) {
    case 'wanted':
      return { watch: { ...watch, isKnown: false, alarms: ended(watch.alarms) }, announced: [] };
    case 'chosen': {
      const scope = scopeOf(event.choices);
      const settledAt = state.socket === 'open' ? now + SETTLING : now;
      return {
        watch: scope === watch.scope ? watch : { scope, isKnown: false, settledAt, alarms: ended(watch.alarms) },
        announced: [],
      };
    }
    case 'message':
      return judged(event.message.type === 'view' ? { ...watch, isKnown: true } : watch, rules, kinds, state, now);
    default:
      return { watch, announced: [] };
  }
}

/** All alarms as ended. They keep when they were announced. */
function ended(alarms) {
  return Object.fromEntries(Object.entries(alarms).map(([id, { toldAt }]) => [id, { ...ENDED, toldAt }]));
}

/** Judges the alerts, such as after a change of the rules. Parameters and result are those of {@link heard}. */
export function judged(watch, rules, kinds, { view, choices }, now) {
  const isOther = view !== null && !isWindowOf(choices.window, view.window);
  if (!watch.isKnown || now < watch.settledAt || !view?.metrics || isUnusable(view) || isOther) {
    return { watch, announced: [] };
  }
  const alarms = { ...watch.alarms };
  const announced = [];
  for (const rule of rules) {
    const kind = kinds[rule.metric];
    if (rule.scope === watch.scope && kind !== undefined) {
      const value = valueOf(view.metrics, rule.metric);
      const isGrowing = SUMS.includes(kind) && view.window?.covered_seconds !== undefined;
      const alarm = next(alarms[idOf(rule)] ?? ENDED, isGrowing ? { ...rule, below: null } : rule, kind, value, now);
      const isDue = alarm.side !== '' && alarm.beyondAt === now && !alarm.isTold && now - alarm.toldAt >= QUIET;
      alarms[idOf(rule)] = isDue ? { ...alarm, isTold: true, toldAt: now } : alarm;
      if (isDue) {
        announced.push(rule);
      }
    }
  }
  return { watch: { ...watch, alarms }, announced };
}

/** A figure; null if it is unknown. @param {import('./protocol.js').Metrics} metrics @param {string} metric */
export function valueOf(metrics, metric) {
  const isUnknown = metric === 'average_order_value' && metrics.num_orders === 0;
  return isUnknown ? null : metrics[metric] ?? (ABSENT_IF_ZERO.includes(metric) ? 0 : null);
}

/** @returns {Alarm} */
function next(alarm, rule, kind, value, now) {
  const figure = value === null ? null : value * scaleOf(kind);
  const side = sideOf(rule, figure);
  if (side !== '' && side !== alarm.side) {
    return { side, isPast: false, firedAt: now, beyondAt: now, nearAt: now, isTold: false, toldAt: alarm.toldAt };
  }
  if (side !== '') {
    return { ...alarm, isPast: false, beyondAt: now, nearAt: now };
  }
  if (alarm.side === '') {
    return alarm;
  }
  const nearAt = figure === null || isNear(rule[alarm.side], alarm.side, figure, kind) ? now : alarm.nearAt;
  return now - nearAt >= HOLD || (figure !== null && now - alarm.beyondAt >= LINGER)
    ? { ...ENDED, toldAt: alarm.toldAt }
    : { ...alarm, isPast: now - alarm.beyondAt >= FLICKER, nearAt };
}

function sideOf({ above, below }, figure) {
  if (figure === null) {
    return '';
  }
  return above !== null && figure > above ? 'above' : below !== null && figure < below ? 'below' : '';
}

/** Whether a figure inside its limit is still so close that it may only be swinging around it. */
function isNear(limit, side, figure, kind) {
  // The data no longer cover the window, so that its lower limit does not count.
  if (limit === null) {
    return false;
  }
  const band = Math.max(Math.abs(limit) * BAND, stepOf(kind));
  return side === 'above' ? figure > limit - band : figure < limit + band;
}

/**
 * The rules that have fired and not ended, with their alarms; the newest first.
 *
 * @param {Watch} watch
 * @param {Rule[]} rules
 * @returns {{rule: Rule, alarm: Alarm}[]}
 */
export const active = ({ alarms }, rules) => rules
  .map((rule) => ({ rule, alarm: alarms[idOf(rule)] ?? ENDED }))
  .filter(({ alarm }) => alarm.side !== '')
  .sort((one, other) => other.alarm.firedAt - one.alarm.firedAt);

/**
 * The watch after a rule has changed, which is then judged afresh.
 *
 * @param {Watch} watch
 * @param {{metric: string, scope: string}} rule
 */
export function withoutAlarm(watch, rule) {
  const { [idOf(rule)]: old, ...alarms } = watch.alarms;
  return { ...watch, alarms };
}
