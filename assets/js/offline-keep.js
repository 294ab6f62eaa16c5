// Keeps entries until they are received: sealed, in the order in which they were made, each with a uid of its own.
// States: kept (to be sent), refused and conflict (the operator decides), received (only the mark is left).
import { ring, seal, unseal } from './offline-keys.js';
import * as store from './offline-store.js';

const A_DAY = 24 * 3600 * 1000;
const KITS = 'kit';
const channel = globalThis.BroadcastChannel ? new BroadcastChannel('campanello-entries') : null;

const about = (user, what) => `${user}|${what}`;

/** Tell this page and every other one, and hear from them, that what is kept has changed. */
export function changed() {
  channel?.postMessage('changed');
  globalThis.dispatchEvent?.(new Event('entries-changed'));
}

export function onChange(react) {
  channel?.addEventListener('message', react);
  globalThis.addEventListener('entries-changed', react);
}

// Browsers throw away what lies about when room is short, unless they were asked not to.
async function askToStay() {
  const { storage } = globalThis.navigator;
  if (storage?.persist && !(await storage.persisted())) await storage.persist().catch(() => false);
}

export class NoKey extends Error {}

/** Keep an entry: `value` is sealed; its kind, its uid and what it follows are not. */
export async function keep(kind, value, { uid = crypto.randomUUID(), after = null } = {}) {
  const { user, pair } = await ring();
  if (!pair) throw new NoKey();
  const made = { uid, after, kind, user, state: 'kept', kept_at: Date.now(), attempts: 0 };
  const heard = await store.get('facts', 'heard');
  const whole = { made_at: new Date().toISOString(), heard_at: heard ?? null, ...value };
  await store.put('entries', { ...made, box: await seal(pair, whole, about(user, uid)) });
  await askToStay();
  changed();
  return uid;
}

export class OnItsWay extends Error {}

/** Keep another content for an entry that was not received; throws where it may be on its way by now. */
export async function replace(row, value) {
  const { user, pair } = await ring();
  const box = await seal(pair, value, about(user, row.uid));
  let isReplaced = false;
  await store.changeEntries([row.uid], (now) => {
    isReplaced = now.state !== 'received' && !(now.state === 'kept' && now.attempts);
    return isReplaced ? { ...now, state: 'kept', attempts: 0, box, answer: null } : now;
  });
  changed();
  if (!isReplaced) throw new OnItsWay();
}

/** Give up an entry, and what follows it. */
export async function discard(uid) {
  const following = (await store.all('entries')).filter((row) => row.after === uid).map((row) => row.uid);
  await store.changeEntries([uid, ...following], () => null);
  changed();
}

/** An entry's content and answer; null where it can't be read now. */
export async function read(row, open) {
  const pair = open.get(row.box?.pair);
  if (!pair) return null;
  const told = row.answer && open.get(row.answer.pair);
  return {
    value: await unseal(pair, row.box, about(row.user, row.uid)),
    answer: told ? await unseal(told, row.answer, about(row.user, `${row.uid}|answer`)) : null,
  };
}

/** The rows of the user who logged in last, in order, and how many are somebody else's. */
export async function rows() {
  const user = await store.get('facts', 'user');
  const every = await store.all('entries');
  return {
    own: every.filter((row) => row.user === user),
    others: every.filter((row) => row.user !== user && row.state !== 'received').length,
  };
}

/** How many are in each state. */
export function countOf({ own, others }) {
  const of = (state) => own.filter((row) => row.state === state).length;
  return { kept: of('kept'), refused: of('refused') + of('conflict'), received: of('received'), others };
}

export const waiting = async () => countOf(await rows());

/** Write down what the server answered: what was received loses its content, what was not keeps the reason beside it. */
export async function settle(answers, pair) {
  const boxes = new Map();
  for (const one of answers) {
    if (one.state === 'refused' || one.state === 'conflict') {
      boxes.set(one.uid, await seal(pair, one, about(pair.user, `${one.uid}|answer`)));
    }
  }
  const said = new Map(answers.map((one) => [one.uid, one]));
  const isReceived = (uid) => said.get(uid)?.state !== 'refused';
  await store.changeEntries(said.keys(), (row) => {
    const one = said.get(row.uid);
    if (one.state === 'received') {
      const { uid, after, seq, kind, user, kept_at } = row;
      return { uid, after, seq, kind, user, kept_at, state: 'received', number: one.number, received_at: Date.now() };
    }
    // What follows an entry that was refused is not judged before that one is received.
    if (!boxes.has(row.uid) || !isReceived(row.after)) return row;
    return { ...row, state: one.state, answer: boxes.get(row.uid) };
  });
  changed();
}

/** Note that entries are sent now, and answer them as they are: from here on nobody changes them. */
export async function attempted(uids) {
  const held = [];
  await store.changeEntries(uids, (row) => {
    const noted = { ...row, attempts: row.attempts + 1 };
    held.push(noted);
    return noted;
  });
  return held;
}

/** Marks of what was received are shown for a day. */
export async function forgetOld() {
  const old = (await store.all('entries')).filter((row) => row.received_at < Date.now() - A_DAY);
  if (old.length) await store.changeEntries(old.map((row) => row.uid), () => null);
}

/** What the form needs without a network: names of people, today's sessions, buildings. */
export async function keepKit(kit) {
  const { user, pair } = await ring();
  const until = Date.now() + kit.keep_seconds * 1000;
  // Projects and street numbers name nobody: they are there for who writes while names are locked.
  await store.put('facts', { projects: kit.projects, buildings: kit.buildings }, 'plain');
  await store.put('kits', { user, taken_at: Date.now(), until, box: await seal(pair, kit, about(user, KITS)) });
}

export async function kit() {
  const { user, open } = await ring();
  const row = user === undefined ? null : await store.get('kits', user);
  if (!row) return null;
  if (row.until < Date.now()) {
    await store.remove('kits', user);
    return null;
  }
  const pair = open.get(row.box.pair);
  return pair ? unseal(pair, row.box, about(user, KITS)) : null;
}

const NOTHING = { projects: [], people: [], sessions: [], buildings: [], visits: [] };

/** The kit, or while names are locked what of it names nobody. */
export const kitOrPlain = async () => ({ ...NOTHING, ...(await store.get('facts', 'plain')), ...(await kit()) });

/** Have the browser wake the worker when the network is back, where it can. */
export const askToBeWoken = () =>
  globalThis.navigator.serviceWorker?.ready.then((one) => one.sync?.register('entries')).catch(() => {});

/** What is being typed and not yet kept, so that a closed tab loses nothing. */
export async function draft(kind, value) {
  const { user, pair } = await ring();
  if (!pair) return;
  if (value) await store.put('drafts', await seal(pair, value, about(user, `${kind}|draft`)), `${user}|${kind}`);
  else await store.remove('drafts', `${user}|${kind}`);
}

export async function drafted(kind) {
  const { user, open } = await ring();
  const box = await store.get('drafts', `${user}|${kind}`);
  return box && open.has(box.pair) ? unseal(open.get(box.pair), box, about(user, `${kind}|draft`)) : null;
}
