// The class: it takes requests, lets the engine think and the host act, and tells the log.
import { ProxyEngine, type ProxyExchange } from 'server-glue';
import type {
  AuthProxyConfig,
  AuthProxyOptions,
  DenyList,
  LogRecord,
  ProxyCheck,
  ProxyRequireUserOptions,
  ProxySession,
} from '../../types/server.js';
import { AuthError } from '../errors.js';
import type { Asked } from './ahead.js';
import type { Event, Forward, Outcome, Reading, Step, Turn } from './engine-types.js';
import { forward } from './forward.js';
import { Host } from './host.js';
import { Metrics } from './metrics.js';
import { Reader, type Source } from './reader.js';
import { type Answer, type Incoming, type Init, incoming, type PlainResponse, plain, respond } from './request.js';
import { type Guard, requireUser } from './require-user.js';
import { Slots } from './slots.js';

type Begin = Extract<Step, { step: 'begin' }>;

/** Answers what is no `Request`. */
export const ANSWER = Symbol('answer');

const DEFAULTS = {
  bodyBytes: 65_536,
  bodyMs: 10_000,
  concurrency: 1000,
  idleMs: 60_000,
  perClient: 100,
  timeoutMs: 10_000,
};

export class AuthProxy {
  #engine: ProxyEngine | undefined;
  readonly #host: Host;
  readonly #fetch: typeof fetch;
  readonly #log: (record: LogRecord) => void;
  readonly #metrics: Metrics | undefined;
  readonly #limits: typeof DEFAULTS;
  readonly #slots: Slots;
  readonly #reader: Reader;
  readonly #custody: AuthProxyConfig['custody'];
  /** Whether clients are to be told apart, and nobody said yet that they cannot. */
  #wantsAddresses: boolean;

  readonly fetch: (input: Request | URL | string, init?: Init) => Promise<Response>;

  constructor(config: AuthProxyConfig, options: AuthProxyOptions = {}) {
    this.#engine = intelligibly(() => new ProxyEngine(json(config)));
    const given = Object.entries(config.limits ?? {}).filter(([, value]) => value !== undefined);
    this.#limits = { ...DEFAULTS, ...Object.fromEntries(given) };
    this.#slots = new Slots(this.#limits);
    this.#wantsAddresses = config.rateLimits?.ip !== undefined;
    this.#host = new Host(config, options);
    this.#fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));
    this.#log = options.log ?? (() => {});
    this.#metrics = options.metrics ? new Metrics() : undefined;
    this.#custody = config.custody;
    this.#reader = new Reader((request, reading) => this.#read(request, reading), this.#fetch);
    if (config.custody === 'cookie' && !config.sessions && !config.denyList?.redis && !options.denyList) warnOfMemory();
    this.fetch = async (input, init = {}) => respond(await this[ANSWER](incoming(input, init)));
  }

  get denyList(): DenyList {
    return this.#host.denyList;
  }

  async ready(): Promise<void> {
    await Promise.all([this.#host.ready(), this.#metrics?.ready()]);
  }

  async check(): Promise<ProxyCheck[]> {
    return this.#host.check(this.#open().keySets());
  }

  async deny(token: string, { family = false }: { family?: boolean } = {}): Promise<void> {
    if (typeof token !== 'string' || token === '') throw new AuthError('InvalidArgument', 'Give the token to deny.');
    const { keys, until } = this.#open().denial(token, family, Date.now() / 1000);
    await this.denyList.add(keys, until);
  }

  async metrics(): Promise<string> {
    if (!this.#metrics) throw new AuthError('NotAvailable', 'Make the AuthProxy with { metrics: true }.');
    return this.#metrics.text();
  }

  async close(): Promise<void> {
    this.#engine?.free();
    this.#engine = undefined;
    await this.#host.close();
  }

  session(request: Source, options?: { refresh?: boolean; clientId?: string }): Promise<ProxySession | null> {
    return this.#reader.session(request, options);
  }

  fetchAs(request: Source, input: URL | string, init?: RequestInit): Promise<Response> {
    return this.#reader.fetchAs(request, input, init);
  }

  requireUser(options?: ProxyRequireUserOptions): Guard {
    const kind = this.#custody === 'cookie' ? 'cookie' : 'bearer';
    return requireUser((sources) => this.#reader.user(sources, options?.clientId), options, undefined, kind);
  }

  /** What the engine reads of a request, as it would answer it. */
  async #read(request: Incoming, reading: Reading): Promise<PlainResponse> {
    const began = performance.now();
    const exchange = this.#open().read(plain(request), reading, Date.now(), crypto.randomUUID());
    const { record, respond } = await this.#converse(exchange, (step, asked) => this.#host.perform(step, asked));
    if (!respond) throw new TypeError('The engine gave no answer.');
    // A refresh is told; that a page was rendered is not.
    if (record.audit) this.#told(respond, record, began);
    return respond;
  }

  #open(): ProxyEngine {
    if (!this.#engine) throw new AuthError('Closed', 'This proxy was closed: make a new one.');
    return this.#engine;
  }

  /** For servers that have no `Request`. */
  async [ANSWER](request: Incoming): Promise<Answer> {
    this.#open();
    const began = performance.now();
    const id = crypto.randomUUID();
    if (request.peer === null && this.#wantsAddresses) {
      this.#wantsAddresses = false;
      console.warn('rateLimits.ip: requests come without remoteAddress, so all clients share one limit.');
    }
    /** What the request holds of what there is only so much of. */
    const held: (() => void)[] = [];
    const release = (): void => {
      for (const give of held.splice(0)) give();
    };
    try {
      const { record, ...outcome } = await this.#think(request, id, held);
      if (outcome.respond) {
        release();
        return this.#told(outcome.respond, record, began);
      }
      if (!outcome.forward) throw new TypeError('The engine gave neither an answer nor a way on.');
      return this.#told(await this.#pass(request, outcome.forward, id, release), record, began);
    } catch (error) {
      release();
      if (error instanceof AuthError && error.code === 'Closed') throw error;
      if (request.hasLeft) return this.#told(left(id), { requestId: id }, began, CLIENT_LEFT);
      return this.#told(failed(id), { requestId: id, code: 'Internal', error: String((error as Error)?.name) }, began);
    }
  }

  #think(request: Incoming, id: string, held: (() => void)[]): Promise<Outcome> {
    const exchange = this.#open().handle(plain(request), Date.now(), id);
    return this.#converse(exchange, (step, asked) =>
      step.step === 'begin' ? this.#begin(request, step, held) : this.#host.perform(step, asked),
    );
  }

  /** The conversation between engine and host. */
  async #converse(exchange: ProxyExchange, perform: (step: Step, asked: Asked) => Promise<Event>): Promise<Outcome> {
    const asked: Asked = {};
    try {
      let turn: Turn = exchange.resume(undefined);
      while ('ask' in turn) turn = exchange.resume(await perform(turn.ask, asked));
      return turn.done;
    } finally {
      exchange.free();
    }
  }

  /** Takes what the request may have: a place of its client's, its body, a slot. */
  async #begin(request: Incoming, { body, network }: Begin, held: (() => void)[]): Promise<Event> {
    const place = this.#slots.enter(network);
    if (!place) return { event: 'busy', slow: false };
    held.push(place);
    const text = body ? await this.#slots.body(request.body) : null;
    if (text === undefined) return { event: 'busy', slow: true };
    // Who waits in a queue has given up before the turn comes: better to say so at once.
    const slot = this.#slots.work();
    if (!slot) return { event: 'busy', slow: false };
    held.push(slot);
    return { event: 'began', body: text };
  }

  async #pass(request: Incoming, way: Forward, id: string, release: () => void): Promise<Answer> {
    try {
      return await forward(this.#fetch, request, way, this.#limits, release);
    } catch (error) {
      if (request.hasLeft) throw error;
      const message = 'The service behind this address cannot be reached: try again later.';
      const isLate = (error as { name?: unknown } | null)?.name === 'TimeoutError';
      return refusal(isLate ? 504 : 502, 'ServiceUnavailable', message, id, way.back);
    }
  }

  #told(response: Answer, record: Record<string, unknown>, began: number, status = response.status): Answer {
    const durationMs = Math.round((performance.now() - began) * 1000) / 1000;
    const told = { time: new Date().toISOString(), ...record, status, durationMs } as LogRecord;
    this.#metrics?.observe(told);
    this.#log(told);
    return response;
  }
}

Object.defineProperties(AuthProxy.prototype, {
  [Symbol.toStringTag]: { value: 'AuthProxy' },
  // Vue leaves an object with this mark as it is; its proxies cannot reach private fields.
  __v_skip: { value: true },
});

function refusal(
  status: number,
  code: string,
  message: string,
  requestId: string,
  headers: [string, string][] = [],
): PlainResponse {
  const retryable = code === 'ServiceUnavailable';
  return {
    status,
    headers: [
      ...headers.filter(([name]) => !/^(content-type|x-request-id|cache-control)$/i.test(name)),
      ['Content-Type', 'application/json'],
      ['X-Request-Id', requestId],
      ['Cache-Control', 'no-store'],
    ],
    body: JSON.stringify({ error: { code, message, retryable, requestId } }),
  };
}

let hasWarned = false;

/** Said once in a process: several proxies have one reason. */
function warnOfMemory(): void {
  if (hasWarned) return;
  hasWarned = true;
  console.warn(
    'AuthProxy: sessions are sealed cookies, and the deny list is in the memory of this process. A sign-out is unknown to other ' +
      'instances and forgotten at a restart; until the cookie ends, a copy of it made before is accepted again. Configure ' +
      '`sessions.redis` or `denyList.redis`, or pass `new MemoryDenyList()` to accept this.',
  );
}

/** What nginx writes into its log for a client that has closed the connection; nobody is there to read the answer. */
const CLIENT_LEFT = 499;

const left = (id: string) => refusal(400, 'InvalidRequest', 'The client has left.', id);

const failed = (id: string) => refusal(500, 'Internal', 'This server failed: tell its operator the request id.', id);

function json(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    throw new AuthError('InvalidArgument', 'The configuration must be an object.');
  try {
    return JSON.stringify(value);
  } catch {
    throw new AuthError('InvalidArgument', 'The configuration must be plain data that JSON can represent.');
  }
}

/** The engine's refusals are texts, for it has no error class of its own. */
export function intelligibly<T>(action: () => T, code: 'InvalidArgument' | 'TokenRefused' = 'InvalidArgument'): T {
  try {
    return action();
  } catch (error) {
    if (typeof error !== 'string') throw error;
    throw new AuthError(code, error);
  }
}
