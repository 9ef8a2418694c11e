import { decode } from './protocol.js';

/** The first wait before a new attempt, and the longest, in milliseconds. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;

/** An attempt that is not open after so many milliseconds is given up: a browser may wait for an answer for minutes. */
const ATTEMPT_LIMIT = 10_000;

/** A connection that has lasted so long was a good one: the next wait is short again. */
const LASTING = 5_000;

/** The dashboard says something every second; after so many milliseconds of silence the connection is given up. */
const GIVEN_UP_AFTER = 5_000;

/** The dashboard is asked for its clock: at first a few times in a row, then now and then, in milliseconds. */
const FIRST_PINGS = 4;
const BETWEEN_FIRST_PINGS = 500;
const BETWEEN_PINGS = 10_000;

/**
 * The socket to the dashboard. While it is wanted it reconnects by itself, with exponential back-off and full jitter, so
 * that pages come back spread out after the dashboard was away.
 */
export class Connection {
  #url;
  #dispatch;
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

  /**
   * @param {string} url
   * @param {(event: object) => void} dispatch
   */
  constructor(url, dispatch) {
    this.#url = url;
    this.#dispatch = dispatch;
  }

  /** Asks for a view, now and whenever the connection is made anew. @param {string} query */
  subscribe(query) {
    this.#query = query;
    this.#say({ type: 'subscribe', query });
  }

  /** Asks for the view as it was. @param {number} at in milliseconds since the epoch, by the feed's clock */
  replay(at) {
    this.#say({ type: 'replay', at: Math.round(at) });
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
    const socket = new WebSocket(this.#query === '' ? this.#url : `${this.#url}?${this.#query}`);
    this.#socket = socket;
    this.#limit = setTimeout(() => this.#lost(), ATTEMPT_LIMIT);
    this.#dispatch({ type: 'connecting', attempt: this.#attempt });
    // Events of a socket that has been given up may still come.
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
      this.#pings = 0;
      this.#ping();
    }));
    socket.addEventListener('message', ours((event) => {
      this.#heardAt = performance.now();
      const message = decode(event.data);
      if (message?.type === 'error') {
        console.warn(message.message);
      }
      // An answer that was overtaken by the next question says nothing of either.
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
    socket.addEventListener('close', ours(() => this.#lost()));
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

  #lost() {
    if (this.#openedAt > 0 && performance.now() - this.#openedAt > LASTING) {
      this.#attempt = 0;
    }
    this.#abandon();
    const limit = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#attempt);
    const wait = Math.random() * limit;
    this.#attempt++;
    this.#dispatch({ type: 'lost', attempt: this.#attempt, nextTryAt: performance.now() + wait });
    this.#retry = setTimeout(() => this.#connect(), wait);
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
