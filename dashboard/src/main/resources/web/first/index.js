/**
 * Adds the script of the page after the first paint, because browsers compile a script before they paint. A page that
 * looks different once that script has run, by a stored choice or by its address, gets it at once.
 */
function add() {
  const script = document.createElement('script');
  script.type = 'module';
  script.src = document.body.dataset.app;
  document.head.append(script);
}

function looksAsSent() {
  try {
    return localStorage.length === 0 && location.search === '';
  } catch {
    return location.search === '';
  }
}

// A hidden page has no frames.
if (document.hidden || !looksAsSent()) {
  add();
} else {
  requestAnimationFrame(() => setTimeout(add));
}
