// The evaluation dashboard: draws the charts, makes their bars choose a filter, keeps open what was open.
// Without scripts the tables are open, every filter is a link or a field, and a button applies them.
const charts = () => window.campanelloCharts;

// A bar chooses what the link in its line of the table chooses.
function choose(chart, item) {
  const category = item?.datum?.category;
  if (!category) return;
  const links = chart.closest('.panel').querySelectorAll('a[data-category]');
  Array.from(links).find((link) => link.dataset.category === category)?.click();
}

async function draw(chart) {
  const table = chart.closest('.panel').querySelector('details[data-folds]');
  try {
    const spec = JSON.parse(document.getElementById(chart.dataset.chart).textContent);
    const { view } = await charts().render(chart, spec);
    if (chart.dataset.filter) view.addEventListener('click', (_event, item) => choose(chart, item));
    if (table) table.open = wasOpen.has(table.id);
  } catch (error) {
    // The table stays to be read.
    console.error(chart.dataset.chart, error);
  }
  table?.removeAttribute('data-folds');
}

let wasOpen = new Set();
let hadFocus = '';

function remember() {
  hadFocus = document.activeElement?.id;
  wasOpen = new Set(Array.from(document.querySelectorAll('#dashboard details[open][id]'), ({ id }) => id));
}

function reopen() {
  document.querySelectorAll('#dashboard details[id]:not([data-folds])').forEach((details) => {
    if (wasOpen.has(details.id)) details.open = true;
  });
  // What stands in a closed filter can't take the focus, so that it is given back only now.
  if (hadFocus) document.getElementById(hadFocus)?.focus({ preventScroll: true });
}

function drawAll() {
  document.querySelectorAll('#dashboard [data-chart]').forEach(draw);
}

// Filters lie over the page: one is open at a time, Esc or a click elsewhere closes it.
const openFilters = () => document.querySelectorAll('.filter[open]');

function closeFilters(but) {
  openFilters().forEach((filter) => {
    if (filter !== but) filter.open = false;
  });
}

document.addEventListener('submit', () => closeFilters());
document.addEventListener('click', (event) => closeFilters(event.target.closest?.('.filter')));
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const filter = event.target.closest?.('.filter[open]') ?? openFilters()[0];
  if (!filter) return;
  filter.open = false;
  filter.querySelector('summary').focus();
});

document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-prints]')) window.print();
});

// On paper every table is open.
let folded = [];
window.addEventListener('beforeprint', () => {
  folded = Array.from(document.querySelectorAll('.panel-table:not([open])'));
  folded.forEach((table) => (table.open = true));
});
window.addEventListener('afterprint', () => folded.forEach((table) => (table.open = false)));

const isDashboard = (event) => event.detail.target?.id === 'dashboard';
document.addEventListener('htmx:beforeSwap', (event) => isDashboard(event) && remember());
document.addEventListener('htmx:afterSwap', (event) => {
  if (!isDashboard(event)) return;
  reopen();
  drawAll();
  document.getElementById('dashboard-news').textContent = document.getElementById('results').dataset.news;
});
// What cannot be loaded in part is asked for as a page, which says why.
document.addEventListener('htmx:responseError', (event) => window.location.assign(event.detail.pathInfo.finalRequestPath));
document.addEventListener('htmx:historyRestore', drawAll);

drawAll();
