// Rate limits by rate-limiter-flexible, in memory or in Redis.
import type { AuthProxyConfig, Rate } from '../../types/server.js';
import { peer } from './peers.js';
import { type Redis, within } from './redis.js';

/** What is used of the package. */
interface Limiter {
  consume(key: string): Promise<unknown>;
  get(key: string): Promise<unknown>;
  set(key: string, points: number, seconds: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
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

/** Attempts at one name from everywhere, for each that a client may make. */
const TOTAL = 10;
/** Whoever signed in from somewhere is known there for so long, in seconds. */
const KNOWN_SECONDS = 30 * 86_400;
/** Clients that nobody can tell apart are one. */
const NOWHERE = 'unknown';

type Limiters = Partial<Record<'ip' | 'pair' | 'total' | 'known', Limiter>>;

export class RateLimits {
  #limiters: Promise<Limiters> | undefined;

  constructor(
    readonly config: NonNullable<AuthProxyConfig['rateLimits']>,
    readonly redis: Redis | undefined,
  ) {}

  /** Loads the package. */
  async ready(): Promise<void> {
    await this.#load();
  }

  /** Rejects where the store cannot be asked. */
  async check(): Promise<void> {
    await this.ready();
    await this.redis?.ping();
  }

  /** Counts an attempt: by client, by name and client, and far above that by name. */
  async count({ network, username }: { network: string | null; username: string | null }): Promise<Verdict> {
    const limiters = await this.#load();
    const client = network ?? NOWHERE;
    const verdicts = [await consume(limiters.ip, client)];
    if (username !== null) {
      verdicts.push(await consume(limiters.pair, pairOf(client, username)));
      const free = verdicts.every(({ seconds }) => seconds === null);
      // A stranger's attempts do not lock out whoever is known here.
      if (free && !(await isKnown(limiters.known, pairOf(client, username))))
        verdicts.push(await consume(limiters.total, username));
    }
    const seconds = Math.max(...verdicts.map((verdict) => verdict.seconds ?? 0));
    return { seconds: seconds > 0 ? seconds : null, known: verdicts.every(({ known }) => known) };
  }

  /** Somebody signed in: the attempts before were typing errors, and the client is known from now on. */
  async succeeded(network: string | null, username: string): Promise<void> {
    if (network === null) return;
    const { known, pair } = await this.#load();
    const key = pairOf(network, username);
    await Promise.all([pair && within(pair.delete(key)), known && within(known.set(key, 1, KNOWN_SECONDS))]);
  }

  #load() {
    this.#limiters ??= this.#make().catch((error) => {
      this.#limiters = undefined;
      throw error;
    });
    return this.#limiters;
  }

  async #make(): Promise<Limiters> {
    const { RateLimiterMemory, RateLimiterRedis } = await peer<LimiterPackage>('rate-limiter-flexible', '`rateLimits`');
    const storeClient = await this.redis?.client();
    const make = (name: keyof Limiters, rate: Rate | undefined): Limiters => {
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
    const { ip, username } = this.config;
    const total = this.config.usernameTotal ?? (username && { ...username, points: username.points * TOTAL });
    return {
      ...make('ip', ip),
      ...make('pair', username),
      ...make('total', total),
      ...make('known', total && { points: 1, seconds: KNOWN_SECONDS }),
    };
  }
}

const pairOf = (client: string, username: string): string => `${username}@${client}`;

async function isKnown(limiter: Limiter | undefined, key: string): Promise<boolean> {
  return !!limiter && (await within(limiter.get(key)).catch(() => null)) !== null;
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
