import assert from 'node:assert/strict';
import { each, open } from './page.js';

// In an address of their own, as the formats are made from it once.
each('amounts in a currency', [
  ['', '$ 1,235', '−$ 1,234.50', '−1.2K', '−3.50', '−5.0%', '$ 0'],
  ['currency=EUR', '€1,235', '−€1,234.50', '−€1.2K', '−3.50', '−5.0%', '€0'],
  ['currency=JPY', '¥1,235', '−¥1,235', '−¥1.2K', '−4', '−5.0%', '¥0'],
  ['currency=CHF', 'CHF 1,235', '−CHF 1,234.50', '−CHF 1.2K', '−3.50', '−5.0%', 'CHF 0'],
  ['currency=KWD', 'KWD 1,235', '−KWD 1,234.50', '−KWD 1.2K', '−3.50', '−5.0%', 'KWD 0'],
  ['currency=EUR&locale=de-DE', '1.235 €', '−1.234,50 €', '−1234,5 €', '−3,50', '−5,0 %', '0 €'],
  ['currency=USD&locale=de-DE', '1.235 $', '−1.234,50 $', '−1234,5', '−3,50', '−5,0 %', '0 $'],
], async (search, ...expected) => {
  const [format] = await open(search, 'app/format.js');
  const written = [
    format.money(1234.5), format.exactMoney(-1234.5), format.shortMoney(-1234.5), format.change('cents', -3.5),
    format.figure('share', -0.05), format.money(-0.2),
  ];

  assert.deepEqual(written.map((text) => text.replaceAll('\u00a0', ' ')), expected);
});

const [format] = await open('', 'app/format.js');

each('a change that rounds to zero: has no sign', [
  ['count', 12, '+12'],
  ['count', -1234, '−1,234'],
  ['count', 0, '0'],
  ['money', -0.4, '0'],
  ['money', 0.6, '+1'],
  ['cents', -0.004, '0.00'],
  ['cents', 0.005, '+0.01'],
  ['rate', -0.04, '0.0'],
  ['share', 0.0004, '0.0 pp'],
  ['relative', -0.0004, '0.0 %'],
  ['relative', -0.0006, '−0.1 %'],
], (kind, value, expected) => assert.equal(format.change(kind, value), expected));

each('two durations: have their unit once', [
  [89, 264, '89 ms (max 264)'],
  [89, 1264, '89 ms (max 1.3 sec)'],
  [1100, 1264, '1.1 sec (max 1.3)'],
], (median, worst, expected) => {
  assert.equal(`${format.duration(median)} (max ${format.duration(worst, median)})`, expected);
});

each('ago', [
  [9_000, '9 s ago'],
  [119_000, '119 s ago'],
  [200_000, '3 min ago'],
  [8_000_000, '2 h ago'],
], (value, expected) => assert.equal(format.ago(value), expected));
