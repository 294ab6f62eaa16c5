// The service worker: keeps the page that works without a network and its files, and nothing else of the site, so that
// no page with somebody's data lies about. `self.shell` is written before it by the view that serves it.
import { send } from './offline-send.js';
import { dataOf, keepVisit } from './offline-visit.js';

const { version, page, files, addresses, visit } = self.shell;
const OURS = 'campanello-shell-';
const NAME = OURS + version;
const kept = new Set(files.map((file) => new URL(file, location.href).pathname));

async function fill() {
  const cache = await caches.open(NAME);
  // Whoever is logged out by now is sent to the log-in, which is not the page: the worker before this one stays.
  const shell = await fetch(page, { cache: 'no-store', credentials: 'same-origin', redirect: 'error' });
  if (!shell.ok) throw new Error(`${shell.status}`);
  await cache.addAll(files);
  await cache.put(page, shell);
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

const held = async (address) => (await caches.open(NAME)).match(address, { ignoreSearch: true });

const fromHere = async (request) => (await held(new URL(request.url).pathname)) ?? fetch(request);

async function visited(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const shell = await held(page);
    if (!shell) throw error;
    return shell;
  }
}

/** A visit that was sent while the network only seemed to be there: it is kept, by its uid, and sent again. */
async function sentOrKept(request) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch (error) {
    const data = await copy.formData();
    if (data.has('find')) throw error;
    await keepVisit(dataOf(data));
    return Response.redirect(page, 303);
  }
}

self.addEventListener('install', (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(tidy()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === 'POST' && request.mode === 'navigate' && pathname === visit) {
    event.respondWith(sentOrKept(request));
  }
  if (request.method !== 'GET') return;
  if (pathname === page || kept.has(pathname)) event.respondWith(fromHere(request));
  else if (request.mode === 'navigate') event.respondWith(visited(request));
});
// The network is back, perhaps with no page open. What does not all go is asked for again by the browser.
self.addEventListener('sync', (event) => {
  if (event.tag !== 'entries') return;
  const sent = send(addresses).then(({ state }) => {
    if (state === 'waiting') throw new Error(state);
  });
  event.waitUntil(sent);
});
