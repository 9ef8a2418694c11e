/**
 * What the page shows, as names of files, the heading of a picture, and the address of a download: pure functions.
 */
import { isPast, rangeOf, toText } from './query.js';
import * as scope from './scope.js';
import { hasPast, shown, shownChoices } from './store.js';
import { moment, stamp, zone } from './times.js';

/** How long the dashboard keeps records in memory, for window.csv, in milliseconds. */
const KEPT = 30 * 60_000;

/** Limit on the name of a file, in bytes. File systems allow 255. */
const LONGEST = 200;

/**
 * Whether the page shows an earlier view: 'paused', 'replay', or neither.
 *
 * @param {import('./store.js').State} state
 * @returns {'paused' | 'replay' | ''}
 */
export function mode({ pause, replay }) {
  return pause !== null ? 'paused' : replay !== null && replay.view !== null ? 'replay' : '';
}

/**
 * The time of the figures in words, such as "Paused, Nov 26, 2026, 07:30:12 GMT+1".
 *
 * @param {import('./store.js').State} state
 */
export function timeInWords(state) {
  const at = shown(state)?.at;
  const word = { paused: 'Paused', replay: 'Replay', '': '' }[mode(state)];
  return [word, at === undefined ? 'no data yet' : moment(at)].filter((part) => part !== '').join(', ');
}

/**
 * Period, filters, and the time if it is not the present, such as "Last 5 minutes · Brasil · Paused, Nov 26, …".
 *
 * @param {import('./store.js').State} state
 */
export function caption(state) {
  const words = scope.words(shownChoices(state), shown(state));
  return mode(state) === '' ? words : `${words} · ${timeInWords(state)}`;
}

/**
 * The name of a file with what is shown, such as
 * "theLook - Revenue by Country - last 5 minutes - Brasil - 2026-11-26 07.30.12.png".
 *
 * @param {string} shop
 * @param {string} title
 * @param {import('./store.js').State} state
 * @param {string} extension
 */
export function fileName(shop, title, state, extension) {
  const view = shown(state);
  const choices = shownChoices(state);
  const period = scope.period(choices, view);
  const inSentence = rangeOf(choices.window) === null ? period.charAt(0).toLowerCase() + period.slice(1) : period;
  const words = [shop, title, inSentence, ...scope.filters(choices)];
  const end = `${view?.at === undefined ? '' : ` - ${stamp(view.at)}`}.${extension}`;
  return cut(safe(words.join(' - ')), LONGEST - end.length) + end;
}

/** Replaces what file systems do not allow, and removes what would show a name in another order. */
function safe(name) {
  return name
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu, '')
    .replace(/[\p{Cc}"*/:<>?\\|\s]+/gu, ' ')
    .replace(/^[ .]+/, '')
    .trim();
}

function cut(name, bytes) {
  const encoder = new TextEncoder();
  if (encoder.encode(name).length <= bytes) {
    return name;
  }
  let room = bytes - encoder.encode('…').length;
  let kept = '';
  for (const character of name) {
    room -= encoder.encode(character).length;
    if (room < 0) {
      break;
    }
    kept += character;
  }
  return `${kept.trim()}…`;
}

/**
 * The addresses of files with the displayed records: csv is null if the dashboard no longer has those of a paused view;
 * parquet, unless they are read from history.
 *
 * @param {import('./store.js').State} state
 * @returns {{csv: string | null, parquet: string | null}}
 */
export function recordsAddresses(state) {
  const view = shown(state);
  const at = mode(state) === '' ? undefined : view?.at;
  const isOld = isPast(state.choices.window)
    || (at !== undefined && at - (view?.window?.minutes ?? 0) * 60_000 < (state.view?.at ?? at) - KEPT);
  const isOfHistory = isOld && hasPast(state);
  const query = (parameters) => new URLSearchParams([
    ...new URLSearchParams(toText(state.choices)), ...parameters, ...(at === undefined ? [] : [['at', String(at)]]),
  ]);
  const parquet = isOfHistory ? `history.parquet?${query([])}` : null;
  if (isOld && !isOfHistory && state.pause !== null) {
    return { csv: null, parquet };
  }
  return { csv: `${isOfHistory ? 'history' : 'window'}.csv?${query([['format', 'spreadsheet'], ['tz', zone]])}`, parquet };
}
