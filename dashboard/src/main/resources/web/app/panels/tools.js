/** The menu of every chart: show it as a table, save it as a picture, show it in full screen. */
import { need } from '../need.js';
import { onPrint } from '../print.js';
import * as scope from '../scope.js';
import { caption, fileName, timeInWords } from '../shown.js';
import { shown, shownChoices } from '../store.js';
import { token } from '../theme.js';

/**
 * @typedef {{colour: string, text: string, dashes?: number[]}} Shade an entry of a legend; colour is the name of a CSS
 *   variable; with dashes, it is a line
 */

/**
 * @param {HTMLElement} panel
 * @param {{picture: () => string, legend?: () => Shade[], pick?: (name: string) => void}} chart the picture as a data URL
 *   of an SVG; the meaning of its colours, if it needs one
 * @param {import('../main.js').Page} page
 */
export function mountTools(panel, { picture, legend = () => [], pick }, page) {
  const png = need(panel, '.tool-png', HTMLButtonElement);
  const button = need(panel, '.tool-table');
  const table = need(panel, '.chart-table');
  const canvas = need(panel, '.chart-canvas');
  let headings = [];
  let rows = [];

  mountMenu(panel);
  png.addEventListener('click', () => {
    const { clientWidth, clientHeight } = canvas;
    const state = page.state();
    const title = need(panel, 'h2').textContent;
    const heading = [
      `${title}  ${need(panel, '.unit').textContent}`,
      `${page.shop} · ${scope.words(shownChoices(state), shown(state))}`,
      timeInWords(state),
      // The names without a bar, or without a place on the map.
      panel.querySelector(':is(.chart-other, .map-missing):not([hidden])')?.textContent ?? '',
    ].filter((line) => line !== '');
    save({ svg: picture(), width: clientWidth, height: clientHeight }, heading, legend(), fileName(page.shop, title, state, 'png'));
  });
  button.addEventListener('click', () => {
    const wanted = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(wanted));
    table.hidden = !wanted;
    // A chart that is not visible is no longer drawn.
    png.disabled = wanted;
    canvas.classList.toggle('chart-hidden', wanted);
    write();
  });
  table.addEventListener('click', (event) => {
    const name = /** @type {Element} */ (event.target).closest('tr')?.dataset.name;
    if (name !== undefined && !isSelecting(table)) {
      pick?.(name);
    }
  });

  // A map that has not been in sight is not loaded.
  onPrint(() => {
    if (canvas.querySelector('svg') === null && table.hidden) {
      table.classList.add('printed');
      fill();
    }
  }, () => table.classList.remove('printed'));

  function write() {
    if (!table.hidden) {
      fill();
    }
  }

  function fill() {
    const active = /** @type {HTMLElement} */ (document.activeElement);
    const focused = table.contains(active) ? active.dataset.name : undefined;
    const head = element('tr', headings.map((heading, i) => cell('th', heading, i > 0)));
    const body = rows.map(({ name, chosen, cells }) => {
      const [first, ...others] = cells;
      const canBePicked = pick !== undefined && name !== null;
      const row = element('tr', [
        canBePicked ? element('td', [choice(name, first, chosen)]) : cell('td', first, false),
        ...others.map((text) => cell('td', text, true)),
      ]);
      if (canBePicked) {
        // The whole row can be clicked. The button in it is for the keyboard.
        row.dataset.name = name;
      }
      row.classList.toggle('dimmed', !chosen);
      return row;
    });
    const words = element('caption', [caption(page.state())]);
    table.replaceChildren(element('table', [words, element('thead', [head]), element('tbody', body)]));
    if (focused !== undefined) {
      [...table.querySelectorAll('button')].find((each) => each.dataset.name === focused)?.focus();
    }
  }

  return {
    /**
     * @param {string[]} newHeadings
     * @param {{name: string | null, chosen: boolean, cells: string[]}[]} newRows
     */
    show(newHeadings, newRows) {
      headings = newHeadings;
      rows = newRows;
      write();
    },
  };
}

/** Whether the user is selecting the text of an element, so that a click is not meant for it. */
export function isSelecting(element) {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && element.contains(selection.anchorNode);
}

/**
 * The menu of a panel's tools. It closes after a choice, with Escape, and when the focus or a click goes elsewhere.
 *
 * @param {HTMLElement} panel
 */
export function mountMenu(panel) {
  const menu = need(panel, '.tools', HTMLDetailsElement);
  const close = () => {
    menu.open = false;
  };
  need(menu, '.tools-list').addEventListener('click', close);
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (!menu.contains(/** @type {Node} */ (relatedTarget))) {
      close();
    }
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu.open) {
      event.stopPropagation();
      close();
      need(menu, 'summary').focus();
    }
  });
  mountFullScreen(panel);
}

/** @param {HTMLElement} panel */
function mountFullScreen(panel) {
  need(panel, '.tool-full').addEventListener('click', () => {
    if (document.fullscreenElement === panel) {
      document.exitFullscreen();
    } else {
      panel.requestFullscreen?.();
    }
  });
}

function element(name, children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

function cell(name, text, isNumber) {
  const made = element(name, [text]);
  made.classList.toggle('number', isNumber);
  return made;
}

function choice(name, text, chosen) {
  const made = element('button', [text]);
  made.type = 'button';
  made.dataset.name = name;
  made.setAttribute('aria-pressed', String(chosen));
  return made;
}

/** Layout of a picture, in pixels: its margin, and the lines of its heading. */
const MARGIN = 16;
const TITLE = { font: '650 16px system-ui, sans-serif', height: 24, colour: '--text' };
const WORDS = { font: '12px system-ui, sans-serif', height: 18, colour: '--muted' };
const SCALE = 2;

/** Size of the colours of a legend, and the space after each. */
const SWATCH = 10;
const DASHED = 26;
const SPACE = 6;

/**
 * Saves a chart under a heading, and over its legend, as a PNG picture.
 *
 * @param {{svg: string, width: number, height: number}} chart
 * @param {string[]} heading
 * @param {Shade[]} legend
 * @param {string} name of the file
 */
function save({ svg, width, height }, heading, legend, name) {
  const image = new Image();
  image.addEventListener('load', () => {
    const canvas = document.createElement('canvas');
    const drawing = canvas.getContext('2d');
    if (drawing === null) {
      throw new Error('This browser cannot draw a picture.');
    }
    const lines = heading.flatMap((text, i) => {
      const style = i === 0 ? TITLE : WORDS;
      drawing.font = style.font;
      return wrapped(text, width, (part) => drawing.measureText(part).width).map((line) => ({ line, style }));
    });
    const top = lines.reduce((sum, { style }) => sum + style.height, MARGIN * 1.5);
    canvas.width = (width + 2 * MARGIN) * SCALE;
    const entries = placed(legend, width, drawing);
    const below = entries.length === 0 ? 0 : (entries[entries.length - 1].row + 1) * WORDS.height;
    canvas.height = (top + height + below + MARGIN) * SCALE;
    drawing.scale(SCALE, SCALE);
    drawing.fillStyle = token('--panel');
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.textBaseline = 'middle';
    let y = MARGIN;
    for (const { line, style } of lines) {
      drawing.font = style.font;
      drawing.fillStyle = token(style.colour);
      drawing.fillText(line, MARGIN, y + style.height / 2);
      y += style.height;
    }
    drawing.drawImage(image, MARGIN, top, width, height);
    drawing.font = WORDS.font;
    for (const { colour, text, dashes, x, row, swatch } of entries) {
      const middle = top + height + (row + 0.5) * WORDS.height;
      drawing.fillStyle = drawing.strokeStyle = token(colour);
      if (dashes === undefined) {
        drawing.fillRect(MARGIN + x, middle - SWATCH / 2, swatch, SWATCH);
      } else {
        drawing.setLineDash(dashes);
        drawing.lineWidth = 1.5;
        drawing.beginPath();
        drawing.moveTo(MARGIN + x, middle);
        drawing.lineTo(MARGIN + x + swatch, middle);
        drawing.stroke();
      }
      drawing.fillStyle = token(WORDS.colour);
      drawing.fillText(text, MARGIN + x + swatch + SPACE, middle);
    }
    const link = document.createElement('a');
    link.download = name;
    link.href = canvas.toDataURL('image/png');
    link.click();
  });
  image.src = svg;
}

/** Places the entries of a legend side by side, in as many rows as they need. */
function placed(legend, width, drawing) {
  drawing.font = WORDS.font;
  let x = 0;
  let row = 0;
  return legend.map(({ colour, text, dashes }) => {
    const swatch = dashes === undefined ? SWATCH : DASHED;
    const length = swatch + SPACE + drawing.measureText(text).width;
    if (x > 0 && x + length > width) {
      x = 0;
      row++;
    }
    const entry = { colour, text, dashes, x, row, swatch };
    x += length + 2 * SPACE;
    return entry;
  });
}

/**
 * Breaks a text into lines at its spaces, and a word that has no room in a line where the line ends.
 *
 * @param {string} text
 * @param {number} width
 * @param {(part: string) => number} measure the width of a text
 */
export function wrapped(text, width, measure) {
  const lines = [''];
  const add = (part) => {
    const longer = lines.at(-1) + part;
    if (measure(longer.trimEnd()) <= width || lines.at(-1) === '') {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(part);
    }
  };
  for (const word of text.split(/(?<= )/)) {
    if (measure(word.trimEnd()) <= width) {
      add(word);
    } else {
      [...word].forEach(add);
    }
  }
  return lines.map((line) => line.trimEnd());
}
