// The one box: arrows move through what was found, Enter opens, Esc goes back to the box and empties it.
// Without scripts the form sends itself and the results are links.
const box = document.getElementById('find-box');
const found = document.getElementById('found');
const results = () => Array.from(found.querySelectorAll('[data-result]'));

function move(event, step) {
  const links = results();
  const at = links.indexOf(document.activeElement);
  if (!links.length || (at < 0 && document.activeElement !== box)) return;
  event.preventDefault();
  (at + step < 0 ? box : links[Math.min(at + step, links.length - 1)]).focus();
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === 'ArrowDown') move(event, 1);
  else if (event.key === 'ArrowUp') move(event, -1);
  else if (event.key === 'Escape' && found.contains(document.activeElement)) box.focus();
});

document.addEventListener('htmx:afterSwap', (event) => {
  if (event.detail.target !== found) return;
  document.getElementById('find-news').textContent = found.firstElementChild?.dataset.news ?? '';
});
// What cannot be loaded in part is asked for as a page, which says why.
document.addEventListener('htmx:responseError', (event) =>
  window.location.assign(event.detail.pathInfo.finalRequestPath),
);
