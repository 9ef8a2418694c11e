/** The menu of every chart: show it as a table, save it as a picture, show it in full screen. */

/**
 * @param {HTMLElement} panel
 * @param {{picture: () => string, pick?: (name: string) => void}} chart the picture as a data URL of an SVG
 */
export function mountTools(panel, { picture, pick }) {
  const button = panel.querySelector('.tool-table');
  const table = panel.querySelector('.chart-table');
  const canvas = panel.querySelector('.chart-canvas');
  let headings = [];
  let rows = [];

  mountMenu(panel);
  panel.querySelector('.tool-png').addEventListener('click', () => {
    const { clientWidth, clientHeight } = canvas;
    save(picture(), clientWidth, clientHeight, `${panel.querySelector('h2').textContent}.png`);
  });
  button.addEventListener('click', () => {
    const wanted = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(wanted));
    table.hidden = !wanted;
    canvas.classList.toggle('chart-hidden', wanted);
    write();
  });
  table.addEventListener('click', (event) => {
    const name = event.target.closest('tr')?.dataset.name;
    if (name !== undefined) {
      pick(name);
    }
  });

  function write() {
    if (table.hidden) {
      return;
    }
    const focused = table.contains(document.activeElement) ? document.activeElement.dataset.name : undefined;
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
    table.replaceChildren(element('table', [element('thead', [head]), element('tbody', body)]));
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

/**
 * The menu of a panel's tools. It closes after a choice, with Escape, and when the focus or a click goes elsewhere.
 *
 * @param {HTMLElement} panel
 */
export function mountMenu(panel) {
  const menu = panel.querySelector('.tools');
  const close = () => {
    menu.open = false;
  };
  menu.querySelector('.tools-list').addEventListener('click', close);
  menu.addEventListener('focusout', ({ relatedTarget }) => menu.contains(relatedTarget) || close());
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu.open) {
      event.stopPropagation();
      close();
      menu.querySelector('summary').focus();
    }
  });
  mountFullScreen(panel);
}

/** @param {HTMLElement} panel */
function mountFullScreen(panel) {
  panel.querySelector('.tool-full').addEventListener('click', () => {
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

function save(svg, width, height, name) {
  const image = new Image();
  image.addEventListener('load', () => {
    const canvas = document.createElement('canvas');
    canvas.width = width * 2;
    canvas.height = height * 2;
    const drawing = canvas.getContext('2d');
    drawing.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--panel');
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
    const link = document.createElement('a');
    link.download = name;
    link.href = canvas.toDataURL('image/png');
    link.click();
  });
  image.src = svg;
}
