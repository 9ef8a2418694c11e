/** A world map, shaded by revenue, with a pulse where an order arrives. A click on a country filters by it. */
import { byCountry, inWords, otherOf } from '../breakdown.js';
import { svgUrl } from '../chart.js';
import { finder } from '../countries.js';
import { counted, money, number, shortMoney } from '../format.js';
import { shortened } from '../names.js';
import { need } from '../need.js';
import { counts } from '../query.js';
import { shown as shownView } from '../store.js';
import { isCalm, token } from '../theme.js';
import { setText } from './text.js';
import { mountTools } from './tools.js';

const SVG = 'http://www.w3.org/2000/svg';
const SHADES = 6;

/** The shade of a country whose refunds exceed its sales. */
const NEGATIVE = 'negative';
const MOST_PULSES = 12;

/** Limits on the names in the note on those that are not on the map, and on the characters of each. */
const MOST_MISSING = 3;
const LONGEST_MISSING = 24;
const MOST_IN_TITLE = 20;

/** Below this revenue of the highest country, the legend has decimals. */
const FINE = 100;

/**
 * @param {HTMLElement} panel
 * @param {import('../main.js').Page} page
 * @returns {import('../main.js').Panel}
 */
export function mountMap(panel, page) {
  const { field = '' } = panel.dataset;
  const canvas = need(panel, '.chart-canvas');
  const empty = need(panel, '.chart-empty');
  const title = need(panel, 'h2').textContent;
  const pick = (name) => page.toggle('country', name);
  const tools = mountTools(panel, { picture: () => picture(svg), legend: () => legend.entries(), pick }, page);
  const svg = document.createElementNS(SVG, 'svg');
  const legend = new Legend();
  canvas.after(legend.element);
  /** @type {Map<string, {path: SVGPathElement, title: SVGTitleElement, name: string, at: number[], names: string[]}>} */
  const countries = new Map();
  /** @type {ReturnType<typeof finder>} */
  let find = () => undefined;
  let part;
  let further;
  let choices;
  let latest;
  let loading = false;
  let inSight = false;

  new IntersectionObserver((entries) => {
    inSight = entries[entries.length - 1].isIntersecting;
    if (inSight && !loading) {
      loading = true;
      load();
    }
  }).observe(panel);

  async function load() {
    try {
      // Asks whether the stored one is still the newest: a new version of the page may need a new map.
      const world = await (await fetch('map/world.json', { cache: 'no-cache' })).json();
      svg.setAttribute('viewBox', `0 0 ${world.width} ${world.height}`);
      for (const [code, { name, d, at, dot }] of Object.entries(world.countries)) {
        const path = svg.appendChild(document.createElementNS(SVG, 'path'));
        path.setAttribute('d', d);
        path.dataset.country = code;
        path.classList.toggle('map-dot', dot === true);
        const tooltip = path.appendChild(document.createElementNS(SVG, 'title'));
        tooltip.textContent = name;
        countries.set(code, { path, title: tooltip, name, at, names: [] });
      }
      find = finder(Object.fromEntries(Object.entries(world.countries).map(([code, { names }]) => [code, names])));
      svg.addEventListener('click', (event) => {
        const code = /** @type {Element} */ (event.target).closest('path')?.dataset.country;
        if (code !== undefined) {
          pickAll(countries.get(code)?.names ?? []);
        }
      });
      canvas.append(svg);
      part = undefined;
      page.render();
    } catch {
      canvas.textContent = 'The map could not be loaded: reload the page.';
    }
  }

  /** Adds the names of a country to the filter, or removes them if it has all of them. */
  function pickAll(names) {
    const chosen = choices.only.country ?? [];
    const others = names.filter((name) => !chosen.includes(name));
    (others.length > 0 ? others : names).forEach(pick);
  }

  function shade(bars, unseen) {
    const { countries: shares, missing } = byCountry(bars, find);
    const highest = Math.max(1, ...[...shares.values()].map(({ revenue }) => revenue));
    let negative = 0;
    countries.forEach((country, code) => {
      const share = shares.get(code);
      const { path } = country;
      country.names = share?.names ?? [];
      if (share === undefined) {
        path.removeAttribute('data-shade');
        path.classList.remove('dimmed');
        setText(country.title, country.name);
        return;
      }
      negative += share.revenue < 0 ? 1 : 0;
      // One country dominates. Equal steps of the square root distinguish the others.
      path.dataset.shade = share.revenue < 0
        ? NEGATIVE
        : String(Math.min(SHADES - 1, Math.floor(Math.sqrt(share.revenue / highest) * SHADES)));
      path.classList.toggle('dimmed', !share.names.some((name) => counts(choices, 'country', name)));
      setText(country.title, `${share.names.join(', ')}: ${money(share.revenue)}, ${counted(share.items, 'item')}`);
    });
    legend.show(shares.size > negative ? highest : null, negative, missing, unseen);
  }

  function pulse(orders) {
    if (isCalm() || document.hidden || !inSight) {
      return;
    }
    for (const [, , name] of orders.slice(0, MOST_PULSES - svg.querySelectorAll('circle').length)) {
      const place = countries.get(find(name) ?? '');
      if (place !== undefined) {
        const circle = svg.appendChild(document.createElementNS(SVG, 'circle'));
        circle.setAttribute('cx', String(place.at[0]));
        circle.setAttribute('cy', String(place.at[1]));
        circle.setAttribute('r', '36');
        circle.addEventListener('animationend', () => circle.remove());
      }
    }
  }

  function show() {
    const bars = part?.bars ?? [];
    const all = [...bars, ...(further ?? [])];
    const unseen = Math.max(0, (part?.other_names ?? 0) - (further?.length ?? 0));
    const other = part === undefined ? null : otherOf(part);
    if (countries.size > 0) {
      shade(all, unseen);
    }
    empty.hidden = bars.length > 0;
    canvas.setAttribute('aria-label', `${title}: ${inWords(bars.map(([name, revenue]) => ({ name, revenue })), other)}`);
    tools.show(['Country', 'Revenue', 'Items'], [
      ...all.map(([name, revenue, items]) => ({
        name,
        chosen: counts(choices, 'country', name),
        cells: [name, money(revenue), number(items)],
      })),
      ...(unseen === 0 ? [] : [{ name: null, chosen: true, cells: [`${number(unseen)} more with less revenue`, '', ''] }]),
    ]);
  }

  return {
    update(state) {
      const view = shownView(state);
      if (view?.[field] !== part || view?.further_countries !== further || state.choices !== choices) {
        part = view?.[field];
        further = view?.further_countries;
        choices = state.choices;
        show();
      }
      if (view?.latest !== latest) {
        const known = new Set((latest ?? []).map(keyOf));
        if (latest !== undefined && view?.latest !== undefined) {
          pulse(view.latest.filter((order) => !known.has(keyOf(order))));
        }
        latest = view?.latest;
      }
    },
    restyle() {
      part = undefined;
    },
  };
}

/** Says what the shades mean, and which names are not on the map. */
class Legend {
  element = document.createElement('div');
  #shades = this.element.appendChild(document.createElement('ul'));
  #missing = this.element.appendChild(document.createElement('p'));
  /** @type {import('./tools.js').Shade[]} */
  #entries = [];

  constructor() {
    this.element.className = 'map-notes';
    this.#shades.className = 'map-legend';
    this.#shades.setAttribute('aria-label', 'Shades, by the revenue from which on they apply');
    this.#missing.className = 'map-missing';
  }

  /** The meaning of the colours, for a picture. */
  entries() {
    return this.#entries;
  }

  /**
   * @param {number | null} highest revenue of a country; null if there is none
   * @param {number} negative the number of countries whose refunds exceed their sales
   * @param {string[]} missing names of no country
   * @param {number} unseen number of further names, which the page does not know
   */
  show(highest, negative, missing, unseen) {
    const shades = highest === null ? [] : Array.from({ length: SHADES }, (_, i) => {
      const lowest = (i / SHADES) ** 2 * highest;
      const from = shortMoney(highest < FINE ? lowest : Math.round(lowest));
      return [String(i), i === SHADES - 1 ? `${from} – ${shortMoney(highest)}` : from];
    });
    if (negative > 0) {
      shades.unshift([NEGATIVE, `${number(negative)} below zero`]);
    }
    const items = [...this.#shades.children];
    if (items.length !== shades.length) {
      this.#shades.replaceChildren(...shades.map(() => document.createElement('li')));
    }
    shades.forEach(([shade, text], i) => {
      const item = this.#shades.querySelectorAll('li')[i];
      item.dataset.shade = shade;
      setText(item, text);
    });
    this.#entries = shades.map(([shade, text]) => ({ colour: `--map-${shade}`, text }));
    setText(this.#missing, notOnTheMap(missing, unseen));
    this.#missing.title = missing.slice(0, MOST_IN_TITLE).join(', ');
  }
}

/**
 * The note on names that the map has no place for: "3 names not on the map: X, Y, Z".
 *
 * @param {string[]} missing the names
 * @param {number} unseen number of further names, which the page does not know
 */
function notOnTheMap(missing, unseen) {
  const texts = [];
  if (missing.length > 0) {
    const first = shortened(missing.slice(0, MOST_MISSING), (text) => text.length <= LONGEST_MISSING);
    texts.push(`${counted(missing.length, 'name')} not on the map: ${first.join(', ')}${missing.length > MOST_MISSING ? ', …' : ''}`);
  }
  if (unseen > 0) {
    texts.push(`${counted(unseen, 'name')} with less revenue not shown`);
  }
  return texts.join('; ');
}

/** @param {import('../protocol.js').Order} order */
const keyOf = ([id, at]) => `${id} ${at}`;

/** The map as a standalone picture: copies the page's colours into the SVG. */
function picture(svg) {
  const copy = svg.cloneNode(true);
  copy.setAttribute('xmlns', SVG);
  copy.querySelectorAll('circle, .map-dot:not([data-shade])').forEach((hidden) => hidden.remove());
  copy.querySelectorAll('path').forEach((path) => {
    path.setAttribute('fill', token(path.dataset.shade === undefined ? '--map-none' : `--map-${path.dataset.shade}`));
    path.setAttribute('stroke', token('--panel'));
  });
  return svgUrl(copy);
}
