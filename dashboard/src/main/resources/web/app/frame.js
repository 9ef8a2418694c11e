/** How often a panel out of sight is drawn, in milliseconds. It is in pictures of the whole page. */
export const OUT_OF_SIGHT = 5_000;

/**
 * Runs a task at most once per animation frame, however often it is requested. A hidden page gets no frames: the task
 * then waits, and runs once when the page is visible again.
 *
 * @param {() => void} task
 * @param {(callback: () => void) => void} [nextFrame]
 * @returns {() => void}
 */
export function perFrame(task, nextFrame = requestAnimationFrame) {
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      nextFrame(() => {
        asked = false;
        task();
      });
    }
  };
}
