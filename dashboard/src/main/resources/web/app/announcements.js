/**
 * Decides what is announced to screen readers, and when: pure functions. A state that comes and goes would be read out
 * each time, so that there are at most a few announcements a minute. If there are more, the newest one waits.
 *
 * @typedef {{said: string, times: number[]}} Announcements the words last announced, and when announcements were made
 */

/** Limit on announcements, and the time that it is for, in milliseconds. */
const MOST = 4;
const SPAN = 60_000;

/**
 * @param {string} said what the page says already
 * @returns {Announcements}
 */
export const initial = (said) => ({ said, times: [] });

/**
 * Announces some words, if they are new and there were not too many announcements. Call it again with the current
 * words: those that had to wait are announced later, unless others have replaced them.
 *
 * @param {Announcements} announcements
 * @param {string} words
 * @param {number} now in milliseconds
 * @returns {Announcements}
 */
export function announce(announcements, words, now) {
  if (words === announcements.said) {
    return announcements;
  }
  const times = announcements.times.filter((time) => now - time < SPAN);
  return times.length < MOST ? { said: words, times: [...times, now] } : announcements;
}
