import assert from 'node:assert/strict';
import { test } from 'node:test';
import { each, open } from './page.js';

const [shown, store, query] = await open('tz=UTC', 'app/shown.js', 'app/store.js', 'app/query.js');

const AT = Date.parse('2026-11-26T07:30:12Z');

/** A page with a view of 07:30:12, with a window of a minute. */
const page = (search = '') => ({
  ...store.initial(),
  choices: query.read(search),
  view: { type: 'view', at: AT, window: { minutes: 1 } },
});

each('fileName: says what is shown', [
  ['theLook', 'window=5&country=Brasil',
    'theLook - Revenue by Country - last 5 minutes - Brasil - 2026-11-26 07.30.12.png'],
  ['theLook', '', 'theLook - Revenue by Country - last minute - 2026-11-26 07.30.12.png'],
  ['A/B: "C" <?>', 'country=x%5C..%5Cy', 'A B C - Revenue by Country - last minute - x .. y - 2026-11-26 07.30.12.png'],
  ['..hidden', 'country=a%0A%00b', 'hidden - Revenue by Country - last minute - a b - 2026-11-26 07.30.12.png'],
  ['theLook', 'country=%E2%80%AEgnp', 'theLook - Revenue by Country - last minute - gnp - 2026-11-26 07.30.12.png'],
  ['متجر', 'country=%E6%97%A5%E6%9C%AC', 'متجر - Revenue by Country - last minute - 日本 - 2026-11-26 07.30.12.png'],
], (shop, search, expected) => {
  assert.equal(shown.fileName(shop, 'Revenue by Country', page(search), 'png'), expected);
});

test('fileName, many filters: keeps its time and fits a file system', () => {
  const name = shown.fileName('theLook', 'Revenue by Country', page(`country=${'%E6%97%A5'.repeat(90)}`), 'png');

  assert.match(name, /^theLook - Revenue by Country - last minute - 日日.*日… - 2026-11-26 07\.30\.12\.png$/);
  const bytes = Buffer.byteLength(name);
  assert.ok(bytes >= 190 && bytes <= 200, `${bytes} bytes`);
});

test('fileName, before the first data: has no time', () => {
  const name = shown.fileName('theLook', 'records', { ...page(), view: null }, 'csv');

  assert.equal(name, 'theLook - records - default period.csv');
});

each('timeInWords: names the state', [
  [{}, 'Nov 26, 2026, 07:30:12 UTC'],
  [{ pause: { view: page().view, waiting: 0 } }, 'Paused, Nov 26, 2026, 07:30:12 UTC'],
  [{ replay: { wanted: 1, view: null } }, 'Nov 26, 2026, 07:30:12 UTC'],
  [{ replay: { wanted: 1, view: { ...page().view, at: AT - 60_000 } } }, 'Replay, Nov 26, 2026, 07:29:12 UTC'],
  [{ view: null }, 'no data yet'],
], (change, expected) => assert.equal(shown.timeInWords({ ...page(), ...change }), expected));

// What is paused or replayed is so many minutes older.
each('the address of the records: is that of the shown time', [
  ['live', 0, ''],
  ['paused', 0, '&at=1795678212000'],
  ['paused', 29, '&at=1795676472000'],
  ['paused', 30, null],
  ['replay', 10, '&at=1795677612000'],
  ['replay', 30, '&at=1795676412000'],
], (mode, minutes, expected) => {
  const state = page('window=5&country=A%26B');
  const earlier = { ...state.view, at: AT - minutes * 60_000 };
  const { csv } = shown.recordsAddresses({
    ...state,
    pause: mode === 'paused' ? { view: earlier, waiting: 1 } : null,
    replay: mode === 'replay' ? { wanted: 1, view: earlier } : null,
  });

  const address = 'window.csv?window=5&country=A%26B&format=spreadsheet&tz=UTC';
  assert.equal(csv, expected === null ? null : address + expected);
});

each('the addresses of history: are those of the shown time', [
  ['window=24h', null, 'history.csv?window=24h&format=spreadsheet&tz=UTC', 'history.parquet?window=24h'],
  ['window=24h&country=A', 5, 'history.csv?window=24h&country=A&format=spreadsheet&tz=UTC&at=100000000000',
    'history.parquet?window=24h&country=A&at=100000000000'],
  ['window=5', null, 'window.csv?window=5&format=spreadsheet&tz=UTC', null],
  ['window=5', 5, 'window.csv?window=5&format=spreadsheet&tz=UTC&at=100000000000', null],
  ['window=5', 2000, 'history.csv?window=5&format=spreadsheet&tz=UTC&at=100000000000',
    'history.parquet?window=5&at=100000000000'],
  ['from=1&to=9', null, 'history.csv?from=1&to=9&format=spreadsheet&tz=UTC', 'history.parquet?from=1&to=9'],
], (search, secondsAgo, csv, parquet) => {
  const at = 100_000_000_000;
  const view = { at, window: { minutes: 5 }, history: { state: 'on' } };
  const live = { ...store.initial(), choices: query.read(search), view };
  const state = secondsAgo === null
    ? live
    : { ...live, replay: { wanted: at, view }, view: { ...view, at: at + secondsAgo * 1000 } };

  assert.deepEqual(shown.recordsAddresses(state), { csv, parquet });
});
