/**
 * What the page shows, as names of files, the heading of a picture, and the address of a download: pure functions.
 */
import { moment, stamp, zone } from './format.js';
import { toText } from './query.js';
import * as scope from './scope.js';
import { shown } from './store.js';

/** How long the dashboard keeps records, in milliseconds. */
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
  const words = scope.words(state.choices, shown(state));
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
  const period = scope.period(state.choices, view);
  const words = [shop, title, period.charAt(0).toLowerCase() + period.slice(1), ...scope.filters(state.choices)];
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
 * The address of a file with the displayed records; null if the dashboard no longer has those of a paused view.
 *
 * @param {import('./store.js').State} state
 */
export function recordsAddress(state) {
  const view = shown(state);
  const search = new URLSearchParams(toText(state.choices));
  search.append('format', 'spreadsheet');
  search.append('tz', zone);
  if (mode(state) !== '' && view.at !== undefined) {
    const from = view.at - (view.window?.minutes ?? 0) * 60_000;
    if (state.pause !== null && from < state.view.at - KEPT) {
      return null;
    }
    search.append('at', String(view.at));
  }
  return `window.csv?${search}`;
}
