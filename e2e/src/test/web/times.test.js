import assert from 'node:assert/strict';
import { test } from 'node:test';
import { each, open, stopClock } from './page.js';

each('a time of another day in its zone: has the date', [
  ['tz=UTC', '2026-11-26T07:30:12Z', '2026-11-26T07:29:59Z', '07:29:59'],
  ['tz=UTC', '2026-11-26T00:03:00Z', '2026-11-25T23:59:59Z', 'Nov 25, 23:59:59'],
  ['tz=UTC', '2027-01-01T00:03:00Z', '2026-12-31T23:59:59Z', 'Dec 31, 2026, 23:59:59'],
  ['tz=Europe/Berlin', '2026-11-26T00:03:00Z', '2026-11-25T23:59:59Z', '00:59:59'],
  ['tz=Asia/Kathmandu', '2026-11-25T18:20:00Z', '2026-11-25T18:14:59Z', 'Nov 25, 23:59:59'],
  ['tz=Asia/Kathmandu', '2026-11-25T18:20:00Z', '2026-11-25T18:15:00Z', '00:00:00'],
  ['tz=Asia/Tokyo&locale=de-DE', '2026-11-25T15:20:00Z', '2026-11-25T14:59:59Z', '25. Nov., 23:59:59'],
], async (search, now, at, expected) => {
  stopClock(now);
  const [{ time }] = await open(search, 'app/times.js');

  assert.equal(time(Date.parse(at)), expected);
});

test('a day that ends while the page is open: is yesterday', async () => {
  const [{ time, today }] = await open('tz=UTC', 'app/times.js');
  const at = Date.parse('2026-11-25T23:59:59Z');
  stopClock('2026-11-25T23:59:59Z');
  assert.deepEqual([today(), time(at)], ['2026-11-25', '23:59:59']);

  stopClock('2026-11-26T00:00:00Z');
  assert.deepEqual([today(), time(at)], ['2026-11-26', 'Nov 25, 23:59:59']);
});

test('the zone: is shown in short', async () => {
  const [{ zone, zoneName, moment, stamp }] = await open('tz=Europe/Berlin', 'app/times.js');
  const at = Date.parse('2026-11-26T06:30:12Z');

  assert.deepEqual(
    [zone, zoneName(at), zoneName(Date.parse('2026-07-01T00:00:00Z')), moment(at), stamp(at)],
    ['Europe/Berlin', 'GMT+1', 'GMT+2', 'Nov 26, 2026, 07:30:12 GMT+1', '2026-11-26 07.30.12'],
  );
});

each('a parameter that the browser does not know: is ignored with a notice', [
  ['tz', 'Mars/Base'],
  ['tz', ''],
  ['locale', 'no_such'],
  ['locale', ''],
], async (name, value) => {
  const said = [];
  const { warn } = console;
  console.warn = (text) => said.push(text);
  // A worker, which has no document, says nothing.
  globalThis.document = { body: { dataset: {} } };
  try {
    const [{ money }, { zone }] = await open(`${name}=${value}`, 'app/format.js', 'app/times.js');

    assert.equal(money(1234), '$ 1,234');
    assert.equal(zone, Intl.DateTimeFormat().resolvedOptions().timeZone);
    assert.deepEqual(said, [`${name}=${value} in the address is not known to this browser, and ignored.`]);
  } finally {
    console.warn = warn;
    delete globalThis.document;
  }
});

// Some days of Berlin have 23 or 25 hours.
each('a local time: is of the zone', [
  ['Europe/Berlin', '2026-11-26T14:03', '2026-11-26T13:03:00.000Z', '2026-11-26T14:03'],
  ['Europe/Berlin', '2026-03-29T01:59', '2026-03-29T00:59:00.000Z', '2026-03-29T01:59'],
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z', '2026-03-29T03:30'],
  ['Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00:00.000Z', '2026-03-29T03:00'],
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z', '2026-10-25T02:30'],
  ['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00:00.000Z', '2026-10-25T03:00'],
  ['America/New_York', '2026-03-08T03:30', '2026-03-08T07:30:00.000Z', '2026-03-08T03:30'],
  ['Asia/Kathmandu', '2026-11-26T00:00', '2026-11-25T18:15:00.000Z', '2026-11-26T00:00'],
  ['Pacific/Kiritimati', '2026-11-26T00:00', '2026-11-25T10:00:00.000Z', '2026-11-26T00:00'],
], async (zone, local, utc, back) => {
  const [{ fromLocal, toLocal }] = await open(`tz=${zone}`, 'app/times.js');
  const at = fromLocal(local);

  assert.deepEqual([new Date(at).toISOString(), toLocal(at)], [utc, back]);
  assert.deepEqual([fromLocal(''), fromLocal('x')], [NaN, NaN]);
});
