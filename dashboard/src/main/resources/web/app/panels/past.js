/** The choice of a window of history: the last hours and days, or a range between two times. */
import { need } from '../need.js';
import { isPast, rangeOf } from '../query.js';
import * as scope from '../scope.js';
import { hasPast, historyOf, problemOfHistory, shown } from '../store.js';
import { dayAndMinute, fromLocal, toLocal, zoneName } from '../times.js';
import { setText } from './text.js';

const MORE = 'More';
const DAY = 86_400_000;

/**
 * @typedef {HTMLFormControlsCollection & Record<'from' | 'to', HTMLInputElement>} Fields
 *
 * @param {HTMLElement} ask
 * @param {(window: string) => void} choose
 * @returns {{update: (state: import('../store.js').State) => void} | null} null if the page has no such choice
 */
export function mountPast(ask, choose) {
  const popup = ask.querySelector('.past');
  if (popup === null) {
    return null;
  }
  const button = need(ask, '.past-button');
  const offer = need(popup, '.past-offer');
  const reason = need(popup, '.past-reason');
  const form = need(popup, 'form', HTMLFormElement);
  const { from, to } = /** @type {Fields} */ (form.elements);
  const zone = need(form, '.range-zone');
  const problem = need(form, '.range-problem');
  /** @type {NodeListOf<HTMLInputElement>} */
  const radios = popup.querySelectorAll('[name="past"]');
  const labels = new Map([...radios].map((radio) => [radio.value, radio.parentElement?.textContent.trim()]));
  let history;
  let choices;
  let isKnown = false;

  const close = () => popup.popover === null || popup.hidePopover();
  radios.forEach((radio) => {
    radio.addEventListener('change', () => choose(radio.value));
    // The arrow keys choose, and leave it open.
    radio.addEventListener('click', ({ detail }) => detail > 0 && close());
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    /** @type {[from: number, to: number]} */
    const range = [fromLocal(from.value), fromLocal(to.value)];
    const found = problemOf(range, history?.since, Date.now());
    problem.textContent = found;
    [from, to].forEach((field) => field.setAttribute('aria-invalid', String(found !== '')));
    if (found === '') {
      choose(range.join('-'));
      close();
    }
  });
  form.addEventListener('input', () => {
    problem.textContent = '';
  });

  return {
    update(state) {
      const next = historyOf(state);
      if (next === history && state.choices === choices && isKnown === (state.view !== null)) {
        return;
      }
      isKnown = state.view !== null;
      const isKept = !isKnown || next !== null;
      const canRead = !isKnown || hasPast(state);
      button.hidden = popup.hidden = !isKept;
      offer.hidden = !canRead;
      setText(reason, problemOfHistory(next));
      if (next !== null && from.value === '') {
        from.value = toLocal(Math.max(next.since ?? 0, Date.now() - DAY));
        to.value = toLocal(Date.now());
      }
      history = next;
      choices = state.choices;
      const { window } = choices;
      const range = rangeOf(window);
      radios.forEach((radio) => {
        radio.checked = radio.value === window;
      });
      if (range !== null) {
        [from.value, to.value] = range.map(toLocal);
      }
      button.setAttribute('aria-pressed', String(isPast(window)));
      setText(button, range === null ? labels.get(String(window)) ?? MORE : 'Range');
      button.title = isPast(window) ? scope.period(choices, shown(state)) : 'Other periods';
      setText(zone, zoneName(Date.now()));
    },
  };
}

/**
 * Why a range cannot be shown, as a sentence; empty if it can.
 *
 * @param {[from: number, to: number]} range in milliseconds since the epoch, NaN if a time is missing
 * @param {number | undefined} since when records are kept
 * @param {number} now
 */
export function problemOf([from, to], since, now) {
  if (Number.isNaN(from) || Number.isNaN(to)) {
    return 'Enter both times.';
  }
  if (from >= to) {
    return 'The end must be after the start.';
  }
  if (from > now) {
    return 'The start is in the future.';
  }
  return since !== undefined && to <= since ? `Records are kept from ${dayAndMinute(since)} on. The end must be later.` : '';
}
