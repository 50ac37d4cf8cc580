// The class: it takes requests, lets the engine think and the host act, and tells the log.
import { ProxyEngine } from 'server-glue';
import type { AuthProxyConfig, AuthProxyOptions, DenyList, LogRecord } from '../../types/server.js';
import { AuthError } from '../errors.js';
import { type Forward, forward } from './forward.js';
import { Host, type Step } from './host.js';
import { Metrics } from './metrics.js';
import { bodyOf, type PlainResponse, read, respond } from './request.js';

interface Outcome {
  respond: PlainResponse | null;
  forward: Forward | null;
  record: Record<string, unknown>;
}

const BODY_BYTES = 65_536;
const CONCURRENCY = 1000;
const TIMEOUT_MS = 10_000;

export class AuthProxy {
  #engine: ProxyEngine | undefined;
  readonly #host: Host;
  readonly #fetch: typeof fetch;
  readonly #log: (record: LogRecord) => void;
  readonly #metrics: Metrics | undefined;
  readonly #limits: { bodyBytes: number; concurrency: number; timeoutMs: number };
  #underWay = 0;

  readonly fetch: (input: Request | URL | string, init?: RequestInit & { remoteAddress?: string }) => Promise<Response>;

  constructor(config: AuthProxyConfig, options: AuthProxyOptions = {}) {
    this.#engine = intelligibly(() => new ProxyEngine(json(config)));
    const { bodyBytes = BODY_BYTES, concurrency = CONCURRENCY, timeoutMs = TIMEOUT_MS } = config.limits ?? {};
    this.#limits = { bodyBytes, concurrency, timeoutMs };
    this.#host = new Host(config, options);
    this.#fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));
    this.#log = options.log ?? (() => {});
    this.#metrics = options.metrics ? new Metrics() : undefined;
    this.fetch = (input, init) => this.#answer(input, init);
  }

  get denyList(): DenyList {
    return this.#host.denyList;
  }

  async ready(): Promise<void> {
    await Promise.all([this.#host.ready(), this.#metrics?.ready()]);
  }

  async deny(token: string, { family = false }: { family?: boolean } = {}): Promise<void> {
    if (typeof token !== 'string' || token === '') throw new AuthError('InvalidArgument', 'Give the token to deny.');
    const { keys, until } = JSON.parse(this.#open().denial(token, family, Date.now() / 1000));
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

  #open(): ProxyEngine {
    if (!this.#engine) throw new AuthError('Closed', 'This proxy was closed: make a new one.');
    return this.#engine;
  }

  async #answer(input: Request | URL | string, init: RequestInit & { remoteAddress?: string } = {}): Promise<Response> {
    this.#open();
    const { remoteAddress = null, ...rest } = init;
    const request = new Request(input, rest);
    const began = performance.now();
    const id = crypto.randomUUID();
    // Who waits in a queue has given up before the turn comes: better to say so at once.
    if (this.#underWay >= this.#limits.concurrency) return this.#told(overloaded(id), { requestId: id }, began);
    this.#underWay++;
    try {
      const { record, ...outcome } = await this.#think(request, remoteAddress, id);
      if (outcome.respond) return this.#told(respond(outcome.respond), record, began);
      if (outcome.forward) return this.#told(await this.#pass(request, outcome.forward, id), record, began);
      throw new TypeError('The engine gave neither an answer nor a way on.');
    } catch (error) {
      if (error instanceof AuthError && error.code === 'Closed') throw error;
      return this.#told(failed(id), { requestId: id, code: 'Internal', error: String((error as Error)?.name) }, began);
    } finally {
      this.#underWay--;
    }
  }

  /** The conversation between engine and host. */
  async #think(request: Request, peer: string | null, id: string): Promise<Outcome> {
    const engine = this.#open();
    const plain = read(request, peer);
    if (!engine.passesOn(plain.host, plain.path)) plain.body = await bodyOf(request, this.#limits.bodyBytes);
    const exchange = engine.handle(JSON.stringify(plain), Date.now(), id);
    try {
      let turn: { done: Outcome } | Step = JSON.parse(exchange.resume());
      while (!('done' in turn)) turn = JSON.parse(exchange.resume(JSON.stringify(await this.#host.perform(turn))));
      return turn.done;
    } finally {
      exchange.free();
    }
  }

  async #pass(request: Request, way: Forward, id: string): Promise<Response> {
    const timeout = AbortSignal.timeout(this.#limits.timeoutMs);
    try {
      return await forward(this.#fetch, request, way, AbortSignal.any([request.signal, timeout]));
    } catch {
      const message = 'The service behind this address cannot be reached: try again later.';
      return refusal(timeout.aborted ? 504 : 502, 'ServiceUnavailable', message, id, way.back);
    }
  }

  #told(response: Response, record: Record<string, unknown>, began: number): Response {
    const durationMs = Math.round((performance.now() - began) * 1000) / 1000;
    const told = { time: new Date().toISOString(), ...record, status: response.status, durationMs } as LogRecord;
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

function refusal(status: number, code: string, message: string, requestId: string, headers: [string, string][] = []) {
  const retryable = code === 'ServiceUnavailable';
  const all: [string, string][] = [
    ...headers.filter(([name]) => !/^(content-type|x-request-id|cache-control)$/i.test(name)),
    ['Content-Type', 'application/json'],
    ['X-Request-Id', requestId],
    ['Cache-Control', 'no-store'],
  ];
  return new Response(JSON.stringify({ error: { code, message, retryable, requestId } }), { status, headers: all });
}

const overloaded = (id: string) =>
  refusal(503, 'ServiceUnavailable', 'This server is busy: try again later.', id, [['Retry-After', '1']]);

const failed = (id: string) => refusal(500, 'Internal', 'This server failed: tell its operator the request id.', id);

function json(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    throw new AuthError('InvalidArgument', 'The configuration must be an object.');
  try {
    return JSON.stringify(value);
  } catch {
    throw new AuthError('InvalidArgument', 'The configuration must be plain data that JSON can hold.');
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
