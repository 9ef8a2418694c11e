/** The delay from order to screen in the last minute: its median and maximum. Shown only while figures are live: otherwise their age counts. */
import { duration } from '../format.js';
import { summary } from '../latency.js';
import { need } from '../need.js';
import { describe } from '../store.js';
import { setText } from './text.js';

/** Update interval, in milliseconds: short enough to follow, long enough not to flicker. */
const EVERY = 1_000;

/** @param {HTMLElement} element @returns {import('../main.js').Panel} */
export function mountLatency(element) {
  const median = need(element, '.latency-median');
  const worst = need(element, '.latency-worst');
  let shownAt = -EVERY;

  return {
    update(state, now) {
      if (now - shownAt < EVERY) {
        return;
      }
      shownAt = now;
      const took = describe(state, now).level === 'live' ? summary(state.latency, now) : null;
      element.classList.toggle('latency-unknown', took === null);
      if (took !== null) {
        setText(median, duration(took.median));
        setText(worst, duration(took.worst, took.median));
      }
    },
  };
}
