/** Wiring only: what happens goes into the store, what the store says goes onto the page, once per animation frame. */
import { Connection } from './connection.js';
import { perFrame } from './frame.js';
import * as store from './store.js';
import { mountBars } from './panels/bars.js';
import { mountCard } from './panels/card.js';
import { mountConnect } from './panels/connect.js';
import { mountLatency } from './panels/latency.js';
import { mountState } from './panels/state.js';
import { onThemeChange } from './theme.js';

/** How often what depends on the time alone is looked at, in milliseconds. */
const TICK = 250;

/** @param {Document} page */
export function start(page) {
  let state = store.initial();
  const panels = [];
  const render = perFrame(() => {
    const now = performance.now();
    for (const update of panels) {
      update(state, now);
    }
    state = store.reduce(state, { type: 'rendered', at: performance.now() });
  });
  const dispatch = (event) => {
    state = store.reduce(state, event);
    render();
  };

  const address = new URL('live', page.baseURI);
  address.protocol = address.protocol.replace('http', 'ws');
  const connection = new Connection(address.href, dispatch);

  panels.push(mountConnect(page.getElementById('connect'), page.body.dataset, (wanted) => {
    dispatch({ type: 'wanted', wanted });
    if (wanted) {
      connection.open();
    } else {
      connection.close();
    }
  }));
  panels.push(mountState(page));
  panels.push(mountLatency(page.getElementById('latency')));
  page.querySelectorAll('.card').forEach((card) => panels.push(mountCard(card)));
  const charts = [...page.querySelectorAll('.chart')].map(mountBars);
  charts.forEach((chart) => panels.push(chart.update));
  onThemeChange(() => {
    charts.forEach((chart) => chart.restyle());
    render();
  });
  setInterval(render, TICK);
  render();
}
