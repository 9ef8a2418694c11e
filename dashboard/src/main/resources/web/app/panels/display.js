/** Display settings: colours, hidden figures, full screen, wall display and help. Handles all keyboard shortcuts. */
import { hideFigures } from '../format.js';
import { need } from '../need.js';
import { keep, recall } from '../storage.js';
import { hasPast } from '../store.js';
import { mountTheme } from './theme.js';

const PRIVACY = 'privacy';
const KEYS = 'keys';

/** What Escape closes. */
const OPEN = 'dialog[open], :popover-open, details.tools[open], :fullscreen';

/**
 * @param {Document} root
 * @param {import('../main.js').Page} page
 */
export function mountDisplay(root, page) {
  const nextTheme = mountTheme(need(root, '#theme'));
  const privacy = need(root, '#privacy');
  const shortcuts = need(root, '#shortcuts', HTMLDialogElement);
  const useKeys = need(root, '#keys', HTMLInputElement);
  const address = new URLSearchParams(location.search);

  const hide = (wanted) => {
    hideFigures(wanted);
    privacy.setAttribute('aria-pressed', String(wanted));
    keep(PRIVACY, wanted);
    page.restyle();
  };
  const toggleHidden = () => hide(privacy.getAttribute('aria-pressed') !== 'true');
  const fullScreen = () => (root.fullscreenElement === null ? root.documentElement.requestFullscreen?.() : root.exitFullscreen());
  const kiosk = (wanted) => {
    root.body.classList.toggle('kiosk', wanted);
    keepAwake(wanted);
    page.restyle();
  };

  privacy.addEventListener('click', toggleHidden);
  need(root, '#fullscreen').addEventListener('click', fullScreen);
  need(root, '#wall').addEventListener('click', () => kiosk(true));
  need(root, '#help').addEventListener('click', () => shortcuts.showModal());

  const past = (window) => hasPast(page.state()) && page.choose((choices) => ({ ...choices, window }));
  const keys = {
    c: () => need(root, '#connect').click(),
    p: () => need(root, '#pause').click(),
    r: () => need(root, '#replay').click(),
    t: nextTheme,
    h: toggleHidden,
    f: fullScreen,
    k: () => kiosk(!root.body.classList.contains('kiosk')),
    '?': () => shortcuts.showModal(),
    0: () => page.choose((choices) => ({ ...choices, window: 0 })),
    1: () => page.choose((choices) => ({ ...choices, window: 1 })),
    5: () => page.choose((choices) => ({ ...choices, window: 5 })),
    q: () => page.choose((choices) => ({ ...choices, window: 15 })),
    d: () => past('today'),
    y: () => past('yesterday'),
    w: () => past('7d'),
    Escape: () => page.clear(),
  };
  useKeys.checked = recall(KEYS) !== 'false';
  useKeys.addEventListener('change', () => keep(KEYS, useKeys.checked));
  root.addEventListener('keydown', (event) => {
    const isTyping = /** @type {Partial<Element>} */ (event.target).closest?.('dialog, select, input:not([type="checkbox"], [type="radio"])') !== null && event.key !== 'Escape';
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping || !useKeys.checked) {
      return;
    }
    // Escape closes these, and nothing else.
    const isOpen = root.querySelector(event.key === 'Escape' ? OPEN : 'dialog[open], :popover-open') !== null;
    if (!isOpen && !event.defaultPrevented && Object.hasOwn(keys, event.key)) {
      keys[event.key]();
    }
  });

  if (address.get('privacy') !== null ? address.get('privacy') !== 'false' : recall(PRIVACY) === 'true') {
    hide(true);
  }
  if (address.has('kiosk')) {
    kiosk(true);
  }
}

/** @type {Promise<WakeLockSentinel | null | undefined>} */
let lock = Promise.resolve(null);

/**
 * Keeps the screen of a wall display on. The browser releases the lock when the page is hidden. One change waits for the
 * one before, which may not have been granted yet.
 *
 * @param {boolean} wanted
 */
function keepAwake(wanted) {
  lock = lock
    .then((held) => held?.release())
    .then(() => (wanted ? navigator.wakeLock?.request('screen') : null))
    .catch(() => null);
}
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && document.body.classList.contains('kiosk')) {
    keepAwake(true);
  }
});
