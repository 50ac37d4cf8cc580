// The public keys of a user pool: fetched once, again for a key that is not known, and never in a flood.
import type { KeyObject } from 'node:crypto';
import { fromBase64Url, nodeCrypto } from './platform.js';

type Fetch = typeof fetch;
type Key = KeyObject | CryptoKey;

/** After a fetch, an unknown key or a failure brings no other one for so long. */
const PENALTY_MS = 10_000;
/** A key that the pool dropped is forgotten after so long. */
const MAX_AGE_MS = 6 * 3_600_000;
const TIMEOUT_MS = 5_000;
const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

interface Jwk extends JsonWebKey {
  kid?: string;
}

export class KeySet {
  readonly #url: string;
  readonly #fetch: Fetch;
  readonly #now: () => number;
  #keys: Map<string, Key> | undefined;
  #fetched = Number.NEGATIVE_INFINITY;
  #pending: Promise<void> | undefined;

  constructor(url: string, fetch: Fetch, now: () => number = () => performance.now()) {
    this.#url = url;
    this.#fetch = fetch;
    this.#now = now;
  }

  /** Fetches the keys now, so that the first token need not wait. */
  async hydrate(): Promise<void> {
    await this.#load();
    if (!this.#keys) throw new Error('The keys of the user pool cannot be fetched.');
  }

  /** Whether the signature is the key's; undefined when the keys cannot be had. */
  async verify(kid: string, token: string): Promise<boolean | undefined> {
    const age = this.#now() - this.#fetched;
    if ((!this.#keys?.has(kid) && age >= PENALTY_MS) || age >= MAX_AGE_MS || this.#pending) await this.#load();
    if (!this.#keys) return undefined;
    const key = this.#keys.get(kid);
    return key ? signatureIsGood(key, token) : false;
  }

  #load(): Promise<void> {
    this.#pending ??= this.#download().finally(() => {
      this.#fetched = this.#now();
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #download(): Promise<void> {
    try {
      const fetch = this.#fetch;
      const reply = await fetch(this.#url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!reply.ok) return;
      const { keys } = (await reply.json()) as { keys: Jwk[] };
      const usable = keys.filter(
        ({ kid, kty, alg, use }) => kid && kty === 'RSA' && (alg ?? 'RS256') === 'RS256' && (use ?? 'sig') === 'sig',
      );
      this.#keys = new Map(
        await Promise.all(usable.map(async (jwk) => [jwk.kid, await imported(jwk)] as [string, Key])),
      );
    } catch {
      // The keys that are known still hold.
    }
  }
}

async function imported({ kty, n, e }: Jwk): Promise<Key> {
  const jwk = { kty, n, e } as JsonWebKey;
  if (nodeCrypto) return nodeCrypto.createPublicKey({ key: jwk as NodeJsonWebKey, format: 'jwk' });
  return crypto.subtle.importKey('jwk', jwk, ALGORITHM, false, ['verify']);
}

type NodeJsonWebKey = Parameters<typeof import('node:crypto').createPublicKey>[0] extends infer Input
  ? Extract<Input, { key: unknown; format: 'jwk' }>['key']
  : never;

async function signatureIsGood(key: Key, token: string): Promise<boolean> {
  const at = token.lastIndexOf('.');
  const [message, signature] = [token.slice(0, at), token.slice(at + 1)];
  try {
    if (nodeCrypto) {
      return nodeCrypto.verify(
        'RSA-SHA256',
        Buffer.from(message),
        key as KeyObject,
        Buffer.from(signature, 'base64url'),
      );
    }
    return await crypto.subtle.verify(
      ALGORITHM,
      key as CryptoKey,
      fromBase64Url(signature),
      new TextEncoder().encode(message),
    );
  } catch {
    return false;
  }
}
