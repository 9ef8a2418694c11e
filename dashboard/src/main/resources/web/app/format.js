/**
 * Formats figures in the browser's locale, or in the one that `?locale=` names, and amounts in the shop's currency. The
 * formatters are created once, because creating one costs far more than using it. While figures are hidden, all of them
 * are written as dots, except durations. times.js formats times.
 */
const address = new URLSearchParams(location.search);
/** The locale of figures and times; undefined for that of the browser. */
export const locale = known('locale', (name) => Intl.getCanonicalLocales(name)[0]);

/**
 * The ISO 4217 code of the currency. The server writes it into the page. A worker, which has no document, gets it in its
 * address.
 */
export const currency = globalThis.document?.body.dataset.currency ?? address.get('currency') ?? 'USD';

/** A parameter of the address; undefined if it is absent, or has a value that the browser does not know. */
export function known(name, read) {
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
/** @type {Intl.NumberFormatOptions} */
const ofCurrency = { style: 'currency', currency };
const { maximumFractionDigits: usual = MOST_DECIMALS } = new Intl.NumberFormat(locale, ofCurrency).resolvedOptions();
const decimals = Math.min(MOST_DECIMALS, usual);

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
  : new Intl.NumberFormat(locale, ofCurrency).formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency;

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
 * The change of a card's figure: +12, −3, 0. One that rounds to zero has no sign.
 *
 * @param {keyof CHANGES} kind
 * @param {number} value
 */
export const change = (kind, value) => {
  if (hidden) {
    return DOTS;
  }
  const written = CHANGES[kind](Math.abs(value));
  return written === CHANGES[kind](0) ? written : (value > 0 ? '+' : '−') + written;
};

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

const DAY = 86_400_000;

/** Units of time, with their lengths in milliseconds. @type {[unit: string, size: number][]} */
const UNITS = [['days', DAY], ['h', 3_600_000], ['min', 60_000], ['s', 1_000]];

/** 7 days, 24 h, 15 min, 90 s; from milliseconds. Rounds down, in the longest unit of which it has two or exactly one. */
export function length(value) {
  const found = UNITS.find(([, each]) => value >= 2 * each || (value === each && each < DAY));
  const [unit, size] = found ?? UNITS[UNITS.length - 1];
  return `${Math.floor(value / size)} ${unit}`;
}

/** 75 s ago, 3 min ago, 2 h ago, 3 days ago; from milliseconds */
export function ago(value) {
  const elapsed = Math.floor(value / 1_000);
  if (elapsed < 120) {
    return `${elapsed} s ago`;
  }
  return `${length(value)} ago`;
}
