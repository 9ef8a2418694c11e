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
 * @returns {SVGSVGElement}
 */
export function printed(kind, bars) {
  return kind === 'trend' ? standing(bars) : lying(bars);
}

/** Each bar has a line with its name and its value. */
function lying(bars) {
  const [low, high] = range(bars);
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
function standing(bars) {
  const [low, high] = range(bars);
  const bottom = TREND - LINE;
  const y = (value) => LINE + ((high - value) / (high - low)) * (bottom - LINE);
  const step = WIDTH / Math.max(1, bars.length);
  const svg = drawing(TREND);
  bars.forEach(({ value, colour, opacity }, i) => {
    svg.append(rect(i * step + step * 0.15, Math.min(y(value), y(0)), step * 0.7, Math.abs(y(value) - y(0)), colour, opacity));
  });
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

function range(bars) {
  const values = bars.map(({ value }) => value);
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
  const made = document.createElementNS(SVG, 'rect');
  Object.entries({ x, y, width, height, opacity }).forEach(([name, value]) => made.setAttribute(name, String(value)));
  made.setAttribute('fill', `var(${colour})`);
  return made;
}

function text(words, x, y, anchor) {
  const made = document.createElementNS(SVG, 'text');
  Object.entries({ x, y, 'text-anchor': anchor, 'font-size': FONT, 'dominant-baseline': 'central', fill: 'var(--text)' })
    .forEach(([name, value]) => made.setAttribute(name, String(value)));
  made.textContent = words;
  return made;
}
