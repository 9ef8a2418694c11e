/**
 * Formats figures in the browser's locale, or in the one that `?locale=` names, amounts in the shop's currency, and times
 * in the browser's time zone, or in the one that `?tz=` names. The formatters are created once, because creating one
 * costs far more than using it. While figures are hidden, all of them are written as dots, except durations and times.
 */
const address = new URLSearchParams(location.search);
const locale = known('locale', (name) => Intl.getCanonicalLocales(name)[0]);

/**
 * The ISO 4217 code of the currency. The server writes it into the page. A worker, which has no document, gets it in its
 * address.
 */
export const currency = globalThis.document?.body.dataset.currency ?? address.get('currency') ?? 'USD';

/** A parameter of the address; undefined if it is absent, or has a value that the browser does not know. */
function known(name, read) {
  const value = address.get(name);
  try {
    return value === null ? undefined : read(value);
  } catch {
    if (globalThis.document !== undefined) {
      console.warn(`${name}=${value} in the address is not known to this browser, and ignored.`);
    }
    return undefined;
  }
}

/** Negative figures get a minus sign, not a hyphen, and a figure that rounds to zero gets none. */
const formatter = (options) => {
  const format = new Intl.NumberFormat(locale, { signDisplay: 'negative', ...options });
  return (value) => (value < 0
    ? format.formatToParts(value).map(({ type, value: text }) => (type === 'minusSign' ? text.replace('-', '−') : text)).join('')
    : format.format(value));
};

/** Amounts arrive with two decimals at most. */
const MOST_DECIMALS = 2;
const ofCurrency = { style: 'currency', currency };
const decimals = Math.min(MOST_DECIMALS, new Intl.NumberFormat(locale, ofCurrency).resolvedOptions().maximumFractionDigits);

const whole = formatter({ maximumFractionDigits: 0 });
const compact = formatter({ notation: 'compact', maximumFractionDigits: 1 });
const tenths = formatter({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const exact = formatter({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });
const share = formatter({ style: 'percent', maximumFractionDigits: 1 });
const shareOfOne = formatter({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Without a locale in the address, dollars are written as the reference writes them: $ 1,234. */
const asReference = currency === 'USD' && locale === undefined;
const inDollars = (format) => (value) => {
  const text = format(value);
  return text.includes('−') ? `−$ ${format(-value)}` : `$ ${text}`;
};
const amount = asReference
  ? inDollars(whole)
  : formatter({ ...ofCurrency, minimumFractionDigits: 0, maximumFractionDigits: 0 });
const exactAmount = asReference
  ? inDollars(exact)
  : formatter({ ...ofCurrency, minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** Axes in dollars have no sign, because the title of the chart has it. */
const compactAmount = currency === 'USD'
  ? compact
  : formatter({ ...ofCurrency, notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 });

/** The sign of the currency: $, €, CHF. */
export const currencySign = asReference
  ? '$'
  : new Intl.NumberFormat(locale, ofCurrency).formatToParts(0).find(({ type }) => type === 'currency').value;

let hidden = false;
const DOTS = '•••';
const unlessHidden = (format) => (value) => (hidden ? DOTS : format(value));

/** @param {boolean} wanted whether to write figures as dots */
export function hideFigures(wanted) {
  hidden = wanted;
}

/** Whether figures are written as dots. */
export const areHidden = () => hidden;

/** 1,234 */
export const number = unlessHidden(whole);

/** 1 item, 1,234 items. @param {number} value @param {string} noun */
export const counted = (value, noun) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

/** $ 1,234 */
export const money = unlessHidden(amount);

/** $ 1,234.50 */
export const exactMoney = unlessHidden(exactAmount);

/** 1.2K */
export const short = unlessHidden(compact);

/** 1.2K, €1.2K */
export const shortMoney = unlessHidden(compactAmount);

/** 12.3% */
export const percent = unlessHidden(share);

const FIGURES = {
  count: whole,
  money: amount,
  cents: exactAmount,
  rate: tenths,
  share: shareOfOne,
};
const CHANGES = {
  count: whole,
  money: whole,
  cents: exact,
  rate: tenths,
  share: (value) => `${tenths(value * 100)} pp`,
  relative: (value) => `${tenths(value * 100)} %`,
};

/**
 * A card's figure; a dash if there is none.
 *
 * @param {keyof FIGURES} kind
 * @param {number | null | undefined} value
 */
export const figure = (kind, value) => (value === null || value === undefined ? '–' : unlessHidden(FIGURES[kind])(value));

/**
 * The change of a card's figure: +12, −3, 0.
 *
 * @param {keyof CHANGES} kind
 * @param {number} value
 */
export const change = (kind, value) => (hidden
  ? DOTS
  : `${value > 0 ? '+' : value < 0 ? '−' : ''}${CHANGES[kind](Math.abs(value))}`);

const millis = formatter({ style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 });
const seconds = formatter({ style: 'unit', unit: 'second', minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** From here on a duration is written in seconds, in milliseconds. */
const SECOND = 999.5;

/**
 * 120 ms, 1.2 sec; from milliseconds. After another duration in the same unit, without the unit.
 *
 * @param {number} value
 * @param {number} [after]
 */
export function duration(value, after) {
  const isLong = value >= SECOND;
  if (after !== undefined && isLong === after >= SECOND) {
    return isLong ? tenths(value / 1_000) : whole(value);
  }
  return isLong ? seconds(value / 1_000) : millis(value);
}

/** 75 s ago, 3 min ago, 2 h ago; from milliseconds */
export function ago(value) {
  const elapsed = Math.floor(value / 1_000);
  if (elapsed < 120) {
    return `${elapsed} s ago`;
  }
  return elapsed < 7_200 ? `${Math.floor(elapsed / 60)} min ago` : `${Math.floor(elapsed / 3_600)} h ago`;
}

/** The IANA name of the time zone of all times, such as Europe/Berlin. */
export const zone = known('tz', zoneOf) ?? zoneOf();

function zoneOf(name) {
  return new Intl.DateTimeFormat(undefined, { timeZone: name }).resolvedOptions().timeZone;
}

const ofClock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: zone };
const ofDay = { month: 'short', day: 'numeric' };
const clock = new Intl.DateTimeFormat(locale, ofClock);
const dayAndClock = new Intl.DateTimeFormat(locale, { ...ofDay, ...ofClock });
const dateAndClock = new Intl.DateTimeFormat(locale, { year: 'numeric', ...ofDay, ...ofClock });
const withZone = new Intl.DateTimeFormat(locale, { year: 'numeric', ...ofDay, ...ofClock, timeZoneName: 'short' });

/** Swedish dates are those of ISO 8601. */
const sortable = new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', ...ofClock });

/** Days begin, and offsets change, at a quarter of an hour in every zone: read each quarter once. */
const QUARTER = 900_000;
function perQuarter(read) {
  let quarter;
  let last;
  return (value) => {
    const next = Math.floor(value / QUARTER);
    if (next !== quarter) {
      last = read(value);
      quarter = next;
    }
    return last;
  };
}
const readDay = (value) => sortable.format(value).slice(0, 10);
const dayOf = perQuarter(readDay);
const dayOfNow = perQuarter(readDay);

/** The present day, such as 2026-11-26. */
export const today = () => dayOfNow(Date.now());

/** 14:03:09; of another day, Nov 25, 14:03:09; from milliseconds since the epoch */
export function time(value) {
  const [day, now] = [dayOf(value), today()];
  if (day === now) {
    return clock.format(value);
  }
  return (day.slice(0, 4) === now.slice(0, 4) ? dayAndClock : dateAndClock).format(value);
}

/** Nov 26, 2026, 14:03:09 GMT+1; from milliseconds since the epoch */
export const moment = (value) => withZone.format(value);

/** 2026-11-26 14.03.09, for the names of files; from milliseconds since the epoch */
export const stamp = (value) => sortable.format(value).replaceAll(':', '.');

/** The short name of the time zone at a time, such as GMT+1; from milliseconds since the epoch */
export const zoneName = perQuarter((value) => withZone.formatToParts(value).find(({ type }) => type === 'timeZoneName').value);
