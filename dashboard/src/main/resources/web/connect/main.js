/** Wiring only: polls the dashboard while the page is visible, and shows its reports. */
import { need } from '../app/need.js';
import { mountTheme } from '../app/panels/theme.js';
import { restoreTheme } from '../app/theme.js';
import * as api from './api.js';
import { mountMessages } from './messages.js';
import { mountRefused } from './refused.js';
import { mountSource } from './source.js';
import { mountTrial } from './trial.js';

/** Interval of polls, in milliseconds. */
const BETWEEN_POLLS = 2_000;

/** @param {Document} page */
export function start(page) {
  const [inside, signin, form, answer, trouble] = [
    '#inside', '#signin', '#signin-form', '#signin-answer', '#trouble',
  ].map((selector) => need(page, selector));
  const token = need(page, '#token', HTMLInputElement);

  restoreTheme();
  mountTheme(need(page, '#theme'));

  let timer = 0;
  let isPolling = false;
  let isSignedIn = true;
  let after = 0;

  const isSignIn = (failure) => {
    if (failure.status !== 401) {
      return false;
    }
    isSignedIn = false;
    inside.hidden = true;
    trouble.textContent = '';
    if (signin.hidden) {
      signin.hidden = false;
      token.focus();
    }
    return true;
  };

  const trial = mountTrial(page, () => messages.newest(), isSignIn);
  const messages = mountMessages(page, (message) => trial.open(message));
  const source = mountSource(need(page, '#source'));
  const refused = mountRefused(need(page, '#refused'));

  async function look() {
    const report = await api.state(after);
    if (report.newest < after) {
      // The dashboard has restarted.
      messages.clear();
      after = 0;
      return look();
    }
    after = report.newest;
    signin.hidden = true;
    inside.hidden = false;
    trouble.textContent = '';
    source.update(report);
    refused.update(report);
    messages.update(report.messages);
    return undefined;
  }

  async function poll() {
    clearTimeout(timer);
    if (isPolling || !isSignedIn || page.hidden) {
      return;
    }
    isPolling = true;
    try {
      await look();
    } catch (failure) {
      if (!(failure instanceof api.ApiError)) {
        throw failure;
      }
      if (!isSignIn(failure)) {
        trouble.textContent = `Trying again: ${failure.message}.`;
      }
    } finally {
      isPolling = false;
      timer = setTimeout(poll, BETWEEN_POLLS);
    }
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    answer.textContent = '';
    try {
      await api.signIn(token.value);
    } catch (failure) {
      answer.textContent = `Not possible: ${/** @type {Error} */ (failure).message}.`;
      token.select();
      return;
    }
    token.value = '';
    isSignedIn = true;
    poll();
  });
  page.addEventListener('visibilitychange', poll);
  poll();
}
