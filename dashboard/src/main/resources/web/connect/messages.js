/** The newest messages in their original text, next to the records made from them. */
import { counted, number } from '../app/format.js';
import { need } from '../app/need.js';
import { time } from '../app/times.js';
import { setText } from '../app/panels/text.js';
import { make, recordTable, rejectionList } from './dom.js';

const MOST = 20;

/**
 * The messages to show: the new ones before the known ones, at most 20.
 *
 * @param {{number: number}[]} known the newest first
 * @param {{number: number}[]} fresh the newest first
 */
export const merged = (known, fresh) => [...fresh, ...known].slice(0, MOST);

/** The origin of a message. @param {string} origin */
const originWords = (origin) => (origin === 'feed' ? 'feed' : `delivery (${origin})`);

/**
 * @param {Document} page
 * @param {(message: object) => void} tryOut
 */
export function mountMessages(page, tryOut) {
  const list = need(page, '#messages');
  const hint = need(page, '#messages-hint');
  const hold = need(page, '#hold');
  /** @type {Map<number, HTMLElement>} by the numbers of their messages */
  const items = new Map();
  let newest = [];
  let isHeld = false;

  hold.addEventListener('click', () => {
    isHeld = !isHeld;
    hold.setAttribute('aria-pressed', String(isHeld));
    render();
  });

  function item(message) {
    const what = [
      time(message.at),
      originWords(message.origin),
      `${number(message.characters)} characters`,
      counted(message.made, 'record'),
      ...(message.rejected > 0 ? [`${number(message.rejected)} rejected`] : []),
    ];
    const head = make('h3', {}, what.join(' · '));
    const attempt = make('button', {
      type: 'button', 'aria-label': `Try a mapping on the message of ${time(message.at)}`,
    }, 'Try');
    attempt.addEventListener('click', () => tryOut(message));
    attempt.hidden = !message.whole || message.characters === 0;
    const cut = message.text.length < message.characters ? ' …' : '';
    const came = message.characters === 0
      ? make('p', { class: 'hint' }, 'No text.')
      : make('pre', {
        tabindex: '0', role: 'group', 'aria-label': `Message of ${time(message.at)}, original text`,
      }, message.text + cut);
    const result = make('div', { class: 'result' });
    if (message.note !== '') {
      result.append(make('p', { class: 'bad' }, message.note));
    }
    if (message.rejected > 0) {
      result.append(rejectionList(message.rejections, message.rejected));
    }
    if (message.records.length > 0) {
      result.append(recordTable(message.records, `Records of the message of ${time(message.at)}`));
    }
    if (message.made > message.records.length) {
      const first = `The first ${message.records.length} of ${counted(message.made, 'record')}.`;
      result.append(make('p', { class: 'hint' }, first));
    }
    if (!result.hasChildNodes()) {
      result.append(make('p', { class: 'hint' }, 'No records.'));
    }
    return make('li', { class: 'panel message' }, make('div', { class: 'message-head' }, head, attempt),
      make('div', { class: 'message-body' }, came, result));
  }

  function render() {
    const waiting = newest.filter((message) => !items.has(message.number)).length;
    if (isHeld && items.size > 0) {
      setText(hint, waiting === 0 ? 'Held.' : `Held. ${waiting === MOST ? `${MOST} or more` : waiting} newer.`);
      return;
    }
    setText(hint, newest.length === 0
      ? 'Messages appear here when they arrive. Earlier ones are not kept.'
      : 'The newest 20 while this page is open.');
    hold.hidden = newest.length === 0;
    const numbers = new Set(newest.map((message) => message.number));
    items.forEach((made, key) => {
      if (!numbers.has(key)) {
        made.remove();
        items.delete(key);
      }
    });
    let next = list.firstElementChild;
    for (const message of newest) {
      const made = items.get(message.number) ?? item(message);
      items.set(message.number, made);
      if (made === next) {
        next = next.nextElementSibling;
      } else {
        list.insertBefore(made, next);
      }
    }
  }

  return {
    /** Forgets the messages, because the dashboard has restarted. */
    clear() {
      newest = [];
    },
    update(fresh) {
      newest = merged(newest, fresh);
      render();
    },
    newest: () => newest[0],
  };
}
