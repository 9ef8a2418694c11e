/** The choice of window, the boxes that exclude a status, and a chip for each filter. */
import { shownName } from '../names.js';
import { need } from '../need.js';
import { PROPERTIES, exceptToggled, isFiltered, toggled } from '../query.js';
import * as scope from '../scope.js';
import { shown as shownView } from '../store.js';
import { mountPast } from './past.js';
import { setText } from './text.js';

/**
 * @param {HTMLElement} element
 * @param {import('../main.js').Page} page
 * @returns {import('../main.js').Panel}
 */
export function mountAsk(element, page) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const windows = element.querySelectorAll('[name="window"]');
  /** @type {NodeListOf<HTMLInputElement>} */
  const exceptions = element.querySelectorAll('[data-except]');
  const chips = need(document, '#chips');
  const filling = need(document, '#filling');
  const filters = need(element, '.filters-button');
  // Takes the focus when the last chip is gone.
  chips.tabIndex = -1;
  const more = need(document, '.chips-more');
  const popup = need(document, '#chips-all');
  let shown;

  // Filters without room next to the period move into a popup.
  new ResizeObserver(fold).observe(chips);
  popup.addEventListener('beforetoggle', ({ newState }) => (newState === 'open' ? popup.append(chips) : more.before(chips)));

  function fold() {
    if (popup.contains(chips)) {
      return;
    }
    const items = [...chips.querySelectorAll('li')];
    const folded = items.filter(({ offsetTop, offsetHeight }) => offsetTop - chips.offsetTop > offsetHeight);
    const filtersFolded = folded.filter((item) => need(item, 'button').dataset.property !== '').length;
    more.hidden = folded.length === 0;
    const plus = folded.length < items.length ? '+' : '';
    setText(more, filtersFolded === 0 ? '…' : `${plus}${filtersFolded} filter${filtersFolded === 1 ? '' : 's'}`);
  }

  const choose = (change) => {
    // The browser has already ticked the control, but the choice may be refused. The next update restores it.
    shown = undefined;
    page.choose(change);
  };

  const past = mountPast(element, (window) => choose((choices) => ({ ...choices, window })));
  windows.forEach((radio) => radio.addEventListener('change', () => choose((choices) => ({ ...choices, window: Number(radio.value) }))));
  exceptions.forEach((box) => box.addEventListener('change', () => {
    choose((choices) => exceptToggled(choices, 'item_status', box.dataset.except ?? ''));
  }));
  chips.addEventListener('click', (event) => {
    const { property, value = '', not } = /** @type {Element} */ (event.target).closest('button')?.dataset ?? {};
    if (property === '') {
      page.clear();
    } else if (property !== undefined) {
      page.choose((choices) => (not === 'true' ? exceptToggled : toggled)(choices, property, value));
    }
  });

  return {
    update(state) {
      setText(filling, scope.filling(shownView(state)));
      past?.update(state);
      if (state.choices === shown) {
        return;
      }
      shown = state.choices;
      windows.forEach((radio) => {
        radio.checked = Number(radio.value) === shown.window;
      });
      exceptions.forEach((box) => {
        box.checked = shown.except.item_status?.includes(box.dataset.except) ?? false;
      });
      const all = [...chipsOf(shown.only, false), ...chipsOf(shown.except, true)];
      setText(filters, all.length === 0 ? 'Filters' : `Filters (${all.length})`);
      const focused = [...chips.children].findIndex((item) => item.contains(document.activeElement));
      const key = chips.children[focused]?.querySelector('button')?.dataset.key ?? '';
      chips.replaceChildren(...all, ...(all.length > 1 ? [chip({ property: '', value: '', not: false }, 'Clear filters')] : []));
      if (!isFiltered(shown)) {
        popup.hidePopover();
      }
      fold();
      if (focused >= 0) {
        const next = focusAfter(all.map((item) => item.querySelector('button').dataset.key), key, focused);
        (chips.children[next]?.querySelector('button') ?? chips).focus();
      }
    },
  };
}

/**
 * The position of the chip that takes the focus after a change: the same chip, or the next one, or the last one.
 *
 * @param {string[]} keys of the chips now
 * @param {string} key of the chip that had the focus
 * @param {number} position of that chip
 * @returns {number} -1 if there are no chips
 */
export function focusAfter(keys, key, position) {
  const same = keys.indexOf(key);
  return same >= 0 ? same : Math.min(position, keys.length - 1);
}

/**
 * The words of a filter: a label and a value, such as "Country: " and "Brasil", or "Not " and "cancelled".
 *
 * @param {string} property
 * @param {string} value
 * @param {boolean} not
 * @returns {[label: string, value: string]}
 */
export function chipWords(property, value, not) {
  if (property === 'item_status' && not) {
    return ['Not ', value.toLowerCase()];
  }
  return [`${PROPERTIES[property]}: ${not ? 'not ' : ''}`, shownName(property, value)];
}

function chipsOf(chosen, not) {
  return Object.entries(chosen).flatMap(([property, values]) => values.map((value) => (
    chip({ property, value, not }, ...chipWords(property, value, not)))));
}

function chip({ property, value, not }, words, shownValue = value) {
  const item = document.createElement('li');
  const button = item.appendChild(document.createElement('button'));
  button.type = 'button';
  Object.assign(button.dataset, { property, value, not: String(not), key: `${not}/${property}/${value}` });
  const name = button.appendChild(document.createElement('span'));
  name.className = 'chip-name';
  // A value that is written from right to left does not turn the words around it.
  const isolated = document.createElement('bdi');
  isolated.textContent = shownValue;
  name.append(words, isolated);
  if (property !== '') {
    button.classList.add('chip-removable');
    button.setAttribute('aria-label', `Remove ${words}${shownValue}`);
  }
  return item;
}
