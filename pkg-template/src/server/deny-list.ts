// Where denied tokens are kept: in memory for one instance, in Redis or Valkey for several.
import type { DenyList } from '../../types/server.js';
import { type RedisClient, within } from './redis.js';

/** A list that fills up with what nobody asks for any more is swept when it doubles. */
const FIRST_SWEEP = 1024;

export class MemoryDenyList implements DenyList {
  readonly #entries = new Map<string, number>();
  #sweepAt = FIRST_SWEEP;

  async has(keys: readonly string[]): Promise<boolean> {
    const now = Date.now() / 1000;
    return keys.some((key) => (this.#entries.get(key) ?? 0) > now);
  }

  async add(keys: readonly string[], until: number): Promise<void> {
    for (const key of keys) this.#entries.set(key, Math.max(until, this.#entries.get(key) ?? 0));
    if (this.#entries.size < this.#sweepAt) return;
    const now = Date.now() / 1000;
    for (const [key, end] of this.#entries) if (end <= now) this.#entries.delete(key);
    this.#sweepAt = Math.max(FIRST_SWEEP, this.#entries.size * 2);
  }

  async ready(): Promise<boolean> {
    return true;
  }
}

export class RedisDenyList implements DenyList {
  constructor(readonly redis: () => Promise<RedisClient>) {}

  async has(keys: readonly string[]): Promise<boolean> {
    const redis = await this.redis();
    return (await within(redis.exists(keys.map(named)))) > 0;
  }

  async add(keys: readonly string[], until: number): Promise<void> {
    const redis = await this.redis();
    const seconds = Math.ceil(until - Date.now() / 1000);
    if (seconds <= 0) return;
    await within(Promise.all(keys.map((key) => redis.set(named(key), '1', { EX: seconds }))));
  }

  async ready(): Promise<boolean> {
    return (await within((await this.redis()).ping())) === 'PONG';
  }
}

const named = (key: string): string => `auth-proxy:denied:${key}`;
