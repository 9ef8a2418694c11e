/** Requests to the dashboard, whose root is in the page. If one fails, its promise rejects with an {@link ApiError}. */

/** Limit on the wait for an answer, in milliseconds. A trial may take some seconds. */
const PATIENCE = 15_000;

export class ApiError extends Error {
  /**
   * @param {number} status 0 if there was no answer
   * @param {string} reason
   */
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(document.body.dataset.root + path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE), ...options });
  } catch {
    throw new ApiError(0, 'the dashboard does not answer');
  }
  const said = response.status === 204 ? null : await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new ApiError(response.status, said?.error ?? `status ${response.status}`);
  }
  return said;
}

/** The state, and the messages after a number. @param {number} after */
export const state = (after) => ask(`connect/state?after=${after}`);

/** The whole text of a message. @param {number} number */
export const message = async (number) => (await ask(`connect/messages/${number}`)).text;

/** The program of a mapping. @param {string} name a preset, or 'current' */
export const mapping = async (name) => (await ask(`connect/mappings/${name}`)).mapping;

/** Tries a mapping. @param {string} program @param {string} sample */
export const trial = (program, sample) => ask('connect/trial', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ mapping: program, sample }),
});

/** Signs the browser in. @param {string} token */
export const signIn = (token) => {
  // A header holds bytes: the characters stand for those of the token in UTF-8.
  const bytes = String.fromCharCode(...new TextEncoder().encode(token));
  return ask('signin', { method: 'POST', headers: { Authorization: `Bearer ${bytes}` } });
};
