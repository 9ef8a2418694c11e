// Keeps the status page up to date: the server renders it, and this takes the new facts over.
import { need } from './need.js';

const facts = need('status');
const trouble = need('trouble');
const BETWEEN_REQUESTS = 5_000;
const PATIENCE = 10_000;

async function refresh() {
  const response = await fetch(location.href, {
    cache: 'no-store',
    headers: { Accept: 'text/html' },
    signal: AbortSignal.timeout(PATIENCE),
  });
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('status');
  if (fresh === null) {
    throw new Error(`status ${response.status}`);
  }
  facts.replaceChildren(...fresh.childNodes);
  trouble.textContent = '';
}

let timer = 0;
let isBusy = false;

async function watch() {
  clearTimeout(timer);
  if (document.hidden || isBusy) {
    return;
  }
  isBusy = true;
  await refresh().catch(() => {
    trouble.textContent = 'The producer does not answer.';
  });
  isBusy = false;
  timer = setTimeout(watch, BETWEEN_REQUESTS);
}

document.addEventListener('visibilitychange', watch);
timer = setTimeout(watch, BETWEEN_REQUESTS);
