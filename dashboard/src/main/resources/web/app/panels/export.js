/**
 * What leaves the page: the link to the displayed records, the captions of tables, and the heading of a print. They say
 * which period, filters and time they show.
 */
import { need } from '../need.js';
import { onPrint } from '../print.js';
import * as scope from '../scope.js';
import { caption, fileName, mode, recordsAddresses, timeInWords } from '../shown.js';
import { hasPast, shown, shownChoices } from '../store.js';
import { time } from '../times.js';

const GONE = 'The records of the paused view are older than 30 minutes, and no longer kept. Resume to download the present ones.';
const PRESENT_STATUS = 'An order has its present status.';

/**
 * @param {Document} root
 * @param {import('../main.js').Page} page
 * @returns {import('../main.js').Panel}
 */
export function mountExport(root, page) {
  const csv = need(root, '#csv', HTMLAnchorElement);
  const parquet = need(root, '#parquet', HTMLAnchorElement);
  const heading = root.createElement('p');
  heading.className = 'print-heading';
  need(root, 'main').prepend(heading);
  let address;
  let words;
  let choices;
  let minutes;
  let wasLive = false;
  let couldReadPast = false;

  for (const link of [csv, parquet]) {
    const name = () => {
      link.download = fileName(page.shop, 'records', page.state(), link.id);
    };
    link.addEventListener('click', name);
    link.addEventListener('contextmenu', name);
  }
  onPrint(() => {
    const state = page.state();
    heading.textContent = `${scope.words(shownChoices(state), shown(state))} · ${timeInWords(state)}`;
  });

  return {
    update(state) {
      const isLive = mode(state) === '';
      const length = shown(state)?.window?.minutes;
      const canReadPast = hasPast(state);
      if (isLive && wasLive && state.choices === choices && length === minutes && canReadPast === couldReadPast) {
        return;
      }
      wasLive = isLive;
      couldReadPast = canReadPast;
      choices = state.choices;
      minutes = length;
      const next = recordsAddresses(state);
      if (next.csv !== address) {
        address = next.csv;
        parquet.hidden = next.parquet === null;
        parquet.href = next.parquet ?? '';
        if (address === null) {
          csv.removeAttribute('href');
        } else {
          csv.href = address;
        }
        const at = isLive ? undefined : shown(state)?.at;
        const records = `Download records${at === undefined ? '' : ` of ${time(at)}`}`;
        csv.textContent = `${records} (CSV)`;
        parquet.textContent = `${records} (Parquet)`;
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
