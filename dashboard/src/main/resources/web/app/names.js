/** The names of values as the page shows them: pure functions. Filters and addresses have the values themselves. */

/** The words for values of a property that are codes. */
const WORDS = { gender: { M: 'Men', F: 'Women' } };

/**
 * The name of a value, such as "Men" for the gender M.
 *
 * @param {string} property
 * @param {string} value
 */
export const shownName = (property, value) => (Object.hasOwn(WORDS, property) && Object.hasOwn(WORDS[property], value)
  ? WORDS[property][value]
  : value);

const CUT = '…';

/** The share of the room that the beginning of a name gets. Its end gets the rest. */
const BEGINNING = 0.6;

/** Limit on the letters that are shown only to begin with a whole word. */
const LONGEST_START = 8;

/** Characters as a reader sees them: an accent or a flag is not cut in two. */
const segmenter = new Intl.Segmenter();
const lettersOf = (text) => [...segmenter.segment(text)].map(({ segment }) => segment);

/**
 * Shortens the names that do not fit, so that those that differ still differ: in the middle, or, if the names are then
 * the same, to the part in which they differ.
 *
 * @param {string[]} names all different
 * @param {(text: string) => boolean} fits whether there is room for a text
 * @returns {string[]} at the same places
 */
export function shortened(names, fits) {
  const short = names.map((name) => (fits(name) ? name : cutInTheMiddle(lettersOf(name), fits)));
  const places = new Map();
  short.forEach((text, i) => places.set(text, [...(places.get(text) ?? []), i]));
  for (const alike of places.values()) {
    if (alike.length > 1) {
      tellApart(alike.map((i) => ({ place: i, letters: lettersOf(names[i]) })), fits)
        .forEach(({ place, text }) => {
          short[place] = text;
        });
    }
  }
  return numbered(short);
}

/** If there is no room for the difference, or one name is the beginning of the other, a number makes it. */
function numbered(texts) {
  const seen = new Set();
  return texts.map((text) => {
    let different = text;
    for (let i = 2; seen.has(different); i++) {
      different = `${text} ${i}`;
    }
    seen.add(different);
    return different;
  });
}

function cutInTheMiddle(letters, fits) {
  const cut = (kept) => {
    const head = Math.ceil(kept * BEGINNING);
    return letters.slice(0, head).join('') + CUT + letters.slice(letters.length - (kept - head)).join('');
  };
  return cut(most(letters.length - 1, (kept) => fits(cut(kept))));
}

/** Shows each name from the word on in which not all of them agree; those that still agree, from a later one. */
function tellApart(names, fits) {
  const [{ letters: first }] = names;
  let same = 0;
  while (same < first.length && names.every(({ letters }) => letters[same] === first[same])) {
    same++;
  }
  const word = first.lastIndexOf(' ', same - 1) + 1;
  let groups = same - word > LONGEST_START ? new Map() : grouped(names, word, fits);
  if (groups.size < 2) {
    groups = grouped(names, same, fits);
  }
  return [...groups].flatMap(([text, alike]) => (alike.length === 1 || alike.length === names.length
    ? alike.map(({ place }) => ({ place, text }))
    : tellApart(alike, fits)));
}

/** The names by their texts from a letter on. */
function grouped(names, start, fits) {
  const groups = new Map();
  for (const name of names) {
    const text = from(name.letters, start, fits);
    groups.set(text, [...(groups.get(text) ?? []), name]);
  }
  return groups;
}

function from(letters, start, fits) {
  const rest = letters.slice(start);
  const begin = start === 0 ? '' : CUT;
  const whole = begin + rest.join('');
  if (fits(whole)) {
    // The letters before, as far as there is room.
    const more = most(start, (count) => fits(CUT + letters.slice(start - count).join('')));
    return more === start ? letters.join('') : CUT + letters.slice(start - more).join('');
  }
  const cut = (kept) => begin + rest.slice(0, kept).join('') + CUT;
  return cut(Math.max(1, most(rest.length - 1, (kept) => fits(cut(kept)))));
}

/** The highest number from 0 to a limit for which a condition holds that holds for all lower ones; 0 if for none. */
function most(limit, holds) {
  let low = 0;
  let high = limit;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
