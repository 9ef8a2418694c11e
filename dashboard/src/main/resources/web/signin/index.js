import '../app/style.css';
import './style.css';
import { need } from '../app/need.js';
import { restoreTheme } from '../app/theme.js';
import { problemOf } from './problem.js';

restoreTheme();

const { root = '', stays } = document.body.dataset;
const form = document.getElementById('form');

// Without users, there is no form.
if (form !== null) {
  const [user, password] = ['#user', '#password'].map((selector) => need(form, selector, HTMLInputElement));
  const button = need(form, 'button', HTMLButtonElement);
  const problem = need(form, '#problem');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    problem.textContent = '';
    problem.textContent = await signIn(user.value, password.value);
    button.disabled = false;
    if (problem.textContent !== '') {
      password.select();
    }
  });
}

/**
 * Signs in, and returns what is wrong if it cannot.
 *
 * @param {string} user
 * @param {string} password
 */
async function signIn(user, password) {
  const body = JSON.stringify({ user, password });
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
