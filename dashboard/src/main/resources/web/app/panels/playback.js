/**
 * Pauses the page, and replays earlier views. If the dashboard keeps history, the bar spans the day of the replay, over
 * its course, with buttons for its peaks; otherwise, it spans the time that the dashboard keeps in memory.
 */
import { ago, counted, number } from '../format.js';
import { need } from '../need.js';
import { hasPast, initial, replayAge } from '../store.js';
import { day as dayName, fromLocal, minute, time, toLocal } from '../times.js';
import { setText } from './text.js';

/** Interval between two steps of a playback, in milliseconds, and the most that one may take. */
const EVERY = 500;
const LONGEST = 2_000;

/** The shortest interval between two requests for a view, in milliseconds. */
const BETWEEN = 250;

/** How long to wait for an answer, in milliseconds, before the next request may be sent. */
const PATIENCE = 1_000;

/** How long to wait for the course of a day, and how long that of the present day counts as new, in milliseconds. */
const DAY_PATIENCE = 5_000;
const DAY_FRESH = 60_000;

/** How far to go back to play from the newest view on, in milliseconds. */
const BACK = 1_800_000;

const DAY = 86_400_000;

/** Half the width of the slider's thumb, in pixels: the middle of the thumb does not reach the ends of the slider. */
const THUMB = 8;

/**
 * @param {Document} root
 * @param {import('../main.js').Page} page
 * @returns {import('../main.js').Panel}
 */
export function mountPlayback(root, page) {
  const pause = need(root, '#pause', HTMLButtonElement);
  const replay = need(root, '#replay', HTMLButtonElement);
  const scrubber = need(root, '#scrubber');
  const [play, output, curve, peaks] = ['play', 'time', 'curve', 'peaks']
    .map((name) => need(scrubber, `.scrubber-${name}`));
  const slider = need(scrubber, '.scrubber-at', HTMLInputElement);
  const speed = need(scrubber, '.scrubber-speed', HTMLSelectElement);
  const ofDay = dayControls(scrubber);
  const course = new Course(curve, peaks, (at) => go(at));
  let timer = 0;
  let playedAt = 0;
  let state = initial();
  let described = null;

  // One request at a time: the time last requested, when it was sent, and the view and choices at that moment.
  let asked = null;
  let askedAt = -Infinity;
  let viewWhenAsked = null;
  let choices = null;

  // The same for the course of the day.
  let dayAskedAt = -Infinity;
  let dayWhenAsked = null;
  let dayChoices = null;

  pause.addEventListener('click', () => page.dispatch({ type: 'paused', paused: state.pause === null }));
  replay.addEventListener('click', () => (state.replay === null ? page.replayAt(Number.MAX_SAFE_INTEGER) : page.replayAt(null)));
  slider.addEventListener('input', () => go(Number(slider.value)));
  play.addEventListener('click', () => (timer === 0 ? start() : stop()));
  ofDay?.before.addEventListener('click', () => goFurther(-DAY));
  ofDay?.after.addEventListener('click', () => goFurther(DAY));
  ofDay?.jump.addEventListener('change', () => {
    const at = fromLocal(ofDay.jump.value);
    if (!Number.isNaN(at)) {
      go(at);
    }
  });

  /** Moves to a time that the user has chosen. */
  function go(at) {
    stop();
    const view = state.replay?.view ?? null;
    page.replayAt(view === null ? at : Math.min(view.known_to, Math.max(view.known_from, at)));
  }

  /** Moves by a time, once there is a view to move from. */
  function goFurther(by) {
    const view = state.replay?.view ?? null;
    if (view !== null) {
      go(view.at + by);
    }
  }

  function start() {
    const { wanted = 0, view = null } = state.replay ?? {};
    if (view === null) {
      return;
    }
    if (wanted >= view.known_to) {
      page.replayAt(Math.max(view.known_from, view.known_to - BACK));
    }
    playedAt = performance.now();
    timer = setInterval(step, EVERY);
    write(true);
  }

  function step() {
    const now = performance.now();
    const { wanted, view = null } = state.replay ?? {};
    if (wanted === undefined || view === null || asked !== wanted || isWaiting(view, now)) {
      return;
    }
    const next = Math.round(wanted + Math.min(LONGEST, now - playedAt) * Number(speed.value));
    playedAt = now;
    page.replayAt(Math.min(next, view.known_to));
    if (next >= view.known_to) {
      stop();
    }
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    write(false);
  }

  function write(playing) {
    play.setAttribute('aria-pressed', String(playing));
    play.textContent = playing ? 'Stop' : 'Play';
  }

  /** Whether a request has no answer yet. */
  const isWaiting = (view, now) => asked !== null && view === viewWhenAsked && now - askedAt <= PATIENCE;

  function ask({ wanted, view }, now) {
    if (state.socket !== 'open' || state.choices !== choices) {
      asked = null;
    }
    if (asked !== wanted && state.socket === 'open' && !isWaiting(view, now) && now - askedAt >= BETWEEN) {
      asked = wanted;
      askedAt = now;
      viewWhenAsked = view;
      choices = state.choices;
      page.connection.replay(wanted);
    }
  }

  /** Requests the course of the day, unless it is known. */
  function askDay({ at, known_to: newest }, now) {
    const { day, choices: chosen, socket } = state;
    const since = now - dayAskedAt;
    const isPresent = isPresentDay(day, newest);
    const isOfDay = day !== null && at >= day.from && (at < day.to || (isPresent && at <= newest));
    const isKnown = isOfDay && chosen === dayChoices && !(isPresent && since > DAY_FRESH);
    const isAnswered = day !== dayWhenAsked || chosen !== dayChoices || since > DAY_PATIENCE;
    if (!isKnown && isAnswered && since >= BETWEEN && socket === 'open') {
      dayAskedAt = now;
      dayWhenAsked = day;
      dayChoices = chosen;
      page.connection.day(at);
    }
  }

  return {
    update(next, now) {
      state = next;
      setText(pause, state.pause === null ? 'Pause' : waiting(state.pause));
      pause.setAttribute('aria-pressed', String(state.pause !== null));
      pause.disabled = state.view === null;
      replay.disabled = state.view?.data_at === undefined;
      replay.setAttribute('aria-pressed', String(state.replay !== null));
      setText(replay, state.replay === null ? 'Replay' : 'Back to live');
      scrubber.hidden = state.replay === null;
      if (state.replay === null) {
        if (timer !== 0) {
          stop();
        }
        asked = null;
        dayChoices = null;
        return;
      }
      ask(state.replay, now);
      const { view, viewAt } = state.replay;
      const days = hasPast(state) ? ofDay : null;
      ofDay?.element.toggleAttribute('hidden', days === null);
      scrubber.classList.toggle('scrubber-of-day', days !== null);
      if (view === null) {
        return;
      }
      if (days !== null) {
        askDay(view, now);
        const { before, jump, after } = days;
        jump.min = toLocal(view.known_from);
        jump.max = toLocal(view.known_to);
        if (root.activeElement !== jump) {
          jump.value = toLocal(view.at);
        }
        before.disabled = view.at <= view.known_from;
        after.disabled = view.at >= view.known_to;
      }
      const day = days === null ? null : state.day;
      const isPresent = isPresentDay(day, view.known_to);
      const min = day === null ? view.known_from : day.from;
      const max = day === null || isPresent ? view.known_to : day.to;
      slider.min = String(min);
      slider.max = String(max);
      slider.step = day === null ? '1000' : '60000';
      course.show(day, min, max);
      if (root.activeElement !== slider || timer !== 0) {
        slider.value = String(view.at);
      }
      const label = `${time(view.at)}, ${ago(replayAge({ view, viewAt }, now))}`;
      setText(output, label);
      // Not each second: a screen reader reads out the text of the slider whenever it changes.
      if (view !== described) {
        described = view;
        slider.setAttribute('aria-valuetext', label);
      }
    },
    restyle() {
      course.forget();
    },
  };
}

/** The controls that choose the day; null if the dashboard keeps no history. @param {HTMLElement} scrubber */
function dayControls(scrubber) {
  const element = scrubber.querySelector('.scrubber-day');
  return element && {
    element,
    before: need(element, '.scrubber-before', HTMLButtonElement),
    jump: need(element, '.scrubber-jump', HTMLInputElement),
    after: need(element, '.scrubber-after', HTMLButtonElement),
  };
}

/** Whether a day is the present one, which is not over. */
const isPresentDay = (day, newest) => day !== null && day.to > newest - 2 * DAY_FRESH;

/** The course of a day behind the slider, and a button for each of its peaks. */
class Course {
  #curve;
  #peaks;
  #go;
  #shown = '';
  #day;

  constructor(curve, peaks, go) {
    this.#curve = curve;
    this.#peaks = peaks;
    this.#go = go;
  }

  /** Draws the course again with the next update. */
  forget() {
    this.#day = undefined;
  }

  /** @param {import('../protocol.js').Day | null} day @param {number} min @param {number} max of the slider */
  show(day, min, max) {
    this.#curve.toggleAttribute('hidden', day === null);
    this.#peaks.hidden = day === null;
    const key = `${min} ${Math.round(max / 60_000)}`;
    if (day === this.#day && key === this.#shown) {
      return;
    }
    this.#day = day;
    this.#shown = key;
    if (day === null || max <= min) {
      return;
    }
    const { from, step, orders, peaks } = day;
    const highest = Math.max(1, ...orders);
    const points = orders.map((count, i) => `L${((from + i * step - min) / (max - min)) * 1_000} ${100 - (count / highest) * 92}`
      + `H${((from + (i + 1) * step - min) / (max - min)) * 1_000}`);
    this.#curve.setAttribute('viewBox', '0 0 1000 100');
    this.#curve.firstElementChild.setAttribute('d', `M0 100${points.join('')}V100z`);
    this.#peaks.replaceChildren(...peaks.filter(([at]) => at >= min && at <= max).map(([at, count]) => {
      const item = document.createElement('li');
      const button = item.appendChild(document.createElement('button'));
      button.type = 'button';
      button.title = `Peak ${minute(at)}, ${counted(count, 'order')}`;
      button.setAttribute('aria-label', button.title);
      const share = (at - min) / (max - min);
      item.style.left = `calc(${THUMB}px + ${share} * (100% - ${2 * THUMB}px))`;
      // The period that ends with the step has its orders.
      button.addEventListener('click', () => this.#go(Math.min(max, at + step)));
      return item;
    }));
    this.#peaks.setAttribute('aria-label', `Peaks of ${dayName(from)}`);
  }
}

/** What a paused page does not show: "Paused – 8 new". Short, because the controls beside it must not move. */
function waiting({ orders, isLeast }) {
  return `Paused – ${number(orders)}${isLeast ? '+' : ''} new`;
}
