import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentedView, each, open, stopClock } from './page.js';

stopClock('2026-11-26T22:24:11Z');
const [store, query, scope] = await open('tz=UTC', 'app/store.js', 'app/query.js', 'app/scope.js');

/** A page that connects. */
function connecting() {
  let state = store.initial();
  const page = {
    state: () => state,
    play(...events) {
      state = events.reduce((before, event) => store.reduce(before, event), state);
    },
    hear: (message, at = 0) => page.play({ type: 'message', message, at }),
    choose: (search) => page.play({ type: 'chosen', choices: query.read(search) }),
    notice: (now = 0) => store.describe(state, now).notice,
    /** Whose figures the page shows. */
    told() {
      const period = scope.period(store.shownChoices(state), store.shown(state));
      return `${store.isComputing(state) ? 'computing ' : ''}${period}`;
    },
    header(now) {
      const { level, word, detail } = store.describe(state, now);
      return `${level}: ${word} ${detail}`;
    },
  };
  page.play({ type: 'wanted', wanted: true }, { type: 'connecting', attempt: 0 });
  return page;
}

/** A page with a connection since 0. */
function connected() {
  const page = connecting();
  page.play({ type: 'open', at: 0 });
  return page;
}

// A connection that was opened at 0 and got the documented view at 1000, 20 ms after the dashboard got its frame; then
// what is said at some later time, with the source in some state.
each('describe, after a view', [
  [1000, 'live', 'live', 'Live', 'data 0 s old', ''],
  [2500, 'live', 'live', 'Live', 'data 1 s old', ''],
  [2900, 'live', 'stale', 'Not answering', 'data 1 s old', 'No data for 1 s. The dashboard does not answer.'],
  [1500, 'unresponsive', 'stale', 'Not answering', 'data 0 s old', 'No data for 0 s. The feed does not answer.'],
  [2000, 'connecting', 'stale', 'Connection lost', 'data 1 s old',
    'No data for 1 s. The feed is not reachable (refused). Trying now.'],
  [2000, 'waiting', 'stale', 'Connection lost', 'data 1 s old',
    'No data for 1 s. The feed is not reachable (refused). Trying again in 4 s.'],
  [2000, 'waiting-soon', 'stale', 'Connection lost', 'data 1 s old',
    'No data for 1 s. The feed is not reachable (refused). Trying again now.'],
], (now, source, level, word, detail, notice) => {
  const view = documentedView();
  const wait = source === 'waiting' ? 5500 : 1500;
  view.source = { state: source.split('-')[0], since: 0, attempt: 1, reason: 'refused', next_try_at: view.now + wait };
  const page = connected();
  page.hear(view, 1000);

  assert.deepEqual(store.describe(page.state(), now), { level, word, detail, notice });
});

each('describe, a connected feed that sends nothing of use', [
  [0, 'No data for 20 s. The feed is connected, but sends nothing.'],
  [1, 'No data for 20 s. The feed is connected, but sends nothing that can be read (1 frame dropped).'],
  [7, 'No data for 20 s. The feed is connected, but sends nothing that can be read (7 frames dropped).'],
], (malformed, notice) => {
  const view = { ...documentedView(), problems: { malformed_frames: malformed } };
  const page = connected();
  page.hear(view);
  page.hear({ type: 'heartbeat', now: view.now + 19_990 }, 19_990);

  assert.equal(page.notice(20_000), notice);
});

test('describe, a feed that usually pauses for a minute: is not silent before', () => {
  const view = documentedView();
  view.source.usual_pause = 60;
  const page = connected();
  page.hear(view);
  const word = (at) => {
    page.hear({ type: 'heartbeat', now: view.now + at }, at);
    return store.describe(page.state(), at).word;
  };

  assert.deepEqual([word(100_000), word(200_000)], ['Live', 'No new data']);
});

test('describe, records ahead of the clock: says how many', () => {
  const page = connected();
  page.hear({ ...documentedView(), problems: { ahead_records: 2 } });

  assert.equal(page.notice(), '2 records are ahead of the shop’s clock, and only in the default period.');
});

test('describe, before the first figures: says what is missing', () => {
  assert.equal(connecting().notice(), 'Waiting for data.');

  const { data_at: _, ...view } = documentedView();
  const page = connected();
  page.hear({ ...view, source: { state: 'waiting', attempt: 1, reason: 'refused', next_try_at: view.now + 3000 } });

  assert.equal(page.notice(), 'No data yet. The feed is not reachable (refused). Trying again in 3 s.');
});

test('describe, data without figures: is not live', () => {
  const { metrics: _, ...view } = documentedView();
  const page = connected();
  page.hear(view);

  const { level, notice } = store.describe(page.state(), 0);
  assert.deepEqual([level, notice, store.whyEmpty(page.state().view)], ['connecting', 'Waiting for data.', '']);
});

test('describe, a lost dashboard: counts down', () => {
  const page = connecting();
  page.hear(documentedView());
  page.play({ type: 'lost', attempt: 1, nextTryAt: 10_500 });

  assert.equal(page.notice(8000), 'No data for 8 s. The dashboard is not reachable. Trying again in 2 s.');
});

each('describe, unusable records: says how many and why', [
  [{ rejected_records: 1200, rejected_reason: 'the currency is not USD', malformed_frames: 1 },
    '1,200 records from the feed could not be used: the currency is not USD. 1 frame from the feed could not be read.'],
  [{ rejected_records: 3, rejected_reason: 'the currency is not USD' },
    '3 records from the feed could not be used: the currency is not USD.'],
], (problems, notice) => {
  const page = connected();
  page.hear({ ...documentedView(), problems });

  assert.equal(page.notice(), notice);
});

test('describe, all records rejected: is bad, and says why', () => {
  const page = connected();
  const problems = { rejected_records: 3, rejected_reason: 'the currency is not USD', all_rejected: true };
  page.hear({ ...documentedView(), problems });

  assert.equal(page.header(0), 'bad: No usable data ');
  assert.equal(page.notice(), 'None of the feed’s records can be used: the currency is not USD.');
});

test('describe, nothing but unreadable frames: is bad', () => {
  const { now } = documentedView();
  const page = connected();
  const problems = { malformed_frames: 7 };
  page.hear({ type: 'view', seq: 1, now, refresh_seconds: 5, source: { state: 'live' }, problems });

  assert.equal(page.header(0), 'bad: No usable data ');
  assert.equal(page.notice(), 'The feed sends nothing that can be read (7 frames dropped).');
});

// "Too many replays at once" stayed on the page for as long as it was open.
test('describe, refused and then answered: says nothing of it any more', () => {
  const view = documentedView();
  const page = connected();
  page.hear(view);
  page.play({ type: 'replaying', at: 5 });
  page.hear({ type: 'error', message: 'too many' });
  const refused = page.notice();
  page.hear({ ...view, type: 'replay', at: 5 });

  assert.deepEqual([refused, page.notice()], ['Not possible: too many.', '']);
});

/** The documented view with data of 22:24:10 of today, and a replay of 22:18:36. */
function viewAndReplay() {
  const at = (time) => Date.parse(`2026-11-26T${time}Z`);
  const newest = at('22:24:10');
  const view = { ...documentedView(), now: newest + 20, data_at: newest, at: newest };
  const replay = { ...view, type: 'replay', at: at('22:18:36'), known_from: at('22:00:00'), known_to: newest };
  return { view, replay };
}

test('describe, paused: says the time of the paused data', () => {
  const { view } = viewAndReplay();
  const page = connected();
  page.hear(view, 1000);
  page.play({ type: 'paused', paused: true });
  page.hear({ type: 'update', seq: 3, now: view.now + 60_000, data_at: view.now + 59_990 }, 61_000);
  assert.equal(page.header(61_000), 'paused: Paused 22:24:10');

  page.play({ type: 'paused', paused: false });
  assert.equal(page.header(61_000), 'live: Live data 0 s old');
});

test('describe, a replay: says its time, and so does a paused one', () => {
  const { view, replay } = viewAndReplay();
  const page = connected();
  page.hear(view, 1000);
  page.play({ type: 'replaying', at: replay.at });
  assert.equal(page.header(1000), 'live: Live data 0 s old');

  page.hear(replay, 1100);
  assert.equal(page.header(1200), 'paused: Replay 22:18:36');

  page.play({ type: 'paused', paused: true });
  assert.equal(page.header(1300), 'paused: Paused 22:18:36');
});

test('replayAge, a standing replay: grows', () => {
  const { view, replay } = viewAndReplay();
  const page = connected();
  page.hear(view, 1000);
  page.play({ type: 'replaying', at: replay.at });
  page.hear(replay, 2000);

  assert.deepEqual([2000, 12_000].map((now) => store.replayAge(page.state().replay, now)), [334_000, 344_000]);
});

test('describe, paused and lost: says both', () => {
  const page = connected();
  page.hear(viewAndReplay().view, 1000);
  page.play({ type: 'paused', paused: true }, { type: 'lost', attempt: 1, nextTryAt: 12_500 });

  assert.equal(page.header(9000), 'paused: Paused 22:24:10');
  assert.equal(page.notice(9000), 'No data for 8 s. The dashboard is not reachable. Trying again in 3 s.');
  assert.equal(store.describeBriefly(page.state(), 9000), 'Paused. Connection lost');
});

test('reduce, disconnected on purpose: starts afresh', () => {
  const page = connecting();
  page.hear(documentedView());
  page.play({ type: 'wanted', wanted: false });

  assert.deepEqual(page.state(), store.initial());
});

test('reduce, an update: replaces the parts that it has', () => {
  const view = documentedView();
  const page = connecting();
  page.hear(view);
  const metrics = { ...view.metrics, num_orders: 99 };
  page.hear({ type: 'update', seq: 3, now: view.now + 250, metrics, previous: null }, 250);

  const now = page.state().view;
  assert.deepEqual([now.metrics.num_orders, now.previous, now.type], [99, null, 'view']);
  assert.equal(now.revenue_by_country, view.revenue_by_country);
});

test('reduce, paused: keeps the picture and counts the new orders', () => {
  const view = documentedView();
  const page = connecting();
  page.hear(view);
  page.play({ type: 'paused', paused: true });
  const fresh = { records: 4, orders: 3, oldest: 9, newest: 1 };
  const update = { type: 'update', seq: 3, now: view.now, deltas: view.metrics, fresh };
  page.hear(update, 250);
  page.hear(update, 500);
  page.hear({ ...update, fresh: undefined }, 600);
  assert.equal(store.shown(page.state()), view);
  assert.equal(page.state().pause.orders, 6);
  assert.equal(page.state().pause.isLeast, false);

  const missed = store.reduce(page.state(), { type: 'message', message: view, at: 700 });
  assert.equal(missed.pause.isLeast, true);

  page.play({ type: 'paused', paused: false });
  assert.equal(store.shown(page.state()).deltas.num_orders, 5);
});

test('reduce, a replay: is shown until it ends', () => {
  const view = documentedView();
  const page = connecting();
  page.hear(view);
  page.play({ type: 'replaying', at: 5 });
  assert.equal(store.shown(page.state()).type, 'view');

  page.hear({ ...view, type: 'replay', at: 5 }, 250);
  assert.equal(store.shown(page.state()).type, 'replay');

  page.play({ type: 'replaying', at: null });
  assert.equal(store.shown(page.state()).type, 'view');
});

test('reduce, a heartbeat: says how old the figures are', () => {
  const view = documentedView();
  const page = connected();
  page.hear(view);
  page.hear({ type: 'heartbeat', now: view.now + 9000, data_at: view.now + 8000 }, 9000);

  assert.equal(store.dataAge(page.state(), 9500), 1500);
});

test('describe, a heartbeat before the first view: still waits for data', () => {
  const page = connected();
  page.hear({ type: 'heartbeat', now: 9000, data_at: 8000 }, 9000);

  assert.equal(page.header(9500), 'connecting: Connecting ');
});

// The number of orders that is shown after each message of a second connection.
each('reduce, another dashboard that is behind: is waited for', [
  ['view 5 [10,20]', '5'],
  ['view 5 [11,20]', '5'],
  ['view 5', '5'],
  ['view 5 [9,20], update 6 [9,21], update 7 [10,22], update 8 [10,23]', '1 1 7 8'],
  ['view 5 [10], heartbeat [10], heartbeat [10,20], heartbeat [10,20]', '1 1 5 5'],
  ['update 6 [9,20], heartbeat [10,20]', '1 1'],
  ['view 5 [1,1], late update 6 [1,2]', '1 6'],
  ['view 5 [1,1], lost, view 6 [10,19], update 7 [10,20]', '1 1 1 7'],
], (messages, shown) => {
  const { position: _, ...view } = documentedView();
  const withOrders = (orders) => ({ ...view.metrics, num_orders: orders });
  const reconnect = () => page.play({ type: 'lost', attempt: 1, nextTryAt: 1000 }, { type: 'open', at: 1000 });
  const page = connected();
  page.hear({ ...view, metrics: withOrders(1), position: [10, 20] });
  reconnect();

  const orders = messages.split(/, (?=[a-z])/).map((text) => {
    const [, late, type, number, position] = text.match(/^(late )?(\w+) ?(\d+)? ?(\[.*)?/);
    if (type === 'lost') {
      reconnect();
    } else {
      page.hear({
        ...(type === 'view' ? { ...view, metrics: withOrders(1) } : {}),
        type,
        now: view.now,
        ...(position === undefined ? {} : { position: JSON.parse(position) }),
        ...(number === undefined ? {} : { metrics: withOrders(Number(number)) }),
      }, late === undefined ? 11_000 : 11_001);
    }
    return store.shown(page.state()).metrics.num_orders;
  });

  assert.equal(orders.join(' '), shown);
});

test('reduce, disconnected on purpose: waits for nothing', () => {
  const page = connected();
  page.hear({ ...documentedView(), position: [10] });
  page.play({ type: 'lost', attempt: 1, nextTryAt: 1000 });
  assert.notEqual(page.state().wait, null);

  page.play({ type: 'wanted', wanted: false });
  assert.equal(page.state().wait, null);
});

// From the choice of the last 7 days until its view has arrived.
test('figures of another window: are not those of the chosen one', () => {
  const view = documentedView();
  const page = connected();
  page.hear(view);
  page.choose('window=7d');
  assert.equal(page.told(), 'computing Last minute');

  // Was on its way when the choice was made.
  page.hear({ ...view, seq: 3 });
  assert.equal(page.told(), 'computing Last minute');

  page.hear({ ...view, window: { minutes: 10_080, from: 0, to: 1 } });
  assert.equal(page.told(), 'Last 7 days');
});

test('a refused choice: leaves the choice of the view', () => {
  const page = connected();
  page.hear(documentedView());
  page.choose('window=7d');
  page.hear({ type: 'error', message: 'window=7d: no history is kept' });

  assert.deepEqual([page.told(), page.notice()], ['Last minute', 'Not possible: window=7d: no history is kept.']);
});

test('a refused link: shows the default view', () => {
  const page = connected();
  page.choose('window=7d');
  page.play({ type: 'connecting', attempt: 0 }, { type: 'open', at: 0 });
  page.hear(documentedView());
  page.hear({ type: 'error', message: 'window=7d: no history is kept' });

  assert.deepEqual([page.told(), query.toText(page.state().choices)], ['Last minute', '']);
});

test('a refused replay: is no refused choice', () => {
  const page = connected();
  page.hear(documentedView());
  page.play({ type: 'replaying', at: 5 });
  page.choose('window=7d');
  page.hear({ type: 'error', message: 'too many requests are waiting' });

  assert.equal(query.toText(page.state().choices), 'window=7d');
});

// A replay of a short window is read from history, too.
test('a replay of a short window: is an answer', () => {
  const view = documentedView();
  const replay = { ...view, type: 'replay', at: 5, known_from: 0, known_to: 9 };
  const page = connected();
  page.hear(view);
  page.play({ type: 'replaying', at: 5 });
  page.hear({ ...replay, window: { minutes: 1, from: 1, to: 2 } });
  assert.equal(page.told(), 'Last minute');

  page.choose('window=15');
  page.hear({ ...view, window: { minutes: 15 } });
  assert.equal(page.told(), 'computing Last minute');

  page.hear({ ...replay, window: { minutes: 15, from: 1, to: 2 } });
  assert.equal(page.told(), 'Last 15 minutes');
});
