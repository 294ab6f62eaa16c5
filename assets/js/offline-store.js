// What a device keeps, in IndexedDB: pairs of keys, sealed entries, the sealed kit for the form, drafts, a few facts.
// Nothing here reads or seals; what names somebody comes in sealed (see offline-keys.js).
const NAME = 'campanello';
const VERSION = 1;
let opened;

function upgrade(database) {
  database.createObjectStore('pairs', { keyPath: 'id' });
  const entries = database.createObjectStore('entries', { keyPath: 'seq', autoIncrement: true });
  entries.createIndex('uid', 'uid', { unique: true });
  database.createObjectStore('kits', { keyPath: 'user' });
  database.createObjectStore('drafts');
  database.createObjectStore('facts');
}

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => upgrade(request.result);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      // A newer page wants to change the stores, or the browser closed them: the next use opens them anew.
      database.onversionchange = () => database.close() ?? (opened = undefined);
      database.onclose = () => (opened = undefined);
      resolve(database);
    };
  }).catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Do something with one store in one transaction; answers once it is on the disk. */
async function within(store, mode, work) {
  const database = await open();
  const transaction = database.transaction(store, mode, { durability: 'strict' });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  done.catch(() => {}); // told by the line below, unless the work itself failed before
  const result = await work(transaction.objectStore(store));
  await done;
  return result;
}

export const get = (store, key) => within(store, 'readonly', (rows) => asked(rows.get(key)));
export const all = (store) => within(store, 'readonly', (rows) => asked(rows.getAll()));
export const put = (store, value, key) => within(store, 'readwrite', (rows) => asked(rows.put(value, key)));
export const remove = (store, key) => within(store, 'readwrite', (rows) => asked(rows.delete(key)));
export const count = (store) => within(store, 'readonly', (rows) => asked(rows.count()));

/** Change several entries at once, by uid: `change` gets a row and answers the new one, or nothing to leave it out. */
export const changeEntries = (uids, change) =>
  within('entries', 'readwrite', async (rows) => {
    for (const uid of uids) {
      const row = await asked(rows.index('uid').get(uid));
      if (!row) continue;
      const next = change(row);
      if (next) rows.put(next);
      else rows.delete(row.seq);
    }
  });

export const entryOf = (uid) => within('entries', 'readonly', (rows) => asked(rows.index('uid').get(uid)));
