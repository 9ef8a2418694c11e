/**
 * How long an order takes to the screen: pure functions. A view says how old the records that it is the first to show
 * were when it was made, by the dashboard's clock; the page knows when it has drawn them, by its own. How the two clocks differ is told by
 * pings: of the latest ones the quickest counts (F. Cristian, "Probabilistic clock synchronization", 1989).
 *
 * @typedef {{difference: number, roundTrip: number}} Reading the dashboard's clock less performance.now()
 * @typedef {{records: number, oldest: number, newest: number}} Unseen when they were created, by the dashboard's clock
 * @typedef {{readings: Reading[], unseen: Unseen[], samples: {at: number, createdAt: number}[]}} Latency
 */

/** How many pings are remembered. */
const READINGS = 8;

/** The first ping is answered while the page is still busy with starting: it takes a second one to tell. */
const LEAST_READINGS = 2;

/** How many views may wait to be drawn. */
const MOST_UNSEEN = 40;

/** How far back the figures reach, in milliseconds. */
const SPAN = 60_000;

/** Records of one view are taken to be spread evenly from the oldest to the newest; so many of them are looked at. */
const POINTS = 5;

/** @returns {Latency} */
export function initial() {
  return { readings: [], unseen: [], samples: [] };
}

/**
 * The dashboard has said what its clock is.
 *
 * @param {Latency} latency
 * @param {number} theirs the dashboard's clock
 * @param {number} sentAt when it was asked
 * @param {number} at when the answer came
 * @returns {Latency}
 */
export function clockRead(latency, theirs, sentAt, at) {
  const reading = { difference: theirs - (sentAt + at) / 2, roundTrip: at - sentAt };
  return { ...latency, readings: [...latency.readings, reading].slice(-READINGS) };
}

/**
 * A view is about to be drawn.
 *
 * @param {Latency} latency
 * @param {import('./protocol.js').Fresh | undefined} fresh
 * @param {number} madeAt when the view was made, by the dashboard's clock
 * @returns {Latency}
 */
export function shown(latency, fresh, madeAt) {
  if (fresh === undefined) {
    return latency;
  }
  const unseen = { records: fresh.records, oldest: madeAt - fresh.oldest, newest: madeAt - fresh.newest };
  return { ...latency, unseen: [...latency.unseen, unseen].slice(-MOST_UNSEEN) };
}

/**
 * What was to be drawn has been.
 *
 * @param {Latency} latency
 * @param {number} at
 * @returns {Latency}
 */
export function rendered(latency, at) {
  const samples = latency.unseen.flatMap(({ records, oldest, newest }) => {
    const points = Math.min(records, POINTS);
    return Array.from({ length: points }, (_, i) => {
      const createdAt = points === 1 ? oldest : oldest + ((newest - oldest) * i) / (points - 1);
      return { at, createdAt };
    });
  });
  const remembered = latency.samples.filter((sample) => at - sample.at < SPAN);
  return { ...latency, unseen: [], samples: [...remembered, ...samples] };
}

/**
 * The median and the worst of the last minute, in milliseconds, as far as the clocks are known by now; null if they are not,
 * or nothing new was seen.
 *
 * @param {Latency} latency
 * @param {number} now
 */
export function summary(latency, now) {
  const recent = latency.samples.filter((sample) => now - sample.at < SPAN);
  if (recent.length === 0 || latency.readings.length < LEAST_READINGS) {
    return null;
  }
  const { difference } = latency.readings.reduce((best, other) => (other.roundTrip < best.roundTrip ? other : best));
  const took = recent.map(({ at, createdAt }) => Math.max(0, at + difference - createdAt));
  took.sort((a, b) => a - b);
  return { median: took[Math.floor((took.length - 1) / 2)], worst: took[took.length - 1] };
}
