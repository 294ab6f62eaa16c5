// The page that works without a network: writes down, keeps, sends, shows what became of it.
import { offerAll, offerSignedUp, restore, showVisit, startForms, valuesOf } from './offline-forms.js';
import { isPossible, lock, ring } from './offline-keys.js';
import * as keep from './offline-keep.js';
import { draw } from './offline-list.js';
import { photograph } from './offline-photo.js';
import { send, takeKit } from './offline-send.js';
import * as store from './offline-store.js';

const page = document.body;
const addresses = JSON.parse(page.dataset.addresses);
const words = JSON.parse(document.getElementById('words').textContent);
const language = document.documentElement.lang;
const HOUR = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', numberingSystem: 'latn' };
const hours = (moment) => new Date(moment).toLocaleTimeString(language, HOUR);
const formOf = (kind) => page.querySelector(`[data-entry="${kind}"]`);
const forms = [...page.querySelectorAll('[data-entry]')];
const here = new Set();
const read = new Map();
const WAITS = { first: 15_000, longest: 300_000 };
let kit;
let changing = null;
let wait = WAITS.first;
let timer;

const when = (name, is) => page.querySelectorAll(`[data-when="${name}"]`).forEach((part) => (part.hidden = !is));
const say = (word) => (document.getElementById('news').textContent = words[word] ?? '');

async function show() {
  const { user, pair, open } = await ring();
  const taken = await keep.kitOrPlain();
  if (JSON.stringify(taken) !== JSON.stringify(kit)) {
    kit = taken;
    offerAll(page, kit, words, hours);
  }
  offerSignedUp(formOf('check-in'), kit, words, here);
  when('ready', Boolean(pair));
  when('locked', Boolean(pair) && !open.size);
  when('visits', kit.visits.length > 0);
  if (user === undefined) say('unknown');
  await showEntries(open);
}

// What changes while it is being shown is shown once more afterwards, however often it changed.
let showing = null;
let isStale = false;
function showSoon() {
  isStale = true;
  showing ??= (async () => {
    while (isStale) {
      isStale = false;
      await show();
    }
  })().finally(() => (showing = null));
  return showing;
}

async function contentOf(row, open) {
  if (!row.box || !open.has(row.box.pair)) return null;
  const seen = read.get(row.uid);
  if (seen?.stamp === `${row.box.iv}${row.answer?.iv}`) return seen.content;
  const content = await keep.read(row, open).catch(() => null);
  read.set(row.uid, { stamp: `${row.box.iv}${row.answer?.iv}`, content });
  return content;
}

async function showEntries(open) {
  if (!open.size) read.clear();
  const held = await keep.rows();
  const { own, others } = held;
  const contents = new Map();
  for (const row of own) contents.set(row.uid, await contentOf(row, open));
  draw(document.getElementById('entries'), own, contents, { words, kit, hours });
  when('empty', !own.length);
  when('others', others > 0);
  for (const [name, number] of Object.entries(keep.countOf(held))) {
    page.querySelectorAll(`[data-count="${name}"]`).forEach((part) => (part.textContent = number));
  }
}

async function sendNow() {
  clearTimeout(timer);
  if (!navigator.onLine) return say('offline');
  if ((await keep.waiting()).kept) say('sending');
  const { state, session } = await send(addresses);
  if (session) await takeKit(addresses, session).catch(() => {});
  if (state === 'done') wait = WAITS.first;
  else if (state === 'waiting') later();
  say({ done: 'online', waiting: 'waiting', 'logged-out': 'logged_out' }[state]);
  await showSoon();
}

function later() {
  timer = setTimeout(sendNow, wait);
  wait = Math.min(2 * wait, WAITS.longest);
}

function choose(kind) {
  for (const form of forms) form.hidden = form.dataset.entry !== kind;
  page.querySelector(`input[name="kind"][value="${kind}"]`).checked = true;
  if (kind === 'visit-change') showVisit(formOf(kind), kit);
}

async function keepForm(form) {
  const kind = form.dataset.entry;
  const values = valuesOf(form);
  const file = form.elements.photo?.files?.[0];
  const photo = file ? await photograph(file) : null;
  let uid = changing?.uid;
  if (changing) await keep.replace(changing.row, { made_at: changing.value.made_at, heard_at: changing.value.heard_at, ...values });
  else uid = await keep.keep(kind, values);
  if (photo) await keep.keep('photo', { report: uid, photo }, { after: uid });
  changing = null;
  form.reset();
  form.querySelectorAll('[data-find]').forEach((field) => field.dispatchEvent(new Event('input', { bubbles: true })));
  await keep.draft(kind, null);
  await kept();
}

async function kept() {
  say('saved');
  await showSoon();
  keep.askToBeWoken();
  if (navigator.onLine) sendNow();
}

async function checkIn(button) {
  const session = formOf('check-in').elements.session.value;
  button.disabled = true;
  here.add(`${session}|${button.dataset.person}`);
  await keep.keep('check-in', { session, person: button.dataset.person });
  await kept();
}

async function asked(row) {
  const dialog = document.getElementById('discard');
  dialog.querySelector('[data-what]').textContent = `${words[`kind_${row.kind}`]}, ${hours(row.kept_at)}`;
  dialog.returnValue = 'no';
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  return dialog.returnValue === 'yes';
}

const ACTIONS = {
  change(row, { value }) {
    changing = { uid: row.uid, row, value };
    choose(row.kind);
    restore(formOf(row.kind), value);
    formOf(row.kind).scrollIntoView();
    formOf(row.kind).querySelector('textarea, input').focus();
  },
  async again(row, { value }) {
    await keep.replace(row, value);
    await kept();
  },
  async discard(row) {
    if (await asked(row)) await keep.discard(row.uid);
  },
  theirs: (row) => keep.discard(row.uid),
  async yours(row, { value, answer }) {
    const mine = row.kind === 'check-in' ? { reason: words.insisted } : { version: answer.version };
    await keep.replace(row, { ...value, ...mine });
    await kept();
  },
};

async function act(button) {
  const row = await store.entryOf(button.dataset.uid);
  const content = row?.box && (await keep.read(row, (await ring()).open).catch(() => null));
  if (row) await ACTIONS[button.dataset.action](row, content);
}

function tell(error) {
  changing = null;
  if (error instanceof keep.NoKey) say('unknown');
  else say(error instanceof keep.OnItsWay ? 'on_its_way' : 'photo_wrong');
}

let typing;
function remember(form) {
  clearTimeout(typing);
  if (!changing) typing = setTimeout(() => keep.draft(form.dataset.entry, valuesOf(form)).catch(() => {}), 400);
}

function listen() {
  for (const form of forms) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      clearTimeout(typing);
      keepForm(form).catch(tell);
    });
    form.addEventListener('input', () => remember(form));
  }
  page.addEventListener('change', ({ target }) => {
    if (target.name === 'kind' && !target.form) choose(target.value);
    if (target.matches('[data-sessions]')) offerSignedUp(target.form, kit, words, here);
    if (target.matches('[data-visits]')) showVisit(target.form, kit);
  });
  page.addEventListener('click', ({ target }) => {
    const button = target.closest('button');
    if (button?.dataset.person) checkIn(button);
    else if (button?.dataset.action) act(button).catch(tell);
    else if (button?.matches('[data-send]')) sendNow();
    else if (button?.matches('[data-lock]')) lock().then(showSoon);
  });
  window.addEventListener('online', sendNow);
  window.addEventListener('offline', () => say('offline'));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && sendNow());
  keep.onChange(showSoon);
}

async function start() {
  if (!isPossible()) return say('unsealed');
  when('elsewhere', location.pathname !== new URL(page.querySelector('[data-log-in]').href).searchParams.get('next'));
  startForms(page, () => kit);
  await showSoon();
  listen();
  for (const form of forms) {
    const held = await keep.drafted(form.dataset.entry).catch(() => null);
    if (held) restore(form, held);
  }
  await sendNow();
  await navigator.serviceWorker?.register(addresses.worker, { scope: '/', updateViaCache: 'none' }).catch(() => {});
}

start();
