/** The button that selects the theme. */
import { THEMES, chooseTheme, theme } from '../theme.js';

/**
 * @param {HTMLElement} button
 * @returns {() => void} selects the next theme, as a click does
 */
export function mountTheme(button) {
  const write = () => {
    button.textContent = `Theme: ${theme}`;
  };
  const next = () => {
    chooseTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]);
    write();
  };
  button.addEventListener('click', next);
  write();
  return next;
}
