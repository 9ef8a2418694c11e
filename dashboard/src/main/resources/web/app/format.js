/** Numbers in the language of the browser. The formatters are made once: making one costs far more than using it. */
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const share = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

/** 1,234 */
export const number = (value) => whole.format(value);

/** $ 1,234 */
export const money = (value) => `$ ${whole.format(value)}`;

/** 1.2K */
export const short = (value) => compact.format(value);

/** 12.3% */
export const percent = (value) => share.format(value);

/** +12, −3, 0 */
export const signed = (value) => (value > 0 ? `+${whole.format(value)}` : whole.format(value).replace('-', '−'));

const millis = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 });
const seconds = new Intl.NumberFormat(undefined, {
  style: 'unit',
  unit: 'second',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** 120 ms, 1.2 sec; of milliseconds */
export const duration = (value) => (value < 999.5 ? millis.format(value) : seconds.format(value / 1_000));
