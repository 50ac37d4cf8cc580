// Rate limits by rate-limiter-flexible, in memory or in Redis.
import type { AuthProxyConfig, Rate } from '../../types/server.js';
import { peer } from './peers.js';
import { type Redis, within } from './redis.js';

/** What is used of the package. */
interface Limiter {
  consume(key: string): Promise<unknown>;
}
interface LimiterPackage {
  RateLimiterMemory: new (options: object) => Limiter;
  RateLimiterRedis: new (options: object) => Limiter;
}

export interface Verdict {
  /** How long to wait; null when the attempt may go on. */
  seconds: number | null;
  /** Whether the limiter could be asked. */
  known: boolean;
}

export class RateLimits {
  #limiters: Promise<{ ip?: Limiter; username?: Limiter }> | undefined;

  constructor(
    readonly config: NonNullable<AuthProxyConfig['rateLimits']>,
    readonly redis: Redis | undefined,
  ) {}

  /** Loads the package. */
  async ready(): Promise<void> {
    await this.#load();
  }

  async count(keys: { ip: string | null; username: string | null }): Promise<Verdict> {
    const limiters = await this.#load();
    const verdicts = await Promise.all(
      (['ip', 'username'] as const).map((name) => {
        const key = keys[name];
        return key === null ? FREE : consume(limiters[name], key);
      }),
    );
    const seconds = Math.max(...verdicts.map((verdict) => verdict.seconds ?? 0));
    return { seconds: seconds > 0 ? seconds : null, known: verdicts.every(({ known }) => known) };
  }

  #load() {
    this.#limiters ??= this.#make().catch((error) => {
      this.#limiters = undefined;
      throw error;
    });
    return this.#limiters;
  }

  async #make() {
    const { RateLimiterMemory, RateLimiterRedis } = await peer<LimiterPackage>('rate-limiter-flexible', '`rateLimits`');
    const storeClient = await this.redis?.client();
    const make = (name: string, rate: Rate | undefined) => {
      if (!rate) return {};
      const options = {
        useRedisPackage: true,
        keyPrefix: `auth-proxy:rate:${name}`,
        points: rate.points,
        duration: rate.seconds,
      };
      const limiter = storeClient ? new RateLimiterRedis({ ...options, storeClient }) : new RateLimiterMemory(options);
      return { [name]: limiter };
    };
    return { ...make('ip', this.config.ip), ...make('username', this.config.username) };
  }
}

const FREE: Verdict = { seconds: null, known: true };

async function consume(limiter: Limiter | undefined, key: string): Promise<Verdict> {
  if (!limiter) return FREE;
  try {
    await within(limiter.consume(key));
    return FREE;
  } catch (refused) {
    const { msBeforeNext } = refused as { msBeforeNext?: unknown };
    // Anything else is an outage of the store.
    return typeof msBeforeNext === 'number'
      ? { seconds: msBeforeNext / 1000, known: true }
      : { seconds: null, known: false };
  }
}
