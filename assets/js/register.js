// The register by keyboard: arrows move from person to person, space is present, E excused, A absent, U not excused, digits are minutes. What is marked
// is counted at once and kept a moment later; without this script the same form is sent by its button.
const KEEP_AFTER = 900;
const TRY_AGAIN_AFTER = 5000;
const MARKS = { ' ': 'present', e: 'excused', a: 'absent', u: 'unexcused' };
const DIGITS_TOGETHER = 1200;

// How long the session is for a person: where plans differ, each row says it.
const lengthOf = (row, length) => Number(row.dataset.length ?? length);

function readRow(row, length) {
  const chosen = row.querySelector('input[type="radio"]:checked');
  const minutes = row.querySelector('.register-minutes');
  const presence = chosen ? chosen.value : '';
  return { presence, minutes: presence === 'present' ? Number(minutes.value || lengthOf(row, length)) : 0 };
}

function start(form) {
  const rows = [...form.querySelectorAll('[data-row]')];
  const totals = document.querySelector('[data-totals]');
  const state = form.querySelector('[data-register-state]');
  const guests = form.querySelector('#guests');
  const length = Number(form.dataset.length);
  const signing = document.querySelector('[data-register-sign]');
  let isDirty = false;
  let isSending = false;
  let timer = 0;

  const show = (name, value) => {
    const place = totals.querySelector(`[data-total="${name}"]`);
    if (place) place.textContent = String(value);
  };

  const count = () => {
    const found = { present: 0, excused: 0, absent: 0, unexcused: 0, unmarked: 0, minutes: 0 };
    for (const row of rows) {
      const mark = readRow(row, length);
      found[mark.presence || 'unmarked'] += 1;
      found.minutes += mark.minutes;
    }
    const without = Number(guests?.value) || 0;
    Object.entries({ ...found, guests: without, came: found.present + without }).forEach(([name, value]) => show(name, value));
  };

  const keepLater = (after = KEEP_AFTER) => {
    isDirty = true;
    if (after === KEEP_AFTER) state.textContent = '';
    clearTimeout(timer);
    timer = setTimeout(keep, after);
  };

  async function keep() {
    if (isSending || !isDirty) return;
    isSending = true;
    isDirty = false;
    const body = new FormData(form);
    state.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } });
      const told = await answer.json();
      if (answer.ok) {
        rows.forEach((row) => {
          const base = row.querySelector('input[name^="base-"]');
          base.value = told.bases[base.name.slice('base-'.length)] ?? '';
        });
        state.textContent = isDirty ? '' : form.dataset.saved;
      } else {
        state.textContent = told.refusal ?? told.title ?? '';
        // Two minds about one person: the page shows both values.
        if (told.is_conflict) form.submit();
      }
    } catch {
      state.textContent = form.dataset.offline;
      keepLater(TRY_AGAIN_AFTER);
    } finally {
      isSending = false;
      if (isDirty) keepLater();
    }
  }

  const changed = () => {
    count();
    keepLater();
  };

  const mark = (row, presence) => {
    row.querySelectorAll('input[type="radio"]').forEach((one) => {
      one.checked = one.value === presence;
    });
    if (presence !== 'present') row.querySelector('.register-minutes').value = '';
    changed();
  };

  const goTo = (number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, number))];
    rows.forEach((one) => {
      one.querySelector('th').tabIndex = one === row ? 0 : -1;
    });
    row.querySelector('th').focus();
  };

  let typed = '';
  let typedAt = 0;
  const typeMinutes = (row, digit) => {
    const now = Date.now();
    typed = now - typedAt < DIGITS_TOGETHER ? `${typed}${digit}`.slice(-4) : digit;
    typedAt = now;
    mark(row, 'present');
    row.querySelector('.register-minutes').value = String(Math.max(1, Math.min(lengthOf(row, length), Number(typed))));
    changed();
  };

  rows.forEach((row, number) => {
    row.querySelector('th').tabIndex = number === 0 ? 0 : -1;
    row.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('button')) return;
      const inMinutes = event.target.matches('.register-minutes');
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (key === 'ArrowDown' || (key === 'Enter' && !inMinutes)) goTo(number + 1);
      else if (key === 'ArrowUp') goTo(number - 1);
      else if (key === 'Home' && !inMinutes) goTo(0);
      else if (key === 'End' && !inMinutes) goTo(rows.length - 1);
      else if (row.querySelector(`input[value="${MARKS[key]}"]`)) mark(row, MARKS[key]);
      else if (!inMinutes && /^\d$/.test(key)) typeMinutes(row, key);
      else if (!inMinutes && (key === 'Backspace' || key === 'Delete')) mark(row, '');
      else return;
      typed = /^\d$/.test(key) ? typed : '';
      event.preventDefault();
      event.stopPropagation();
    });
    row.querySelector('.register-minutes').addEventListener('input', (event) => {
      if (event.target.value) row.querySelector('input[value="present"]').checked = true;
    });
  });
  form.addEventListener('change', changed);
  guests?.addEventListener('input', changed);
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    isDirty = false;
  });
  // The signature is of what is on the screen: what is not kept yet goes first.
  signing?.addEventListener('submit', async (event) => {
    if (!isDirty && !isSending) return;
    event.preventDefault();
    clearTimeout(timer);
    while (isSending) await new Promise((go) => setTimeout(go, 50));
    await keep();
    if (!isDirty) signing.submit();
  });
  window.addEventListener('beforeunload', (event) => {
    if (isDirty || isSending) event.preventDefault();
  });
  count();
}

const form = document.querySelector('[data-register]');
if (form) start(form);
