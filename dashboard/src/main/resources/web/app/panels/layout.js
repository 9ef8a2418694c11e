/**
 * Hides the charts, the card, the boxes and the column of each property that no record has, and lets the others fill
 * the rows. The browser stores these properties, so that the next visit starts with the same layout.
 */
import { arrange, fill } from '../arrangement.js';
import { need } from '../need.js';
import { keep, recallJson } from '../storage.js';
import { shown as shownView } from '../store.js';

const KEY = 'unknown';

/** Properties that a view does not name as unknown, but of which it leaves out the part. Few shops have them. */
const OPTIONAL = ['product'];

/**
 * The columns that a chart of each size usually takes, and takes at least, by the width of the screen. Until the first
 * view is there, the style sheet has the same usual ones.
 */
const SPANS = {
  desktop: { half: [6, 4], wide: [8, 6], narrow: [4, 3] },
  big: { half: [3, 2], wide: [4, 3], narrow: [2, 2] },
  tablet: { half: [6, 6], wide: [12, 12], narrow: [6, 6] },
};

/** The variable of the style sheet for each. */
const VARIABLES = { desktop: '--span', big: '--span-big', tablet: '--span-tablet' };

/** The charts of a wall display, in two rows, with their usual columns. */
const KIOSK = [
  { map: 5, revenue_by_country: 4, revenue_by_traffic_source: 3 },
  { trend: 4, revenue_by_item_status: 3, latest: 5 },
];

/** The second row for a shop that knows its products. They say more than the status. */
const WITH_PRODUCT = { trend: 4, revenue_by_product: 3, latest: 5 };

/** The same on a screen that is higher than wide. */
const UPRIGHT = [{ revenue_by_country: 6, revenue_by_traffic_source: 6 }, { trend: 12 }, { map: 12 }, { latest: 12 }];

/** The first row of a wall display for a shop that does not know its buyers' countries. */
const KIOSK_WITHOUT_COUNTRY = {
  revenue_by_category: 4, revenue_by_traffic_source: 3, revenue_by_age: 3, revenue_by_gender: 3,
};

/** Cards in the first row on a tablet, and the columns that each takes. */
const FIRST_CARDS = 3;
const FIRST_CARDS_SPAN = 4;

/** @param {Document} root @returns {import('../main.js').Panel} */
export function mountLayout(root) {
  const charts = [...root.querySelectorAll('.chart')].map(chartOf);
  const cards = [...root.querySelectorAll('.card')];
  const cardRow = need(root, '.cards');
  const boxes = root.querySelectorAll('label:has([data-except])');
  let unknown = stored();
  let hasRefunds = false;
  let isOutdated = true;

  function place() {
    for (const chart of charts) {
      chart.element.hidden = unknown.includes(chart.property);
      if (chart.element.hidden && root.fullscreenElement === chart.element) {
        root.exitFullscreen();
      }
    }
    const shown = charts.filter(({ element }) => !element.hidden);
    for (const [screen, spans] of Object.entries(SPANS)) {
      arrange(shown.map(({ size }) => ({ span: spans[size][0], least: spans[size][1] })))
        .forEach(({ span }, i) => set(shown[i].element, VARIABLES[screen], span));
    }
    placeOnWall(shown);
    boxes.forEach((box) => {
      box.hidden = unknown.includes('item_status');
    });
    // The style sheet hides columns of the table of orders by this attribute.
    root.body.dataset.unknown = unknown.join(' ');
    placeCards();
  }

  function placeCards() {
    cards.forEach((card) => {
      const { metric } = card.dataset;
      card.hidden = metric === 'refunds' ? !hasRefunds : metric === 'gross_margin' && unknown.includes('cost');
    });
    const shown = cards.filter((card) => !card.hidden);
    const others = fill(shown.slice(FIRST_CARDS).map(() => ({ span: FIRST_CARDS_SPAN, least: 1 })));
    set(cardRow, '--cards', shown.length);
    cardRow.dataset.cards = String(shown.length);
    shown.forEach((card, i) => {
      set(card, '--span-tablet', i < FIRST_CARDS ? FIRST_CARDS_SPAN : others[i - FIRST_CARDS]);
      card.classList.toggle('card-alone', shown.length % 2 === 1 && i === shown.length - 1);
    });
  }

  return {
    update(state) {
      const { view, pause } = state;
      if (pause === null && view !== null) {
        const next = isEmpty(view) ? unknown : unknownOf(view);
        if (next.join() !== unknown.join()) {
          unknown = next;
          keep(KEY, JSON.stringify(unknown));
          isOutdated = true;
        }
      }
      const refunds = shownView(state)?.metrics?.refunds ?? null;
      if ((refunds !== null) !== hasRefunds) {
        hasRefunds = refunds !== null;
        isOutdated = true;
      }
      if (isOutdated) {
        isOutdated = false;
        place();
      }
    },
  };
}

function stored() {
  const names = recallJson(KEY);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : OPTIONAL;
}

/** @param {import('../protocol.js').View} view */
function unknownOf(view) {
  return [...view.unknown ?? [], ...OPTIONAL.filter((property) => (view[`revenue_by_${property}`] ?? null) === null)];
}

/**
 * Whether the view has no records, and so does not tell which properties the shop has.
 *
 * @param {import('../protocol.js').View} view
 */
function isEmpty({ metrics, unknown }) {
  return metrics === undefined
    || ((unknown ?? null) === null && metrics.num_order_items === 0 && (metrics.refunds ?? null) === null);
}

function chartOf(element) {
  const { kind, field, size } = element.dataset;
  return {
    element,
    name: kind === 'map' ? kind : field,
    property: field.replace('revenue_by_', ''),
    size,
  };
}

function placeOnWall(shown) {
  const has = (chart) => shown.some(({ name }) => name === chart);
  const rows = [
    has('map') ? KIOSK[0] : KIOSK_WITHOUT_COUNTRY,
    has('revenue_by_product') ? WITH_PRODUCT : KIOSK[1],
  ];
  placeInRows(shown, rows, 'wall');
  placeInRows(shown, UPRIGHT, 'upright');
}

/** Places the charts that stand in the rows, and marks the others. */
function placeInRows(shown, rows, name) {
  const inRows = rows
    .map((usual) => shown.filter((chart) => chart.name in usual)
      .map((chart) => ({ ...chart, span: usual[chart.name], least: 1 })))
    .filter((row) => row.length > 0);
  shown.forEach(({ element }) => element.classList.add(`chart-not-${name}`));
  inRows.forEach((row, i) => fill(row).forEach((span, j) => {
    const { element } = row[j];
    element.classList.remove(`chart-not-${name}`);
    set(element, `--span-${name}`, span);
    set(element, `--row-${name}`, i + 1);
  }));
}

function set(element, name, value) {
  element.style.setProperty(name, String(value));
}
