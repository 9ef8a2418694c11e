/** Settings that the browser stores for the user. Without storage, they last until the page is closed. */
const PREFIX = 'thelook.';

/**
 * @param {string} name
 * @returns {string | null} null if nothing is stored
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
    // No storage: the next visit starts with the default.
  }
}

/**
 * A value stored as JSON; null if nothing is stored, or it is not JSON.
 *
 * @param {string} name
 */
export function recallJson(name) {
  try {
    return JSON.parse(recall(name) ?? 'null');
  } catch {
    return null;
  }
}

/**
 * Calls a listener when another page of the browser has stored a value.
 *
 * @param {string} name
 * @param {() => void} listener
 */
export function onKeptElsewhere(name, listener) {
  addEventListener('storage', ({ key }) => {
    if (key === PREFIX + name) {
      listener();
    }
  });
}
