/**
 * Alerts on the figures of the cards. A dialog sets them, and the browser stores them. An alert shows on its card, in
 * the page's title and icon, and, if wanted, as a notification and a tone.
 */
import * as alerts from '../alerts.js';
import { currencySign, figure } from '../format.js';
import { need } from '../need.js';
import { read } from '../query.js';
import * as scopes from '../scope.js';
import { keep, onKeptElsewhere, recallJson } from '../storage.js';
import { initial } from '../store.js';
import { Notifications, Sound, allowNotifications, mountIcon, setTitle } from './signal.js';
import { setText } from './text.js';

const KEY = 'alerts';

const UNITS = {
  num_orders: 'orders',
  num_order_items: 'items',
  orders_per_minute: 'per minute',
};

const SIGNS = { above: '▲', below: '▼' };

/** What each kind of figure accepts. */
const NUMBERS = {
  count: 'Enter a whole number, or nothing.',
  money: 'Enter a whole number, or nothing.',
  cents: 'Enter a number with at most two decimals, or nothing.',
  rate: 'Enter a number with at most one decimal, or nothing.',
  share: 'Enter a number with at most one decimal, or nothing.',
};

/** @param {Document} root @param {import('../main.js').Page} page */
export function mountAlerts(root, page) {
  const cards = [...root.querySelectorAll('.card')].map(cardOf);
  const kinds = Object.fromEntries(cards.map(({ metric, kind }) => [metric, kind]));
  const labels = Object.fromEntries(cards.map(({ metric, label }) => [metric, label]));
  const announcement = need(root, '#alert-announcement');
  const setIcon = mountIcon(root);
  const notifications = new Notifications();
  const sound = new Sound(need(root, '#sound-hint'));
  let rules = alerts.parse(recallJson(KEY));
  let watch = alerts.initial();
  let state = initial();
  let shown = '';

  const words = (rule, { side, isPast }) => `${isPast ? 'was ' : ''}${side} ${limitWords(kinds[rule.metric], rule[side])}`;
  const sentence = (rule) => `${labels[rule.metric]} ${words(rule, watch.alarms[alerts.idOf(rule)])}`;
  const scopeWords = (scope) => {
    // The length of the feed's own window is only known while the page shows it.
    const view = state.choices.window === 0 ? state.view : null;
    return scopes.words(read(scope), view);
  };
  const dialog = mountDialog(need(root, '#alert', HTMLDialogElement), {
    rules: () => rules,
    scope: () => watch.scope,
    isWatched: (rule) => rule.scope === watch.scope && watch.isKnown,
    scopeWords,
    words: (rule) => `${labels[rule.metric]} ${ruleWords(kinds[rule.metric], rule)}`,
    isActive: (rule) => watch.alarms[alerts.idOf(rule)]?.side > '',
    change(rule) {
      rules = alerts.withRule(rules, rule);
      watch = alerts.withoutAlarm(watch, rule);
      keep(KEY, JSON.stringify(rules));
      judge();
    },
    go: (scope) => page.choose(() => read(scope)),
  });

  cards.forEach(({ bell, metric, kind, label }) => bell.addEventListener('click', () => dialog.open(metric, kind, label)));
  onKeptElsewhere(KEY, () => {
    rules = alerts.parse(recallJson(KEY));
    judge();
  });

  function judge() {
    const { watch: judged, announced } = alerts.judged(watch, rules, kinds, state, performance.now());
    watch = judged;
    announce(announced);
    show();
  }

  function announce(announced) {
    const metrics = state.view?.metrics;
    for (const rule of announced.filter(({ notify }) => notify)) {
      const value = figure(kinds[rule.metric], metrics && alerts.valueOf(metrics, rule.metric));
      notifications.show(alerts.idOf(rule), sentence(rule), `${value} · ${scopeWords(rule.scope)}`);
    }
    if (announced.some((rule) => rule.sound)) {
      sound.play();
    }
    if (announced.length > 0) {
      announcement.textContent = announced.map((rule) => `${sentence(rule)}.`).join(' ');
    }
  }

  function show() {
    const active = alerts.active(watch, rules);
    const isPast = state.pause !== null || state.replay !== null;
    const watched = rules.filter(({ scope }) => scope === watch.scope);
    const said = active.map(({ rule, alarm }) => [alerts.idOf(rule), words(rule, alarm)]);
    const key = JSON.stringify([isPast, rules, watch.scope, said]);
    if (key === shown) {
      return;
    }
    shown = key;
    for (const { metric, kind, element, bell, text } of cards) {
      const rule = watched.find((each) => each.metric === metric);
      const alarm = active.find(({ rule: each }) => each === rule)?.alarm;
      const what = alarm === undefined ? '' : words(rule, alarm);
      setText(text, isPast && what !== '' ? `Live: ${what}` : capitalized(what));
      element.classList.toggle('card-alerting', what !== '');
      bell.setAttribute('aria-pressed', String(rule !== undefined));
      bell.title = bellWords(kind, rule, rules.some((each) => each.metric === metric));
    }
    if (watched.some((rule) => rule.sound)) {
      sound.prepare();
    }
    if (active.length === 0) {
      setText(announcement, '');
    }
    notifications.keepOnly(new Set(active.map(({ rule }) => alerts.idOf(rule))));
    setIcon(active.length > 0);
    setTitle(root, titleOf(active));
  }

  function titleOf(active) {
    if (active.length === 0) {
      return '';
    }
    const [{ rule, alarm }] = active;
    const others = active.length === 1 ? '' : ` and ${active.length - 1} more`;
    return `${SIGNS[alarm.side]} ${sentence(rule)}${others}`;
  }

  return {
    /**
     * @param {import('../store.js').Event} event
     * @param {import('../store.js').State} next the state after the event
     */
    heard(event, next) {
      state = next;
      const { watch: judged, announced } = alerts.heard(watch, rules, kinds, event, state, performance.now());
      watch = judged;
      announce(announced);
      show();
    },
    update() {},
    restyle() {
      shown = '';
      show();
    },
  };
}

function cardOf(element) {
  return {
    element,
    metric: element.dataset.metric,
    kind: element.dataset.kind,
    label: need(element, 'h2').textContent,
    bell: need(element, '.card-bell'),
    text: need(element, '.card-alert'),
  };
}

const capitalized = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

const limitWords = (kind, limit) => figure(kind, limit / alerts.scaleOf(kind));

/** The limits of a rule, such as "above $ 60,000 or below $ 100". */
const ruleWords = (kind, rule) => ['above', 'below']
  .filter((side) => rule[side] !== null)
  .map((side) => `${side} ${limitWords(kind, rule[side])}`)
  .join(' or ');

function bellWords(kind, rule, isElsewhere) {
  if (rule !== undefined) {
    return `Alert ${ruleWords(kind, rule)}`;
  }
  return isElsewhere ? 'Alert (set for another period or filter, not watched now)' : 'Alert';
}

/**
 * The form for one alert, and the list of all.
 *
 * @typedef {HTMLFormControlsCollection & Record<'above' | 'below' | 'sound' | 'notify', HTMLInputElement>} Fields
 *
 * @param {HTMLDialogElement} dialog
 * @param {object} book
 */
function mountDialog(dialog, book) {
  const form = need(dialog, 'form', HTMLFormElement);
  const { above, below, sound, notify } = /** @type {Fields} */ (form.elements);
  const problem = need(dialog, '.alert-problem');
  const hint = need(dialog, '.alert-hint');
  const list = need(dialog, '.alert-list');
  let kind;
  let edited;

  form.addEventListener('submit', (event) => {
    const rule = { ...edited, above: limitOf(above), below: limitOf(below), sound: sound.checked, notify: notify.checked };
    const isNew = !book.rules().some((each) => alerts.idOf(each) === alerts.idOf(rule));
    const wrong = [above, below].find(({ validity }) => !validity.valid);
    const isTooMuch = isNew && alerts.isFull(book.rules());
    const said = wrong !== undefined
      ? NUMBERS[kind]
      : alerts.problemOf(rule) || (isTooMuch ? 'There are too many alerts. Remove one first.' : '');
    say(said);
    if (said !== '') {
      event.preventDefault();
      (wrong ?? above).focus();
      return;
    }
    book.change(rule);
  });
  [above, below].forEach((input) => input.addEventListener('input', () => say('')));
  need(dialog, '.alert-cancel').addEventListener('click', () => dialog.close());
  notify.addEventListener('change', async () => {
    const reason = notify.checked ? await allowNotifications() : '';
    setText(hint, reason);
    if (reason !== '') {
      notify.checked = false;
    }
  });

  function say(text) {
    setText(problem, text);
    [above, below].forEach((input) => input.setAttribute('aria-invalid', String(text !== '')));
  }

  function write() {
    list.hidden = book.rules().length === 0;
    need(list, 'ul').replaceChildren(...book.rules().map(itemOf));
  }

  function itemOf(rule) {
    const item = document.createElement('li');
    const text = item.appendChild(document.createElement('span'));
    const detail = document.createElement('small');
    const status = book.isActive(rule) ? 'alerting' : 'watched';
    detail.textContent = `${book.scopeWords(rule.scope)} – ${book.isWatched(rule) ? status : 'not watched now'}`;
    text.append(book.words(rule), detail);
    if (rule.scope !== book.scope()) {
      item.append(button('Show', `Show ${book.scopeWords(rule.scope)}`, () => {
        dialog.close();
        book.go(rule.scope);
      }));
    }
    item.append(button('Remove', `Remove the alert ${book.words(rule)}, ${book.scopeWords(rule.scope)}`, () => {
      const at = [...list.querySelectorAll('li')].indexOf(item);
      book.change({ ...rule, above: null, below: null });
      if (alerts.idOf(rule) === alerts.idOf(edited)) {
        above.value = below.value = '';
      }
      write();
      // The focus stays in the list, as long as there is one.
      const [next] = [...list.querySelectorAll('li')].slice(at).concat([...list.querySelectorAll('li')].slice(-1));
      (next?.querySelector('button:last-child') ?? above).focus();
    }));
    return item;
  }

  return {
    /** @param {string} metric @param {alerts.Kind} kindOfIt @param {string} label */
    open(metric, kindOfIt, label) {
      kind = kindOfIt;
      edited = { metric, scope: book.scope() };
      const rule = book.rules().find((each) => alerts.idOf(each) === alerts.idOf(edited));
      setText(need(dialog, 'h2'), `Alert: ${label}`);
      setText(need(dialog, '.alert-scope'), `for ${book.scopeWords(edited.scope)}`);
      dialog.querySelectorAll('.alert-unit').forEach((unit) => setText(unit, unitOf(metric, kind)));
      [above, below].forEach((input) => {
        input.step = String(alerts.stepOf(kind));
        input.value = rule?.[input.name] ?? '';
      });
      sound.checked = rule?.sound ?? false;
      notify.checked = rule?.notify ?? false;
      setText(hint, '');
      say('');
      write();
      dialog.showModal();
    },
  };
}

/** Null if nothing is entered. @param {HTMLInputElement} input */
const limitOf = ({ value, valueAsNumber }) => (value === '' ? null : valueAsNumber);

const unitOf = (metric, kind) => UNITS[metric] ?? (kind === 'share' ? '%' : currencySign);

function button(text, label, onClick) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.setAttribute('aria-label', label);
  element.addEventListener('click', onClick);
  return element;
}
