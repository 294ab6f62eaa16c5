// On every page of the teams: how much is kept on this device, sent as soon as it can be. On the lab's pages the device
// also takes along what it needs. A log-out takes away the keys that read.
import { isPossible, lock, ring } from './offline-keys.js';
import * as keep from './offline-keep.js';
import { greet, send, takeKit } from './offline-send.js';
import * as store from './offline-store.js';
import { keepVisit } from './offline-visit.js';

const EVERY = 10 * 60_000;
const mark = document.getElementById('offline-mark');
const addresses = JSON.parse(mark.dataset.addresses);
const takesAlong = location.pathname.startsWith(mark.dataset.lab);

async function show() {
  const { kept, refused } = await keep.waiting();
  mark.hidden = kept + refused === 0;
  mark.querySelector('[data-kept]').textContent = kept;
  mark.querySelector('[data-refused]').textContent = refused;
  mark.querySelector('[data-to-decide]').hidden = refused === 0;
}

async function sendKept() {
  if (navigator.onLine && (await keep.waiting()).kept) await send(addresses);
}

// One request after the other, and seldom: the page itself comes first.
async function takeAlong() {
  const { user, open } = await ring();
  const last = (await store.get('facts', 'taken')) ?? 0;
  const isMine = user === Number(mark.dataset.user);
  // Whoever logged in here before may have gone without logging out.
  if (!isMine) await lock();
  if (!navigator.onLine || (isMine && open.size && Date.now() - last < EVERY)) return;
  await takeKit(addresses, await greet(addresses));
  await store.put('facts', Date.now(), 'taken');
  await navigator.serviceWorker?.register(addresses.worker, { scope: '/', updateViaCache: 'none' });
}

function lockAtLogOut() {
  const form = document.querySelector('.account-menu form');
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    await lock().catch(() => {});
    form.submit();
  });
}

// The page of a form marked `data-offline` tells, when it is sent without a network; what is kept is not sent by it.
function keepForms() {
  document.addEventListener('campanello:keep', (event) => {
    const { kind, data, form } = event.detail;
    if (kind !== 'visit') return;
    event.preventDefault();
    keepVisit(data).then(() => {
      form.reset();
      form.elements.uid.value = crypto.randomUUID();
      if (navigator.serviceWorker?.controller) location.assign(mark.href);
    });
  });
}

async function start() {
  lockAtLogOut();
  const { user, pair } = await ring();
  if (pair && user === Number(mark.dataset.user)) keepForms();
  await show();
  keep.onChange(show);
  window.addEventListener('online', sendKept);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && sendKept());
  await sendKept();
  if (takesAlong) await takeAlong();
}

if (isPossible()) start().catch(() => {}); // who is not let in, or has no network, has the page all the same
