// The forms of the page without a network: fills in what was taken along, reads what was written, writes it back.
const SHAPES = {
  visit: { lists: ['needs'], numbers: ['minutes'], blank: ['person', 'next_step_on', 'happened_at'] },
  report: { lists: [], numbers: [], blank: ['building', 'reporter', 'photo'] },
  'check-in': { lists: [], numbers: [], blank: ['person'] },
  finding: { lists: [], numbers: ['hands'], blank: [] },
  'visit-change': { lists: [], numbers: ['minutes'], blank: ['next_step_on'] },
};
const SHOWN = 6;

/** What is written in a form, as it is sent. A photograph is not among it. */
export function valuesOf(form) {
  const { lists, numbers, blank } = SHAPES[form.dataset.entry];
  const data = new FormData(form);
  const values = {};
  for (const name of new Set(data.keys())) {
    if (name === 'photo') continue;
    const value = lists.includes(name) ? data.getAll(name) : data.get(name);
    if (value === '' && blank.includes(name)) continue;
    values[name] = numbers.includes(name) ? Number(value) : value;
  }
  if (values.happened_at) values.happened_at = new Date(values.happened_at).toISOString();
  if (values.visit) values.version = Number(form.elements.visit.selectedOptions[0]?.dataset.version);
  return values;
}

const local = (moment) => {
  const at = new Date(moment);
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

/** Write values back into a form that was cleared. */
export function restore(form, values) {
  form.reset();
  for (const [name, value] of Object.entries(values)) {
    const element = form.elements.namedItem(name);
    if (!element || name === 'photo') continue;
    for (const one of element instanceof RadioNodeList ? element : [element]) {
      if (one.type === 'radio' || one.type === 'checkbox') one.checked = [value].flat().includes(one.value);
      else one.value = name === 'happened_at' ? local(value) : value;
    }
    if (name === 'building') form.elements.building.dispatchEvent(new Event('change', { bubbles: true }));
    if (name === 'stair') form.elements.stair.value = value;
  }
  for (const details of form.querySelectorAll('details')) {
    details.open = [...details.querySelectorAll('[name]')].some((one) => one.value);
  }
}

function option(value, text, data = {}) {
  const made = new Option(text, value);
  Object.assign(made.dataset, data);
  return made;
}

/** Put options in a list; what was chosen stays chosen. */
function offer(select, options, { hasBlank = false } = {}) {
  const chosen = select.value;
  select.replaceChildren(...(hasBlank ? [option('', '')] : []), ...options);
  if ([...select.options].some((one) => one.value === chosen)) select.value = chosen;
}

const told = (person) => [person.name, person.doorbell, person.address].filter(Boolean).join(' · ');

function narrow(box, text) {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const label of box.querySelectorAll('[data-options] label')) {
    const one = label.querySelector('input');
    const isMeant = words.every((word) => label.textContent.toLocaleLowerCase().includes(word));
    label.hidden = !(one.checked || !one.value || (isMeant && (words.length || shown < SHOWN)));
    if (!label.hidden && one.value) shown += 1;
  }
  box.querySelector('[data-none]').hidden = shown > 0 || !words.length;
}

function offerPeople(box, people, words) {
  const options = box.querySelector('[data-options]');
  const chosen = options.querySelector('input:checked')?.value;
  const nobody = options.querySelector('input[value=""]')?.closest('label');
  const made = people.map((person) => {
    const label = document.createElement('label');
    const input = Object.assign(document.createElement('input'), { type: 'radio', value: person.uid });
    input.name = box.dataset.people;
    input.required = !nobody;
    input.checked = person.uid === chosen;
    label.append(input, ` ${told(person)}`);
    return label;
  });
  options.replaceChildren(...(nobody ? [nobody] : []), ...made);
  box.querySelector('[data-find]').hidden = !people.length;
  box.querySelector('[data-none]').textContent = words.nobody_found;
  narrow(box, box.querySelector('[data-find]').value);
}

function offerSessions(form, kit, hours) {
  const options = kit.sessions.map((one) => option(one.uid, `${hours(one.starts_at)} ${one.title}`));
  offer(form.elements.session, options);
  form.querySelector('[data-none]').hidden = kit.sessions.length > 0;
}

/** The people who signed up for the session chosen, as buttons; `here` are those who are in already. */
export function offerSignedUp(form, kit, words, here) {
  const session = kit.sessions.find((one) => one.uid === form.elements.session.value);
  const names = new Map(kit.people.map((person) => [person.uid, told(person)]));
  const buttons = (session?.people ?? []).map((uid) => {
    const isHere = session.came.includes(uid) || here.has(`${session.uid}|${uid}`);
    const button = Object.assign(document.createElement('button'), { type: 'button', disabled: isHere });
    button.className = 'btn btn-outline-primary';
    button.dataset.person = uid;
    button.textContent = isHere ? `${names.get(uid)} (${words.came})` : names.get(uid);
    return button;
  });
  form.querySelector('[data-signed-up]').replaceChildren(...buttons);
}

function offerVisits(form, kit, hours) {
  const names = new Map(kit.people.map((person) => [person.uid, person.name]));
  const options = kit.visits.map((one) =>
    option(one.uid, `${hours(one.at)} ${names.get(one.person) ?? ''}`, { version: one.version }),
  );
  offer(form.elements.visit, options);
}

/** Show a visit that was recorded, to be corrected. */
export function showVisit(form, kit) {
  const visit = kit.visits.find((one) => one.uid === form.elements.visit.value);
  if (!visit) return;
  for (const name of ['channel', 'minutes', 'outcome', 'next_step', 'next_step_on']) {
    form.elements[name].value = visit[name] ?? '';
  }
}

/** Fill every form with what was taken along. */
export function offerAll(page, kit, words, hours) {
  for (const box of page.querySelectorAll('[data-project]')) {
    offer(box.querySelector('select'), kit.projects.map((one) => option(one.code, one.title)));
    box.hidden = kit.projects.length < 2;
  }
  for (const box of page.querySelectorAll('[data-people]')) offerPeople(box, kit.people, words);
  for (const select of page.querySelectorAll('[data-buildings]')) {
    offer(select, kit.buildings.map((one) => option(one.uid, one.address)), { hasBlank: true });
  }
  offerSessions(page.querySelector('[data-entry="check-in"]'), kit, hours);
  offerVisits(page.querySelector('[data-entry="visit-change"]'), kit, hours);
}

/** The parts that answer at once: steppers, narrowing down, the stairs of a building. */
export function startForms(page, kitNow) {
  page.addEventListener('click', (event) => {
    const button = event.target.closest('[data-step]');
    if (!button) return;
    const field = button.parentElement.querySelector('input');
    const next = Math.round(Number(field.value)) + Number(button.dataset.step);
    field.value = Math.min(Number(field.max), Math.max(Number(field.min), next));
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  page.addEventListener('input', (event) => {
    const box = event.target.matches('[data-find]') && event.target.closest('[data-people]');
    if (box) narrow(box, event.target.value);
  });
  page.addEventListener('change', (event) => {
    const stairs = event.target.matches('[data-buildings]') && event.target.form.querySelector('[data-stairs]');
    if (!stairs) return;
    const labels = kitNow().buildings.find((one) => one.uid === event.target.value)?.stairs ?? [];
    offer(stairs.querySelector('select'), labels.map((one) => option(one, one)), { hasBlank: true });
    stairs.hidden = labels.length < 2;
  });
}
