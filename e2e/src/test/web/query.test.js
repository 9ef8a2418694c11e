import assert from 'node:assert/strict';
import { test } from 'node:test';
import { each, open, stopClock } from './page.js';

stopClock('2026-11-26T12:00:00Z');
const [query, scope] = await open('tz=UTC', 'app/query.js', 'app/scope.js');

// What is chosen, the address that it is in, and what is left of the address's other parts.
each('an address that is read and written: is the same', [
  ['', ''],
  ['connect=true', 'connect=true'],
  ['country=France&kiosk&window=15', 'kiosk=&window=15&country=France'],
  ['window=7&window=x&colour=red', 'colour=red'],
  ['at=1741051190000&kiosk', 'kiosk=&at=1741051190000'],
  ['at=&at=soon', ''],
  ['country=S%C3%A3o+Tom%C3%A9&not.item_status=Returned', 'country=S%C3%A3o+Tom%C3%A9&not.item_status=Returned'],
  ['country=&country=a&country=b', 'country=a&country=b'],
], (search, expected) => assert.equal(query.inAddress(search, query.read(search), query.readAt(search)), expected));

test('a filter that is toggled: comes and goes', () => {
  let choices = query.everything();
  choices = query.toggled(choices, 'country', 'France');
  choices = query.toggled(choices, 'country', 'Spain');
  choices = query.exceptToggled(choices, 'item_status', 'Returned');
  assert.equal(query.toText(choices), 'country=France&country=Spain&not.item_status=Returned');
  assert.deepEqual(['France', 'Japan'].map((name) => query.counts(choices, 'country', name)), [true, false]);

  choices = query.toggled(choices, 'country', 'France');
  choices = query.toggled(choices, 'country', 'Spain');
  assert.equal(query.toText(choices), 'not.item_status=Returned');
  assert.equal(query.isFiltered(choices), true);
});

each('a link: says what to show', [
  ['', false],
  ['?kiosk&theme=dark', false],
  ['?window=5', true],
  ['?window=7', false],
  ['?not.item_status=Cancelled', true],
  ['?at=1741051190000', true],
  ['?at=', false],
], (search, expected) => assert.equal(query.isLink(search), expected));

each('a window of history, in an address and in words', [
  ['window=7d', 'window=7d', 'Last 7 days'],
  ['window=1h', 'window=1h', 'Last hour'],
  ['window=24h&country=France', 'window=24h&country=France', 'Last 24 hours · France'],
  ['window=today', 'window=today', 'Today'],
  ['window=yesterday&at=5', 'window=yesterday&at=5', 'Yesterday'],
  ['from=1795507200000&to=1795608000000', 'from=1795507200000&to=1795608000000', 'Nov 24, 08:00 – Nov 25, 12:00'],
  ['from=1795507200000&to=1795521600000', 'from=1795507200000&to=1795521600000', 'Nov 24, 08:00 – 12:00'],
  ['from=1763971200000&to=1764072000000', 'from=1763971200000&to=1764072000000',
    'Nov 24, 2025, 08:00 – Nov 25, 2025, 12:00'],
  ['from=5&to=5', '', 'Last 5 minutes'],
  ['from=9&to=5', '', 'Last 5 minutes'],
  ['from=5', '', 'Last 5 minutes'],
  ['from=-5&to=x', '', 'Last 5 minutes'],
  ['window=2d', '', 'Last 5 minutes'],
  ['window=toString', '', 'Last 5 minutes'],
], (search, address, words) => {
  const choices = query.read(search);

  assert.equal(query.inAddress(search, choices, query.readAt(search)), address);
  assert.equal(scope.words(choices, { window: { minutes: 5 } }), words);
});
