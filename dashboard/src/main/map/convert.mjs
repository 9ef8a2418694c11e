/**
 * Turns the country boundaries of the npm package world-atlas into what the page's map draws:
 *
 *   npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
 *   node convert.mjs package/countries-110m.json > ../resources/META-INF/resources/map/world.json
 *
 * The projection is Natural Earth (Šavrič et al. 2011, doi:10.1080/15230406.2014.952019), fitted to the width of 2000 units.
 */
import { readFileSync } from 'node:fs';

const WIDTH = 2000;
const topology = JSON.parse(readFileSync(process.argv[2], 'utf8'));
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

const ring = (indexes) => indexes.flatMap((index) => (index < 0 ? [...arcs[~index]].reverse() : arcs[index])).map(toUnits);

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

const countries = {};
for (const geometry of topology.objects.countries.geometries) {
  if (geometry.properties.name === 'Antarctica') {
    continue;
  }
  const polygons = geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs;
  const rings = polygons.map((polygon) => polygon.map(ring));
  const largest = rings.map((polygon) => polygon[0]).filter(isWhole).sort((a, b) => area(b) - area(a))[0];
  countries[geometry.properties.name] = {
    d: rings.flat().filter((points) => area(points) > 1 && isWhole(points)).map(path).join(''),
    at: middle(largest),
  };
}
process.stdout.write(`${JSON.stringify({ width: WIDTH, height: Math.round((top - bottom) * unit), countries })}\n`);
