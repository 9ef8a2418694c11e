/** A metric card: the newest value, and what changed since the last refresh. */
import { money, number, signed } from '../format.js';

/** @param {HTMLElement} card */
export function mountCard(card) {
  const { metric } = card.dataset;
  const format = card.dataset.money === 'true' ? money : number;
  const value = card.querySelector('.card-value');
  const delta = card.querySelector('.card-delta');
  const deltaValue = card.querySelector('.card-delta-value');
  const spoken = card.querySelector('.card-delta-spoken');
  let shown;

  return (state) => {
    if (state.view === shown) {
      return;
    }
    shown = state.view;
    const current = shown?.metrics[metric] ?? 0;
    const change = shown?.deltas[metric] ?? 0;
    value.textContent = format(current);
    delta.dataset.trend = trend(change);
    deltaValue.textContent = signed(change);
    spoken.textContent = `${inWords(change, format)} since last refresh`;
  };
}

function trend(change) {
  return change > 0 ? 'up' : change < 0 ? 'down' : 'neutral';
}

function inWords(change, format) {
  return change === 0 ? 'no change' : `${trend(change)} ${format(Math.abs(change))}`;
}
