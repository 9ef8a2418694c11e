/** Wiring only: passes events to the store, and renders the store's state once per animation frame. */
import { Connection } from './connection.js';
import { perFrame } from './frame.js';
import { need } from './need.js';
import * as query from './query.js';
import * as store from './store.js';
import { mountAlerts } from './panels/alert.js';
import { mountAsk } from './panels/ask.js';
import { mountBars } from './panels/bars.js';
import { mountCard } from './panels/card.js';
import { mountConnect } from './panels/connect.js';
import { mountDisplay } from './panels/display.js';
import { mountExport } from './panels/export.js';
import { mountLatency } from './panels/latency.js';
import { mountLayout } from './panels/layout.js';
import { mountMap } from './panels/map.js';
import { mountOrders } from './panels/orders.js';
import { mountPlayback } from './panels/playback.js';
import { mountRenewal } from './panels/renewal.js';
import { mountSession } from './panels/session.js';
import { mountShare } from './panels/share.js';
import { mountState } from './panels/state.js';
import { mountToday } from './panels/today.js';
import { mountToolbar } from './panels/toolbar.js';
import { mountTrend } from './panels/trend.js';
import { onThemeChange, restoreTheme } from './theme.js';
import { findOut } from './unreachable.js';

/** Interval at which the page updates what depends on time alone, in milliseconds. */
const TICK = 250;

/** A replay time further ahead than this, in milliseconds, means the newest view. */
const DAY = 86_400_000;

/** The functions that mount a panel, by the kind in its markup. */
const KINDS = { bars: mountBars, lying: mountBars, trend: mountTrend, map: mountMap, orders: mountOrders };

/** @typedef {{update: (state: store.State, now: number) => void, restyle?: () => void}} Panel shows the state */

/**
 * What a panel can do, in addition to showing the state.
 *
 * @typedef {object} Page
 * @property {(event: store.Event) => void} dispatch
 * @property {() => void} render in the next animation frame
 * @property {() => void} restyle redraws everything after a change of colours or of the format of figures
 * @property {() => store.State} state
 * @property {string} shop the name of the shop
 * @property {(change: (choices: query.Choices) => query.Choices) => void} choose
 * @property {(property: string, value: string) => void} toggle adds or removes a filter
 * @property {() => void} clear removes all filters
 * @property {(at: number | null) => void} replayAt shows the view at an earlier time; null returns to the present
 * @property {Connection} connection
 */

/** @param {Document} root */
export function start(root) {
  root.body.classList.add('started');
  let state = store.initial();
  let isRefused = false;
  const panels = [];
  const render = perFrame(() => {
    const now = performance.now();
    for (const panel of panels) {
      panel.update(state, now);
    }
    state = store.reduce(state, { type: 'rendered', at: performance.now() });
  });
  const dispatch = (event) => {
    const before = state;
    state = store.reduce(state, event);
    alerts.heard(event, state);
    if (event.type === 'message' && state.choices !== before.choices) {
      // The choices were refused. Those of a link stay in the address: they may be possible later.
      connection.keep(query.toText(state.choices));
      isRefused = before.asked !== null;
      if (!isRefused) {
        writeAddress(false);
      }
    } else if (isRefused && (event.type === 'open' || (store.hasPast(state) && !store.hasPast(before)))) {
      isRefused = false;
      followAddress();
    }
    if (event.message?.type === 'replay') {
      nameNewest();
    }
    render();
    if (event.type === 'paused') {
      writeAddress(false);
    }
  };

  const connection = new Connection(new URL('live', root.baseURI), dispatch, findOut);

  const longestQuery = Number(root.body.dataset.longestQuery);
  // A guest's link shares one view.
  const isShared = root.body.dataset.shared === 'true';
  const choose = (change) => {
    if (isShared) {
      return;
    }
    const choices = change(state.choices);
    if (!query.fits(choices, longestQuery)) {
      dispatch({ type: 'refused', reason: `the filters may take up ${longestQuery.toLocaleString()} characters of the address; remove one to add another` });
      return;
    }
    dispatch({ type: 'chosen', choices });
    connection.subscribe(query.toText(choices));
    writeAddress(true);
  };
  // Beginning and ending a replay are steps in the history. Moving within it is not.
  const replayAt = (at) => {
    if (isShared) {
      return;
    }
    const isStep = (at === null) !== (state.replay === null);
    dispatch({ type: 'replaying', at });
    if (!isNewest(at)) {
      writeAddress(isStep);
    }
  };
  const isNewest = (at) => at !== null && at > Date.now() + DAY;
  /** Gives a replay of the newest view its time, once it is known. */
  const nameNewest = () => {
    const { replay } = state;
    if (replay?.view && isNewest(replay.wanted)) {
      dispatch({ type: 'replaying', at: replay.view.at });
      writeAddress(true);
    }
  };
  /** @param {boolean} isStep whether Back returns to the address before */
  const writeAddress = (isStep) => {
    // A link to a paused view opens a replay of its time.
    const at = (state.pause === null ? state.replay?.wanted : state.pause.view.at) ?? null;
    const text = query.inAddress(location.search, state.choices, isNewest(at) ? null : at);
    const next = `${location.pathname}${text === '' ? '' : `?${text}`}`;
    if (next === location.pathname + location.search) {
      return;
    }
    try {
      history[isStep ? 'pushState' : 'replaceState'](null, '', next);
    } catch {
      // Some browsers limit the changes in half a minute. The next one has the address of then.
    }
  };
  const followAddress = () => {
    const linked = query.read(location.search);
    const choices = query.fits(linked, longestQuery) ? linked : query.everything();
    const text = query.toText(choices);
    if (text !== query.toText(state.choices)) {
      dispatch({ type: 'chosen', choices });
      connection.subscribe(text);
    }
    const at = state.wanted ? query.readAt(location.search) : null;
    if (at !== (state.replay?.wanted ?? null)) {
      dispatch({ type: 'replaying', at });
    }
    return choices === linked;
  };
  /** @type {Page} */
  const page = {
    dispatch,
    render,
    restyle() {
      panels.forEach((panel) => panel.restyle?.());
      render();
    },
    state: () => state,
    shop: root.querySelector('h1 bdi')?.textContent ?? '',
    choose,
    toggle: (property, value) => choose((choices) => query.toggled(choices, property, value)),
    clear: () => choose(({ window }) => ({ ...query.everything(), window })),
    replayAt,
    connection,
  };
  // Hears each event, because a hidden page renders nothing.
  const alerts = mountAlerts(root, page);

  restoreTheme();
  onThemeChange(page.restyle);
  if (!followAddress()) {
    dispatch({ type: 'refused', reason: `the filters in the address take up more than ${longestQuery.toLocaleString()} characters; everything is shown instead` });
  }
  addEventListener('popstate', followAddress);
  // First, because it sets the font size of charts, and whether figures are hidden.
  mountDisplay(root, page);
  panels.push(
    mountToolbar(root),
    alerts,
    mountState(root),
    mountLayout(root),
    mountToday(root),
    mountLatency(need(root, '#latency')),
    mountAsk(need(root, '#ask'), page),
    mountPlayback(root, page),
    mountExport(root, page),
    ...[...root.querySelectorAll('.card')].map(mountCard),
    ...[...root.querySelectorAll('.chart')].map((panel) => KINDS[panel.dataset.kind](panel, page)),
    mountConnect(need(root, '#connect', HTMLInputElement), root.body.dataset, (wanted) => {
      dispatch({ type: 'wanted', wanted });
      if (wanted) {
        connection.open();
      } else {
        connection.close();
        // Disconnecting ends a replay.
        writeAddress(false);
      }
    }),
    mountRenewal(need(root, '#renewal'), root.body),
    mountSession(root),
  );
  mountShare(root, page);
  followAddress();
  setInterval(render, TICK);
  render();
}
