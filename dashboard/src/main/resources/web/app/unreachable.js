/**
 * Finds out why the dashboard cannot be reached: a browser does not tell a page why its WebSocket failed, but it does
 * for a request over HTTP.
 *
 * @typedef {'open' | 'full' | 'stopping' | 'foreign' | 'misdirected' | 'signin' | 'ended' | 'busy' | 'proxy' | 'missing' | 'offline' | 'unknown'} Kind
 * @typedef {{kind: Kind, status?: number, most?: number, build?: string}} Finding most is the limit on viewers; build
 *   is the build of the page that the dashboard serves now
 */

/** Limit on the wait for an answer, in milliseconds. */
const PATIENCE = 5_000;

/** The number of failed attempts from which on the WebSocket itself, and not a start of the dashboard, is the reason. */
const BLOCKED_AFTER = 3;

/**
 * Asks the dashboard. Does not follow a redirect, which leads to a page that signs in.
 *
 * @param {string} address of /live, over HTTP
 * @returns {Promise<Finding>}
 */
export async function findOut(address) {
  if (!navigator.onLine) {
    return { kind: 'offline' };
  }
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(`${address}?origin=${encodeURIComponent(location.origin)}`, { cache: 'no-store', redirect: 'manual', signal });
    return read(response.type, response.status, await response.json().catch(() => null));
  } catch {
    return { kind: 'unknown' };
  }
}

/**
 * What a response says.
 *
 * @param {string} type of the response
 * @param {number} status
 * @param {{state?: Kind, most?: number, build?: string, error?: string} | null} body error: the dashboard itself refuses
 *   the request
 * @returns {Finding}
 */
export function read(type, status, body) {
  if (body?.state === 'foreign') {
    return { kind: 'foreign' };
  }
  if (status === 421) {
    return { kind: 'misdirected' };
  }
  if (type === 'opaqueredirect' || status === 401 || status === 403) {
    return { kind: 'signin' };
  }
  // 404: the secret that signed the link is another one now.
  if (status === 410 || (status === 404 && body?.error !== undefined)) {
    return { kind: 'ended' };
  }
  if (body?.state === 'open' || body?.state === 'stopping' || (body?.state === 'full' && Number.isFinite(body.most))) {
    return { kind: body.state, most: body.most, build: body.build };
  }
  if (status === 429 || (status === 503 && typeof body?.error === 'string')) {
    return { kind: 'busy' };
  }
  if (status >= 502 && status <= 504) {
    return { kind: 'proxy', status };
  }
  return status >= 400 ? { kind: 'missing', status } : { kind: 'unknown' };
}

/** Whether another attempt is of no use before the person does something. @param {Finding | null} finding */
export const isOver = (finding) => finding?.kind === 'signin' || finding?.kind === 'ended';

/**
 * A finding as a term and a sentence that says what to do, if anything.
 *
 * @param {Finding | null} finding null if it is not known yet
 * @param {number} attempt the number of failed attempts in a row
 * @returns {{word: string, what: string}}
 */
export function words(finding, attempt) {
  switch (finding?.kind) {
    case 'full':
      return { word: 'Dashboard full', what: `The dashboard is full (${viewers(finding.most)}).` };
    case 'stopping':
      return { word: 'Connection lost', what: 'The dashboard is restarting.' };
    case 'foreign':
      return { word: 'Connection lost', what: 'The dashboard does not know this address. Its proxy must pass the Host, or ALLOWED_ORIGINS must name it.' };
    case 'misdirected':
      return { word: 'Connection lost', what: 'The dashboard does not answer under this name. ALLOWED_HOSTS must contain it.' };
    case 'signin':
      return { word: 'Sign in again', what: 'Your sign-in has ended.' };
    case 'ended':
      return { word: 'Link ended', what: 'This link has ended. Ask for a new one.' };
    case 'busy':
      return { word: 'Connection lost', what: 'The server limits the number of requests.' };
    case 'proxy':
      return { word: 'Connection lost', what: `The proxy does not reach the dashboard (status ${finding.status}).` };
    case 'missing':
      return { word: 'Connection lost', what: `There is no dashboard at this address (status ${finding.status}).` };
    case 'offline':
      return { word: 'Offline', what: 'This device is offline. Check its network.' };
    case 'open':
      return attempt < BLOCKED_AFTER
        ? UNREACHABLE
        : { word: 'Connection lost', what: 'The dashboard answers, but its WebSocket does not open. Check the proxy between them.' };
    default:
      return UNREACHABLE;
  }
}

const viewers = (most) => `${most.toLocaleString()} ${most === 1 ? 'viewer' : 'viewers'}`;

const UNREACHABLE = { word: 'Connection lost', what: 'The dashboard is not reachable.' };
