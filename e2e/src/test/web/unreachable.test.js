import assert from 'node:assert/strict';
import { test } from 'node:test';
import { each, open } from './page.js';

const [{ read, words }] = await open('', 'app/unreachable.js');

each('a response: gives the reason', [
  ['basic', 503, { state: 'full', most: 10_000 }, 1, 'Dashboard full', 'The dashboard is full (10,000 viewers).'],
  ['basic', 503, { state: 'full', most: 1 }, 1, 'Dashboard full', 'The dashboard is full (1 viewer).'],
  ['basic', 503, { state: 'stopping' }, 1, 'Connection lost', 'The dashboard is restarting.'],
  ['basic', 401, null, 1, 'Sign in again', 'Your sign-in has ended.'],
  ['basic', 403, { state: 'foreign' }, 1, 'Connection lost',
    'The dashboard does not know this address. Its proxy must pass the Host, or ALLOWED_ORIGINS must name it.'],
  ['basic', 421, { error: 'the service is not reached as …' }, 1, 'Connection lost',
    'The dashboard does not answer under this name. ALLOWED_HOSTS must contain it.'],
  ['basic', 403, {}, 1, 'Sign in again', 'Your sign-in has ended.'],
  ['opaqueredirect', 0, null, 1, 'Sign in again', 'Your sign-in has ended.'],
  ['basic', 502, null, 1, 'Connection lost', 'The proxy does not reach the dashboard (status 502).'],
  ['basic', 503, null, 1, 'Connection lost', 'The proxy does not reach the dashboard (status 503).'],
  ['basic', 429, null, 1, 'Connection lost', 'The server limits the number of requests.'],
  ['basic', 429, { state: 'busy' }, 1, 'Connection lost', 'The server limits the number of requests.'],
  ['basic', 503, { error: 'too many requests' }, 1, 'Connection lost', 'The server limits the number of requests.'],
  ['basic', 410, { error: 'the link has ended' }, 1, 'Link ended', 'This link has ended. Ask for a new one.'],
  ['basic', 404, { error: 'no such link' }, 1, 'Link ended', 'This link has ended. Ask for a new one.'],
  ['basic', 404, null, 1, 'Connection lost', 'There is no dashboard at this address (status 404).'],
  ['basic', 200, null, 1, 'Connection lost', 'The dashboard is not reachable.'],
  ['basic', 200, { state: 'open' }, 2, 'Connection lost', 'The dashboard is not reachable.'],
  ['basic', 200, { state: 'open' }, 3, 'Connection lost',
    'The dashboard answers, but its WebSocket does not open. Check the proxy between them.'],
], (type, status, body, attempt, word, what) => {
  assert.deepEqual(words(read(type, status, body), attempt), { word, what });
});

test('a reason that is not known yet: is not reachable', () => {
  assert.equal(words(null, 1).what, 'The dashboard is not reachable.');
});
