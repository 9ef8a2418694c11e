/** Creates elements. The content of a message enters the page as text only, never as markup. */
import { number } from '../app/format.js';

/**
 * @param {string} name of the element
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

/** The fields of records, in the order in which they are shown. */
const FIELDS = [
  'order_id', 'item_id', 'sale_price', 'quantity', 'product', 'category', 'item_status', 'country', 'traffic_source',
  'created_at', 'updated_at', 'cost', 'user_id', 'age', 'gender',
];
const NUMBERS = new Set(['sale_price', 'quantity', 'cost', 'age']);

/** A longer value may be cut in its cell. Its title then shows all of it. */
const LONG = 16;
const titleOf = (value = '') => (value.length > LONG ? { title: value } : {});

/**
 * A table of records, with the fields that at least one of them has. It scrolls, also with the keyboard.
 *
 * @param {Record<string, string>[]} records
 * @param {string} label for screen readers
 */
export function recordTable(records, label) {
  const fields = FIELDS.filter((field) => records.some((record) => field in record));
  const cell = (kind, field, text, attributes = {}) => {
    const made = make(kind, attributes, text);
    made.classList.toggle('number', NUMBERS.has(field));
    return made;
  };
  return make('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label },
    make('table', {},
      make('thead', {}, make('tr', {}, ...fields.map((field) => cell('th', field, field, { scope: 'col' })))),
      make('tbody', {}, ...records.map((record) => make('tr', {},
        ...fields.map((field) => cell('td', field, record[field] ?? '', titleOf(record[field]))))))));
}

/**
 * A list of rejections, with the number of those that it leaves out.
 *
 * @param {string[]} words describe the first ones
 * @param {number} all the number of rejections
 */
export function rejectionList(words, all) {
  const more = all - words.length;
  return make('ul', { class: 'bad' }, ...words.map((each) => make('li', {}, each)),
    ...(more > 0 ? [make('li', {}, `and ${number(more)} more`)] : []));
}
