/** What the browser keeps for the person. Without storage, all of it lasts until the page is closed. */
const PREFIX = 'thelook.';

/**
 * @param {string} name
 * @returns {string | null} null if nothing was kept
 */
export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string | boolean} value */
export function keep(name, value) {
  try {
    localStorage.setItem(PREFIX + name, String(value));
  } catch {
    // As if it had never been said, on the next visit.
  }
}

/**
 * What was kept as JSON; null if there is none, or it is none.
 *
 * @param {string} name
 */
export function recallJson(name) {
  try {
    return JSON.parse(recall(name));
  } catch {
    return null;
  }
}
