import assert from 'node:assert/strict';
import { test } from 'node:test';
import { each, open } from './page.js';

const [query, scope] = await open('', 'app/query.js', 'app/scope.js');

each('words: are natural English', [
  ['', 'Last 5 minutes'],
  ['window=1', 'Last minute'],
  ['window=15&country=Brasil&country=China', 'Last 15 minutes · Brasil or China'],
  ['gender=F&age=25-34&age=under+18', 'Last 5 minutes · Women · Age 25 to 34 or under 18'],
  ['gender=M&gender=F&gender=X', 'Last 5 minutes · Men or Women or Gender X'],
  ['not.item_status=Cancelled&not.item_status=Returned', 'Last 5 minutes · not cancelled or returned'],
  ['item_status=Shipped&not.gender=M&not.country=France', 'Last 5 minutes · Shipped · not men · not France'],
  ['product=Cup&product=Mug&not.product=Unknown', 'Last 5 minutes · Cup or Mug · not Unknown'],
  ['not.age=65+and+over', 'Last 5 minutes · not age 65 and over'],
], (search, expected) => assert.equal(scope.words(query.read(search), { window: { minutes: 5 } }), expected));

test('words, before the first view: have no length', () => {
  assert.equal(scope.words(query.everything(), null), 'Default period');
});

each('filling and collected: say what there is of the window', [
  [{ minutes: 15, covered_seconds: 582 }, 'Only 9:42 of 15 min collected so far', ' (9:42 so far)'],
  [{ minutes: 1, covered_seconds: 7 }, 'Only 0:07 of 1 min collected so far', ' (0:07 so far)'],
  [{ minutes: 15 }, '', ''],
], (window, filling, collected) => {
  assert.deepEqual([scope.filling({ window }), scope.collected({ window })], [filling, collected]);
});

each('filling, a long window: is in its units', [
  [1_440, 18_000, 'Only 5 h of 24 h collected so far'],
  [10_080, 200_000, 'Only 2 days of 7 days collected so far'],
  [10_080, 7 * 3600 + 59, 'Only 7 h of 7 days collected so far'],
  [60, 582, 'Only 9:42 of 1 h collected so far'],
], (minutes, covered, expected) => {
  assert.equal(scope.filling({ window: { minutes, covered_seconds: covered } }), expected);
});
