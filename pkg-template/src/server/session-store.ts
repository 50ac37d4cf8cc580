// Where sessions lie whose cookie is a ticket: in Redis or Valkey, sealed under a key that only the ticket has.

import { fromBase64Url, toBase64Url } from '../platform.js';
import { randomBytes, seal, unseal } from './aead.js';
import { type RedisClient, within } from './redis.js';

/** What lies there: `<time of writing>.<sealed>`. The seal's nonce, which is never used again, is the version. */
interface Entry {
  version: string;
  /** In milliseconds since 1970. */
  written: number;
  sealed: string;
}

const ID_BYTES = 16;
const SECRET_BYTES = 32;
/** The nonce in base64url. */
const VERSION_LENGTH = 16;

/** Writes in place of one version alone, and so long as the session is there. */
const REPLACE = `
local found = redis.call('GET', KEYS[1])
if not found then return 0 end
local dot = string.find(found, '.', 1, true)
if string.sub(found, dot + 1, dot + ${VERSION_LENGTH}) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1`;
/** Removes one version alone. */
const REMOVE = `
local found = redis.call('GET', KEYS[1])
if not found then return 0 end
local dot = string.find(found, '.', 1, true)
if string.sub(found, dot + 1, dot + ${VERSION_LENGTH}) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

export class SessionStore {
  constructor(readonly redis: () => Promise<RedisClient>) {}

  /** The session of a ticket, which is then kept for so many seconds more. */
  async load(ticket: string, bound: string, seconds: number) {
    const redis = await this.redis();
    const { key } = partsOf(ticket);
    return this.#open(ticket, bound, await within(redis.getEx(key, { type: 'EX', value: wholeSeconds(seconds) })));
  }

  /** What lies under a ticket, which is then gone: nobody else gets it. */
  async take(ticket: string, bound: string) {
    const redis = await this.redis();
    return this.#open(ticket, bound, await within(redis.getDel(partsOf(ticket).key)));
  }

  async #open(ticket: string, bound: string, text: string | null) {
    const { id, secret } = partsOf(ticket);
    const entry = text === null ? undefined : entryOf(text);
    const plain = entry ? await unseal(secret, entry.sealed, `${bound} ${id}`) : null;
    return { plain, version: entry?.version ?? '', written: entry?.written ?? 0 };
  }

  /** Writes a session. The ticket comes back, a new one for a new session; null when the version is there no more. */
  async keep(
    before: readonly [ticket: string, version: string] | null,
    plain: string,
    bound: string,
    seconds: number,
  ): Promise<string | null> {
    const ticket = before?.[0] ?? [ID_BYTES, SECRET_BYTES].map((size) => toBase64Url(randomBytes(size))).join('.');
    const { id, key, secret } = partsOf(ticket);
    const value = `${Date.now()}.${await seal(secret, plain, `${bound} ${id}`)}`;
    const redis = await this.redis();
    const age = wholeSeconds(seconds);
    if (!before) {
      await within(redis.set(key, value, { expiration: { type: 'EX', value: age }, condition: 'NX' }));
      return ticket;
    }
    const done = await within(redis.eval(REPLACE, { keys: [key], arguments: [before[1], value, String(age)] }));
    return done === 1 ? ticket : null;
  }

  /** Removes a session; with a version, that one alone. */
  async drop(ticket: string, version: string | null): Promise<void> {
    const { key } = partsOf(ticket);
    const redis = await this.redis();
    if (version === null) await within(redis.del(key));
    else await within(redis.eval(REMOVE, { keys: [key], arguments: [version] }));
  }
}

function partsOf(ticket: string) {
  const [id = '', secret = ''] = ticket.split('.');
  return { id, key: `auth-proxy:session:${id}`, secret: fromBase64Url(secret) };
}

function entryOf(text: string): Entry {
  const dot = text.indexOf('.');
  const sealed = text.slice(dot + 1);
  return { version: sealed.slice(0, VERSION_LENGTH), written: Number(text.slice(0, dot)), sealed };
}

const wholeSeconds = (seconds: number): number => Math.max(1, Math.floor(seconds));
