/**
 * Puts the SVG of a chart into the page.
 *
 * @typedef {{tag: string, key: string, attrs: Record<string, string | number | boolean>, children?: (Tree | null)[],
 *   text?: string, elm?: SVGElement}} Tree as the worker draws it; the key is unique among the children; elm is its
 *   element in the page
 */
const SVG = 'http://www.w3.org/2000/svg';

/**
 * Changes what differs between two trees. An element keeps its place in the page as long as its key is there, so that it
 * can move smoothly.
 *
 * @template {Tree} Next
 * @param {Pick<Tree, 'attrs' | 'children' | 'text'> & {elm: SVGElement}} old the tree in the page
 * @param {Next} next gets the elements
 */
export function patch(old, next) {
  const element = old.elm;
  const drawn = Object.assign(next, { elm: element });
  putAttributes(element, old.attrs, next.attrs);
  if (next.text !== undefined) {
    if (next.text !== old.text) {
      element.textContent = next.text;
    }
    return drawn;
  }
  const children = (next.children ?? []).filter((child) => !!child);
  const kept = new Set(children.map(nameOf));
  const known = new Map();
  for (const child of old.children ?? []) {
    if (child && kept.has(nameOf(child))) {
      known.set(nameOf(child), child);
    } else {
      child?.elm?.remove();
    }
  }
  let place = element.firstChild;
  for (const child of children) {
    const before = known.get(nameOf(child)) ?? { attrs: {}, elm: document.createElementNS(SVG, child.tag) };
    const { elm } = patch(before, child);
    if (elm === place) {
      place = place.nextSibling;
    } else {
      element.insertBefore(elm, place);
    }
  }
  return drawn;
}

const nameOf = ({ tag, key }) => `${tag} ${key}`;

function putAttributes(element, old, next) {
  for (const [name, value] of Object.entries(next)) {
    if (value === old[name] || name.startsWith('xmlns')) {
      continue;
    }
    if (name === 'style') {
      // The policy of the page allows no style in an attribute.
      element.style.cssText = value;
    } else if (value === false) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  Object.keys(old).filter((name) => !(name in next)).forEach((name) => element.removeAttribute(name));
}
