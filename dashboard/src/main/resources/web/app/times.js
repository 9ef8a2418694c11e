/** Formats times in the browser's time zone, or in the one that `?tz=` names, and in the locale of figures. */
import { known, locale } from './format.js';

/** The IANA name of the time zone of all times, such as Europe/Berlin. */
export const zone = known('tz', zoneOf) ?? zoneOf();

function zoneOf(name) {
  return new Intl.DateTimeFormat(undefined, { timeZone: name }).resolvedOptions().timeZone;
}

/** @type {Intl.DateTimeFormatOptions} */
const ofMinute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone };
/** @type {Intl.DateTimeFormatOptions} */
const ofClock = { ...ofMinute, second: '2-digit' };
/** @type {Intl.DateTimeFormatOptions} */
const ofDay = { month: 'short', day: 'numeric' };
const clock = new Intl.DateTimeFormat(locale, ofClock);
const minutes = new Intl.DateTimeFormat(locale, ofMinute);
const dayAndMinutes = new Intl.DateTimeFormat(locale, { ...ofDay, ...ofMinute });
const dateAndMinutes = new Intl.DateTimeFormat(locale, { year: 'numeric', ...ofDay, ...ofMinute });
const date = new Intl.DateTimeFormat(locale, { ...ofDay, timeZone: zone });
const weekdays = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
const dayAndClock = new Intl.DateTimeFormat(locale, { ...ofDay, ...ofClock });
const dateAndClock = new Intl.DateTimeFormat(locale, { year: 'numeric', ...ofDay, ...ofClock });
const withZone = new Intl.DateTimeFormat(locale, { year: 'numeric', ...ofDay, ...ofClock, timeZoneName: 'short' });

/** Swedish dates are those of ISO 8601. */
const sortable = new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', ...ofClock });

const HALF_A_DAY = 43_200_000;

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

/** 14:03; from milliseconds since the epoch */
export const minute = (value) => minutes.format(value);

/** Nov 26; from milliseconds since the epoch */
export const day = (value) => date.format(value);

/** Nov 26, 14:03; from milliseconds since the epoch */
export const dayAndMinute = (value) => dayAndMinutes.format(value);

/** Nov 24, 08:00 – Nov 25, 12:00; of another year, with the year; from milliseconds since the epoch */
export function span(from, to) {
  const isThisYear = dayOf(from).slice(0, 4) === today().slice(0, 4);
  return (isThisYear ? dayAndMinutes : dateAndMinutes).formatRange(from, to).replaceAll('\u2009', ' ');
}

/** Thursday; from 2026-11-26 */
export const weekday = (isoDate) => weekdays.format(Date.parse(isoDate));

/** 2026-11-26T14:03, as a field for a local time has it; from milliseconds since the epoch */
export const toLocal = (value) => sortable.format(value).replace(' ', 'T').slice(0, 16);

/**
 * Milliseconds since the epoch, from 2026-11-26T14:03 in the time zone of all times; NaN if it is no such text. A time
 * that a change of the clocks skips counts as if they had not changed yet.
 */
export function fromLocal(text) {
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) {
    return NaN;
  }
  const offset = (value) => Date.parse(`${toLocal(value)}Z`) - value;
  const early = asUtc - offset(asUtc - HALF_A_DAY);
  const late = asUtc - offset(early);
  return toLocal(late) === text ? late : early;
}

/** Nov 26, 2026, 14:03:09 GMT+1; from milliseconds since the epoch */
export const moment = (value) => withZone.format(value);

/** 2026-11-26 14.03.09, for the names of files; from milliseconds since the epoch */
export const stamp = (value) => sortable.format(value).replaceAll(':', '.');

/** The short name of the time zone at a time, such as GMT+1; from milliseconds since the epoch */
export const zoneName = perQuarter((value) => withZone.formatToParts(value)
  .find(({ type }) => type === 'timeZoneName')?.value ?? zone);
