/** The strip above the cards: today so far against earlier days, and the goal of the day. */
import { change, figure, money, percent } from '../format.js';
import { need } from '../need.js';
import { goalOf, nameOfDay, paceOf } from '../pace.js';
import { differsBy, spreadOf } from '../significance.js';
import { isPast, isFiltered } from '../query.js';
import { keep, onKeptElsewhere, recall } from '../storage.js';
import { historyOf, problemOfHistory, shown } from '../store.js';
import { day, minute, zone } from '../times.js';
import { setData, setText } from './text.js';

const KEY = 'goal';
/** @type {('yesterday' | 'last_week')[]} */
const DAYS = ['yesterday', 'last_week'];

/** @param {Document} root @returns {import('../main.js').Panel} */
export function mountToday(root) {
  const strip = root.getElementById('today');
  // There is none if the dashboard keeps no history.
  return strip === null ? { update() {} } : mountStrip(root, strip);
}

/** @param {Document} root @param {HTMLElement} strip @returns {import('../main.js').Panel} */
function mountStrip(root, strip) {
  const find = (name) => need(strip, `.today-${name}`);
  const tiles = [...strip.querySelectorAll('.today-tile')];
  const set = need(strip, '.today-set', HTMLButtonElement);
  const [bar, fill, mark] = ['bar', 'fill', 'mark'].map(find);
  const dialog = need(root, '#goal', HTMLDialogElement);
  const form = need(dialog, 'form');
  const field = need(form, 'input', HTMLInputElement);
  const [problem, note, remove] = ['problem', 'note', 'remove'].map((name) => need(form, `.goal-${name}`));
  /** @type {Record<string, import('../significance.js').Spread>} the last known ones of the whole shop */
  const spreads = {};
  let own = goalOf(recall(KEY));
  let today;
  let history;
  let isKnown;

  const setGoal = (goal) => {
    own = goal;
    today = undefined;
  };
  onKeptElsewhere(KEY, () => setGoal(goalOf(recall(KEY))));
  set.addEventListener('click', () => {
    field.value = String(own ?? '');
    problem.textContent = '';
    const byServer = today?.goal === undefined ? 'no goal' : `the goal of the dashboard, ${money(today.goal)}`;
    note.textContent = `Leave it empty for ${byServer}. Saved in this browser only.`;
    remove.hidden = own === null;
    dialog.showModal();
  });
  const save = (text) => {
    keep(KEY, text);
    setGoal(goalOf(text));
    dialog.close();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field.validity.badInput ? 'x' : field.value;
    if (text === '' || goalOf(text) !== null) {
      save(text);
    } else {
      problem.textContent = 'Enter an amount above zero.';
    }
  });
  remove.addEventListener('click', () => save(''));
  need(form, '.goal-cancel').addEventListener('click', () => dialog.close());

  return {
    update(state) {
      if (state.view !== null && !isPast(state.choices.window) && !isFiltered(state.choices) && state.answers === state.choices) {
        learn(state.view);
      }
      const next = shown(state)?.today ?? state.view?.today ?? null;
      const nextHistory = historyOf(state);
      if (next === today && nextHistory === history && isKnown === (state.view !== null)) {
        return;
      }
      isKnown = state.view !== null;
      today = next;
      history = nextHistory;
      // Nothing is left of it if the dashboard keeps no history.
      const isOn = !isKnown || next !== null || history !== null;
      strip.hidden = !isOn;
      setData(root.body, 'history', String(isOn));
      writeHead(state.view?.today);
      tiles.forEach(writeTile);
      writeGoal();
      writeNote();
    },
    restyle() {
      today = undefined;
    },
  };

  function learn(view) {
    for (const { dataset: { metric = '' } } of tiles) {
      const spread = spreadOf(metric, view);
      if (spread !== null) {
        spreads[metric] = spread;
      }
    }
  }

  function writeHead(newest) {
    const isOther = today !== null && newest && newest.date !== today.date;
    setText(find('title'), isOther ? day(today.from) : 'Today');
    setText(find('since'), today === null ? '' : sinceOf(today));
    const known = DAYS.filter((name) => today?.[name]);
    const unknown = DAYS.filter((name) => today !== null && !today[name]);
    const lack = history?.state === 'loading' ? 'loading' : 'no data for';
    setText(find('days'), [
      known.length === 0 ? '' : `vs ${known.map((name) => nameOfDay(today, name)).join(' · ')}`,
      unknown.length === 0 ? '' : `${lack} ${unknown.map((name) => name.replace('_', ' ')).join(' or ')}`,
    ].filter((words) => words !== '').join(', '));
  }

  function writeTile(tile) {
    const { metric, kind } = tile.dataset;
    const valueOf = (metrics) => (metric === 'average_order_value' && metrics?.num_orders === 0 ? null : metrics?.[metric] ?? null);
    const value = valueOf(today?.metrics);
    const text = figure(kind, value);
    const element = need(tile, '.today-value');
    setText(element, text);
    tile.style.setProperty('--chars', String(text.length));
    DAYS.forEach((name) => {
      const words = need(tile, `[data-day="${name}"]`);
      const before = valueOf(today?.[name]);
      words.hidden = !today?.[name];
      if (words.hidden) {
        return;
      }
      const isComparable = value !== null && before !== null && before !== 0;
      const difference = isComparable ? change('relative', (value - before) / Math.abs(before)) : figure('count', null);
      setText(need(words, 'b'), difference);
      setData(words, 'trend', isComparable && differsBy(spreads[metric] ?? null, metric, today.metrics, today[name])
        ? value > before ? 'up' : 'down'
        : 'neutral');
      setText(need(words, '.today-against'), ` vs ${nameOfDay(today, name)}`);
      words.title = `${figure(kind, before)} ${name === 'yesterday' ? 'yesterday' : `on ${nameOfDay(today, name)}`} by this time`;
    });
  }

  function writeGoal() {
    const goal = own ?? today?.goal ?? null;
    const pace = today === null || goal === null ? null : paceOf(today, goal);
    setText(set, goal === null ? 'Set a goal' : 'Goal');
    set.setAttribute('aria-label', goal === null ? 'Set a goal for the sales of the day' : `Goal for the sales of the day: ${money(goal)}`);
    set.disabled = today === null;
    bar.classList.toggle('today-without', pace === null);
    setText(find('reached'), pace === null ? '' : `${percent(pace.reached)} of ${money(goal)}`);
    setText(find('ahead'), aheadInWords(pace));
    fill.setAttribute('width', String(Math.min(1, Math.max(0, pace?.reached ?? 0)) * 100));
    mark.setAttribute('x', String(Math.min(1, pace?.expected ?? 0) * 99.5));
    mark.classList.toggle('today-without', (pace?.expected ?? null) === null);
    bar.setAttribute('aria-label', pace === null
      ? 'No goal for today'
      : `Sales so far: ${percent(pace.reached)} of the goal${pace.expected === null ? '' : `, ${percent(pace.expected)} due by now`}`);
  }

  /** The state of the history, or else the forecast. */
  function writeNote() {
    const note = find('note');
    const problem = problemOfHistory(history);
    const isLoading = history?.state === 'loading' && today?.forecast === undefined;
    const words = problem || (isLoading ? 'Loading the past …' : forecastOf(today));
    strip.classList.toggle('today-broken', problem !== '' && today === null);
    setText(note, words);
    setData(note, 'level', problem === '' ? '' : 'warn');
    note.title = words;
  }
}

/** Since when the figures count, and in which time zone the day is one, if it is another than that of the times. */
function sinceOf({ from, to, zone: ofShop, known_from: known }) {
  const isOurs = ofShop === zone || [from, to].every((midnight) => day(midnight - 1) !== day(midnight));
  const ofCity = isOurs ? '' : `${ofShop.slice(ofShop.lastIndexOf('/') + 1).replaceAll('_', ' ')} time`;
  return [known === undefined && !isOurs ? '' : `since ${minute(known ?? from)}`, ofCity].filter((words) => words !== '').join(', ');
}

/** @param {import('../pace.js').Pace | null} pace */
function aheadInWords(pace) {
  if (pace === null || pace.ahead === null) {
    return '';
  }
  if (pace.reached >= 1) {
    return 'Goal reached';
  }
  return pace.ahead === 0 ? 'on pace' : `${money(Math.abs(pace.ahead))} ${pace.ahead > 0 ? 'ahead' : 'behind'}`;
}

/** @param {import('../protocol.js').Today | null} today */
function forecastOf(today) {
  if (today === null) {
    return '';
  }
  if (today.forecast === undefined || today.share_of === undefined) {
    return today.share === undefined ? 'No forecast: no full day to compare with yet' : 'Too early for a forecast';
  }
  return `On course for ${money(today.forecast)} (shape of ${nameOfDay(today, today.share_of)})`;
}
