import assert from 'node:assert/strict';
import { each, open } from './page.js';

const [{ goalOf, nameOfDay, paceOf }] = await open('', 'app/pace.js');

each('pace: compares with the shape of a day', [
  [10_000, 0.4, 50_000, 0.2, 0.4, -10_000],
  [20_000, 0.4, 50_000, 0.4, 0.4, 0],
  [60_000, 0.9, 50_000, 1.2, 0.9, 15_000],
  [-100, 0.5, 1_000, -0.1, 0.5, -600],
], (sales, share, goal, reached, expected, ahead) => {
  assert.deepEqual(paceOf({ metrics: { total_sales: sales }, share }, goal), { goal, reached, expected, ahead });
});

each('a goal: is a positive amount', [
  ['50000', 50_000],
  ['0.5', 0.5],
  ['0', null],
  ['-5', null],
  ['x', null],
  ['', null],
  ['1e13', null],
], (stored, expected) => assert.equal(goalOf(stored), expected));

each('the day of comparison: is named', [
  ['yesterday', 'yesterday'],
  ['last_week', 'last Thursday'],
], (day, expected) => assert.equal(nameOfDay({ date: '2026-11-26' }, day), expected));
