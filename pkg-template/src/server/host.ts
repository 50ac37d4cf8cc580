// Does what the engine asks for: calls, seals, signatures, the deny list, the limiter, administrators' commands.
import type { AuthProxyConfig, AuthProxyOptions, DenyList, ProxyCheck, RedisStore } from '../../types/server.js';
import { AuthError } from '../errors.js';
import { toBase64Url } from '../platform.js';
import { AdminClients, type AdminCommand } from './admin.js';
import { randomBytes } from './aead.js';
import { Ahead, type Asked } from './ahead.js';
import { Deadlines } from './deadline.js';
import { MemoryDenyList, RedisDenyList } from './deny-list.js';
import type { Event, Step } from './engine-types.js';
import { KeySet } from './key-set.js';
import { RateLimits } from './limiter.js';
import { Once } from './once.js';
import { type Line, redeem, send, unanswered } from './post.js';
import { Redis } from './redis.js';
import { Refreshes } from './refreshes.js';
import { Sealer } from './sealer.js';
import { SessionStore } from './session-store.js';
import { SharedRefreshes } from './shared-refreshes.js';

const TIMEOUT_MS = 10_000;
/** What ends sessions. */
const ENDING = /\.(RevokeToken|RevokeUserSession|GlobalSignOut|DeleteUser|ChangePassword|ConfirmForgotPassword)$/;

export class Host {
  readonly #fetch: typeof fetch;
  readonly #sealer: Sealer;
  readonly #keySets = new Map<string, KeySet>();
  readonly #limits: RateLimits | undefined;
  readonly #admin: AdminClients | undefined;
  readonly #stores: Redis[] = [];
  readonly #deadlines: Deadlines;
  readonly #refreshes: Refreshes;
  readonly #sessions: SessionStore | undefined;
  readonly #sessionRedis: Redis | undefined;
  readonly #ahead: Ahead;
  readonly #once: Once;
  readonly #line: Line;
  readonly denyList: DenyList;

  constructor(config: AuthProxyConfig, options: AuthProxyOptions) {
    const { fetch = (...args) => globalThis.fetch(...args) } = options;
    this.#fetch = fetch;
    const timeoutMs = config.limits?.timeoutMs ?? TIMEOUT_MS;
    this.#deadlines = new Deadlines(timeoutMs);
    this.#line = { fetch, deadlines: this.#deadlines };
    this.#sealer = new Sealer(config.keys ?? []);
    const sessions = config.sessions && this.#store(config.sessions.redis, 'sessions.redis');
    this.#sessionRedis = sessions;
    this.#sessions = sessions && new SessionStore(sessions.client);
    this.#refreshes = new Refreshes(sessions && new SharedRefreshes(sessions.client, timeoutMs));
    const denied = config.denyList?.redis ?? config.sessions?.redis;
    this.denyList =
      options.denyList ?? (denied ? new RedisDenyList(this.#store(denied, 'denyList.redis')) : new MemoryDenyList());
    this.#once = new Once(denied ? this.#store(denied, 'denyList.redis') : undefined);
    if (typeof this.denyList.addBefore !== 'function')
      throw new AuthError('InvalidArgument', '`denyList` must have the methods has, add and addBefore.');
    this.#ahead = new Ahead(this.denyList);
    const limits = config.rateLimits;
    const counts = limits && (limits.redis ?? config.sessions?.redis);
    this.#limits = limits && new RateLimits(limits, counts ? this.#store(counts, 'rateLimits.redis') : undefined);
    this.#admin = config.admin && new AdminClients();
  }

  /** One connection for each store. */
  #store(place: RedisStore, member: string): Redis {
    const known = this.#stores.find((store) => JSON.stringify(store.place) === JSON.stringify(place));
    if (known) return known;
    const store = new Redis(place, member);
    this.#stores.push(store);
    return store;
  }

  /** Loads the packages that the configuration needs. */
  async ready(): Promise<void> {
    await Promise.all([this.#limits?.ready(), this.#admin?.ready(), ...this.#stores.map((store) => store.client())]);
  }

  async close(): Promise<void> {
    await Promise.all(this.#stores.map((store) => store.close()));
  }

  /** Asks everything that is configured, once. */
  async check(keySets: readonly string[]): Promise<ProxyCheck[]> {
    const asked = async (what: string, ask: () => Promise<unknown>): Promise<ProxyCheck> => {
      try {
        await ask();
        return { ok: true, what };
      } catch (error) {
        return { ok: false, what, detail: (error as Error).message };
      }
    };
    const isReady = async (): Promise<void> => {
      if ((await this.denyList.ready?.()) === false) throw new Error('It is not ready.');
    };
    return Promise.all([
      ...keySets.map((url) => asked(`key set ${url}`, () => this.#keys(url).hydrate())),
      asked('deny list', isReady),
      ...(this.#sessionRedis ? [asked('sessions', () => this.#sessionRedis?.ping() ?? Promise.resolve())] : []),
      ...(this.#limits ? [asked('rate limits', () => this.#limits?.check() ?? Promise.resolve())] : []),
      ...(this.#admin ? [asked('administrators’ commands', () => this.#admin?.ready() ?? Promise.resolve())] : []),
    ]);
  }

  /** Performs every step; `begin` is the proxy's own where there is a request to answer. */
  async perform(step: Step, asked: Asked): Promise<Event> {
    switch (step.step) {
      case 'begin':
        // Nothing is taken for somebody who only reads.
        return { event: 'began', body: null };
      case 'send':
        if (step.target.endsWith('.GetTokensFromRefreshToken'))
          return this.#refreshes.once(step.body, () => send(this.#line, step)).catch(unanswered);
        if (ENDING.test(step.target)) this.#refreshes.forget();
        return send(this.#line, step);
      case 'redeem':
        return redeem(this.#line, step);
      case 'draw':
        return { event: 'text', text: toBase64Url(randomBytes(step.bytes)) };
      case 'seal':
        return { event: 'text', text: await this.#sealer.seal(step.key, step.plain, step.bound) };
      case 'open':
        return { event: 'text', text: await this.#sealer.open(step.key, step.sealed, step.bound) };
      case 'load':
        this.#ahead.expect(step.ticket, asked);
        return this.#session(step).catch(() => ({ event: 'flag', value: null }));
      case 'keep':
      case 'take':
      case 'drop':
        return this.#session(step).catch(() => ({ event: 'flag', value: null }));
      case 'once':
        return flag(this.#once.mark(step.mark, step.seconds));
      case 'verify':
        return { event: 'flag', value: (await this.#keys(step.jwks).verify(step.key, step.token)) ?? null };
      case 'denied':
        return flag(this.#ahead.has(step, asked));
      case 'deny':
        return flag(this.denyList.add(step.keys, step.until).then(() => true));
      case 'denyBefore':
        this.#refreshes.forget();
        return flag(this.#denyBefore(step));
      case 'limit':
        return this.#limit(step);
      case 'succeeded':
        return flag(this.#succeeded(step));
      case 'admin':
        this.#refreshes.forget();
        return this.#command(step);
      case 'ready':
        return flag(this.#isReady());
    }
  }

  /** Rejects where the store cannot be asked. */
  async #session(step: Extract<Step, { step: 'load' | 'keep' | 'take' | 'drop' }>): Promise<Event> {
    const store = this.#sessions;
    if (!store) throw new TypeError('There is no store.');
    if (step.step === 'load') return { event: 'found', ...(await store.load(step.ticket, step.bound, step.seconds)) };
    if (step.step === 'take') return { event: 'found', ...(await store.take(step.ticket, step.bound)) };
    if (step.step === 'keep')
      return { event: 'kept', ticket: await store.keep(step.before, step.plain, step.bound, step.seconds) };
    await store.drop(step.ticket, step.version);
    return { event: 'flag', value: true };
  }

  /**
   * Denies what began up to this second. Times in tokens are whole seconds, so it waits for the next one: whoever signs in when this is done
   * has a later time.
   */
  async #denyBefore({ except, names, seconds }: Extract<Step, { step: 'denyBefore' }>): Promise<boolean> {
    const notBefore = Math.floor(Date.now() / 1000);
    const mark = { notBefore, until: notBefore + seconds, ...(except !== null && { except }) };
    await Promise.all(names.map((name) => this.denyList.addBefore(name, mark)));
    await new Promise((resolve) => setTimeout(resolve, (notBefore + 1) * 1000 - Date.now()));
    return true;
  }

  async #succeeded({ network, username }: Extract<Step, { step: 'succeeded' }>): Promise<boolean> {
    await this.#limits?.succeeded(network, username);
    return true;
  }

  async #isReady(): Promise<boolean> {
    await this.ready();
    // Without its store nobody has a session.
    await this.#sessionRedis?.ping();
    return (await this.denyList.ready?.()) ?? true;
  }

  #keys(url: string): KeySet {
    let keys = this.#keySets.get(url);
    if (!keys) {
      keys = new KeySet(url, this.#fetch);
      this.#keySets.set(url, keys);
    }
    return keys;
  }

  async #command(step: AdminCommand): Promise<Event> {
    if (!this.#admin) return { event: 'unanswered', timeout: false };
    try {
      return { event: 'replied', ...(await this.#admin.run(step, this.#deadlines.signal())) };
    } catch (error) {
      return unanswered(error);
    }
  }

  async #limit(keys: { network: string | null; username: string | null }): Promise<Event> {
    try {
      return { event: 'wait', ...((await this.#limits?.count(keys)) ?? { seconds: null, known: true }) };
    } catch {
      return { event: 'wait', seconds: null, known: false };
    }
  }
}

/** An outage of a store is no answer; whether that closes the door, the engine knows. */
async function flag(answer: Promise<boolean>): Promise<Event> {
  return { event: 'flag', value: await answer.catch(() => null) };
}
