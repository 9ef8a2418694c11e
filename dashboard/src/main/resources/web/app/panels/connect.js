/** The checkbox. Its state is remembered; `?connect=` in the address decides first, and a wall display, which has no checkbox, connects. */
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
 * The address decides first, then what the person chose before, then the server.
 *
 * @param {string | null} inAddress
 * @param {string | null} chosen
 * @param {string | undefined} byServer
 */
export function isWanted(inAddress, chosen, byServer) {
  return (inAddress ?? chosen ?? byServer) === 'true';
}
