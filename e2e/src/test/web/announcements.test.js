import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './page.js';

const [{ announce, initial }] = await open('', 'app/announcements.js');

test('announcements: are four a minute at most, and the last state is said', () => {
  const said = [];
  let state = initial('Live');
  for (let now = 0; now <= 180_000; now += 250) {
    const words = now > 100_000 ? 'Live' : ['Live', 'No new data'][Math.floor(now / 1_000) % 2];
    const next = announce(state, words, now);
    if (next !== state) {
      said.push([now, next.said]);
    }
    state = next;
  }

  const inTheMinuteUntil = ([at]) => said.filter(([other]) => other > at - 60_000 && other <= at).length;
  assert.equal(Math.max(...said.map(inTheMinuteUntil)), 4);
  assert.equal(said.at(-1)[1], 'Live');
});
