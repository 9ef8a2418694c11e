/** The newest orders. The table does not move under the pointer or the focus: what is new then waits. */
import { exactMoney, number, time } from '../format.js';
import { shown as shownView } from '../store.js';
import { mountFullScreen } from './tools.js';

/**
 * @param {HTMLElement} panel
 */
export function mountOrders(panel) {
  const body = panel.querySelector('tbody');
  const empty = panel.querySelector('.chart-empty');
  const unit = panel.querySelector('.unit');
  let shown;
  let newest;

  mountFullScreen(panel);

  function update(state) {
    newest = shownView(state);
    if (newest?.latest === shown) {
      return;
    }
    if (shown !== undefined && newest !== null && isBeingRead()) {
      const known = new Set(shown.map(keyOf));
      const waiting = newest.latest.filter((order) => !known.has(keyOf(order))).length;
      unit.textContent = waiting === 0 ? '' : `${waiting === newest.latest.length ? `${waiting} or more` : waiting} newer, shown when you move on`;
      return;
    }
    const known = shown === undefined ? null : new Set(shown.map(keyOf));
    shown = newest?.latest;
    unit.textContent = '';
    body.replaceChildren(...(shown ?? []).map((order) => row(order, known !== null && !known.has(keyOf(order)))));
    empty.hidden = (shown ?? []).length > 0;
    empty.textContent = shown === undefined ? 'The orders appear with the first figures.' : 'No orders in the window.';
  }

  function isBeingRead() {
    return panel.matches(':hover') || panel.querySelector('.table-scroll').matches(':focus');
  }

  return {
    update,
    restyle() {
      shown = undefined;
    },
  };
}

const keyOf = ([id, at, , , items, , status]) => `${id} ${at} ${items} ${status}`;

function row([id, at, country, category, items, sales, status], isNew) {
  const made = document.createElement('tr');
  made.classList.toggle('order-new', isNew);
  const texts = [time(at), id, country, category, number(items), exactMoney(sales), status];
  made.append(...texts.map((text, i) => {
    const cell = document.createElement('td');
    cell.textContent = text;
    cell.classList.toggle('number', i === 4 || i === 5);
    return cell;
  }));
  made.lastElementChild.dataset.status = status;
  return made;
}
