/**
 * Makes what the page's map draws from the country boundaries of the npm package world-atlas, and the names by which
 * the map finds a country from Unicode's CLDR and the npm packages i18n-iso-countries and iso-3166:
 *
 *   npm install --prefix ../../../target/map world-atlas@2.0.2 cldr-core@48.2.0 cldr-localenames-full@48.2.0 \
 *     i18n-iso-countries@7.14.0 iso-3166@4.4.0
 *   node convert.mjs ../../../target/map/node_modules > ../resources/META-INF/resources/map/world.json
 *
 * The projection is Natural Earth (Šavrič et al. 2011, doi:10.1080/15230406.2014.952019), fitted to the width of 2000 units.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { words } from '../resources/web/app/countries.js';

const WIDTH = 2000;
const FOLDER = process.argv[2];
const read = (file) => JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'));

/** The countries of an atlas: their ISO numbers, their names, and their polygons as lists of points. */
function countriesOf(topology) {
  const { scale: [kx, ky], translate: [dx, dy] } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([stepX, stepY]) => {
      x += stepX;
      y += stepY;
      return [x * kx + dx, y * ky + dy];
    });
  });
  const ring = (indexes) => indexes.flatMap((index) => (index < 0 ? [...arcs[~index]].reverse() : arcs[index])).map(toUnits);
  return topology.objects.countries.geometries
    .filter(({ type, properties: { name } }) => type !== undefined && name !== 'Antarctica')
    .map(({ type, id, arcs: indexes, properties: { name } }) => ({
      id,
      name,
      polygons: (type === 'Polygon' ? [indexes] : indexes).map((polygon) => polygon.map(ring)),
    }));
}

function project([longitude, latitude]) {
  const lambda = (longitude * Math.PI) / 180;
  const phi = (latitude * Math.PI) / 180;
  const p2 = phi ** 2;
  const p4 = p2 ** 2;
  return [
    lambda * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4))),
    phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4))),
  ];
}

const [right] = project([180, 0]);
const [, top] = project([0, 84]);
const [, bottom] = project([0, -57]);
const unit = WIDTH / (2 * right);
const toUnits = (point) => {
  const [x, y] = project(point);
  return [Math.round((x + right) * unit), Math.round((top - y) * unit)];
};

/** Steps from point to point, those that are too small to be seen left out. */
function path(points) {
  let [x, y] = points[0];
  let d = `M${x} ${y}l`;
  for (const [nextX, nextY] of points.slice(1)) {
    if (nextX !== x || nextY !== y) {
      d += `${nextX - x} ${nextY - y} `;
      [x, y] = [nextX, nextY];
    }
  }
  return `${d.trim()}z`;
}

function area(points) {
  return Math.abs(points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    return sum + x * nextY - nextX * y;
  }, 0)) / 2;
}

/** The middle of the largest part: where an order is shown to land. */
function middle(points) {
  let doubled = 0;
  let sumX = 0;
  let sumY = 0;
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    const cross = x * nextY - nextX * y;
    doubled += cross;
    sumX += (x + nextX) * cross;
    sumY += (y + nextY) * cross;
  });
  return [Math.round(sumX / (3 * doubled)), Math.round(sumY / (3 * doubled))];
}

/** A part that lies on both edges of the map would be drawn right across it. */
const isWhole = (points) => points.every(([x], i) => Math.abs(x - points[(i + 1) % points.length][0]) < WIDTH / 2);

/** The largest part of a country. */
const largest = (polygons) => polygons.map((polygon) => polygon[0]).filter(isWhole).sort((one, other) => area(other) - area(one))[0];

/** A country that is too small for the atlas is a dot. */
const RADIUS = 7;
const dot = ([x, y]) => `M${x - RADIUS} ${y}a${RADIUS} ${RADIUS} 0 1 0 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 0 ${-2 * RADIUS} 0z`;

/** The two and the three letters of each ISO number. */
const letters = new Map(read('i18n-iso-countries/codes.json').map(([two, three, number]) => [number, [two, three]]));
letters.set('Kosovo', ['XK', 'XKX']);

/** Languages other than those of the countries themselves in which shops write names of countries. */
const LANGUAGES = ['de', 'es', 'fr', 'it', 'pt'];
const { territoryInfo } = read('cldr-core/supplemental/territoryInfo.json').supplemental;

const readOnce = (path, part) => {
  const found = new Map();
  return (language) => {
    if (!found.has(language)) {
      const file = path(language);
      found.set(language, existsSync(`${FOLDER}/${file}`) ? part(read(file), language) : {});
    }
    return found.get(language);
  };
};
const unicode = readOnce(
  (language) => `cldr-localenames-full/main/${language}/territories.json`,
  ({ main }, language) => main[language].localeDisplayNames.territories,
);
const iso = readOnce((language) => `i18n-iso-countries/langs/${language}.json`, ({ countries }) => countries);

const { iso31661, iso31662 } = await import(resolve(FOLDER, 'iso-3166/index.js'));
const official = new Map(iso31661.map(({ alpha2, name }) => [alpha2, name]));

/** The parts of a country that shops take for countries. Further forms of a name are in brackets. */
const PARTS = { GB: ['GB-ENG', 'GB-NIR', 'GB-SCT', 'GB-WLS'] };
const partsOf = (code) => iso31662.filter((part) => PARTS[code]?.includes(part.code)).map(({ name }) => name.split(' [')[0]);

function namesIn(language, code) {
  const ofUnicode = Object.entries(unicode(language)).filter(([key]) => key === code || key.startsWith(`${code}-alt`));
  return [...ofUnicode.map(([, name]) => name), ...[iso(language)[code] ?? []].flat()];
}

/** The official languages of a country. */
const languagesOf = (code) => Object.entries(territoryInfo[code]?.languagePopulation ?? {})
  .filter(([, { _officialStatus: status }]) => status !== undefined)
  .map(([language]) => language.replace('_', '-'));

/** The names of a country, by how surely they mean this country. */
const KINDS_OF_NAMES = [
  ({ code, three }) => [code, three],
  ({ code, atlasName }) => [unicode('en')[code], atlasName],
  ({ code }) => [...namesIn('en', code), official.get(code), ...partsOf(code)],
  ({ code }) => languagesOf(code).flatMap((language) => namesIn(language, code)),
  ({ code }) => LANGUAGES.flatMap((language) => namesIn(language, code)),
];

/** The names by country. A name that means several countries equally surely is that of none. */
function namesOf(countries) {
  const owners = new Map();
  for (const kind of KINDS_OF_NAMES) {
    const ofKind = new Map();
    for (const country of countries) {
      for (const name of kind(country).filter((each) => each !== undefined).map((each) => words(each).join(' '))) {
        if (!owners.has(name)) {
          ofKind.set(name, new Set([...(ofKind.get(name) ?? []), country.code]));
        }
      }
    }
    for (const [name, [code, ...others]] of ofKind) {
      owners.set(name, others.length === 0 ? code : null);
    }
  }
  const names = {};
  owners.forEach((code, name) => {
    if (code !== null) {
      names[code] = names[code] === undefined ? name : `${names[code]}|${name}`;
    }
  });
  return names;
}

const atlas = countriesOf(read('world-atlas/countries-110m.json'));
const drawn = new Set(atlas.map(({ id }) => id));
const small = countriesOf(read('world-atlas/countries-10m.json')).filter(({ id }) => id !== undefined && !drawn.has(id));
const found = [
  ...atlas.map(({ id, name, polygons }) => ({
    id,
    name,
    d: polygons.flat().filter((points) => area(points) > 1 && isWhole(points)).map(path).join(''),
    at: middle(largest(polygons)),
  })),
  ...small.map(({ id, name, polygons }) => {
    const [x, y] = largest(polygons)[0];
    return { id, name, d: dot([x, y]), at: [x, y], isDot: true };
  }),
].map((country) => {
  const [code, three] = letters.get(country.id ?? country.name) ?? [country.name, country.name];
  return { ...country, code, three, atlasName: country.name };
});
const names = namesOf(found);
const countries = Object.fromEntries(found.map(({ code, name, d, at, isDot }) => [code, {
  name: unicode('en')[code] ?? name,
  names: names[code],
  d,
  at,
  dot: isDot,
}]));
process.stdout.write(`${JSON.stringify({ width: WIDTH, height: Math.round((top - bottom) * unit), countries })}\n`);
