/**
 * The newest orders. While the table is read, with the pointer or the keyboard, it does not change, and new orders wait
 * behind a button. Out of sight it is rarely updated, because it changes more than anything else on the page. A click on
 * a row filters by the property under the pointer, or else by the first one of the row.
 */
import { exactMoney, number } from '../format.js';
import { OUT_OF_SIGHT } from '../frame.js';
import { need } from '../need.js';
import { onPrint } from '../print.js';
import { mode } from '../shown.js';
import { shown as shownView } from '../store.js';
import { time, today, zoneName } from '../times.js';
import { setText } from './text.js';
import { isSelecting, mountMenu } from './tools.js';

/** The properties of the columns. */
const PROPERTIES = { 2: 'country', 3: 'category', 6: 'item_status' };

/** By then, in milliseconds, the dashboard has answered a choice. Until then, the table follows it, read or not. */
const ANSWERED = 2_000;

/** The rows to which keys lead. */
const KEYS = {
  ArrowDown: (row) => row.nextElementSibling,
  ArrowUp: (row) => row.previousElementSibling,
  Home: (row) => row.parentElement.firstElementChild,
  End: (row) => row.parentElement.lastElementChild,
};

/**
 * @param {HTMLElement} panel
 * @param {import('../main.js').Page} page
 * @returns {import('../main.js').Panel}
 */
export function mountOrders(panel, page) {
  const region = need(panel, '.table-scroll');
  const body = need(panel, 'tbody');
  const empty = need(panel, '.chart-empty');
  const zone = document.createElement('span');
  const show = document.createElement('button');
  /** @type {Map<string, HTMLTableRowElement>} by the keys of their orders */
  const rows = new Map();
  /** Ids of the orders in the table, and of those that wait. */
  let known = new Set();
  const waiting = new Set();
  let mayBeMore = false;
  let shown;
  let choices;
  let shownMode = '';
  let followUntil = 0;
  let day = today();
  let inSight = false;
  let dueAt = 0;

  zone.className = 'orders-zone';
  setText(zone, zoneName(Date.now()));
  need(panel, 'th').append(' ', zone);
  show.type = 'button';
  show.className = 'orders-waiting';
  show.hidden = true;
  need(panel, 'h2').after(show);
  show.addEventListener('click', () => {
    region.focus({ preventScroll: true });
    write(page.state());
  });
  body.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = target.closest('td')?.querySelector('button') ?? firstShown(target.closest('tr'));
    if (button && !isSelecting(body)) {
      page.toggle(button.dataset.filter, button.dataset.value);
    }
  });
  body.addEventListener('keydown', (event) => {
    const cell = /** @type {Element} */ (event.target).closest('td');
    if (cell === null || !Object.hasOwn(KEYS, event.key)) {
      return;
    }
    const row = KEYS[event.key](cell.parentElement);
    if (row !== null) {
      event.preventDefault();
      row.cells[cell.cellIndex].querySelector('button').focus();
    }
  });
  mountMenu(panel);
  new IntersectionObserver((entries) => {
    inSight = entries[entries.length - 1].isIntersecting;
    page.render();
  }).observe(panel);
  onPrint(() => write(page.state()));

  function update(state, now) {
    if (!inSight && now < dueAt) {
      return;
    }
    dueAt = now + OUT_OF_SIGHT;
    setText(zone, zoneName(Date.now()));
    if (day !== today()) {
      day = today();
      clear();
    }
    const latest = shownView(state)?.latest;
    if (latest === shown && state.choices === choices) {
      return;
    }
    if (state.choices !== choices || mode(state) !== shownMode || shownMode === 'replay') {
      followUntil = now + ANSWERED;
    }
    if (now >= followUntil && shown !== undefined && latest !== undefined && isBeingRead()) {
      wait(latest);
    } else {
      write(state);
    }
  }

  function wait(latest) {
    mayBeMore ||= latest.length > 0 && latest.every(([id]) => !known.has(id) && !waiting.has(id));
    latest.filter(([id]) => !known.has(id)).forEach(([id]) => waiting.add(id));
    show.hidden = waiting.size === 0;
    setText(show, `${number(waiting.size)}${mayBeMore ? ' or more' : ''} new ${waiting.size === 1 ? 'order' : 'orders'} – show`);
  }

  function write(state) {
    const newOnesShine = shown !== undefined && choices === state.choices;
    shown = shownView(state)?.latest;
    choices = state.choices;
    shownMode = mode(state);
    const orders = shown ?? [];
    known = new Set(orders.map(([id]) => id));
    waiting.clear();
    mayBeMore = false;
    show.hidden = true;
    put(orders, newOnesShine);
    empty.hidden = orders.length > 0;
  }

  /** Puts the orders into the table. Rows that stay are neither created nor laid out again. */
  function put(orders, newOnesShine) {
    const keys = new Set(orders.map(keyOf));
    rows.forEach((made, key) => {
      if (!keys.has(key)) {
        made.remove();
        rows.delete(key);
      }
    });
    let next = body.firstElementChild;
    for (const order of orders) {
      const key = keyOf(order);
      const made = rows.get(key) ?? row(order, newOnesShine);
      rows.set(key, made);
      if (made === next) {
        next = next.nextElementSibling;
      } else {
        body.insertBefore(made, next);
      }
    }
    for (const button of body.querySelectorAll('button')) {
      // The Tab key leads to the first row, and the arrow keys to the others.
      button.tabIndex = button.closest('tr') === body.firstElementChild ? 0 : -1;
      const { filter = '', value } = button.dataset;
      button.setAttribute('aria-pressed', String(choices.only[filter]?.includes(value) ?? false));
    }
  }

  /** A focus set with the pointer does not count, because it stays when the pointer has gone. */
  function isBeingRead() {
    return panel.matches(':hover') || region.matches(':focus-visible') || body.querySelector(':focus-visible') !== null;
  }

  function clear() {
    shown = undefined;
    choices = undefined;
    put([], false);
  }

  return { update, restyle: clear };
}

const keyOf = ([id, at, , , items, sales, status]) => `${id} ${at} ${items} ${sales} ${status}`;

/** The first property of a row that the shop has. */
const firstShown = (tr) => [...(tr?.querySelectorAll('button') ?? [])].find((button) => button.offsetParent !== null);

function row([id, at, country, category, items, sales, status], isNew) {
  const made = document.createElement('tr');
  made.classList.toggle('order-new', isNew);
  const texts = [time(at), id, country, category, number(items), exactMoney(sales), status];
  made.append(...texts.map((text, i) => {
    const cell = document.createElement('td');
    if (i in PROPERTIES) {
      cell.dataset.property = PROPERTIES[i];
      cell.append(choice(PROPERTIES[i], text));
    } else {
      cell.textContent = text;
    }
    cell.classList.toggle('number', i === 4 || i === 5);
    return cell;
  }));
  return made;
}

function choice(property, value) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = value;
  made.title = value;
  made.dataset.filter = property;
  made.dataset.value = value;
  return made;
}
