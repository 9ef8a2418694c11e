/** Colours live in CSS variables; this is how scripts read them, and learn that they have changed. */
const dark = matchMedia('(prefers-color-scheme: dark)');
const calm = matchMedia('(prefers-reduced-motion: reduce)');

/**
 * The value of a CSS variable, such as '--text'.
 *
 * @param {string} name
 */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** @param {() => void} listener */
export function onThemeChange(listener) {
  dark.addEventListener('change', listener);
  calm.addEventListener('change', listener);
}

/** Whether the person prefers reduced motion. */
export function isCalm() {
  return calm.matches;
}
