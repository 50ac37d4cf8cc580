// One refresh for all instances: who is first takes a lock in Redis, and those who come with the same refresh token get what the first
// one got, sealed under a key that only this token gives. So a race between instances signs nobody out, and an instance that dies after
// the service answered takes nothing with it.

import { fromBase64Url, toBase64Url } from '../platform.js';
import { type Bytes, seal, unseal } from './aead.js';
import type { Event } from './engine-types.js';
import { type RedisClient, within } from './redis.js';

/** How long a loser may come after the winner, in milliseconds. */
const LATE_MS = 60_000;
/** How long it is known that a refresh token was not rotated, so that nobody needs to wait for anybody. */
const UNROTATED_MS = 60_000;
/** How often those ask who wait. */
const POLL_MS = 25;
/** How long a lock holds after its owner was last heard of: shorter than the grace that a pool gives, by a good margin. */
const LEASE_MS = 3_000;

/** What lies under a refresh token: a lock with its owner, an answer, or the word that there is nothing to wait for. */
const LOCK = 'lock.';
const ANSWER = 'answer.';
const FREE = 'free';

/** Prolongs a lock if it is still this owner's. */
const RENEW = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;
/** Removes a lock if it is still this owner's. */
const UNLOCK = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

export class SharedRefreshes {
  constructor(
    readonly redis: () => Promise<RedisClient>,
    readonly timeoutMs: number,
  ) {}

  /** The answer to a request of GetTokensFromRefreshToken, which is sent unless another instance did. Rejects where the store cannot be asked. */
  async once(body: string, send: () => Promise<Event>, rotates: (reply: Event) => boolean): Promise<Event> {
    const { name, secret } = await secretsOf(body);
    const redis = await this.redis();
    const mine = LOCK + crypto.randomUUID();
    const lease = { expiration: { type: 'PX' as const, value: LEASE_MS }, condition: 'NX' as const };
    const until = Date.now() + this.timeoutMs + 2 * LEASE_MS;
    while (Date.now() < until) {
      if ((await within(redis.set(name, mine, lease))) !== null)
        return this.#first(redis, name, secret, mine, send, rotates);
      const found = await within(redis.get(name));
      if (found === FREE) return send();
      const answer = found?.startsWith(ANSWER) ? await unseal(secret, found.slice(ANSWER.length), name) : null;
      if (answer !== null) return JSON.parse(decode(answer));
      await new Promise((resolve) => setTimeout(resolve, POLL_MS * (0.5 + Math.random())));
    }
    throw new Error('Nobody answers for this refresh token.');
  }

  async #first(
    redis: RedisClient,
    name: string,
    secret: Bytes,
    mine: string,
    send: () => Promise<Event>,
    rotates: (reply: Event) => boolean,
  ): Promise<Event> {
    const renew = () => redis.eval(RENEW, { keys: [name], arguments: [mine, String(LEASE_MS)] }).catch(() => {});
    const timer = setInterval(renew, LEASE_MS / 3);
    const reply = await send().finally(() => clearInterval(timer));
    const put = (value: string, ms: number) =>
      within(redis.set(name, value, { expiration: { type: 'PX', value: ms } })).catch(() => {});
    // What the service gave is given on, whatever becomes of the store.
    if (rotates(reply)) await put(ANSWER + (await seal(secret, encode(JSON.stringify(reply)), name)), LATE_MS);
    else if (reply.event === 'replied' && reply.status === 200) await put(FREE, UNROTATED_MS);
    else await within(redis.eval(UNLOCK, { keys: [name], arguments: [mine] })).catch(() => {});
    return reply;
  }
}

/** The place and the key that a refresh token gives: two digests, so that neither tells of the other or of the token. */
async function secretsOf(body: string) {
  const { ClientId, RefreshToken } = JSON.parse(body);
  const hkdf = await crypto.subtle.importKey('raw', bytes(RefreshToken), 'HKDF', false, ['deriveBits']);
  const derive = async (info: string) => {
    const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: bytes(ClientId), info: bytes(info) };
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, hkdf, 256));
  };
  const [place, secret] = await Promise.all([derive('auth-proxy refresh place'), derive('auth-proxy refresh key')]);
  return { name: `auth-proxy:refresh:${toBase64Url(place)}`, secret };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const encode = (text: string): string => toBase64Url(bytes(text));
const decode = (text: string): string => new TextDecoder().decode(fromBase64Url(text));
