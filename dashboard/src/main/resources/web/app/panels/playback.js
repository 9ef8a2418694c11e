/** Pauses the page, and replays the last minutes. */
import { ago, number, time } from '../format.js';
import { replayAge } from '../store.js';
import { setText } from './text.js';

/** Interval between two views during playback, in milliseconds, and the speed relative to real time. */
const EVERY = 500;
const SPEED = 10;

/** How long to wait for an answer, in milliseconds, before the next request may be sent. */
const PATIENCE = 1_000;

/**
 * @param {Document} root
 * @param {import('../main.js').Page} page
 */
export function mountPlayback(root, page) {
  const pause = root.getElementById('pause');
  const replay = root.getElementById('replay');
  const scrubber = root.getElementById('scrubber');
  const play = scrubber.querySelector('.scrubber-play');
  const slider = scrubber.querySelector('.scrubber-at');
  const output = scrubber.querySelector('.scrubber-time');
  let timer = 0;
  let state;
  let described = null;

  // One request at a time: the time last requested, when it was sent, and the view and choices at that moment.
  let asked = null;
  let askedAt = 0;
  let viewWhenAsked = null;
  let choices = null;

  pause.addEventListener('click', () => page.dispatch({ type: 'paused', paused: state.pause === null }));
  replay.addEventListener('click', () => (state.replay === null ? page.replayAt(Number.MAX_SAFE_INTEGER) : page.replayAt(null)));
  slider.addEventListener('input', () => {
    stop();
    page.replayAt(Number(slider.value));
  });
  play.addEventListener('click', () => (timer === 0 ? start() : stop()));

  function start() {
    if (Number(slider.value) >= Number(slider.max)) {
      page.replayAt(Number(slider.min));
    }
    timer = setInterval(() => {
      const next = (state.replay?.view?.at ?? 0) + EVERY * SPEED;
      page.replayAt(next);
      if (next >= Number(slider.max)) {
        stop();
      }
    }, EVERY);
    write(true);
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
        return;
      }
      const { wanted, view } = state.replay;
      if (state.socket !== 'open' || state.choices !== choices) {
        asked = null;
      }
      const answered = asked === null || view !== viewWhenAsked || now - askedAt > PATIENCE;
      if (asked !== wanted && answered && state.socket === 'open') {
        asked = wanted;
        askedAt = now;
        viewWhenAsked = view;
        choices = state.choices;
        page.connection.replay(wanted);
      }
      if (view !== null) {
        slider.min = String(view.known_from);
        slider.max = String(view.known_to);
        if (root.activeElement !== slider || timer !== 0) {
          slider.value = String(view.at);
        }
        const label = `${time(view.at)}, ${ago(replayAge(state.replay, now))}`;
        setText(output, label);
        // Not each second: a screen reader reads out the text of the slider whenever it changes.
        if (view !== described) {
          described = view;
          slider.setAttribute('aria-valuetext', label);
        }
      }
    },
  };
}

/** What a paused page does not show: "Paused – 8 new". Short, because the controls beside it must not move. */
function waiting({ orders, isLeast }) {
  return `Paused – ${number(orders)}${isLeast ? '+' : ''} new`;
}
