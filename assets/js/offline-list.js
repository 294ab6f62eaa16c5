// The list of what is on the device: what it is, whether it was received, and what there is to decide.
const TONES = { kept: 'is-info', received: 'is-success', refused: 'is-danger', conflict: 'is-warning' };
const FORMS = new Set(['visit', 'report', 'finding']);
const HOPELESS = 3;
const MOST = 100;

function button(text, action, uid) {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
  made.className = 'btn btn-sm btn-outline-primary';
  Object.assign(made.dataset, { action, uid });
  return made;
}

// What may already have reached the server is not changed here: it would be two things under one name.
function actionsOf(row, content, words) {
  const discard = button(words.discard, 'discard', row.uid);
  if (row.state === 'received') return [];
  // What can't be read now is not decided now.
  if (!content) return row.state === 'kept' && row.attempts ? [] : [discard];
  if (row.state === 'conflict') return [button(words.theirs, 'theirs', row.uid), button(words.yours, 'yours', row.uid)];
  const isUnsent = row.state === 'refused' || row.attempts === 0;
  if (!isUnsent) return row.attempts < HOPELESS ? [] : [discard];
  const change = FORMS.has(row.kind) ? [button(words.change, 'change', row.uid)] : [];
  const again = row.state === 'refused' ? [button(words.again, 'again', row.uid)] : [];
  return [...change, ...again, discard];
}

function aboutOf(row, content, words, kit) {
  if (row.state === 'received') return row.number ?? '';
  if (!content) return words.sealed;
  const { value } = content;
  const person = kit.people.find((one) => one.uid === (value.person ?? value.reporter));
  const house = kit.buildings.find((one) => one.uid === value.building);
  const session = kit.sessions.find((one) => one.uid === value.session);
  const parts = [person?.name, session?.title, house?.address, value.text ?? value.note];
  return parts.filter(Boolean).join(' · ').slice(0, 140) || words.nobody;
}

function differences(list, answer, words) {
  const parts = answer.differences.flatMap((one) => {
    const [name, both] = [document.createElement('dt'), document.createElement('dd')];
    name.textContent = one.name;
    both.textContent = `${words.recorded} ${one.theirs}. ${words.mine} ${one.yours}.`;
    return [name, both];
  });
  list.replaceChildren(...parts);
  list.hidden = !parts.length;
}

function line(row, content, { words, kit, hours }) {
  const made = document.getElementById('entry').content.cloneNode(true).firstElementChild;
  const part = (name) => made.querySelector(`[data-${name}]`);
  made.dataset.uid = row.uid;
  made.dataset.is = row.state;
  part('state').classList.add(TONES[row.state]);
  part('state').append(document.getElementById(`icon-${row.state}`).content.cloneNode(true), words[`state_${row.state}`]);
  part('kind').textContent = words[`kind_${row.kind}`];
  part('about').textContent = aboutOf(row, content, words, kit);
  made.querySelector('time').textContent = hours(row.kept_at);
  if (content?.answer) {
    part('why').textContent = [content.answer.sentence, ...content.answer.details].join(' ');
    part('why').hidden = false;
    differences(part('differences'), content.answer, words);
  }
  part('actions').append(...actionsOf(row, content, words));
  return made;
}

/** Draw the list, what is to be decided first, then the latest, as many as one looks at; `contents` are the opened ones by uid. */
export function draw(list, rows, contents, told) {
  const weight = (row) => (row.state === 'refused' || row.state === 'conflict' ? 0 : 1);
  const ordered = [...rows].sort((a, b) => weight(a) - weight(b) || b.seq - a.seq);
  list.replaceChildren(...ordered.slice(0, MOST).map((row) => line(row, contents.get(row.uid), told)));
}
