// The public keys of a user pool: downloaded once, again in the background, and never in a flood.
import type * as NodeCrypto from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { fromBase64Url, nodeCrypto } from '../platform.js';

type Fetch = typeof fetch;
export type Key = KeyObject | CryptoKey;

/** After a good download, an unknown key brings no other one for so long. */
const PENALTY_MS = 10_000;
/** After a failed one the wait begins with this, doubles with each further failure, and ends at the penalty. */
const FIRST_RETRY_MS = 250;
/** Keys are looked at again after so long, so that one that the pool dropped is forgotten. */
const MAX_AGE_MS = 6 * 3_600_000;
const TIMEOUT_MS = 5_000;
/** User pools have two keys. */
const MAX_BYTES = 1_048_576;
const MAX_KEYS = 100;
const MIN_MODULUS_BITS = 2048;
const MAX_MODULUS_BITS = 8192;
const MAX_EXPONENT_BYTES = 8;
const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

interface Jwk {
  kty: 'RSA';
  kid: string;
  n: string;
  e: string;
}

/** Keys from an address, or keys that are there. */
export class KeySet {
  readonly #url: string | undefined;
  readonly #given: readonly Jwk[] = [];
  readonly #fetch: Fetch;
  readonly #now: () => number;
  #keys = new Map<string, Key>();
  /** When the last good download ended. */
  #loaded = Number.NEGATIVE_INFINITY;
  /** When the last download ended, good or not. */
  #tried = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #pending: Promise<void> | undefined;

  /** A given set without a usable key throws. */
  constructor(source: string | object, fetch: Fetch, now: () => number = () => performance.now()) {
    this.#fetch = fetch;
    this.#now = now;
    if (typeof source === 'string') {
      this.#url = source;
      return;
    }
    this.#given = usable(source);
    if (nodeCrypto) this.#keep(this.#given.map((jwk) => [jwk.kid, imported(jwk)] as [string, Key]));
  }

  /** The key, if it is there. It is had at once: what is old is downloaded anew in the background. */
  held(kid: string): Key | undefined {
    if (this.#now() - this.#loaded >= MAX_AGE_MS && this.#keys.size > 0) this.#refresh();
    return this.#keys.get(kid);
  }

  /** Whether no key is there yet. */
  get isEmpty(): boolean {
    return this.#keys.size === 0;
  }

  /** Downloads the keys now, so that the first token need not wait. */
  async hydrate(): Promise<void> {
    if (this.#url !== undefined || this.isEmpty) await this.#load();
    if (this.isEmpty) throw new Error('The keys of the user pool cannot be downloaded.');
  }

  /** Looks for a key that is not there, in the background: it may be new. */
  lookFor(): void {
    this.#refresh();
  }

  /** Whether the signature is the key's; undefined when the keys cannot be had. */
  async verify(kid: string, token: string): Promise<boolean | undefined> {
    let key = this.held(kid);
    if (!key) {
      if (this.#pending || this.#mayLoad()) await this.#load();
      key = this.#keys.get(kid);
    }
    if (key) return isSigned(key, token);
    // The key may be one of those that could not be downloaded.
    return this.isEmpty || this.#failures > 0 ? undefined : false;
  }

  #mayLoad(): boolean {
    if (this.#url === undefined) return this.isEmpty;
    const wait = this.#failures ? FIRST_RETRY_MS * 2 ** (this.#failures - 1) : PENALTY_MS;
    return this.#now() - this.#tried >= Math.min(wait, PENALTY_MS);
  }

  #refresh(): void {
    if (!this.#pending && this.#mayLoad()) void this.#load();
  }

  #load(): Promise<void> {
    this.#pending ??= this.#replace().finally(() => {
      this.#tried = this.#now();
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** Keys that are known still hold where others cannot be had. */
  async #replace(): Promise<void> {
    try {
      const jwks = this.#url === undefined ? this.#given : await downloaded(this.#url, this.#fetch);
      const keys = await Promise.allSettled(jwks.map(async (jwk) => [jwk.kid, await imported(jwk)] as [string, Key]));
      this.#keep(keys.flatMap((key) => (key.status === 'fulfilled' ? [key.value] : [])));
    } catch {
      this.#failures++;
    }
  }

  #keep(keys: [string, Key][]): void {
    if (keys.length === 0) throw new Error('There is no usable key.');
    this.#keys = new Map(keys);
    this.#loaded = this.#now();
    this.#failures = 0;
  }
}

/** The keys at an address. Throws when the download is too slow, too large, or not a key set. */
async function downloaded(url: string, fetch: Fetch): Promise<Jwk[]> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      const error = new Error('The key set takes too long.');
      controller.abort(error);
      fail(error);
    }, TIMEOUT_MS);
  });
  try {
    // A `fetch` of the caller's own may not know signals.
    return await Promise.race([timeout, readAt(url, fetch, controller.signal)]);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

async function readAt(url: string, fetch: Fetch, signal: AbortSignal): Promise<Jwk[]> {
  const reply = await fetch(url, { redirect: 'manual', signal });
  if (!reply.ok) throw new Error('The key set is not there.');
  return usable(JSON.parse(await textOf(reply)));
}

/** A body as text, with a bound. */
async function textOf(reply: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = reply.body?.getReader();
  let [text, length] = ['', 0];
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > MAX_BYTES) {
      reader?.cancel().catch(() => {});
      throw new Error('The key set is too large.');
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** The entries of a key set that can verify RS256. Others are passed over; of two with one id the first counts. */
function usable(set: unknown): Jwk[] {
  const keys = (set as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) throw new Error('A key set has a list `keys`.');
  const found = new Map<string, Jwk>();
  for (const entry of keys.slice(0, MAX_KEYS)) {
    if (isUsable(entry) && !found.has(entry.kid)) found.set(entry.kid, entry);
  }
  if (found.size === 0) throw new Error('There is no usable key.');
  return [...found.values()].map(({ kid, n, e }) => ({ kty: 'RSA', kid, n, e }));
}

function isUsable(entry: unknown): entry is Jwk {
  const { kty, kid, alg = 'RS256', use = 'sig', n, e } = (entry ?? {}) as Record<string, unknown>;
  if (kty !== 'RSA' || alg !== 'RS256' || use !== 'sig') return false;
  if (typeof kid !== 'string' || kid === '' || typeof n !== 'string' || typeof e !== 'string') return false;
  try {
    return isStrong(fromBase64Url(n), fromBase64Url(e));
  } catch {
    return false;
  }
}

/** Short keys can be factored, and with the exponent 1 every text is its own signature. */
function isStrong(modulus: Uint8Array, exponent: Uint8Array): boolean {
  const bits = bitsOf(modulus);
  const isOdd = (bytes: Uint8Array) => ((bytes.at(-1) ?? 0) & 1) === 1;
  const isExponent = bitsOf(exponent) > 1 && isOdd(exponent) && exponent.length <= MAX_EXPONENT_BYTES;
  return bits >= MIN_MODULUS_BITS && bits <= MAX_MODULUS_BITS && isOdd(modulus) && isExponent;
}

/** The length of a number without its leading zeros. */
function bitsOf(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (bytes.length - first) * 8 - (Math.clz32(bytes[first] as number) - 24);
}

function imported({ kty, n, e }: Jwk): Key | Promise<Key> {
  if (nodeCrypto) return nodeCrypto.createPublicKey({ key: { kty, n, e }, format: 'jwk' });
  return crypto.subtle.importKey('jwk', { kty, n, e }, ALGORITHM, false, ['verify']);
}

/** Whether the signature, in base64url, is the key's. */
async function isSigned(key: Key, token: string): Promise<boolean> {
  const dot = token.lastIndexOf('.');
  const [message, signature] = [new TextEncoder().encode(token.slice(0, dot)), token.slice(dot + 1)];
  if (nodeCrypto) return isSignedInNode(key, message, signature);
  try {
    return await crypto.subtle.verify(ALGORITHM, key as CryptoKey, fromBase64Url(signature), message);
  } catch {
    return false;
  }
}

/** The same at once; only where there is `nodeCrypto`. */
export function isSignedInNode(key: Key, message: Uint8Array, signature: string): boolean {
  try {
    // A little faster than `crypto.verify`, which does the same.
    const verify = (nodeCrypto as typeof NodeCrypto).createVerify('sha256').update(message);
    return verify.verify(key as KeyObject, signature, 'base64url');
  } catch {
    return false;
  }
}
