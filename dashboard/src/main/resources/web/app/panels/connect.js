/**
 * The checkbox that connects the page. The browser stores its state, but `?connect=` in the address takes precedence.
 * Without it, a wall display (`?kiosk`), which hides the checkbox, connects, and so do a guest's page and an address
 * that says what to show, for anyone who opens it.
 */
import { isLink } from '../query.js';
import { keep, recall } from '../storage.js';

const KEY = 'connect';

/**
 * @param {HTMLInputElement} checkbox
 * @param {DOMStringMap} page the defaults that the server wrote into the page
 * @param {(wanted: boolean) => void} onChange
 * @returns {import('../main.js').Panel}
 */
export function mountConnect(checkbox, page, onChange) {
  checkbox.addEventListener('change', () => {
    keep(KEY, checkbox.checked);
    onChange(checkbox.checked);
  });
  const address = new URLSearchParams(location.search);
  const inAddress = address.get('connect') ?? (address.has('kiosk') || page.shared === 'true' ? 'true' : null);
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  const isOpened = (navigation?.type ?? 'navigate') === 'navigate';
  // A click before this script ran is a choice, too.
  if (checkbox.checked) {
    keep(KEY, true);
  }
  checkbox.checked ||= isWanted({
    inAddress, isLink: isLink(location.search), isOpened, chosen: recall(KEY), byServer: page.autoConnect,
  });
  if (checkbox.checked) {
    onChange(true);
  }
  return { update() {} };
}

/**
 * Whether to connect: the address takes precedence, then a link that was opened just now, then the stored choice, then
 * a link that was reloaded, then the server's default.
 *
 * @param {{inAddress: string | null, isLink: boolean, isOpened: boolean, chosen: string | null,
 *   byServer: string | undefined}} known isLink: the address says what to show; isOpened: the page was not reloaded or
 *   restored
 */
export function isWanted({ inAddress, isLink: isLinked, isOpened, chosen, byServer }) {
  const byLink = isLinked ? 'true' : null;
  return (inAddress ?? (isOpened ? byLink : null) ?? chosen ?? byLink ?? byServer) === 'true';
}
