/**
 * The state of the page, and its changes: pure functions. Times are from performance.now(), in milliseconds. Times by
 * the dashboard's clock are only compared with each other, except in latency.js, which measures the clocks' difference,
 * and in the time of a paused view, which is displayed. The time of a replay is by the feed's clock, in milliseconds
 * since the epoch.
 *
 * @typedef {import('./protocol.js').View} View
 * @typedef {View | import('./protocol.js').Replay} Shown
 * @typedef {{wanted: boolean, socket: 'closed' | 'connecting' | 'open' | 'waiting', attempt: number, nextTryAt: number,
 *   heardAt: number, view: View | null, viewAt: number, data: {age: number, at: number, time: number} | null,
 *   choices: Choices, asked: Choices | null, answers: Choices | null, pause: Pause | null,
 *   replay: {wanted: number, view: import('./protocol.js').Replay | null, viewAt: number,
 *   answers: Choices | null} | null, day: import('./protocol.js').Day | null, refusal: string,
 *   finding: import('./unreachable.js').Finding | null, latency: import('./latency.js').Latency,
 *   wait: import('./position.js').Wait | null}} State answers has the choices that a view is for, which are others until
 *   the dashboard has computed the chosen ones; asked, those in the address of the connection until its first view; day
 *   is the day of the replay; wait, that for a dashboard that is behind the one that the page had before
 * @typedef {import('./query.js').Choices} Choices
 * @typedef {{view: Shown, time: number | null, orders: number, isLeast: boolean}} Pause the paused view, the time of
 *   its figures by the feed's clock, and the number of orders since; isLeast if some may have been missed
 * @typedef {{type: 'wanted', wanted: boolean} | {type: 'chosen', choices: Choices}
 *   | {type: 'refused', reason: string} | {type: 'paused', paused: boolean}
 *   | {type: 'replaying', at: number | null} | {type: 'connecting', attempt: number} | {type: 'open', at: number}
 *   | {type: 'found', finding: import('./unreachable.js').Finding} | {type: 'lost', attempt: number, nextTryAt: number}
 *   | {type: 'rendered', at: number} | Heard} Event what changes the state
 * @typedef {{type: 'message', message: import('./protocol.js').Message, at: number, sentAt?: number,
 *   hidden?: boolean}} Heard sentAt is the time of the ping that the message answers; hidden tells whether the page is
 */
import * as latency from './latency.js';
import * as position from './position.js';
import { everything, isPast, isWindowOf } from './query.js';
import { time } from './times.js';
import * as unreachable from './unreachable.js';

/** Limit on silence, in milliseconds, before an open connection no longer counts as live. */
const SILENT_AFTER = 1_800;

/** How the dashboard begins the refusal of a window. During a replay, any other refusal may be that of the replay. */
const OF_WINDOW = /^(window|from|to)\b/;

/** @returns {State} */
export function initial() {
  return {
    wanted: false,
    socket: 'closed',
    attempt: 0,
    nextTryAt: 0,
    heardAt: 0,
    view: null,
    viewAt: 0,
    data: null,
    choices: everything(),
    asked: null,
    answers: null,
    pause: null,
    replay: null,
    day: null,
    refusal: '',
    finding: null,
    latency: latency.initial(),
    wait: null,
  };
}

/**
 * The view to show: the paused one, or else the replayed one, or else the newest.
 *
 * @param {State} state
 */
export function shown(state) {
  return state.pause?.view ?? state.replay?.view ?? state.view;
}

/**
 * Whether the displayed figures are those of other choices, while the dashboard computes the chosen ones.
 *
 * @param {State} state
 */
export function isComputing({ choices, answers, view, replay }) {
  return replay?.view ? replay.answers !== choices : view !== null && answers !== choices;
}

/**
 * The choices that the displayed figures are for.
 *
 * @param {State} state
 */
export const shownChoices = (state) => (isComputing(state) ? state.replay?.answers ?? state.answers ?? state.choices : state.choices);

/**
 * What the dashboard says of its history; null if it keeps none.
 *
 * @param {State} state
 * @returns {import('./protocol.js').History | null}
 */
export const historyOf = ({ view }) => view?.history ?? null;

/**
 * Why the dashboard keeps no history at the moment, as a sentence without its end; empty if it does, or never would.
 *
 * @param {import('./protocol.js').History | null} history
 */
export const problemOfHistory = (history) => (history?.state === 'paused' || history?.state === 'unavailable'
  ? `History is not being kept${history.reason === undefined ? '' : `: ${history.reason}`}`
  : '');

/** Whether the dashboard can show the past. @param {State} state */
export const hasPast = (state) => (historyOf(state)?.state ?? 'unavailable') !== 'unavailable';

/**
 * @param {State} state
 * @param {Event} event
 * @returns {State}
 */
export function reduce(state, event) {
  switch (event.type) {
    case 'wanted':
      // Disconnecting resets everything but the choices, as on the first visit.
      return event.wanted ? { ...state, wanted: true } : { ...initial(), choices: state.choices };
    case 'chosen':
      return { ...state, choices: event.choices, pause: null, day: null, refusal: '' };
    case 'refused':
      return { ...state, refusal: event.reason };
    case 'paused':
      return { ...state, pause: event.paused ? pauseOf(state) : null };
    case 'replaying':
      return event.at === null
        ? { ...state, pause: null, replay: null, day: null }
        : { ...state, pause: null, replay: { view: null, viewAt: 0, answers: null, ...state.replay, wanted: event.at } };
    case 'connecting':
      return { ...state, socket: 'connecting', attempt: event.attempt, asked: state.choices };
    case 'open':
      return {
        ...state,
        socket: 'open',
        finding: null,
        heardAt: event.at,
        latency: latency.initial(),
        wait: position.onOpen(state.wait, event.at),
      };
    case 'found':
      return { ...state, finding: event.finding };
    case 'lost':
      return {
        ...state,
        socket: 'waiting',
        attempt: event.attempt,
        nextTryAt: event.nextTryAt,
        wait: position.onLoss(state.wait, state.view),
      };
    case 'message':
      return heard({ ...state, heardAt: event.at }, event);
    case 'rendered':
      return state.latency.unseen.length === 0
        ? state
        : { ...state, latency: latency.rendered(state.latency, event.at) };
    default:
      throw new Error(`unknown event ${/** @type {Event} */ (event).type}`);
  }
}

/** @param {State} state @returns {Pause | null} null if there is nothing to pause */
function pauseOf(state) {
  const view = shown(state);
  return view && { view, time: view.at ?? state.data?.time ?? null, orders: 0, isLeast: false };
}

const ABOUT_THE_VIEW = ['view', 'update', 'heartbeat'];

/** Takes a message. Those about a view that is behind the displayed one are collected until it has caught up. */
function heard(state, event) {
  if (state.wait === null || !ABOUT_THE_VIEW.includes(event.message.type)) {
    return take(state, event);
  }
  const wait = position.onMessage(state.wait, event.message, event.at);
  return wait.isOver ? take({ ...state, wait: null }, { ...event, message: wait.view }) : { ...state, wait };
}

function take(state, { message, at, sentAt, hidden }) {
  switch (message.type) {
    case 'view':
      return seen(answered(state, message), message, message, at, hidden);
    case 'update':
      return state.view === null
        ? state
        : seen(state, { ...state.view, ...message, type: 'view', fresh: message.fresh }, message, at, hidden);
    case 'replay':
      return state.replay === null ? state : { ...state, refusal: '', replay: replayed(state, message, at) };
    case 'day':
      return state.replay === null ? state : { ...state, day: message };
    case 'error':
      return { ...refused(state, message.message), refusal: message.message };
    case 'heartbeat':
      // Without a view, there are no figures that could have an age.
      return state.view === null
        ? state
        : { ...state, view: positioned(state.view, message), data: dataOf(message, at) ?? state.data };
    case 'pong':
      return { ...state, latency: latency.clockRead(state.latency, message.now, sentAt, at) };
    default:
      return state;
  }
}

/** The figures are true at the position of a heartbeat, too. */
const positioned = (view, { position: now }) => (now === undefined ? view : { ...view, position: now });

/**
 * Notes which choices a view is for. One of another window was on its way when they were made; but if it is the first
 * one of a connection, the choices were refused, and it is the default view.
 */
function answered(state, { window }) {
  const { choices, asked } = state;
  if (isWindowOf(choices.window, window)) {
    return { ...state, asked: null, answers: choices };
  }
  const next = asked === choices && isWindowOf(0, window) ? everything() : choices;
  return { ...state, asked: null, choices: next, answers: next === choices ? state.answers : next };
}

/** A replay is read from history, whatever its window. The length of the feed's own window is that of the live view. */
function replayed({ choices, replay, answers, view: live }, view, at) {
  const isAnswer = choices.window === 0 && answers === choices
    ? view.window?.minutes === live?.window?.minutes
    : isWindowOf(choices.window, { ...view.window, from: isPast(choices.window) ? view.window?.from : undefined });
  return { ...replay, view, viewAt: at, answers: isAnswer ? choices : replay.answers ?? answers };
}

/** A refused choice leaves the view as it is, so that its choices are back. */
function refused(state, reason) {
  const isChoice = state.asked === null && state.answers !== null && (state.replay === null || OF_WINDOW.test(reason));
  return isChoice ? { ...state, choices: state.answers } : state;
}

function seen(state, view, message, at, hidden) {
  return {
    ...state,
    view,
    viewAt: at,
    data: dataOf(message, at),
    pause: state.pause === null ? null : waited(state.pause, message),
    latency: hidden || state.pause !== null ? state.latency : latency.shown(state.latency, message.fresh, message.now),
  };
}

/** Counts the new orders of a message. A whole view replaces updates that were missed, with an unknown number of them. */
function waited(pause, message) {
  return {
    ...pause,
    orders: pause.orders + (message.fresh?.orders ?? 0),
    isLeast: pause.isLeast || message.type === 'view',
  };
}

function dataOf(message, at) {
  return message.data_at === undefined ? null : { age: message.now - message.data_at, at, time: message.data_at };
}

/**
 * The age of the replayed figures, in milliseconds; it grows while the replay is paused.
 *
 * @param {{view: import('./protocol.js').Replay, viewAt: number}} replay
 * @param {number} now
 */
export const replayAge = ({ view, viewAt }, now) => Math.max(0, view.known_to - view.at + (now - viewAt));

/**
 * The age of the figures, in milliseconds; null if there are none.
 *
 * @param {State} state
 * @param {number} now
 */
export function dataAge(state, now) {
  return state.data === null ? null : Math.max(0, state.data.age + (now - state.data.at));
}

/**
 * Describes what is displayed and the connection: a short term, a detail beside it, and a notice if the user has to do
 * or know something.
 *
 * @param {State} state
 * @param {number} now
 * @returns {{level: 'off' | 'connecting' | 'live' | 'paused' | 'stale' | 'bad', word: string, detail: string,
 *   notice: string}} paused for a replay, too; bad if the figures say nothing, because no record can be used
 */
export function describe(state, now) {
  if (!state.wanted) {
    return say('off', 'Not connected', '', 'Switch on “Connect to WS Server” to watch the shop live.');
  }
  const present = describePresent(state, now);
  const notice = state.refusal !== '' && present.level === 'live' ? `Not possible: ${state.refusal}.` : present.notice;
  if (state.pause !== null) {
    return say('paused', 'Paused', state.pause.time === null ? '' : time(state.pause.time), notice);
  }
  if (state.replay !== null && state.replay.view !== null) {
    return say('paused', 'Replay', time(state.replay.view.at), notice);
  }
  return { ...present, notice };
}

/**
 * The state in the words that are announced: without figures, which would be read out at each change.
 *
 * @param {State} state
 * @param {number} now
 */
export function describeBriefly(state, now) {
  const { level, word } = describe(state, now);
  const present = level === 'paused' ? describePresent(state, now) : null;
  return [word, present === null || present.level === 'live' ? '' : present.word, problemOfHistory(historyOf(state))]
    .filter((words) => words !== '').join('. ');
}

function describePresent(state, now) {
  const age = dataAge(state, now);
  const trouble = findTrouble(state, now, age);
  if (age === null) {
    return trouble === null
      ? describeFirst(state)
      : say('connecting', trouble.word, '', `No data yet. ${trouble.what}`);
  }
  if (trouble !== null) {
    return say('stale', trouble.word, `data ${seconds(age)} old`, `No data for ${seconds(age)}. ${trouble.what}`);
  }
  if (state.view.problems?.all_rejected) {
    return say('bad', 'No usable data', '', `None of the feed’s records can be used${reasonOf(state.view.problems)}.`);
  }
  if (state.view.metrics === undefined) {
    return describeFirst(state);
  }
  return say('live', 'Live', `data ${seconds(age)} old`, problems(state.view));
}

function describeFirst({ view }) {
  return view?.problems?.malformed_frames > 0
    ? say('bad', 'No usable data', '', `The feed sends nothing${badFrames(view)}.`)
    : say('connecting', 'Connecting', '', 'Waiting for data.');
}

/**
 * Whether the zeros of a view say nothing, because none of the feed's records can be used.
 *
 * @param {Shown | null} view
 */
export const isUnusable = (view) => view?.problems?.all_rejected === true && !((view.metrics?.num_orders ?? 0) > 0);

/**
 * Why a panel shows nothing, in a sentence; empty before the first figures.
 *
 * @param {Shown | null} view
 */
export function whyEmpty(view) {
  if (view?.metrics === undefined) {
    return '';
  }
  return isUnusable(view) ? 'None of the feed’s records can be used.' : 'No orders in this period.';
}

function say(level, word, detail, notice) {
  return { level, word, detail, notice };
}

/** What is wrong, and when the page tries again, if that may help. */
const withRetry = ({ finding }, what, wait) => (unreachable.isOver(finding) ? what : `${what} ${tryAgain(wait)}`);

/** The reason why the figures are not live; null if they are. */
function findTrouble(state, now, age) {
  if (state.socket === 'waiting') {
    const { word, what } = unreachable.words(state.finding, state.attempt);
    return { word, what: withRetry(state, what, state.nextTryAt - now) };
  }
  if (state.socket === 'connecting') {
    if (state.attempt === 0) {
      return null;
    }
    const { word, what } = unreachable.words(state.finding, state.attempt);
    return { word, what: state.finding === null ? 'Trying to reach the dashboard.' : withRetry(state, what, 0) };
  }
  if (now - state.heardAt > SILENT_AFTER) {
    return { word: 'Not answering', what: 'The dashboard does not answer.' };
  }
  const source = state.view?.source;
  if (source?.state === 'waiting') {
    const wait = source.next_try_at - state.view.now - (now - state.viewAt);
    return { word: 'Connection lost', what: `The feed is not reachable (${source.reason}). ${tryAgain(wait)}` };
  }
  if (source?.state === 'connecting' && source.attempt > 0) {
    return { word: 'Connection lost', what: `The feed is not reachable (${source.reason}). Trying now.` };
  }
  if (source?.state === 'unresponsive') {
    return { word: 'Not answering', what: 'The feed does not answer.' };
  }
  if (age !== null && age > longestPause(state.view)) {
    return { word: 'No new data', what: `The feed is connected, but sends nothing${badFrames(state.view)}.` };
  }
  return null;
}

/** Limit on a pause of the feed, in milliseconds, before it counts as silent: well above its usual pause. */
function longestPause({ refresh_seconds: refresh, source: { usual_pause: pause = 0 } }) {
  return Math.max(refresh, pause) * 3_000 + 2_000;
}

function badFrames(view) {
  const bad = view.problems?.malformed_frames ?? 0;
  return bad === 0 ? '' : ` that can be read (${bad} ${bad === 1 ? 'frame' : 'frames'} dropped)`;
}

function problems({ problems: known }) {
  const found = known ?? {};
  const {
    rejected_records: rejected, malformed_frames: malformed, dropped_records: dropped, late_records: late, ahead_records: ahead,
  } = found;
  const sentences = [];
  if (rejected > 0) {
    sentences.push(`${counted(rejected, 'record')} from the feed could not be used${reasonOf(found)}.`);
  }
  if (malformed > 0) {
    sentences.push(`${counted(malformed, 'frame')} from the feed could not be read.`);
  }
  if (late > 0) {
    sentences.push(`${counted(late, 'record')} arrived too late for any window.`);
  }
  if (dropped > 0) {
    sentences.push(`${counted(dropped, 'record')} left early: more arrive than the dashboard keeps.`);
  }
  if (ahead > 0) {
    sentences.push(`${counted(ahead, 'record')} ${ahead === 1 ? 'is' : 'are'} ahead of the shop’s clock, and only in the default period.`);
  }
  return sentences.join(' ');
}

const reasonOf = ({ rejected_reason: reason }) => (reason === undefined ? '' : `: ${reason}`);

function counted(number, noun) {
  return number > 0 ? `${number.toLocaleString()} ${noun}${number === 1 ? '' : 's'}` : '';
}

function tryAgain(wait) {
  return wait < 1_000 ? 'Trying again now.' : `Trying again in ${seconds(wait)}.`;
}

function seconds(milliseconds) {
  const whole = Math.floor(milliseconds / 1_000);
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min`;
}
