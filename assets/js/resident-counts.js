// How many points: a slider and a number that move together, and a bar that shows the debt before and after.
const MONEY = {
  style: 'currency',
  currency: 'EUR',
  currencyDisplay: 'code',
  numberingSystem: 'latn',
  useGrouping: 'always', // 1.234,50 also in Italian and Spanish, as the server writes it
};
const euros = (cents, language) => new Intl.NumberFormat(language, MONEY).format(cents / 100);

function start(box) {
  const [slider, number] = [box.querySelector('[type="range"]'), box.querySelector('[type="number"]')];
  const language = document.documentElement.lang === 'it' ? 'it-IT' : document.documentElement.lang;
  const { worth, debt } = box.dataset;
  const show = () => {
    const points = Math.min(Math.max(Number(number.value) || 0, 0), Number(number.max));
    const taken = points * Number(worth);
    const left = Math.max(Number(debt) - taken, 0);
    for (const [name, cents] of Object.entries({ taken, left })) {
      for (const part of box.querySelectorAll(`[data-shows="${name}"]`)) part.textContent = euros(cents, language);
    }
    const bar = box.querySelector('[data-bar]');
    if (bar && Number(debt)) {
      const width = (100 * taken) / Number(debt);
      bar.setAttribute('x', String(100 - width));
      bar.setAttribute('width', String(width));
    }
  };
  for (const part of [slider, ...box.querySelectorAll('[data-live]')]) part.hidden = false;
  slider.addEventListener('input', () => {
    number.value = slider.value;
    show();
  });
  number.addEventListener('input', () => {
    slider.value = number.value;
    show();
  });
  for (const button of box.querySelectorAll('[data-sets]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      number.value = slider.value = button.dataset.sets;
      show();
    });
  }
  slider.value = number.value;
  show();
}

export function startCounts(page) {
  for (const box of page.querySelectorAll('[data-counts]')) start(box);
}
