// The residents' pages: they work without this. With it they open where there is no network, and figures move along.
import { startCounts } from './resident-counts.js';
import { startKeeping } from './resident-keeping.js';

const closes = [...document.querySelectorAll('[data-closes]')];
document.addEventListener('click', ({ target }) => {
  for (const one of closes) if (!one.contains(target)) one.open = false;
});
for (const one of closes) {
  one.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !one.open) return;
    one.open = false;
    one.querySelector('summary').focus();
  });
}
for (const button of document.querySelectorAll('[data-prints]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
startCounts(document);
startKeeping(document);
