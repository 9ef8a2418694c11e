import assert from 'node:assert/strict';
import { test } from 'node:test';
import { each, open } from './page.js';

const [messages, refused, source, trial] = await open(
  '', 'connect/messages.js', 'connect/refused.js', 'connect/source.js', 'connect/trial.js');

each('stateWords: say the reason and the next attempt', [
  ['live', 'websocket', 0, '', 'Connected'],
  ['live', 'deliveries', 0, '', 'Ready'],
  ['live', 'file', 0, '', 'Following'],
  ['waiting', 'file', 9_900, 'no file /a', 'Not readable: no file /a'],
  ['connecting', 'file', 0, '', 'Opening'],
  ['waiting', 'kafka', 12_500, 'refused', 'Not connected: refused. Trying again in 3 s'],
  ['waiting', 'kafka', 9_000, 'refused', 'Not connected: refused'],
  ['unresponsive', 'websocket', 0, 'silent', 'Not answering: silent'],
  ['dreaming', 'websocket', 0, '', 'dreaming'],
], (state, kind, next, reason, expected) => {
  assert.equal(source.stateWords({ state, since: 0, attempt: 1, next_try_at: next, reason }, kind, 10_000), expected);
});

test('facts, of Kafka and deliveries: have their figures', () => {
  const facts = source.facts({
    now: 0,
    state: { state: 'live', since: 0, attempt: 0, next_try_at: 0, reason: '' },
    sources: [
      {
        kind: 'kafka',
        address: 'kafka://h:9092/t',
        mapping: 'shopify',
        figures: { partitions: 3, lag: 1200, position_age: 2500, connects: 1 },
      },
      {
        kind: 'deliveries',
        address: 'POST /ingest',
        mapping: 'shopify',
        figures: { journal_bytes: 33_000_001, journal_waiting: 2 },
      },
    ],
    counts: { messages: 5, records: 9, applied: 4, duplicate: 3, late: 1, rejected: 1 },
  });

  assert.deepEqual(facts, [
    ['Kafka', 'kafka://h:9092/t'],
    ['State', 'Connected'],
    ['Mapping', 'shopify'],
    ['Partitions', '3'],
    ['Still to read', '1,200 records, 2.5 sec behind'],
    ['Connections made', '1'],
    ['HTTP deliveries', 'POST /ingest'],
    ['Mapping', 'shopify'],
    ['Journal', '33 MB on disk, 2 waiting'],
    ['Messages', '5'],
    ['Records', '9: 4 new or changed, 3 known, 1 too late, 1 rejected'],
  ]);
});

test('facts, of a file: are its lines and the bytes still to read', () => {
  const facts = source.facts({
    now: 0,
    state: { state: 'live', since: 0, attempt: 0, next_try_at: 0, reason: '' },
    sources: [{
      kind: 'file',
      address: 'file:///a/orders.ndjson',
      mapping: 'thelook',
      figures: { lines: 1200, unread_bytes: 5_400_000, connects: 2 },
    }],
    counts: { messages: 5, records: 9, applied: 4, duplicate: 3, late: 1, rejected: 1 },
  });

  assert.deepEqual(facts.slice(0, 6), [
    ['File', 'file:///a/orders.ndjson'],
    ['State', 'Following'],
    ['Mapping', 'thelook'],
    ['Lines read', '1,200'],
    ['Still to read', '5 MB'],
    ['Times opened', '2'],
  ]);
});

test('merged: keeps the newest 20', () => {
  const numbered = (from, to) => Array.from({ length: from - to + 1 }, (_, i) => ({ number: from - i }));

  assert.deepEqual(messages.merged(numbered(18, 1), numbered(21, 19)), numbered(21, 2));
});

each('placeOf, an error: is its character', [
  ['line 1, column 1: unexpected', 0],
  ['line 2, column 3: unexpected', 6],
  ['line 9, column 9: unexpected', 8],
  ['empty, expected a jq program', null],
], (error, expected) => assert.equal(trial.placeOf(error, 'abc\ndefg'), expected));

test('words, of a reason: are readable', () => {
  assert.equal(refused.words('price_out_of_range'), 'Price out of range');
});
