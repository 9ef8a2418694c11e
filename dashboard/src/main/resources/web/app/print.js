/** Prepares the page for print, or for another medium with pages. */
const listeners = [];
const prepare = () => listeners.forEach(({ before }) => before());
const restore = () => listeners.forEach(({ after }) => after());

addEventListener('beforeprint', prepare);
addEventListener('afterprint', restore);
matchMedia('print').addEventListener('change', ({ matches }) => (matches ? prepare() : restore()));

/**
 * The browser takes its picture as soon as `before` has returned, so that nothing can be fetched or drawn by a worker.
 * It may be called repeatedly.
 *
 * @param {() => void} before
 * @param {() => void} [after]
 */
export function onPrint(before, after = () => {}) {
  listeners.push({ before, after });
}
