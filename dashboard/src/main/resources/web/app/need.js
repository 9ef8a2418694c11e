/**
 * An element that the page must have. Throws an error that names it if it is missing, or of another type.
 *
 * @template {Element} [Type=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {abstract new () => Type} [type]
 * @returns {Type}
 */
export function need(root, selector, type) {
  /** @type {Type | null} */
  const found = root.querySelector(selector);
  if (found === null || (type !== undefined && !(found instanceof type))) {
    throw new Error(`The page has no ${type?.name ?? 'element'} at ${selector}.`);
  }
  return found;
}
