/**
 * Places panels in rows of twelve columns, so that no row has a gap: pure functions.
 *
 * @typedef {{span: number, least?: number}} Slot the usual and the least number of columns of a panel
 * @typedef {{span: number, row: number}} Place the number of columns of a panel, and the index of its row
 */
const COLUMNS = 12;

/** The cost of a row, in columns of difference from the usual widths. */
const ROW = 4;

/**
 * Distributes slots over rows. The slots keep their order, and each row is full. Chooses the distribution with the
 * lowest cost: few rows, and widths close to the usual ones.
 *
 * @param {Slot[]} slots
 * @returns {Place[]} one for each slot
 */
export function arrange(slots) {
  /** The best arrangement of the first n slots, for each n. @type {{cost: number, places: Place[], rows: number}[]} */
  const best = [{ cost: 0, places: [], rows: 0 }];
  for (let end = 1; end <= slots.length; end++) {
    for (let start = end - 1; start >= 0 && columns(slots.slice(start, end)) <= COLUMNS; start--) {
      const { cost: before, places, rows } = best[start];
      const spans = fill(slots.slice(start, end));
      const cost = before + ROW + spans.reduce((sum, span, i) => sum + Math.abs(span - slots[start + i].span), 0);
      if (best[end] === undefined || cost < best[end].cost) {
        const row = spans.map((span) => ({ span, row: rows }));
        best[end] = { cost, places: [...places, ...row], rows: rows + 1 };
      }
    }
  }
  return best[slots.length].places;
}

const leastOf = ({ span, least = span }) => least;
const columns = (slots) => slots.reduce((sum, slot) => sum + leastOf(slot), 0);

/**
 * Fills one row with slots, in proportion to their usual widths.
 *
 * @param {Slot[]} slots
 * @returns {number[]} the number of columns of each slot
 */
export function fill(slots) {
  if (slots.length === 0) {
    return [];
  }
  const usual = slots.reduce((sum, { span }) => sum + span, 0);
  const spans = slots.map((slot) => Math.max(leastOf(slot), Math.floor((slot.span * COLUMNS) / usual)));
  for (let sum = spans.reduce((a, b) => a + b); sum !== COLUMNS; sum += sum < COLUMNS ? 1 : -1) {
    const step = sum < COLUMNS ? 1 : -1;
    // The column goes to, or comes from, the slot that is furthest from its share.
    const share = slots.map((slot, i) => (step > 0 || spans[i] > leastOf(slot)
      ? step * ((slot.span * COLUMNS) / usual - spans[i])
      : -Infinity));
    spans[share.indexOf(Math.max(...share))] += step;
  }
  return spans;
}
