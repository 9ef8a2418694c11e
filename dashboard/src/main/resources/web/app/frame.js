/**
 * Lets a task run at most once per animation frame, however often it is asked for. While the page is hidden the browser
 * gives no frames: the work waits, and is done once on return.
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
