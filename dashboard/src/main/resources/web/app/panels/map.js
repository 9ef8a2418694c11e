/** A world map, shaded by revenue, with a pulse where an order arrives. A click on a country filters by it. */
import { svgUrl } from '../chart.js';
import { counted, money, number } from '../format.js';
import { counts } from '../query.js';
import { shown as shownView } from '../store.js';
import { isCalm, token } from '../theme.js';
import { mountTools } from './tools.js';

const SVG = 'http://www.w3.org/2000/svg';
const SHADES = 6;

/** The shade of a country whose refunds exceed its sales. */
const NEGATIVE = 'negative';
const MOST_PULSES = 12;

/** Country names in the reference's feed and others, with the names that the map uses for them. */
const ALIASES = {
  'United States': 'United States of America',
  USA: 'United States of America',
  UK: 'United Kingdom',
  Brasil: 'Brazil',
  España: 'Spain',
  Deutschland: 'Germany',
  'Czech Republic': 'Czechia',
  'Korea, Republic of': 'South Korea',
};

/**
 * @param {HTMLElement} panel
 * @param {import('../main.js').Page} page
 */
export function mountMap(panel, page) {
  const { field } = panel.dataset;
  const canvas = panel.querySelector('.chart-canvas');
  const empty = panel.querySelector('.chart-empty');
  const title = panel.querySelector('h2').textContent;
  const pick = (name) => page.toggle('country', name);
  const tools = mountTools(panel, { picture: () => picture(svg), pick });
  const svg = document.createElementNS(SVG, 'svg');
  const legend = document.createElement('p');
  legend.className = 'map-legend';
  /** @type {Map<string, {path: SVGPathElement, title: SVGTitleElement, at: number[]}>} */
  const countries = new Map();
  const nameOnMap = new Map();
  let part;
  let choices;
  let latest;
  let loading = false;
  let inSight = false;

  new IntersectionObserver((entries) => {
    inSight = entries.at(-1).isIntersecting;
    if (inSight && !loading) {
      loading = true;
      load();
    }
  }).observe(panel);

  async function load() {
    try {
      const world = await (await fetch('map/world.json')).json();
      svg.setAttribute('viewBox', `0 0 ${world.width} ${world.height}`);
      for (const [name, { d, at }] of Object.entries(world.countries)) {
        const path = svg.appendChild(document.createElementNS(SVG, 'path'));
        path.setAttribute('d', d);
        const tooltip = path.appendChild(document.createElementNS(SVG, 'title'));
        tooltip.textContent = name;
        countries.set(name, { path, title: tooltip, at });
      }
      svg.addEventListener('click', (event) => {
        const name = event.target.closest('path')?.dataset.name;
        if (name !== undefined) {
          pick(name);
        }
      });
      canvas.append(svg, legend);
      part = undefined;
      page.render();
    } catch {
      empty.hidden = false;
      empty.textContent = 'The map could not be loaded: reload the page.';
    }
  }

  function shade(bars) {
    countries.forEach(({ path, title: tooltip }, name) => {
      path.removeAttribute('data-shade');
      delete path.dataset.name;
      path.classList.remove('dimmed');
      tooltip.textContent = name;
    });
    nameOnMap.clear();
    const highest = Math.max(1, ...bars.map(([, revenue]) => revenue));
    let missing = 0;
    let negative = 0;
    for (const [name, revenue, items] of bars) {
      const onMap = countries.has(name) ? name : ALIASES[name];
      const country = countries.get(onMap);
      if (country === undefined) {
        missing++;
        continue;
      }
      nameOnMap.set(name, onMap);
      negative += revenue < 0 ? 1 : 0;
      // One country dominates. Equal steps of the square root distinguish the others.
      country.path.dataset.shade = revenue < 0
        ? NEGATIVE
        : String(Math.min(SHADES - 1, Math.floor(Math.sqrt(revenue / highest) * SHADES)));
      country.path.dataset.name = name;
      country.path.classList.toggle('dimmed', !counts(choices, 'country', name));
      country.title.textContent = `${name}: ${money(revenue)}, ${counted(items, 'item')}`;
    }
    legend.textContent = [
      negative === 0 ? '' : `${number(negative)} below zero`,
      missing === 0 ? '' : `${number(missing)} not on the map`,
    ].filter((part) => part !== '').join(', ');
    legend.classList.toggle('map-legend-negative', negative > 0);
  }

  function pulse(orders) {
    if (isCalm() || document.hidden || !inSight) {
      return;
    }
    for (const [, , country] of orders.slice(0, MOST_PULSES - svg.querySelectorAll('circle').length)) {
      const place = countries.get(nameOnMap.get(country));
      if (place !== undefined) {
        const circle = svg.appendChild(document.createElementNS(SVG, 'circle'));
        circle.setAttribute('cx', String(place.at[0]));
        circle.setAttribute('cy', String(place.at[1]));
        circle.setAttribute('r', '36');
        circle.addEventListener('animationend', () => circle.remove());
      }
    }
  }

  return {
    update(state) {
      const view = shownView(state);
      const bars = view?.[field]?.bars ?? [];
      if (view?.[field] !== part || state.choices !== choices) {
        part = view?.[field];
        choices = state.choices;
        if (countries.size > 0) {
          shade(bars);
        }
        canvas.setAttribute('aria-label', `${title}: ${bars.length === 0 ? 'no data' : bars.map(([name, revenue]) => `${name} ${money(revenue)}`).join(', ')}`);
        tools.show(['Country', 'Revenue', 'Items'], bars.map(([name, revenue, items]) => ({
          name,
          chosen: counts(choices, 'country', name),
          cells: [name, money(revenue), number(items)],
        })));
        if (countries.size > 0) {
          empty.hidden = bars.length > 0;
          empty.textContent = part === undefined ? 'The countries appear with the first figures.' : 'No orders in the window.';
        }
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

const keyOf = ([id, at]) => `${id} ${at}`;

/** The map as a standalone picture: copies the page's colours into the SVG. */
function picture(svg) {
  const copy = svg.cloneNode(true);
  copy.setAttribute('xmlns', SVG);
  copy.querySelectorAll('circle').forEach((circle) => circle.remove());
  copy.querySelectorAll('path').forEach((path) => {
    path.setAttribute('fill', token(path.dataset.shade === undefined ? '--map-none' : `--map-${path.dataset.shade}`));
    path.setAttribute('stroke', token('--panel'));
  });
  return svgUrl(copy);
}
