import assert from 'node:assert/strict';
import { test } from 'node:test';
import { each, open } from './page.js';

const [ask, connect, past, renewal] = await open(
  'tz=UTC', 'app/panels/ask.js', 'app/panels/connect.js', 'app/panels/past.js', 'app/panels/renewal.js');

// The address, then a link that is opened, then the stored choice, then a link that is reloaded, then the server.
each('whether the page connects', [
  [null, false, true, null, 'false', false],
  [null, false, true, null, 'true', true],
  [null, false, true, 'true', 'false', true],
  [null, true, true, null, 'false', true],
  [null, true, true, 'false', 'false', true],
  [null, true, false, 'false', 'false', false],
  [null, true, false, null, 'false', true],
  ['false', true, true, 'true', 'true', false],
  ['true', false, false, 'false', 'false', true],
], (inAddress, isLink, isOpened, chosen, byServer, expected) => {
  assert.equal(connect.isWanted({ inAddress, isLink, isOpened, chosen, byServer }), expected);
});

each('a wall display: reloads at most once in ten minutes', [
  [null, true],
  ['1000000', false],
  ['400001', false],
  ['400000', true],
  ['1600000', true],
  ['rubbish', false],
], (last, expected) => assert.equal(renewal.mayReload(last, 1_000_000), expected));

each('the focus: stays, or goes to the next chip or the last', [
  ['b', 1, 1],
  ['a', 2, 0],
  ['x', 0, 0],
  ['x', 2, 2],
  ['x', 3, 2],
], (key, position, expected) => {
  assert.equal(ask.focusAfter(['a', 'b', 'c'], key, position), expected);
  assert.equal(ask.focusAfter([], key, position), -1);
});

each('a chip: is natural English', [
  ['item_status', 'Cancelled', true, 'Not cancelled'],
  ['item_status', 'Cancelled', false, 'Status: Cancelled'],
  ['country', 'Brasil', false, 'Country: Brasil'],
  ['country', 'Brasil', true, 'Country: not Brasil'],
  ['gender', 'F', false, 'Gender: Women'],
], (property, value, not, expected) => assert.equal(ask.chipWords(property, value, not).join(''), expected));

each('a range that cannot be shown: is explained', [
  [NaN, 5, 'Enter both times.'],
  [5, NaN, 'Enter both times.'],
  [5_000, 5_000, 'The end must be after the start.'],
  [9e5, 95e4, ''],
  [2e6, 3e6, 'The start is in the future.'],
  [9e5, 2e6, ''],
], (from, to, expected) => assert.equal(past.problemOf([from, to], 8e5, 1e6), expected));

test('a range before the first record: is explained', () => {
  assert.equal(past.problemOf([5e5, 8e5], 8e5, 1e6), 'Records are kept from Jan 1, 00:13 on. The end must be later.');
});
