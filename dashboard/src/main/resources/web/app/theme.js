/**
 * Colours live in CSS variables; this is how scripts read them, learn that they have changed, and choose between light and dark. There is
 * one block of dark colours, in a media query, and it is the query that a choice replaces.
 */
import { keep, recall } from './storage.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const listeners = [];
const KEY = 'theme';
const QUERIES = { system: '(prefers-color-scheme: dark)', light: 'not all', dark: 'all' };
const rules = [...document.styleSheets]
  .flatMap((sheet) => [...sheet.cssRules])
  .filter((rule) => rule instanceof CSSMediaRule && rule.media.mediaText === QUERIES.system);

let known = new Map();

/** What can be chosen. */
export const THEMES = Object.keys(QUERIES);

/** What is chosen, one of {@link THEMES}. */
export let theme = THEMES[0];

/** @param {string} wanted one of {@link THEMES}; anything else is as the system has it */
export function chooseTheme(wanted) {
  theme = THEMES.includes(wanted) ? wanted : THEMES[0];
  rules.forEach((rule) => {
    rule.media.mediaText = QUERIES[theme];
  });
  keep(KEY, theme);
  changed();
}

/** Takes up what was chosen before; `?theme=` in the address decides first. */
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

/** Whether the person prefers reduced motion. */
export function isCalm() {
  return calm.matches;
}
