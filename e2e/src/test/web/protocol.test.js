import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentedView, each, open } from './page.js';

const [{ decode }] = await open('', 'app/protocol.js');

/** Whether the documented view is taken after a change. */
function isTaken(change) {
  const view = documentedView();
  change(view);
  return decode(JSON.stringify(view)) !== null;
}

test('decode, the documented view and a heartbeat: are taken', () => {
  assert.equal(decode(JSON.stringify(documentedView())).metrics.num_orders, 5);
  assert.equal(decode('{"type":"heartbeat","now":5}').type, 'heartbeat');
});

each('decode, anything else: is nothing', [
  [''],
  ['x'],
  ['null'],
  ['7'],
  ['[]'],
  ['{}'],
  ['{"type":"view"}'],
  ['{"type":"other"}'],
  ['{"type":"heartbeat"}'],
  ['{"type":"pong","id":1}'],
], (text) => assert.equal(decode(text), null));

each('decode, a view without a field', [
  ['now', false],
  ['source', false],
  ['refresh_seconds', false],
  // Before the first data.
  ['window', true],
  ['metrics', true],
  ['deltas', true],
  ['revenue_by_country', true],
  ['latest', true],
  ['trend', true],
], (field, expected) => assert.equal(isTaken((view) => delete view[field]), expected));

each('decode, parts of other shops: are checked, and unknown ones ignored', [
  [{ unknown: ['age'] }, true],
  [{ unknown: null }, true],
  [{ unknown: 'age' }, false],
  [{ unknown: [7] }, false],
  [{ something_new: 1 }, true],
  [{ revenue_by_age: { bars: [['25-34', -5, 1]] } }, true],
  [{ revenue_by_product: { bars: [['Cup', 5, 1]], other_names: 99_990, other_revenue: 7, other_items: 99_990 } }, true],
  [{ revenue_by_product: null }, true],
  [{ revenue_by_product: ['Cup'] }, false],
], (parts, expected) => assert.equal(isTaken((view) => Object.assign(view, parts)), expected));

each('decode, refunds', [[20, true], [null, true], ['20', false]], (refunds, expected) => {
  assert.equal(isTaken((view) => Object.assign(view.metrics, { refunds })), expected);
});

const { metrics } = documentedView();
const today = { date: '2026-11-26', zone: 'UTC', from: 0, to: 1, at: 1, metrics };

each('decode, parts of history', [
  [{ history: { state: 'on' } }, true],
  [{ history: null }, true],
  [{ history: { state: 'paused', reason: 'disk full', since: 5, days: 35 } }, true],
  [{ history: {} }, false],
  [{ history: 'on' }, false],
  [{ today }, true],
  [{ today: { ...today, yesterday: metrics, last_week: null, share: 0.5, forecast: 7, goal: 9, known_from: 1 } }, true],
  [{ today: {} }, false],
  [{ today: { ...today, metrics: {} } }, false],
  [{ today: { ...today, share: '1' } }, false],
  [{ today: { ...today, yesterday: 7 } }, false],
  [{ compared: { days: 1, from: 0, to: 1 } }, true],
  [{ compared: {} }, false],
  [{ trend_before: { days: 1, from: 0, items: [1], sales: [1] } }, true],
  [{ trend_week: { days: 7, from: 0, sales: ['x'] } }, false],
], (parts, expected) => assert.equal(isTaken((view) => Object.assign(view, parts)), expected));

each('decode, a day', [
  [{ orders: [1], sales: [2], peaks: [[3, 1, 2]] }, true],
  [{ orders: [], sales: [], peaks: [] }, true],
  [{ orders: [1], sales: [2] }, false],
  [{ orders: [null], sales: [2], peaks: [] }, false],
  [{ orders: [1], sales: [2], peaks: [7] }, false],
], (parts, expected) => {
  assert.equal(decode(JSON.stringify({ type: 'day', from: 0, to: 9, step: 3, ...parts })) !== null, expected);
});
