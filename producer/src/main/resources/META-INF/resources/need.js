/**
 * An element that the page must have. Throws an error that names it if it is missing.
 *
 * @param {string} id
 */
export function need(id) {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`The page has no element #${id}.`);
  }
  return found;
}
