/** The longest wait for the first paint, in milliseconds: a page that is out of sight has no frames. */
const PATIENCE = 500;

let isAdded = false;

/**
 * Adds the script of the page after the first paint, because browsers compile a script before they paint. A page that
 * looks different once that script has run, by a stored choice or by its address, gets it at once.
 */
function add() {
  if (isAdded) {
    return;
  }
  isAdded = true;
  const script = document.createElement('script');
  script.type = 'module';
  script.src = document.body.dataset.app ?? '';
  document.head.append(script);
}

function looksAsSent() {
  try {
    return localStorage.length === 0 && location.search === '';
  } catch {
    return location.search === '';
  }
}

if (document.hidden || !looksAsSent()) {
  add();
} else {
  requestAnimationFrame(() => setTimeout(add));
  setTimeout(add, PATIENCE);
}
