import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './page.js';

const [{ perFrame }] = await open('', 'app/frame.js');

test('perFrame, asked often: runs once per frame', () => {
  const frames = [];
  let runs = 0;
  const ask = perFrame(() => runs++, (callback) => frames.push(callback));
  ask();
  ask();
  ask();
  assert.equal(runs, 0);

  frames.shift()();
  ask();
  assert.deepEqual([runs, frames.length], [1, 1]);
});
