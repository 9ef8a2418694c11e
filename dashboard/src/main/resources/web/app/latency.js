/**
 * Measures the delay from order to screen: pure functions. A view contains the ages, by the dashboard's clock, of the
 * records that it shows for the first time. The page knows by its own clock when it has drawn them. Pings measure the
 * difference between the two clocks: of the latest pings, the one with the shortest round trip counts (F. Cristian,
 * "Probabilistic clock synchronization", 1989).
 *
 * @typedef {{difference: number, roundTrip: number}} Reading the dashboard's clock minus performance.now()
 * @typedef {{records: number, oldest: number, newest: number}} Unseen creation times, by the dashboard's clock
 * @typedef {{readings: Reading[], unseen: Unseen[], samples: {at: number, createdAt: number}[]}} Latency
 */

/** Number of pings kept. */
const READINGS = 8;

/** Pings needed before the clocks count as known: the first one is slow, because the page is still starting. */
const LEAST_READINGS = 2;

/** Limit on views that wait to be drawn; the oldest are dropped. */
const MOST_UNSEEN = 40;

/** The time that the figures cover, in milliseconds. */
const SPAN = 60_000;

/** Limit on samples per view. They are spread evenly from its oldest to its newest record. */
const POINTS = 5;

/** @returns {Latency} */
export function initial() {
  return { readings: [], unseen: [], samples: [] };
}

/**
 * Adds a reading of the dashboard's clock.
 *
 * @param {Latency} latency
 * @param {number} theirs the dashboard's clock
 * @param {number} sentAt when the page sent the ping
 * @param {number} at when the answer arrived
 * @returns {Latency}
 */
export function clockRead(latency, theirs, sentAt, at) {
  const reading = { difference: theirs - (sentAt + at) / 2, roundTrip: at - sentAt };
  return { ...latency, readings: [...latency.readings, reading].slice(-READINGS) };
}

/**
 * Adds the new records of a view that is about to be drawn.
 *
 * @param {Latency} latency
 * @param {import('./protocol.js').Fresh | undefined} fresh
 * @param {number} madeAt when the dashboard made the view, by its clock
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
 * Marks the waiting records as drawn.
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
 * The median and the worst delay of the last minute, in milliseconds, by the best current estimate of the clocks'
 * difference; null if there is no estimate yet, or no new record was drawn.
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
