/**
 * Teaches Node.js 18, that of Debian 12, what browsers know: figures with the sign display 'negative', which gives zero
 * no sign. Newer ones are left alone.
 */
const Known = Intl.NumberFormat;

class NumberFormat extends Known {
  constructor(locale, { signDisplay, ...options } = {}) {
    super(locale, { ...options, signDisplay: signDisplay === 'negative' ? 'auto' : signDisplay });
  }

  formatToParts(number) {
    const parts = super.formatToParts(number);
    const isZero = parts.every(({ type, value }) => !['integer', 'fraction'].includes(type) || /^0+$/.test(value));
    return isZero ? parts.filter(({ type }) => type !== 'minusSign') : parts;
  }

  get format() {
    return (number) => this.formatToParts(number).map(({ value }) => value).join('');
  }
}

try {
  new Known('en', { signDisplay: 'negative' });
} catch {
  Intl.NumberFormat = NumberFormat;
}
