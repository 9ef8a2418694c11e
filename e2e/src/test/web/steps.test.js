import assert from 'node:assert/strict';
import { each, open, stopClock } from './page.js';

stopClock('2026-11-26T12:00:00Z');
const [{ axisLabel, firstKnown }] = await open('tz=UTC', 'app/steps.js');

// Of 60 steps of 5 s the last 100 s have data.
each('firstKnown: is the first step with all its data', [
  [{ covered_seconds: 100 }, 40],
  [{ covered_seconds: 99 }, 41],
  [{ covered_seconds: 0 }, 60],
  [{}, 0],
  [undefined, 0],
], (window, expected) => {
  assert.equal(firstKnown({ from: 1_000_000, step: 5_000, sales: new Array(60).fill(0) }, window), expected);
});

each('the axis: has hours or days', [
  [300_000, 5_000, '12:00:00 12:00:05 12:00:10'],
  [3_600_000, 60_000, '12:00 12:01 12:02'],
  [86_400_000, 3_600_000, '12:00   15:00   18:00   21:00   00:00   03:00'],
  [172_800_000, 3_600_000, '12:00      18:00      Nov 27      06:00'],
  [604_800_000, 21_600_000, '  Nov 27    Nov 28'],
], (span, step, expected) => {
  const labels = Array.from({ length: 40 }, (_, i) => axisLabel(Date.now() + i * step, step, span));

  assert.equal(labels.join(' ').slice(0, expected.length), expected);
});
