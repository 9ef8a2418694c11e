/**
 * Draws a bar chart for print at once. The worker's drawings arrive later, have the width of the screen, and the colours
 * of the theme; these ones scale, and their colours are variables, which are light in print.
 */
import { money, shortMoney } from './format.js';
import { shortened } from './names.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Dimensions in the units of the drawing, which has this width. */
const WIDTH = 400;
const LINE = 16;
const BAR = 10;
const NAME = 132;
const FIGURE = 80;
const FONT = 10;
const TREND = 140;
const LONGEST_NAME = 21;

/**
 * @param {'bars' | 'lying' | 'trend'} kind
 * @param {import('./chart.js').Bar[]} bars
 * @param {import('./chart.js').Line[]} lines
 * @returns {SVGSVGElement}
 */
export function printed(kind, bars, lines) {
  return kind === 'trend' ? standing(bars, lines) : lying(bars);
}

/** Each bar has a line with its name and its value. */
function lying(bars) {
  const [low, high] = range(bars.map(({ value }) => value));
  const x = (value) => NAME + ((value - low) / (high - low)) * (WIDTH - NAME - FIGURE);
  const names = shortened(bars.map(({ name }) => name), (words) => words.length <= LONGEST_NAME);
  const svg = drawing(bars.length * LINE);
  bars.forEach(({ value, colour, opacity }, i) => {
    const y = i * LINE + LINE / 2;
    svg.append(
      text(names[i], NAME - 6, y, 'end'),
      rect(Math.min(x(value), x(0)), y - BAR / 2, Math.abs(x(value) - x(0)), BAR, colour, opacity),
      text(money(value), Math.max(x(value), x(0)) + 6, y, 'start'),
    );
  });
  return svg;
}

/** The axis has the first and the last name, and the range of the values. */
function standing(bars, lines) {
  const [low, high] = range([...bars.map(({ value }) => value), ...lines.flatMap(({ sales }) => sales)]);
  const bottom = TREND - LINE;
  const y = (value) => LINE + ((high - value) / (high - low)) * (bottom - LINE);
  const step = WIDTH / Math.max(1, bars.length);
  const svg = drawing(TREND);
  bars.forEach(({ value, colour, opacity }, i) => {
    svg.append(rect(i * step + step * 0.15, Math.min(y(value), y(0)), step * 0.7, Math.abs(y(value) - y(0)), colour, opacity));
  });
  lines.forEach(({ sales, first, colour, dashes }) => svg.append(made('polyline', {
    points: sales.map((value, i) => `${(i + 0.5) * step},${y(value)}`).slice(first).join(' '),
    fill: 'none',
    stroke: `var(${colour})`,
    'stroke-dasharray': dashes.join(' '),
  })));
  if (bars.length > 0) {
    svg.append(
      text(shortMoney(high), 0, LINE / 2, 'start'),
      rect(0, y(0), WIDTH, 0.5, '--line-strong', 1),
      text(bars[0].name, 0, TREND - LINE / 2, 'start'),
      text(bars.at(-1).name, WIDTH, TREND - LINE / 2, 'end'),
    );
  }
  return svg;
}

function range(values) {
  const low = Math.min(0, ...values);
  return [low, Math.max(low + 1, 0, ...values)];
}

function drawing(height) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'chart-print');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${Math.max(1, height)}`);
  return svg;
}

function rect(x, y, width, height, colour, opacity) {
  return made('rect', { x, y, width, height, opacity, fill: `var(${colour})` });
}

function text(words, x, y, anchor) {
  const element = made('text', { x, y, 'text-anchor': anchor, 'font-size': FONT, 'dominant-baseline': 'central', fill: 'var(--text)' });
  element.textContent = words;
  return element;
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([attribute, value]) => element.setAttribute(attribute, String(value)));
  return element;
}
