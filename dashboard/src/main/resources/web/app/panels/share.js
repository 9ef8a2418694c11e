/** Makes links to what the page shows. They work without signing in. Only administrators see the dialog. */
import { need } from '../need.js';
import { toText } from '../query.js';

/** Limit on the wait for a link, in milliseconds. */
const PATIENCE = 10_000;

/**
 * @typedef {HTMLFormControlsCollection & Record<'hours' | 'wall' | 'link', HTMLInputElement>} Fields
 *
 * @param {Document} root
 * @param {import('../main.js').Page} page
 */
export function mountShare(root, page) {
  /** @type {HTMLDialogElement | null} */
  const dialog = root.querySelector('#share-dialog');
  if (dialog === null) {
    return;
  }
  const form = need(dialog, 'form', HTMLFormElement);
  const problem = need(dialog, '.share-problem');
  const result = need(dialog, '.share-link');
  const copy = need(dialog, '.share-copy');
  const { hours, wall, link } = /** @type {Fields} */ (form.elements);

  need(root, '#share').addEventListener('click', () => {
    result.hidden = true;
    problem.textContent = '';
    dialog.showModal();
  });
  need(dialog, '.share-cancel').addEventListener('click', () => dialog.close());
  copy.addEventListener('click', async () => {
    link.select();
    try {
      await navigator.clipboard.writeText(link.value);
      copy.textContent = 'Copied';
    } catch {
      // Not permitted: the link is selected, for the keyboard.
    }
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    copy.textContent = 'Copy';
    const made = await make({
      query: toText(page.state().choices),
      hours: Number(hours.value),
      wall: wall.checked,
    });
    problem.textContent = made.error ?? '';
    result.hidden = made.path === undefined;
    link.value = made.path === undefined ? '' : new URL(made.path, root.baseURI).href;
    link.select();
  });
}

/** @returns {Promise<{path?: string, error?: string}>} */
async function make(share) {
  try {
    const response = await fetch('shares', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(share),
      signal: AbortSignal.timeout(PATIENCE),
    });
    return await response.json();
  } catch {
    return { error: 'The dashboard does not answer. Try again in a moment.' };
  }
}
