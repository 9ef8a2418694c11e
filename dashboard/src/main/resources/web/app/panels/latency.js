/** How long orders took to the screen in the last minute. Shown while the figures are live: else their age is what counts. */
import { duration } from '../format.js';
import { summary } from '../latency.js';
import { describe } from '../store.js';

/** Often enough to be read, and no flicker, in milliseconds. */
const EVERY = 1_000;

/** @param {HTMLElement} element */
export function mountLatency(element) {
  const median = element.querySelector('.latency-median');
  const worst = element.querySelector('.latency-worst');
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
        median.textContent = duration(took.median);
        worst.textContent = duration(took.worst);
      }
    },
  };
}
