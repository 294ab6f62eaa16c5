// Seals what a device keeps, and opens it again while somebody is logged in.
// Each user has a pair of keys on each device. The public one is always there: it seals, and opens nothing. The private
// one lies here wrapped under a key that the server gives to whoever logs in; unwrapped, but not to be taken out of the
// browser, only until the log-in ends. Why so, and against whom: docs/decisions/0013-offline.md.
import * as store from './offline-store.js';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const AES = { name: 'AES-GCM', length: 256 };
const NO_SALT = new Uint8Array();
const text = new TextEncoder();
const subtle = globalThis.crypto?.subtle;

export const isPossible = () => Boolean(subtle && globalThis.indexedDB);

const hkdf = (salt, info) => ({ name: 'HKDF', hash: 'SHA-256', salt, info: text.encode(info) });
const chance = () => crypto.getRandomValues(new Uint8Array(12));

function bytes(base64) {
  return Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
}

async function wrappingKey(secret) {
  const base = await subtle.importKey('raw', bytes(secret), 'HKDF', false, ['deriveKey']);
  return subtle.deriveKey(hkdf(NO_SALT, 'campanello wrapping 1'), base, AES, false, ['wrapKey', 'unwrapKey']);
}

async function sharedKey(privateKey, publicKey, salt, use) {
  const bits = await subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256);
  const base = await subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey']);
  return subtle.deriveKey(hkdf(salt, 'campanello sealing 1'), base, AES, false, [use]);
}

/** Seal a value so that only the pair's private key opens it, and only as what it is `about`. */
export async function seal(pair, value, about) {
  const once = await subtle.generateKey(CURVE, false, ['deriveBits']);
  const from = await subtle.exportKey('raw', once.publicKey);
  const key = await sharedKey(once.privateKey, pair.publicKey, from, 'encrypt');
  const iv = chance();
  const options = { name: 'AES-GCM', iv, additionalData: text.encode(about) };
  const data = await subtle.encrypt(options, key, text.encode(JSON.stringify(value)));
  return { pair: pair.id, from, iv, data };
}

/** Open what was sealed; throws where the pair is locked, or the box is not what it says. */
export async function unseal(pair, box, about) {
  const from = await subtle.importKey('raw', box.from, CURVE, true, []);
  const key = await sharedKey(pair.open.privateKey, from, box.from, 'decrypt');
  const options = { name: 'AES-GCM', iv: box.iv, additionalData: text.encode(about) };
  return JSON.parse(new TextDecoder().decode(await subtle.decrypt(options, key, box.data)));
}

async function newPair(user, secrets) {
  const made = await subtle.generateKey(CURVE, true, ['deriveBits']);
  const iv = chance();
  const wrapping = await wrappingKey(secrets[0].secret);
  const data = await subtle.wrapKey('pkcs8', made.privateKey, wrapping, { name: 'AES-GCM', iv });
  const wrapped = { key: secrets[0].id, iv, data };
  return { id: crypto.randomUUID(), user, made_at: Date.now(), publicKey: made.publicKey, wrapped, open: null };
}

async function unwrapped(pair, secrets) {
  const secret = secrets.find((one) => one.id === pair.wrapped.key);
  if (!secret) return null;
  const { iv, data } = pair.wrapped;
  const options = { name: 'AES-GCM', iv };
  return subtle.unwrapKey('pkcs8', data, await wrappingKey(secret.secret), options, CURVE, false, ['deriveBits']);
}

const isOpen = (pair) => Boolean(pair?.open && pair.open.until > Date.now());

/** The pairs of a user, the newest first. */
const pairsOf = async (user) =>
  (await store.all('pairs')).filter((pair) => pair.user === user).sort((a, b) => b.made_at - a.made_at);

/** Open a user's pairs with what the server gave at log-in, and lock everybody else's. */
export async function unlock({ user, secrets, open_seconds }) {
  const until = Date.now() + open_seconds * 1000;
  await lock((pair) => pair.user !== user);
  const own = await pairsOf(user);
  for (const pair of own) {
    const privateKey = isOpen(pair) ? pair.open.privateKey : await unwrapped(pair, secrets);
    if (privateKey) await store.put('pairs', { ...pair, open: { privateKey, until } });
  }
  // What was sealed under a key that the server no longer has stays; what comes is sealed under one that it has.
  if (!own.some((pair) => secrets.some((one) => one.id === pair.wrapped.key))) {
    const made = await newPair(user, secrets);
    await store.put('pairs', { ...made, open: { privateKey: await unwrapped(made, secrets), until } });
  }
  await store.put('facts', user, 'user');
}

/** Take away the keys that read, and the kit with its names; all, or those of the pairs chosen. */
export async function lock(which = () => true) {
  for (const pair of await store.all('pairs')) {
    if (!which(pair)) continue;
    if (pair.open) await store.put('pairs', { ...pair, open: null });
    await store.remove('kits', pair.user);
  }
}

export const lockExpired = () => lock((pair) => pair.open && !isOpen(pair));

/** The user who logged in last here, the pair that seals for them, and all of their pairs that are open. */
export async function ring() {
  await lockExpired();
  const user = await store.get('facts', 'user');
  const pairs = user === undefined ? [] : await pairsOf(user);
  return { user, pair: pairs[0], open: new Map(pairs.filter(isOpen).map((pair) => [pair.id, pair])) };
}
