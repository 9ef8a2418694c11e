/**
 * The newest orders. While the table has the pointer or the focus it does not change, and new orders wait. Out of sight
 * it is not updated, because it changes more than anything else on the page.
 */
import { exactMoney, number, time } from '../format.js';
import { shown as shownView } from '../store.js';
import { setText } from './text.js';
import { mountMenu } from './tools.js';

/**
 * @param {HTMLElement} panel
 * @param {import('../main.js').Page} page
 */
export function mountOrders(panel, page) {
  const body = panel.querySelector('tbody');
  const empty = panel.querySelector('.chart-empty');
  const unit = panel.querySelector('.unit');
  /** @type {Map<string, HTMLTableRowElement>} by the keys of their orders */
  const rows = new Map();
  let shown;
  let newest;
  let inSight = false;

  mountMenu(panel);
  new IntersectionObserver((entries) => {
    inSight = entries.at(-1).isIntersecting;
    page.render();
  }).observe(panel);

  function update(state) {
    newest = shownView(state);
    if (newest?.latest === shown || !inSight) {
      return;
    }
    if (shown !== undefined && newest?.latest !== undefined && isBeingRead()) {
      const waiting = newest.latest.filter((order) => !rows.has(keyOf(order))).length;
      unit.textContent = waiting === 0 ? '' : `${waiting === newest.latest.length ? `${waiting} or more` : waiting} newer, shown when you move on`;
      return;
    }
    const isFirst = shown === undefined;
    shown = newest?.latest;
    setText(unit, '');
    write(shown ?? [], !isFirst);
    empty.hidden = (shown ?? []).length > 0;
    empty.textContent = shown === undefined ? 'The orders appear with the first figures.' : 'No orders in the window.';
  }

  /** Writes the orders. Rows that stay are neither created nor laid out again. */
  function write(orders, newOnesShine) {
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
      if (!rows.has(key)) {
        rows.set(key, row(order, newOnesShine));
      }
      const made = rows.get(key);
      if (made === next) {
        next = next.nextElementSibling;
      } else {
        body.insertBefore(made, next);
      }
    }
  }

  function isBeingRead() {
    return panel.matches(':hover') || panel.querySelector('.table-scroll').matches(':focus');
  }

  return {
    update,
    restyle() {
      shown = undefined;
      write([], false);
    },
  };
}

const keyOf = ([id, at, , , items, sales, status]) => `${id} ${at} ${items} ${sales} ${status}`;

/** The properties of the columns, by which a shop without them hides them. */
const PROPERTIES = { 2: 'country', 3: 'category', 6: 'item_status' };

function row([id, at, country, category, items, sales, status], isNew) {
  const made = document.createElement('tr');
  made.classList.toggle('order-new', isNew);
  const texts = [time(at), id, country, category, number(items), exactMoney(sales), status];
  made.append(...texts.map((text, i) => {
    const cell = document.createElement('td');
    cell.textContent = text;
    if (i in PROPERTIES) {
      cell.dataset.property = PROPERTIES[i];
    }
    cell.classList.toggle('number', i === 4 || i === 5);
    return cell;
  }));
  made.lastElementChild.dataset.status = status;
  return made;
}
