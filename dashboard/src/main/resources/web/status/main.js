/** Keeps the page up to date: the server renders it, and the script takes the new facts over. */
import { need } from '../app/need.js';
import { mountTheme } from '../app/panels/theme.js';
import { restoreTheme } from '../app/theme.js';

/** Time between an answer and the next request, in milliseconds. */
const BETWEEN_REQUESTS = 5_000;

/** Limit on the wait for an answer, in milliseconds. */
const PATIENCE = 10_000;

/** @param {Document} page */
export function start(page) {
  const [status, trouble] = ['#status', '#trouble'].map((selector) => need(page, selector));
  let timer = 0;
  let isBusy = false;
  let shownAt = new Date();

  restoreTheme();
  mountTheme(need(page, '#theme'));

  const say = (words) => {
    if (trouble.textContent !== words) {
      trouble.textContent = words;
    }
    status.classList.toggle('old', words !== '');
  };

  const refresh = async () => {
    const response = await fetch(page.location.href, {
      cache: 'no-store',
      headers: { Accept: 'text/html' },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('status');
    if (fresh === null) {
      // Something else answers, such as a sign-in.
      page.location.reload();
      return;
    }
    status.replaceChildren(...fresh.childNodes);
    shownAt = new Date();
    say('');
  };

  const watch = async () => {
    clearTimeout(timer);
    if (page.hidden || isBusy) {
      return;
    }
    isBusy = true;
    await refresh().catch(() => say(`The dashboard does not answer. These figures are from ${shownAt.toLocaleTimeString()}.`));
    isBusy = false;
    timer = setTimeout(watch, BETWEEN_REQUESTS);
  };

  page.addEventListener('visibilitychange', watch);
  timer = setTimeout(watch, BETWEEN_REQUESTS);
}
