/** What calls the user to the page: its title and icon, a notification and a tone. */
import { need } from '../need.js';

const ALERT_ICON = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
<rect width="16" height="16" rx="3" fill="#c2321f"/><path d="M7 3h2v6H7zm0 8h2v2H7z" fill="white"/></svg>`)}`;

/** How long the browser may take to start sound before it counts as blocked, in milliseconds. */
const START_OF_SOUND = 500;

/** A tone that could not start for this long, in milliseconds, is no longer played. */
const OLD = 2_000;

const NONE = 'This browser cannot show notifications.';

let prefix = '';

/**
 * Puts words before the title of the page. Leaves the title itself to others.
 *
 * @param {Document} root
 * @param {string} words empty for none
 */
export function setTitle(root, words) {
  const title = root.title.startsWith(prefix) ? root.title.slice(prefix.length) : root.title;
  prefix = words === '' ? '' : `${words} – `;
  root.title = prefix + title;
}

/**
 * @param {Document} root
 * @returns {(isAlerting: boolean) => void} changes the icon of the page
 */
export function mountIcon(root) {
  const icon = need(root, 'link[rel="icon"]', HTMLLinkElement);
  const usual = icon.href;
  return (isAlerting) => {
    const wanted = isAlerting ? ALERT_ICON : usual;
    if (icon.href !== wanted) {
      icon.href = wanted;
    }
  };
}

/**
 * Asks the user for permission to show notifications, and shows one. Call it in answer to a click only.
 *
 * @returns {Promise<string>} why there will be none, as a sentence; empty if there will be
 */
export async function allowNotifications() {
  if (!isSecureContext || !('Notification' in window)) {
    return isSecureContext ? NONE : 'Notifications need a secure address (https://).';
  }
  const permission = Notification.permission === 'default'
    ? await Notification.requestPermission()
    : Notification.permission;
  if (permission !== 'granted') {
    return 'This browser blocks notifications from this page. Allow them in the settings of the site.';
  }
  try {
    new Notification('Alerts will look like this', { tag: 'sample' });
    return '';
  } catch {
    // On phones, only service workers may show notifications.
    return NONE;
  }
}

/** The notifications that are shown, by the ids of their alerts. */
export class Notifications {
  #shown = new Map();

  /** @param {string} id @param {string} title @param {string} body */
  show(id, title, body) {
    if (globalThis.Notification?.permission !== 'granted') {
      return;
    }
    try {
      const notification = new Notification(title, { body, tag: id });
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
      });
      this.#shown.get(id)?.close();
      this.#shown.set(id, notification);
    } catch {
      // Chosen in another browser, whose storage this one has taken over.
    }
  }

  /** Closes all but these. @param {Set<string>} ids */
  keepOnly(ids) {
    for (const [id, notification] of this.#shown) {
      if (!ids.has(id)) {
        notification.close();
        this.#shown.delete(id);
      }
    }
  }
}

/** A tone. The browser may block it until the user has interacted with the page; a hint then says what to do. */
export class Sound {
  #hint;
  /** @type {AudioContext | null} */
  #audio = null;
  #isAllowed = false;
  #wantedAt = -Infinity;
  #playing = 0;

  /** @param {HTMLElement} hint */
  constructor(hint) {
    this.#hint = hint;
  }

  /** Finds out whether the browser blocks sound. */
  prepare() {
    if (this.#audio !== null || !('AudioContext' in window)) {
      return;
    }
    this.#audio = new AudioContext();
    this.#start();
    setTimeout(() => {
      if (!this.#isAllowed) {
        this.#hint.hidden = false;
        for (const gesture of ['pointerdown', 'keydown']) {
          document.addEventListener(gesture, () => this.#unblock(), { once: true, capture: true });
        }
      }
    }, START_OF_SOUND);
  }

  /** Plays the tone, unless it is blocked. */
  play() {
    this.#wantedAt = performance.now();
    this.prepare();
    this.#start();
  }

  #unblock() {
    this.#hint.hidden = true;
    this.#start();
  }

  #start() {
    const audio = this.#audio;
    audio?.resume().then(() => {
      this.#isAllowed = true;
      this.#hint.hidden = true;
      if (performance.now() - this.#wantedAt < OLD) {
        this.#wantedAt = -Infinity;
        this.#beep(audio);
      } else {
        this.#rest(audio);
      }
    }, () => {});
  }

  /** @param {AudioContext} audio */
  #beep(audio) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.setValueAtTime(0.15, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.5);
    tone.frequency.value = 880;
    tone.connect(volume).connect(audio.destination);
    tone.addEventListener('ended', () => {
      this.#playing--;
      this.#rest(audio);
    });
    this.#playing++;
    tone.start();
    tone.stop(audio.currentTime + 0.5);
  }

  /** Stops the audio device while there is nothing to play. @param {AudioContext} audio */
  #rest(audio) {
    if (this.#playing === 0) {
      audio.suspend().catch(() => {});
    }
  }
}
