/** An alert on a card's figure. A dialog sets it, the browser stores it. It shows a text and can sound a tone. */
import { figure } from '../format.js';
import { keep, recallJson } from '../storage.js';

const KEY = 'alerts';

/** Limits of a share are entered in per cent, as it is displayed. */
const scaleOf = (kind) => (kind === 'share' ? 100 : 1);

const stored = recallJson(KEY);
const alerts = typeof stored === 'object' && stored !== null ? stored : {};

/**
 * @param {HTMLElement} card
 * @param {string} metric
 * @param {string} kind
 * @returns {(value: number | null) => void}
 */
export function mountAlert(card, metric, kind) {
  const words = card.querySelector('.card-alert');
  const bell = card.querySelector('.card-bell');
  const dialog = document.getElementById('alert');
  let last = null;

  bell.addEventListener('click', () => {
    const { above = null, below = null, sound = false } = alerts[metric] ?? {};
    const { elements } = dialog.querySelector('form');
    dialog.querySelector('h2').textContent = `Alert: ${card.querySelector('h2').textContent}`;
    elements.above.value = above ?? '';
    elements.below.value = below ?? '';
    elements.sound.checked = sound;
    dialog.returnValue = '';
    dialog.showModal();
    dialog.addEventListener('close', () => {
      if (dialog.returnValue === 'save') {
        alerts[metric] = {
          above: limit(elements.above.value),
          below: limit(elements.below.value),
          sound: elements.sound.checked,
        };
        keep(KEY, JSON.stringify(alerts));
        update(last);
      }
    }, { once: true });
  });

  function update(value) {
    last = value;
    const { above = null, below = null, sound = false } = alerts[metric] ?? {};
    const scaled = value === null ? null : value * scaleOf(kind);
    const crossed = scaled !== null && above !== null && scaled > above
      ? `Above ${figure(kind, above / scaleOf(kind))}`
      : scaled !== null && below !== null && scaled < below
        ? `Below ${figure(kind, below / scaleOf(kind))}`
        : '';
    bell.setAttribute('aria-pressed', String(above !== null || below !== null));
    if (words.textContent !== crossed) {
      const isNew = words.textContent === '';
      words.textContent = crossed;
      card.classList.toggle('card-alerting', crossed !== '');
      if (sound && isNew && crossed !== '') {
        beep();
      }
    }
  }
  return update;
}

const limit = (text) => (text === '' || !Number.isFinite(Number(text)) ? null : Number(text));

let audio = null;

function beep() {
  audio ??= new AudioContext();
  // The browser blocks sound until the user has interacted with the page.
  audio.resume().catch(() => {});
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.setValueAtTime(0.15, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.5);
  tone.frequency.value = 880;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.5);
}
