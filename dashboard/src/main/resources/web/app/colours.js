/**
 * Gives each name one of 16 colours. They follow from the names alone, so that a name has the same colour on every
 * screen. The rule:
 *
 * 1. A hash of the name selects its colour.
 * 2. If several names select the same colour, the one with the lowest hash keeps it.
 * 3. Each of the others, in the order of their hashes, takes the first free colour of a sequence that its hash selects.
 *    If none is free, it shares the colour that it selected.
 *
 * So a name that comes or goes changes no colour but those of names which selected the same one, or moved.
 */
const COLOURS = 16;

/** The charts whose names have their own colours, as in the reference. In the others, all bars have one colour. */
const COLOURED = new Set(['revenue_by_country', 'revenue_by_traffic_source']);
const PLAIN = '--series-0';

/** Chosen so that none of theLook's countries and none of its traffic sources has to move. */
const SEED = 778_740_912;

/** FNV-1a over UTF-16 units, with the final mix of MurmurHash3, so that similar names differ in all bits. */
function hash(name) {
  let h = SEED;
  for (let i = 0; i < name.length; i++) {
    h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * The CSS variables that hold the colours of names shown together.
 *
 * @param {string[]} names in any order
 * @returns {Map<string, string>} by name
 */
export function coloursOf(names) {
  const hashed = names.map((name) => ({ name, code: hash(name) }))
    .sort((one, other) => one.code - other.code || (one.name < other.name ? -1 : 1));
  /** @type {Map<number, string>} the owners of colours */
  const taken = new Map();
  const moving = [];
  for (const { name, code } of hashed) {
    if (taken.has(code % COLOURS)) {
      moving.push({ name, code });
    } else {
      taken.set(code % COLOURS, name);
    }
  }
  const colours = new Map([...taken].map(([colour, name]) => [name, colour]));
  for (const { name, code } of moving) {
    const free = sequence(code).find((colour) => !taken.has(colour)) ?? code % COLOURS;
    taken.set(free, name);
    colours.set(name, free);
  }
  return new Map([...colours].map(([name, colour]) => [name, `--series-${colour}`]));
}

/**
 * The CSS variables that hold the colours of a chart's bars.
 *
 * @param {string} field of the chart
 * @param {string[]} names
 * @returns {(name: string) => string}
 */
export function barColours(field, names) {
  const colours = COLOURED.has(field) ? coloursOf(names) : null;
  return (name) => colours?.get(name) ?? PLAIN;
}

/** All colours, from the one that a hash selects, in odd steps. */
function sequence(code) {
  const step = 2 * ((code >>> 4) % (COLOURS / 2)) + 1;
  return Array.from({ length: COLOURS }, (_, i) => (code + i * step) % COLOURS);
}
