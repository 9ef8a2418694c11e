/**
 * Notices that the dashboard serves a newer page than this one. A wall display reloads itself; other pages offer a
 * button.
 */
import { need } from '../need.js';

/** Minimum time between two automatic reloads, in milliseconds: servers with different builds must not cause a loop. */
const BETWEEN_RELOADS = 600_000;

const KEY = 'thelook.reloaded';

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} body has the build of this page
 * @returns {import('../main.js').Panel}
 */
export function mountRenewal(element, body) {
  const { build } = body.dataset;
  let found = null;

  need(element, 'button').addEventListener('click', () => location.reload());

  return {
    update(state) {
      if (state.finding !== found) {
        found = state.finding;
        if (found?.build !== undefined) {
          element.hidden = found.build === build;
        }
      }
      if (!element.hidden && state.socket === 'open' && body.classList.contains('kiosk')) {
        reload();
      }
    },
  };
}

/** Reloads the wall display, unless it did so a short time ago. Does not without storage: it might be a loop. */
function reload() {
  try {
    if (mayReload(sessionStorage.getItem(KEY), Date.now())) {
      sessionStorage.setItem(KEY, String(Date.now()));
      const address = new URL(location.href);
      address.searchParams.set('kiosk', address.searchParams.get('kiosk') ?? '');
      history.replaceState(null, '', address);
      location.reload();
    }
  } catch {
    // No storage: the button stays.
  }
}

/**
 * @param {string | null} last the time of the last automatic reload, as it is stored
 * @param {number} now in milliseconds since the epoch
 */
export const mayReload = (last, now) => last === null || Math.abs(now - Number(last)) >= BETWEEN_RELOADS;
