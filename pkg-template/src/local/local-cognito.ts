// The class: it brings time, randomness, the key and the handlers to an engine that has none of them.
import { LocalEngine } from 'local-glue';
import type { Faults, LocalConfig, LocalPool, SentCode } from '../../types/local.js';
import { AuthError } from '../errors.js';
import { platformCrypto } from '../platform-crypto.js';
import { DEFAULT_CONFIG } from './default-config.js';
import type { Invocation, Outcome, OutgoingRequest } from './engine-types.js';
import { ask } from './outgoing.js';
import { power } from './power.js';
import { type PlainRequest, type PlainResponse, read, respond } from './request.js';
import { makeSigningKey, Signer } from './signing-key.js';
import { handlersOf, type PoolHandlers, run, withNames } from './triggers.js';
import { pause, unlessAborted } from './waiting.js';

export class LocalCognito {
  #engine: LocalEngine | undefined;
  #signer: Promise<Signer> | undefined;
  readonly #handlers = new Map<string, PoolHandlers>();

  readonly ignored: readonly string[];

  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

  constructor(config: LocalConfig = DEFAULT_CONFIG, options: { snapshot?: string } = {}) {
    const pools = poolsOf(config);
    const plain = { ...config, pools: pools.map((pool, index) => withNames(pool, `pools[${index}]`)) };
    const { snapshot } = options;
    const engine = intelligibly(() => new LocalEngine(json(plain), Date.now(), entropy(), power));
    this.#engine = engine;
    const configured = this.pools;
    this.ignored = Object.freeze(snapshot === undefined ? [] : intelligibly(() => engine.restore(snapshot)));
    for (const pool of this.pools) {
      const index = position(pool, configured);
      const handlers = pools[index] && handlersOf(pools[index], `pools[${index}]`);
      if (handlers) this.#handlers.set(pool.userPoolId, handlers);
    }
    this.fetch = (input, init) => this.#fetch(input, init);
  }

  get pools(): readonly LocalPool[] {
    return this.#open().pools();
  }

  get outbox(): readonly SentCode[] {
    return JSON.parse(this.#open().outbox());
  }

  async setFaults(faults: Faults = {}): Promise<void> {
    const reply = await this.#answer({ method: 'POST', path: '/_local/faults', headers: [], body: json(faults) });
    if (reply.status !== 200) throw new AuthError('InvalidArgument', messageOf(reply.body));
  }

  async snapshot(): Promise<string> {
    await this.#keyed();
    return this.#open().snapshot();
  }

  close(): void {
    this.#engine?.free();
    this.#engine = undefined;
    this.#handlers.clear();
  }

  #open(): LocalEngine {
    if (!this.#engine) throw new AuthError('Closed', 'This local Cognito is closed: create a new one.');
    return this.#engine;
  }

  async #fetch(input: unknown, init?: RequestInit): Promise<Response> {
    const { request, signal } = await read(input, init);
    const reply = await unlessAborted(this.#answer(request), signal);
    await pause(reply.delayMs, signal);
    if (reply.drop) throw dropped();
    return respond(reply);
  }

  async #answer(request: PlainRequest): Promise<PlainResponse> {
    const signer = await this.#keyed();
    let outcome: Outcome = this.#open().handle(request, Date.now(), entropy());
    while (!('respond' in outcome)) {
      const [id, answer] = await this.#outside(outcome);
      outcome = this.#open().resume(id, answer, Date.now(), entropy());
    }
    return signer.complete(outcome.respond);
  }

  /** What a trigger or another server answers. */
  async #outside(outcome: { invoke: Invocation } | { fetch: OutgoingRequest }): Promise<[id: string, answer: string]> {
    if ('fetch' in outcome) return [outcome.fetch.id, await ask(outcome.fetch)];
    const { invoke } = outcome;
    return [invoke.id, await run(this.#handlers.get(invoke.poolId), invoke)];
  }

  /** One key for the server's life, made at the first request: two requests at once wait for the same one. */
  #keyed(): Promise<Signer> {
    this.#open();
    this.#signer ??= this.#makeSigner().catch((error) => {
      this.#signer = undefined;
      throw error;
    });
    return this.#signer;
  }

  async #makeSigner(): Promise<Signer> {
    if (this.#open().needsKey()) {
      const pkcs8 = await makeSigningKey();
      this.#open().setKey(pkcs8);
    }
    return new Signer(this.#open().key());
  }
}

Object.defineProperties(LocalCognito.prototype, {
  [Symbol.toStringTag]: { value: 'LocalCognito' },
  // Vue leaves an object with this mark as it is; its proxies cannot reach private fields.
  __v_skip: { value: true },
  [Symbol.dispose ?? Symbol('dispose')]: { value: LocalCognito.prototype.close },
});

function poolsOf(config: LocalConfig): NonNullable<LocalConfig['pools']> {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new AuthError('InvalidArgument', 'The configuration must be an object.');
  const { pools = [] } = config;
  if (!Array.isArray(pools)) throw new AuthError('InvalidArgument', 'pools must be an array.');
  pools.forEach((pool, index) => {
    if (typeof pool !== 'object' || pool === null)
      throw new AuthError('InvalidArgument', `pools[${index}] must be an object.`);
  });
  return pools;
}

/** Which of the configured pools a pool is: by its id, else by its name, for without a fixed id every start makes another. */
function position(pool: LocalPool, configured: readonly LocalPool[]): number {
  const byId = configured.findIndex(({ userPoolId }) => userPoolId === pool.userPoolId);
  return byId >= 0 ? byId : configured.findIndex(({ name }) => name === pool.name);
}

/** What Node's `fetch` rejects with when a connection breaks. */
function dropped(): TypeError {
  const cause = Object.assign(new Error('The local Cognito dropped the connection.'), { code: 'ECONNRESET' });
  return new TypeError('fetch failed', { cause });
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw new AuthError('InvalidArgument', 'The configuration must be plain data that JSON can represent.');
  }
}

function entropy(): Uint8Array {
  return platformCrypto.getRandomValues(new Uint8Array(32));
}

/** The engine's refusals are texts, for it has no error class of its own. */
function intelligibly<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (typeof error !== 'string') throw error;
    throw new AuthError('InvalidArgument', error);
  }
}

function messageOf(body: string): string {
  try {
    return String(JSON.parse(body).message ?? body);
  } catch {
    return body;
  }
}
