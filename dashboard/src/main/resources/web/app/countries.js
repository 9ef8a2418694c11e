/**
 * Finds countries by their names: pure functions. The names are ISO 3166 codes, and names in English, in the languages
 * of the country, and in some others. src/main/map/convert.mjs makes them.
 */

/** Letters that Unicode does not decompose into a plain letter and a mark. */
const LETTERS = { ı: 'i', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe' };
const OTHER_LETTERS = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/** Words that some forms of a name have, and others do not. */
const SMALL_WORDS = new Set(['the', 'of', 'and']);

/**
 * The words of a name, without case, accents, punctuation and small words: "The Gambia", "Gambia" are ["gambia"].
 *
 * @param {string} name
 */
export function words(name) {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
    .replace(OTHER_LETTERS, (letter) => LETTERS[letter])
    .replace(/(?<=\p{L})[.'’](?=\p{L})/gu, '');
  const all = plain.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '');
  const large = all.filter((word) => !SMALL_WORDS.has(word));
  return large.length === 0 ? all : large;
}

/** The forms in which a name is looked up: as it is, and with its words in alphabetical order. */
const forms = (name) => {
  const of = words(name);
  return [of.join(''), [...of].sort().join('')];
};

/**
 * Makes the function that finds a country.
 *
 * @param {Record<string, string>} names by country, with a "|" between them; of two countries with the same name, the
 *   first one counts
 * @returns {(name: string) => string | undefined} the country
 */
export function finder(names) {
  /** @type {Map<string, string>[]} names as they are come before names in another order of words */
  const indexes = [new Map(), new Map()];
  for (const [country, text] of Object.entries(names)) {
    for (const name of text.split('|')) {
      forms(name).forEach((form, i) => {
        if (!indexes[i].has(form)) {
          indexes[i].set(form, country);
        }
      });
    }
  }
  const known = new Map();
  const find = (name) => {
    const [asItIs, inOrder] = forms(name);
    return indexes[0].get(asItIs) ?? indexes[1].get(inOrder);
  };
  return (name) => {
    // Names repeat with each view.
    if (!known.has(name)) {
      if (known.size >= MOST_KNOWN) {
        known.clear();
      }
      known.set(name, find(name));
    }
    return known.get(name);
  };
}

const MOST_KNOWN = 2_000;
