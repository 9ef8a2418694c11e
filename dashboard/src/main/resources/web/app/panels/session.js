/** Offers to sign in again when the sign-in has ended, and to sign out. */
import { need } from '../need.js';

/** @param {Document} root @returns {import('../main.js').Panel} */
export function mountSession(root) {
  const again = need(root, '#again');
  need(again, 'button').addEventListener('click', () => location.reload());
  root.getElementById('signout')?.addEventListener('click', async () => {
    let next = '.';
    try {
      ({ next } = await (await fetch('signout', { method: 'POST' })).json());
    } catch {
      // The page that follows says whether the dashboard answers.
    }
    location.href = next;
  });

  return {
    update(state) {
      again.hidden = state.finding?.kind !== 'signin';
    },
  };
}
