/**
 * Writes a text, unless it stands there already: the browser would lay the page out anew for nothing.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
