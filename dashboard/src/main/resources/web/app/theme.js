/**
 * Colours are CSS variables. This module reads them for scripts, reports their changes, and selects light or dark. The
 * dark colours are in one block with a media query; a choice replaces the query. They are for screens: paper is light.
 */
import { keep, recall } from './storage.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const listeners = [];
const KEY = 'theme';
const QUERIES = { system: 'screen and (prefers-color-scheme: dark)', light: 'not all', dark: 'screen' };
const rules = [...document.styleSheets]
  .flatMap((sheet) => [...sheet.cssRules])
  .filter((rule) => rule instanceof CSSMediaRule)
  .filter((rule) => rule.media.mediaText === QUERIES.system);

let known = new Map();

/** The available themes. */
export const THEMES = Object.keys(QUERIES);

/** The chosen theme, one of {@link THEMES}. */
export let theme = THEMES[0];

/** @param {string | null} wanted one of {@link THEMES}; anything else means the system default */
export function chooseTheme(wanted) {
  theme = THEMES.find((name) => name === wanted) ?? THEMES[0];
  rules.forEach((rule) => {
    rule.media.mediaText = QUERIES[theme];
  });
  keep(KEY, theme);
  changed();
}

/** Restores the stored choice; `?theme=` in the address takes precedence. */
export function restoreTheme() {
  chooseTheme(new URLSearchParams(location.search).get('theme') ?? recall(KEY));
}

/**
 * The value of a CSS variable, such as '--text'.
 *
 * @param {string} name
 */
export function token(name) {
  if (!known.has(name)) {
    known.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  }
  return known.get(name);
}

/** @param {() => void} listener */
export function onThemeChange(listener) {
  listeners.push(listener);
}

function changed() {
  known = new Map();
  listeners.forEach((listener) => listener());
}
dark.addEventListener('change', changed);
calm.addEventListener('change', changed);

/** Whether the user prefers reduced motion. */
export function isCalm() {
  return calm.matches;
}
