// Sends what is kept, in order, each once: the server knows an entry by its uid, so that one whose answer was lost is
// sent again and answered alike. One page or worker sends at a time.
import * as keep from './offline-keep.js';
import { lock, ring, unlock } from './offline-keys.js';
import * as store from './offline-store.js';

const MOST_ENTRIES = 50;
const MOST_BYTES = 1_500_000;
const ANSWERS_WITHIN = 20_000;
const FIRST_WAIT = 150;
const LONGEST_WAIT = 3_000;
const TRIES = 8;
const JSON_ALONE = { Accept: 'application/json' };

class LoggedOut extends Error {}
class NotNow extends Error {}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One request of the interface. What is no answer of this site's, such as a hotel's log-in page, is none at all. */
async function ask(address, options = {}) {
  const signal = AbortSignal.timeout(ANSWERS_WITHIN);
  const response = await fetch(address, { cache: 'no-store', redirect: 'error', signal, ...options });
  const isOurs = /^application\/(problem\+)?json/.test(response.headers.get('Content-Type') ?? '');
  if (!isOurs) throw new NotNow(`${response.status}`);
  if (response.status === 401 || response.status === 404) throw new LoggedOut();
  if (!response.ok) throw new NotNow(`${response.status}`);
  return response.json();
}

/** Ask until there is an answer: the wait doubles; whoever is logged out is told at once. */
async function patiently(work, tries = TRIES) {
  for (let wait = FIRST_WAIT, left = tries; ; wait = Math.min(2 * wait, LONGEST_WAIT), left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof LoggedOut || left <= 1) throw error;
    }
    await pause(wait * (0.75 + Math.random() / 2));
  }
}

/** Say hello to the server: who is logged in here, the keys, a fresh token. Nobody: what reads is locked. */
export async function greet(addresses) {
  try {
    const session = await patiently(() => ask(addresses.session, { headers: JSON_ALONE }));
    await store.put('facts', session.at, 'heard');
    await unlock(session);
    return session;
  } catch (error) {
    if (error instanceof LoggedOut) await lock();
    throw error;
  }
}

/** Fetch names, sessions and buildings for the form, unless they were fetched lately. */
export async function takeKit(addresses, session) {
  const { user } = await ring();
  const held = await store.get('kits', user);
  if (held && Date.now() - held.taken_at < session.kit_seconds * 1000 && (await keep.kit())) return;
  await keep.keepKit(await ask(addresses.kit, { headers: JSON_ALONE }));
  keep.changed();
}

function next(rows, skipped) {
  const held = new Set(rows.filter((row) => row.state !== 'received').map((row) => row.uid));
  const ready = rows.filter((row) => row.state === 'kept' && !skipped.has(row.uid));
  const batch = [];
  let bytes = 0;
  for (const row of ready) {
    // A photograph follows its report, in the same batch or once that was received.
    if (row.after && held.has(row.after) && !batch.some((one) => one.uid === row.after)) continue;
    bytes += row.box.data.byteLength;
    if (batch.length && (batch.length === MOST_ENTRIES || bytes > MOST_BYTES)) break;
    batch.push(row);
  }
  return batch;
}

async function asSent(row, open) {
  const content = await keep.read(row, open).catch(() => null);
  return content && { uid: row.uid, kind: row.kind, ...content.value };
}

async function sendBatch(addresses, session, batch) {
  const { open, pair } = await ring();
  // Noted before: from now on the server may have them, whatever becomes of the answer.
  const held = await keep.attempted(batch.map((row) => row.uid));
  const entries = (await Promise.all(held.map((row) => asSent(row, open)))).filter(Boolean);
  const unread = batch.filter((row) => !entries.some((entry) => entry.uid === row.uid));
  if (!entries.length) return { unread, left: [] };
  const answered = await patiently(() => post(addresses, session, entries));
  await store.put('facts', answered.at, 'heard');
  await keep.settle(answered.answers, pair);
  return { unread, left: answered.answers.filter((one) => one.state === 'failed') };
}

async function post(addresses, session, entries) {
  const headers = { ...JSON_ALONE, 'Content-Type': 'application/json', 'X-CSRFToken': session.token };
  const body = JSON.stringify({ now: new Date().toISOString(), entries });
  try {
    return await ask(addresses.entries, { method: 'POST', headers, body });
  } catch (error) {
    // The token may be of a log-in before this one.
    if (error.message === '403') session.token = (await ask(addresses.session, { headers: JSON_ALONE })).token;
    throw error;
  }
}

async function sendAll(addresses) {
  await keep.forgetOld();
  const session = await greet(addresses);
  const skipped = new Set();
  for (;;) {
    const { own } = await keep.rows();
    const batch = next(own, skipped);
    if (!batch.length) return { session, isDone: skipped.size === 0 };
    const { unread, left } = await sendBatch(addresses, session, batch);
    for (const one of [...unread, ...left]) skipped.add(one.uid);
  }
}

/** Send all that is kept, after whoever else sends. Answers `done`, `waiting` (not all went) or `logged-out`. */
export async function send(addresses) {
  const work = async () => {
    try {
      const { session, isDone } = await sendAll(addresses);
      return { state: isDone ? 'done' : 'waiting', session };
    } catch (error) {
      return { state: error instanceof LoggedOut ? 'logged-out' : 'waiting' };
    }
  };
  return navigator.locks ? navigator.locks.request('campanello-send', work) : work();
}
