/**
 * Formats figures in the browser's locale, or in the one that `?locale=` names. The formatters are created once,
 * because creating one costs far more than using it. While figures are hidden, all of them are written as dots, except
 * durations and times of day.
 */
const asked = new URLSearchParams(location.search).get('locale');
const locale = isKnown(asked) ? asked : undefined;

function isKnown(name) {
  try {
    return name !== null && Intl.getCanonicalLocales(name).length === 1;
  } catch {
    return false;
  }
}

const formatter = (options) => {
  const format = new Intl.NumberFormat(locale, options);
  return (value) => format.format(value);
};
const whole = formatter({ maximumFractionDigits: 0 });
const compact = formatter({ notation: 'compact', maximumFractionDigits: 1 });
const tenths = formatter({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const cents = formatter({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
const share = formatter({ style: 'percent', maximumFractionDigits: 1 });
const shareOfOne = formatter({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const dollars = locale === undefined
  ? (value) => `$ ${whole(value)}`
  : formatter({ style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const dollarsAndCents = locale === undefined
  ? (value) => `$ ${cents(value)}`
  : formatter({ style: 'currency', currency: 'USD' });

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

/** $ 1,234 */
export const money = unlessHidden(dollars);

/** $ 1,234.50 */
export const exactMoney = unlessHidden(dollarsAndCents);

/** 1.2K */
export const short = unlessHidden(compact);

/** 12.3% */
export const percent = unlessHidden(share);

const FIGURES = {
  count: whole,
  money: dollars,
  cents: dollarsAndCents,
  rate: tenths,
  share: shareOfOne,
};
const CHANGES = {
  count: whole,
  money: whole,
  cents,
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

/** 120 ms, 1.2 sec; from milliseconds */
export const duration = (value) => (value < 999.5 ? millis(value) : seconds(value / 1_000));

const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** 14:03:09; from milliseconds since the epoch */
export const time = (value) => clock.format(value);
