// The controls of the start page: show and change the scenario.
import { need } from './need.js';

const scenario = need('scenario');
const answer = need('answer');
const steer = need('steer');
const signin = need('signin');
const token = /** @type {HTMLInputElement} */ (need('token'));
const BETWEEN_LOOKS = 2_000;

async function look() {
  const response = await fetch('scenario');
  show(await response.json());
}

function show({ scenario: name, until }) {
  const left = until === undefined ? '' : `, ${Math.max(0, Math.round((Date.parse(until) - Date.now()) / 1_000))} s left`;
  scenario.textContent = name === 'none' ? 'nothing special' : `${name}${left}`;
  for (const button of steer.querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.value === name && name !== 'none'));
  }
}

/** The scenario that waits for the sign-in. */
let wanted;

async function ask(name) {
  const response = await fetch('scenario', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  const said = await response.json();
  if (response.status === 401) {
    wanted = name;
    signin.hidden = false;
    token.focus();
    answer.textContent = '';
    return;
  }
  answer.textContent = response.ok ? '' : `Not possible: ${said.error}.`;
  if (response.ok) {
    show(said);
  }
}

async function signIn() {
  // A header holds bytes: the characters stand for those of the token in UTF-8.
  const bytes = String.fromCharCode(...new TextEncoder().encode(token.value));
  const response = await fetch('signin', { method: 'POST', headers: { Authorization: `Bearer ${bytes}` } });
  if (!response.ok) {
    const said = await response.json();
    answer.textContent = `Not possible: ${said.error}.`;
    return;
  }
  token.value = '';
  signin.hidden = true;
  await ask(wanted);
}

const failed = () => {
  answer.textContent = 'The producer does not answer.';
};

steer.addEventListener('submit', (event) => event.preventDefault());
signin.addEventListener('submit', (event) => {
  event.preventDefault();
  signIn().catch(failed);
});
steer.addEventListener('click', ({ target }) => {
  if (target instanceof HTMLButtonElement) {
    ask(target.value).catch(failed);
  }
});
// The server does not know the path under which a proxy serves this page.
const feed = new URL('ws', document.baseURI);
feed.protocol = feed.protocol.replace('http', 'ws');
need('feed').textContent = `ws listen ${feed.href}`;

const watch = () => look().catch(failed).finally(() => setTimeout(watch, BETWEEN_LOOKS));
watch();
