/**
 * What leaves the page: the link to the displayed records, the captions of tables, and the heading of a print. They say
 * which period, filters and time they show.
 */
import { time } from '../format.js';
import { onPrint } from '../print.js';
import * as scope from '../scope.js';
import { caption, fileName, mode, recordsAddress, timeInWords } from '../shown.js';
import { shown } from '../store.js';

const GONE = 'The records of the paused view are older than 30 minutes, and no longer kept. Resume to download the present ones.';
const PRESENT_STATUS = 'An order has its present status.';

/**
 * @param {Document} root
 * @param {import('../main.js').Page} page
 */
export function mountExport(root, page) {
  const csv = root.getElementById('csv');
  const heading = root.createElement('p');
  heading.className = 'print-heading';
  root.querySelector('main').prepend(heading);
  let address;
  let words;
  let choices;
  let minutes;
  let wasLive = false;

  const name = () => {
    csv.download = fileName(page.shop, 'records', page.state(), 'csv');
  };
  csv.addEventListener('click', name);
  csv.addEventListener('contextmenu', name);
  onPrint(() => {
    const state = page.state();
    heading.textContent = `${scope.words(state.choices, shown(state))} · ${timeInWords(state)}`;
  });

  return {
    update(state) {
      const isLive = mode(state) === '';
      const length = shown(state)?.window?.minutes;
      if (isLive && wasLive && state.choices === choices && length === minutes) {
        return;
      }
      wasLive = isLive;
      choices = state.choices;
      minutes = length;
      const next = recordsAddress(state);
      if (next !== address) {
        address = next;
        if (address === null) {
          csv.removeAttribute('href');
        } else {
          csv.href = address;
        }
        const at = isLive ? undefined : shown(state).at;
        csv.textContent = `Download records${at === undefined ? '' : ` of ${time(at)}`} (CSV)`;
        csv.title = address === null ? GONE : at === undefined ? '' : PRESENT_STATUS;
      }
      const nextWords = caption(state);
      if (nextWords !== words) {
        words = nextWords;
        root.querySelectorAll('.chart-table caption').forEach((each) => {
          each.textContent = words;
        });
      }
    },
  };
}
