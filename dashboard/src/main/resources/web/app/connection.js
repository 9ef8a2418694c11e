import { decode } from './protocol.js';

/** Limits on the wait before a new attempt: the first and the highest, in milliseconds. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;

/** Timeout of a connection attempt, in milliseconds: a browser may wait minutes for an answer. */
const ATTEMPT_LIMIT = 10_000;

/** A connection that lasts longer than this, in milliseconds, resets the back-off. */
const LASTING = 5_000;

/** Limit on silence, in milliseconds, before the page reconnects. The dashboard sends something every second. */
const GIVEN_UP_AFTER = 5_000;

/** Minimum time between two requests for a view, in milliseconds. The dashboard ignores more than 10 messages a second. */
const BETWEEN_REQUESTS = 200;

/** The dashboard closes a socket with this code when the sign-in or the link of its page has ended. */
const SIGNED_OUT = 4401;

/** Pings read the dashboard's clock: the first few in quick succession, then fewer. Intervals are in milliseconds. */
const FIRST_PINGS = 4;
const BETWEEN_FIRST_PINGS = 500;
const BETWEEN_PINGS = 10_000;

/**
 * The socket to the dashboard. Until it is closed, it reconnects automatically, with exponential back-off and full
 * jitter, so that pages do not all reconnect at once after the dashboard was down.
 */
export class Connection {
  #url;
  #dispatch;
  #findOut;
  #isFirst = true;
  #isFindingOut = false;
  /** @type {WebSocket | null} */
  #socket = null;
  #attempt = 0;
  #openedAt = 0;
  #heardAt = 0;
  #retry = 0;
  #limit = 0;
  #watch = 0;
  #pings = 0;
  #pingedAt = 0;
  #nextPing = 0;
  #query = '';
  #requestedAt = -Infinity;
  #request = 0;

  /**
   * @param {URL} url of the socket, over HTTP
   * @param {(event: import('./store.js').Event) => void} dispatch
   * @param {(address: string) => Promise<import('./unreachable.js').Finding>} findOut asks over HTTP
   */
  constructor(url, dispatch, findOut) {
    this.#url = url.href;
    this.#dispatch = dispatch;
    this.#findOut = findOut;
  }

  /**
   * Requests a view, now and after each reconnection. Of requests in quick succession, only the first and the last are
   * sent.
   *
   * @param {string} query
   */
  subscribe(query) {
    this.#query = query;
    clearTimeout(this.#request);
    const wait = this.#requestedAt + BETWEEN_REQUESTS - performance.now();
    if (wait > 0) {
      this.#request = setTimeout(() => this.#requestView(), wait);
    } else {
      this.#requestView();
    }
  }

  /** Takes a query for the next connection, without requesting it now. @param {string} query */
  keep(query) {
    clearTimeout(this.#request);
    this.#query = query;
  }

  #requestView() {
    this.#requestedAt = performance.now();
    this.#say({ type: 'subscribe', query: this.#query });
  }

  /** Requests the view at an earlier time. @param {number} at in milliseconds since the epoch, by the feed's clock */
  replay(at) {
    this.#say({ type: 'replay', at: Math.round(at) });
  }

  /** Requests the course of the day of a time. @param {number} at in milliseconds since the epoch */
  day(at) {
    this.#say({ type: 'day', at: Math.round(at) });
  }

  #say(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  open() {
    this.close();
    this.#attempt = 0;
    this.#connect();
  }

  close() {
    clearTimeout(this.#retry);
    this.#abandon();
  }

  #connect() {
    const url = this.#url.replace('http', 'ws');
    clearTimeout(this.#request);
    const socket = new WebSocket(this.#query === '' ? url : `${url}?${this.#query}`);
    const asked = this.#query;
    this.#socket = socket;
    this.#limit = setTimeout(() => this.#lost(), ATTEMPT_LIMIT);
    this.#dispatch({ type: 'connecting', attempt: this.#attempt });
    // An abandoned socket may still fire events.
    const ours = (handler) => (event) => {
      if (socket === this.#socket) {
        handler(event);
      }
    };
    socket.addEventListener('open', ours(() => {
      clearTimeout(this.#limit);
      this.#openedAt = this.#heardAt = performance.now();
      this.#watch = setInterval(() => this.#checkSilence(), 1_000);
      this.#dispatch({ type: 'open', at: this.#openedAt });
      if (asked !== this.#query) {
        this.#requestView();
      }
      if (!this.#isFirst) {
        this.#ask();
      }
      this.#isFirst = false;
      this.#pings = 0;
      this.#ping();
    }));
    socket.addEventListener('message', ours((event) => {
      this.#heardAt = performance.now();
      const message = decode(event.data);
      if (message?.type === 'error') {
        console.warn(message.message);
      }
      // A pong that arrives after the next ping cannot be timed: drop it.
      if (message !== null && !(message.type === 'pong' && message.id !== this.#pings)) {
        this.#dispatch({
          type: 'message',
          message,
          at: this.#heardAt,
          sentAt: this.#pingedAt,
          hidden: document.hidden,
        });
      }
    }));
    socket.addEventListener('close', ours(({ code }) => this.#lost(code)));
  }

  /** Finds out why an attempt failed, and after a reconnection, which build of the page the dashboard serves now. */
  async #ask() {
    if (this.#isFindingOut) {
      return;
    }
    this.#isFindingOut = true;
    const finding = await this.#findOut(this.#url);
    this.#isFindingOut = false;
    if (finding.kind === 'ended') {
      // A link does not come back. The user may sign in again in another tab.
      clearTimeout(this.#retry);
    }
    this.#dispatch({ type: 'found', finding });
  }

  #ping() {
    this.#pings++;
    this.#pingedAt = performance.now();
    this.#say({ type: 'ping', id: this.#pings });
    const wait = this.#pings < FIRST_PINGS ? BETWEEN_FIRST_PINGS : BETWEEN_PINGS;
    this.#nextPing = setTimeout(() => this.#ping(), wait);
  }

  #checkSilence() {
    if (performance.now() - this.#heardAt > GIVEN_UP_AFTER) {
      this.#lost();
    }
  }

  /** @param {number} code with which the socket was closed, if it was */
  #lost(code = 0) {
    if (this.#openedAt > 0 && performance.now() - this.#openedAt > LASTING) {
      this.#attempt = 0;
    }
    const hasFailed = this.#openedAt === 0 || code === SIGNED_OUT;
    this.#abandon();
    const limit = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#attempt);
    const wait = Math.random() * limit;
    this.#attempt++;
    this.#dispatch({ type: 'lost', attempt: this.#attempt, nextTryAt: performance.now() + wait });
    this.#retry = setTimeout(() => this.#connect(), wait);
    if (hasFailed) {
      this.#ask();
    }
  }

  #abandon() {
    const socket = this.#socket;
    this.#socket = null;
    this.#openedAt = 0;
    clearTimeout(this.#limit);
    clearInterval(this.#watch);
    clearTimeout(this.#nextPing);
    socket?.close();
  }
}
