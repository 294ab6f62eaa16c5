// The calendar by keyboard: arrows go from day to day, page up and page down to other days.
const STEPS = { ArrowUp: -7, ArrowDown: 7 };

export function startCalendar(page) {
  const calendar = page.querySelector('[data-calendar]');
  if (!calendar) return;
  const days = [...calendar.querySelectorAll('[data-calendar-day]')];
  const across = page.documentElement.dir === 'rtl' ? { ArrowLeft: 1, ArrowRight: -1 } : { ArrowLeft: -1, ArrowRight: 1 };
  const turn = (name) => calendar.querySelector(`[data-calendar-${name}]`)?.click();
  calendar.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'PageUp') turn('earlier');
    else if (event.key === 'PageDown') turn('later');
    else {
      const step = { ...STEPS, ...across }[event.key];
      const at = days.indexOf(event.target.closest('td')?.querySelector('[data-calendar-day]'));
      if (!step || at < 0) return;
      days[at + step]?.focus();
    }
    event.preventDefault();
  });
}
