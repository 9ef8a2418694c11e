import '../app/style.css';
import './style.css';
import { restoreTheme } from '../app/theme.js';
import { problemOf } from './problem.js';

restoreTheme();

const { root, stays } = document.body.dataset;
/** @type {HTMLFormElement & {elements: Record<'user' | 'password', HTMLInputElement>} | null} */
const form = document.getElementById('form');
const problem = document.getElementById('problem');

form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  problem.textContent = '';
  problem.textContent = await signIn();
  button.disabled = false;
  if (problem.textContent !== '') {
    form.elements.password.select();
  }
});

/** Signs in, and returns what is wrong if it cannot. */
async function signIn() {
  const body = JSON.stringify({ user: form.elements.user.value, password: form.elements.password.value });
  let response;
  try {
    response = await fetch(`${root}signin`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  } catch {
    return problemOf(0, null);
  }
  if (!response.ok) {
    return problemOf(response.status, response.headers.get('Retry-After'));
  }
  if (stays === 'true') {
    location.reload();
  } else {
    location.href = root;
  }
  return '';
}
