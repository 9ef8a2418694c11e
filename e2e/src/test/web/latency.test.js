import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './page.js';

const [latency] = await open('', 'app/latency.js');

// The dashboard's clock is 5000 ahead; pings of 100 ms and of 10 ms told 5050 and 5003; records are 200 to 300 ms old.
// What was drawn before the better ping is told by it, too.
test('the delay of what was drawn: is that of the quickest ping’s clock', () => {
  let l = latency.initial();
  l = latency.shown(l, { records: 1, oldest: 220, newest: 220 }, 5900);
  l = latency.rendered(l, 900);
  assert.equal(latency.summary(l, 900), null);

  l = latency.clockRead(l, 6000, 900, 1000);
  assert.equal(latency.summary(l, 1000), null);

  l = latency.clockRead(l, 6003, 995, 1005);
  assert.equal(latency.summary(l, 1005).median, 223);

  l = latency.shown(l, { records: 3, oldest: 200, newest: 100 }, 6903);
  l = latency.shown(l, undefined, 6903);
  l = latency.rendered(l, 2000);
  assert.deepEqual(latency.summary(l, 2000), { median: 223, worst: 300 });
  assert.equal(latency.summary(l, 62_000), null);
  assert.equal(l.unseen.length, 0);
});

test('however long the page stays open: remembers a minute', () => {
  let l = latency.clockRead(latency.initial(), 0, 0, 0);
  for (let at = 0; at < 600_000; at += 250) {
    l = latency.rendered(latency.shown(l, { records: 9, oldest: 0, newest: 0 }, at), at);
  }
  for (let i = 0; i < 1000; i++) {
    l = latency.shown(latency.clockRead(l, 0, 0, 0), { records: 1, oldest: 0, newest: 0 }, 0);
  }

  assert.ok(l.samples.length <= 1200, `${l.samples.length} samples`);
  assert.deepEqual([l.unseen.length, l.readings.length], [40, 8]);
});
