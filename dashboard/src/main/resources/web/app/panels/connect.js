/**
 * The checkbox that connects the page. The browser stores its state, but `?connect=` in the address takes precedence.
 * Without it, a wall display (`?kiosk`), which hides the checkbox, connects.
 */
import { keep, recall } from '../storage.js';

const KEY = 'connect';

/**
 * @param {HTMLInputElement} checkbox
 * @param {DOMStringMap} page the defaults that the server wrote into the page
 * @param {(wanted: boolean) => void} onChange
 */
export function mountConnect(checkbox, page, onChange) {
  checkbox.addEventListener('change', () => {
    keep(KEY, checkbox.checked);
    onChange(checkbox.checked);
  });
  const address = new URLSearchParams(location.search);
  const inAddress = address.get('connect') ?? (address.has('kiosk') ? 'true' : null);
  checkbox.checked = isWanted(inAddress, recall(KEY), page.autoConnect);
  if (checkbox.checked) {
    onChange(true);
  }
  return { update() {} };
}

/**
 * Whether to connect: the address takes precedence, then the stored choice, then the server's default.
 *
 * @param {string | null} inAddress
 * @param {string | null} chosen
 * @param {string | undefined} byServer
 */
export function isWanted(inAddress, chosen, byServer) {
  return (inAddress ?? chosen ?? byServer) === 'true';
}
