/** The toolbar: places its popups below their buttons, and moves the controls into the menu on a narrow screen. */
import { need } from '../need.js';

/** From this width, the controls have room in the toolbar. The style sheet has the same limit. */
const WIDE = matchMedia('(width >= 1280px)');

/** Distance of a popup from the edge of the screen, in pixels. */
const MARGIN = 8;

/** @param {Document} root @returns {import('../main.js').Panel} */
export function mountToolbar(root) {
  const ask = need(root, '#ask');
  const menuButton = need(root, '.menu-button');
  const placeInMenu = need(root, '.menu-ask');
  const filters = need(root, '#filters');

  const place = () => {
    if (WIDE.matches) {
      menuButton.before(ask);
    } else {
      placeInMenu.append(ask);
    }
    // In the menu, it is not a separate popup.
    filters.popover = WIDE.matches ? 'auto' : null;
  };
  WIDE.addEventListener('change', place);
  place();

  root.querySelectorAll('[popovertarget]').forEach((button) => {
    const popup = need(root, `#${button.getAttribute('popovertarget')}`);
    popup.addEventListener('toggle', ({ newState }) => {
      if (newState === 'open') {
        const { right } = button.getBoundingClientRect();
        const most = root.documentElement.clientWidth - popup.offsetWidth - MARGIN;
        popup.style.right = `${Math.max(MARGIN, Math.min(most, root.documentElement.clientWidth - right))}px`;
      }
    });
  });
  // A choice that shows something else closes the menu.
  need(root, '.menu-items').addEventListener('click', ({ target }) => {
    if (/** @type {Element} */ (target).closest('#fullscreen, #wall, #help, #csv') !== null) {
      need(root, '#menu').hidePopover();
    }
  });
  return { update() {} };
}
