/** Rejected records by reason, and refused deliveries by status, with the newest example of each. */
import { number } from '../app/format.js';
import { time } from '../app/times.js';
import { make } from './dom.js';

/** other_currency: Other currency. @param {string} name */
export const words = (name) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ');

/** @param {HTMLElement} place */
export function mountRefused(place) {
  let shown;

  function table(rows) {
    return make('div', { class: 'scroll reasons', tabindex: '0', role: 'group', 'aria-label': 'Refused, by reason' },
      make('table', {},
        make('thead', {}, make('tr', {},
          make('th', { scope: 'col' }, 'Reason'), make('th', { scope: 'col', class: 'number' }, 'Number'),
          make('th', { scope: 'col' }, 'Last'), make('th', { scope: 'col' }, 'Example'))),
        make('tbody', {}, ...rows.map(([reason, count, at, example]) => make('tr', {},
          make('th', { scope: 'row' }, reason), make('td', { class: 'number' }, number(count)),
          make('td', { class: 'at' }, at > 0 ? time(at) : ''), make('td', { class: 'example' }, example))))));
  }

  return {
    update({ rejections, refused }) {
      const rows = [
        ...refused.map(({ status, count, at, example }) => [`Delivery, status ${status}`, count, at, example]),
        ...rejections.map(({ reason, count, at, example }) => [words(reason), count, at, example]),
      ];
      const text = JSON.stringify(rows);
      if (text === shown) {
        return;
      }
      shown = text;
      place.replaceChildren(rows.length === 0
        ? make('p', { class: 'hint' }, 'Nothing since the start of the dashboard.')
        : table(rows));
    },
  };
}
