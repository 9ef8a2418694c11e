/**
 * Why a user could not sign in, as a sentence.
 *
 * @param {number} status of the response; 0 if there was none
 * @param {string | null} retryAfter the seconds to wait, as the response has them
 */
export function problemOf(status, retryAfter) {
  switch (status) {
    case 0:
      return 'The dashboard does not answer. Try again in a moment.';
    case 401:
      return 'The name or the password is wrong.';
    case 429:
      return `Too many attempts. Try again in ${retryAfter ?? 'a few'} seconds.`;
    default:
      return `Sign-in failed (status ${status}). Try again in a moment.`;
  }
}
