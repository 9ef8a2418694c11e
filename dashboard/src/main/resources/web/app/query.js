/**
 * The user's choices of window and filters, and their form in an address: pure functions.
 *
 * @typedef {{window: number | string, only: Record<string, string[]>, except: Record<string, string[]>}} Choices window
 *   is a number of minutes, 0 for the feed's own; or a window of history: one of {@link PAST}, or a range, such as
 *   "1795600000000-1795700000000"
 */
const WINDOWS = [0, 1, 5, 15];

/** The windows of history, with their lengths in minutes if they have one. */
const PAST = { '1h': 60, '24h': 1_440, '7d': 10_080, today: undefined, yesterday: undefined };
const RANGE = /^(\d{1,15})-(\d{1,15})$/;
const EXCEPT = 'not.';
const AT = 'at';
const OWN = ['window', 'from', 'to', AT];

/** The properties to filter by, with their labels on the page. */
export const PROPERTIES = {
  country: 'Country',
  traffic_source: 'Source',
  category: 'Category',
  item_status: 'Status',
  age: 'Age',
  gender: 'Gender',
  product: 'Product',
};

/**
 * The times of a range, in milliseconds since the epoch: from the first one on, until before the second one. Null for
 * any other window.
 *
 * @param {number | string} window
 * @returns {[from: number, to: number] | null}
 */
export function rangeOf(window) {
  const [from, to] = (RANGE.exec(String(window)) ?? []).slice(1).map(Number);
  return from < to ? [from, to] : null;
}

/** Whether a window is one of history. @param {number | string} window */
export const isPast = (window) => typeof window === 'string';

/** Whether a window ends now, so that its figures change. @param {number | string} window */
export const isLive = (window) => window !== 'yesterday' && rangeOf(window) === null;

/**
 * Whether the window of a view can be the chosen one.
 *
 * @param {number | string} window
 * @param {{minutes?: number, from?: number} | undefined} ofView
 */
export function isWindowOf(window, ofView) {
  const minutes = isPast(window) ? PAST[window] : window || undefined;
  return isPast(window) === (ofView?.from !== undefined)
    && (minutes === undefined || (ofView?.minutes ?? minutes) === minutes);
}

/** @returns {Choices} */
export const everything = () => ({ window: 0, only: {}, except: {} });

/**
 * Reads the choices from the query of an address. Ignores other parameters.
 *
 * @param {string} search
 * @returns {Choices}
 */
export function read(search) {
  const choices = everything();
  const query = new URLSearchParams(search);
  const range = `${query.get('from')}-${query.get('to')}`;
  if (rangeOf(range) !== null) {
    choices.window = range;
  }
  for (const [name, value] of query) {
    const not = name.startsWith(EXCEPT);
    const property = not ? name.slice(EXCEPT.length) : name;
    if (name === 'window' && WINDOWS.includes(Number(value))) {
      choices.window = Number(value);
    } else if (name === 'window' && Object.hasOwn(PAST, value)) {
      choices.window = value;
    } else if (Object.hasOwn(PROPERTIES, property) && value !== '') {
      const chosen = not ? choices.except : choices.only;
      chosen[property] = [...(chosen[property] ?? []), value];
    }
  }
  return choices;
}

/**
 * The query that requests the choices from the dashboard, and appears in the address of the page.
 *
 * @param {Choices} choices
 */
export function toText({ window, only, except }) {
  const query = new URLSearchParams();
  const range = rangeOf(window);
  if (range !== null) {
    query.append('from', String(range[0]));
    query.append('to', String(range[1]));
  } else if (window !== 0) {
    query.append('window', String(window));
  }
  for (const [prefix, chosen] of [['', only], [EXCEPT, except]]) {
    for (const [property, values] of Object.entries(chosen)) {
      values.forEach((value) => query.append(prefix + property, value));
    }
  }
  return query.toString();
}

/**
 * Whether the query is short enough for a request and an address.
 *
 * @param {Choices} choices
 * @param {number} longest limit on the length of a query, in characters
 */
export const fits = (choices, longest) => toText(choices).length <= longest;

/**
 * The time of the replay in the query of an address, in milliseconds since the epoch; null if it has none.
 *
 * @param {string} search
 */
export function readAt(search) {
  const at = new URLSearchParams(search).get(AT);
  return at === null || at === '' || !Number.isFinite(Number(at)) ? null : Number(at);
}

/**
 * Whether the query of an address says what to show: a window, filters, or the time of a replay.
 *
 * @param {string} search
 */
export const isLink = (search) => toText(read(search)) !== '' || readAt(search) !== null;

/**
 * The query of the page's address, with its choices and the time of its replay replaced by these.
 *
 * @param {string} search
 * @param {Choices} choices
 * @param {number | null} at the time of the replay, in milliseconds since the epoch; null if the page is live
 */
export function inAddress(search, choices, at) {
  const others = new URLSearchParams(search);
  for (const name of [...others.keys()]) {
    const property = name.startsWith(EXCEPT) ? name.slice(EXCEPT.length) : name;
    if (OWN.includes(name) || Object.hasOwn(PROPERTIES, property)) {
      others.delete(name);
    }
  }
  const replay = at === null ? '' : `${AT}=${at}`;
  return [others.toString(), toText(choices), replay].filter((part) => part !== '').join('&');
}

/** @param {Choices} choices @param {string} property @param {string} value */
export const toggled = (choices, property, value) => ({ ...choices, only: flip(choices.only, property, value) });

/** @param {Choices} choices @param {string} property @param {string} value */
export const exceptToggled = (choices, property, value) => ({ ...choices, except: flip(choices.except, property, value) });

function flip(chosen, property, value) {
  const values = chosen[property] ?? [];
  const others = values.filter((each) => each !== value);
  const { [property]: before, ...rest } = chosen;
  const next = others.length < values.length ? others : [...others, value];
  return next.length === 0 ? rest : { ...rest, [property]: next };
}

/**
 * Whether the filters on a property include a value.
 *
 * @param {Choices} choices @param {string} property @param {string} value
 */
export function counts({ only, except }, property, value) {
  return (only[property]?.includes(value) ?? true) && !(except[property]?.includes(value) ?? false);
}

/** Whether any filter is set. @param {Choices} choices */
export const isFiltered = ({ only, except }) => Object.keys(only).length + Object.keys(except).length > 0;
