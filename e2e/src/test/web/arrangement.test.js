import assert from 'node:assert/strict';
import { test } from 'node:test';
import { each, open } from './page.js';

const [{ arrange }] = await open('', 'app/arrangement.js');

// Charts, by the columns that they usually take, and take at least.
each('arrange: fills each row', [
  ['6/4 6/4 8/6 4/3 8/6 4/3 3/3 3/3 6/6', '6 6, 8 4, 8 4, 3 3 6'],
  ['6/4 8/6 4/3 8/6 4/3 6/6', '5 7, 4 8, 5 7'],
  ['8/6 6/6', '6 6'],
  ['6/4', '12'],
  ['', ''],
], (charts, expected) => {
  const slots = charts.split(' ').filter((chart) => chart !== '').map((chart) => {
    const [span, least] = chart.split('/').map(Number);
    return { span, least };
  });
  const rows = [];
  arrange(slots).forEach(({ span, row }) => (rows[row] ??= []).push(span));

  assert.equal(rows.map((row) => row.join(' ')).join(', '), expected);
});

test('arrange, any selection: keeps its order and leaves no hole', () => {
  const all = [[6, 4], [6, 4], [8, 6], [4, 3], [8, 6], [4, 3], [3, 3], [3, 3], [6, 6]]
    .map(([span, least]) => ({ span, least }));
  for (let bits = 0; bits < 2 ** all.length; bits++) {
    const slots = all.filter((_, i) => (bits >> i) % 2 === 1);
    const places = arrange(slots);
    const sums = [];
    places.forEach(({ span, row }) => {
      sums[row] = (sums[row] ?? 0) + span;
    });
    const words = `${JSON.stringify(slots)}: ${JSON.stringify(places)}`;

    assert.equal(places.length, slots.length, words);
    assert.ok(sums.every((sum) => sum === 12), words);
    assert.ok(places.every(({ span, row }, i) => span >= slots[i].least && row >= (places[i - 1]?.row ?? 0)), words);
  }
});
