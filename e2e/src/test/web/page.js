/** What the tests have in place of a page. */
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { test } from 'node:test';
import './intl.js';

const ROOT = new URL('../../../../', import.meta.url);

register('./hooks.js', import.meta.url);

/**
 * The modules of a page, which read its address when they are imported.
 *
 * @param {string} query of the address
 * @param {...string} names such as 'app/format.js'
 */
export function open(query, ...names) {
  globalThis.location = { search: `?${query}` };
  return Promise.all(names.map((name) => import(new URL(`dashboard/src/main/resources/web/${name}?${query}`, ROOT))));
}

/** The view that docs/views.md gives as an example. */
export function documentedView() {
  const [, view] = readFileSync(new URL('docs/views.md', ROOT), 'utf8').match(/```json\n(\{"type":"view".+?)\n```/);
  return JSON.parse(view);
}

/** Tests each row of a table. */
export function each(name, rows, check) {
  rows.forEach((row) => test(`${name}: ${JSON.stringify(row).slice(1, -1)}`, () => check(...row)));
}

/** Stops the clock, for the tests of a file. @param {string} at such as 2026-11-26T07:30:12Z */
export function stopClock(at) {
  const time = Date.parse(at);
  Date.now = () => time;
}
