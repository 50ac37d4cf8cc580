// Where denied tokens are kept: in memory for one instance, in Redis or Valkey for several.
import type { DenialBefore, DenyList, TokenHolder } from '../../types/server.js';
import { type Redis, within } from './redis.js';

/** A list that fills up with what nobody asks for any more is swept when it doubles. */
const FIRST_SWEEP = 1024;

/** Whether a denial up to a time is about a token of that time and family. */
const isDenied = ({ except, notBefore }: DenialBefore, at: number, family: string | null | undefined): boolean =>
  at <= notBefore && (!except || except !== family);

export class MemoryDenyList implements DenyList {
  readonly #entries = new Map<string, number>();
  readonly #before = new Map<string, DenialBefore>();
  #sweepAt = FIRST_SWEEP;

  async has(keys: readonly string[], { family, issued = {} }: TokenHolder = {}): Promise<boolean> {
    const now = Date.now() / 1000;
    if (keys.some((key) => (this.#entries.get(key) ?? 0) > now)) return true;
    return Object.entries(issued).some(([name, at]) => {
      const mark = this.#before.get(name);
      return mark !== undefined && mark.until > now && isDenied(mark, at, family);
    });
  }

  async add(keys: readonly string[], until: number): Promise<void> {
    for (const key of keys) this.#entries.set(key, Math.max(until, this.#entries.get(key) ?? 0));
    this.#sweep();
  }

  async addBefore(name: string, mark: DenialBefore): Promise<void> {
    this.#before.set(name, mark);
    this.#sweep();
  }

  #sweep(): void {
    if (this.#entries.size + this.#before.size < this.#sweepAt) return;
    const now = Date.now() / 1000;
    for (const [key, end] of this.#entries) if (end <= now) this.#entries.delete(key);
    for (const [name, { until }] of this.#before) if (until <= now) this.#before.delete(name);
    this.#sweepAt = Math.max(FIRST_SWEEP, (this.#entries.size + this.#before.size) * 2);
  }

  async ready(): Promise<boolean> {
    return true;
  }
}

export class RedisDenyList implements DenyList {
  constructor(readonly redis: Redis) {}

  async has(keys: readonly string[], { family, issued = {} }: TokenHolder = {}): Promise<boolean> {
    const redis = await this.redis.client();
    const times = Object.entries(issued);
    const names = [...keys, ...times.map(([name]) => name)];
    // One by one, and sent together: the keys may lie on different nodes.
    const values = await within(Promise.all(names.map((name) => redis.get(named(name)))));
    const marks = values.slice(keys.length);
    return (
      values.slice(0, keys.length).some((value) => value !== null) ||
      times.some(([, at], index) => marks[index] != null && isDenied(JSON.parse(marks[index]), at, family))
    );
  }

  async add(keys: readonly string[], until: number): Promise<void> {
    await Promise.all(keys.map((key) => this.#set(key, '1', until)));
  }

  async addBefore(name: string, mark: DenialBefore): Promise<void> {
    await this.#set(name, JSON.stringify(mark), mark.until);
  }

  async #set(key: string, value: string, until: number): Promise<void> {
    const redis = await this.redis.client();
    const seconds = Math.ceil(until - Date.now() / 1000);
    if (seconds > 0) await within(redis.set(named(key), value, { expiration: { type: 'EX', value: seconds } }));
  }

  async ready(): Promise<boolean> {
    await this.redis.ping();
    return true;
  }
}

const named = (key: string): string => `auth-proxy:denied:${key}`;
