// The service worker of the residents' pages: from the network first, else as they were seen last, marked as such.
// One reader's pages at a time: the server names the reader of each page that may be kept, and another reader's name,
// or an answer that leads to the log-in, wipes what was kept. `self.shell` is written before it by the view.
const { version, header, nothing, unsent, files, days } = self.shell;
const [SHELL, PAGES] = ['resident-shell-', 'resident-pages-'];
const NAME = SHELL + version;
const kept = new Set(files.map((file) => new URL(file, location.href).pathname));
const DAY = 86_400_000;

async function fill() {
  const cache = await caches.open(NAME);
  await cache.addAll([...files, nothing, unsent]);
}

async function drop(isOld) {
  const old = (await caches.keys()).filter(isOld);
  await Promise.all(old.map((name) => caches.delete(name)));
}

const tidy = () => drop((name) => name.startsWith(SHELL) && name !== NAME).then(() => self.clients.claim());

async function keep(request, answer, reader) {
  const name = PAGES + reader;
  await drop((other) => other.startsWith(PAGES) && other !== name);
  await (await caches.open(name)).put(request.url, answer);
}

async function seen(request) {
  for (const name of (await caches.keys()).filter((one) => one.startsWith(PAGES))) {
    const answer = await (await caches.open(name)).match(request.url);
    if (answer && Date.now() - Date.parse(answer.headers.get('Date')) < days * DAY) return marked(answer);
  }
  return (await caches.open(NAME)).match(nothing);
}

async function marked(answer) {
  const page = (await answer.text()).replace(' hidden data-seen', ' data-seen');
  return new Response(page, { status: 200, headers: answer.headers });
}

async function read(event) {
  const { request } = event;
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return (await seen(request)) ?? Response.error();
  }
  const reader = answer.headers.get(header);
  const isPage = answer.headers.get('Content-Type')?.startsWith('text/html'); // no copy of files lies about
  if (answer.ok && reader && isPage) event.waitUntil(keep(request, answer.clone(), reader));
  else if (answer.type === 'opaqueredirect') event.waitUntil(drop((name) => name.startsWith(PAGES)));
  return answer;
}

const sent = (request) =>
  fetch(request).catch(async () => (await (await caches.open(NAME)).match(unsent)) ?? Response.error());

const fromHere = async (request) =>
  (await (await caches.open(NAME)).match(request, { ignoreSearch: true })) ?? fetch(request);

self.addEventListener('install', (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(tidy()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(request.method === 'GET' ? read(event) : sent(request));
  else if (request.method === 'GET' && kept.has(pathname)) event.respondWith(fromHere(request));
});
