// The driver: performs the turns of a task until there is something for its caller. It decides nothing.
import { AuthError } from '../errors.js';
import { decode, encode } from './codec.js';
import { encodeReply } from './given.js';
import { fetchOf, type Host } from './host.js';
import { Scope } from './scope.js';
import { makeStep, type Shown } from './step.js';
import { apply, type Write } from './storage.js';
import type { Task } from './task.js';

/** What Rust tells of an error. */
interface ErrorTree {
  readonly code: string;
  readonly message: string;
  readonly cause?: ErrorTree;
}

function errorOf({ code, message, cause, ...details }: ErrorTree, below?: unknown): AuthError {
  const above = cause ? errorOf(cause) : below;
  return new AuthError(code, message, above === undefined ? details : { ...details, cause: above });
}

export const toError = (tree: Uint8Array): AuthError => errorOf(decode(tree) as ErrorTree);

/** Runs a task and promises what comes of it. */
export async function perform(task: Task, host: Host, options: unknown, timeoutMs: number): Promise<unknown> {
  const scope = new Scope(options, timeoutMs);
  try {
    scope.check();
    return await run(task, host, scope);
  } finally {
    scope.close();
  }
}

async function run(task: Task, host: Host, scope: Scope): Promise<unknown> {
  let told = encode(null);
  /** Why the driver stopped. */
  let stopped: unknown;
  /** What `fetch` said when no answer arrived. */
  let below: unknown;
  for (;;) {
    const [verb, writes, what] = task.turn(told, Date.now(), Math.random()) as [string, Write[], unknown];
    try {
      if (host) apply(host.store, writes);
      if (verb === 'load') {
        told = encode((what as string[]).map(host.store.get));
        continue;
      }
      if (verb === 'send') {
        [told, below] = await send(what as Request, host, scope);
        continue;
      }
      if (verb === 'wait' || verb === 'refresh') {
        await scope.race(verb === 'wait' ? sleep(what as number) : refreshed(task, host, what as string));
        told = encode(null);
        continue;
      }
    } catch (error) {
      stopped = error;
      told = encode('stopped');
      continue;
    }
    if (verb === 'step') return makeStep(task, what as Shown);
    try {
      if (verb === 'failed') throw errorOf(what as ErrorTree, below);
      if (verb === 'stopped') throw stopped;
      if (verb === 'session') return task.session();
      if (verb === 'user') return task.lonelyUser();
      if (verb === 'signedIn') return Object.freeze({ status: verb, user: task.user(), session: task.session() });
      return what ?? undefined;
    } finally {
      // Secrets end now, and not when the collector comes by.
      task.free();
    }
  }
}

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What came of a request, for Rust; and what `fetch` said when no answer arrived. */
async function send(
  { url, headers, body, method }: Request,
  host: Host,
  scope: Scope,
): Promise<[told: Uint8Array, below?: unknown]> {
  const fetch = fetchOf(host);
  scope.check();
  let why = 'offline';
  try {
    const init: RequestInit = { method, headers: { ...headers }, signal: scope.signal };
    if (body) init.body = JSON.stringify(body);
    // An auth proxy may keep the session in cookies.
    if (host.proxy) init.credentials = 'include';
    const reply = await scope.race(fetch(url, init));
    why = 'garbage';
    const { status, headers: heads } = reply;
    const head = {
      status,
      errorType: heads.get('x-amzn-ErrorType'),
      requestId: heads.get(host.proxy ? 'x-request-id' : 'x-amzn-RequestId'),
    };
    const text = reply.text();
    if (typeof status !== 'number') throw new TypeError('A reply has a status.');
    why = 'offline';
    return [encodeReply(head, await scope.race(text))];
  } catch (cause) {
    // The scope's own end looks like a broken network.
    scope.check();
    return [encode(why), cause];
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The refreshes under way, by storage and key: callers at the same time share one. */
const running = new WeakMap<object, Map<string, Promise<unknown>>>();

function refreshed(task: Task, host: Host, key: string): Promise<unknown> {
  const { identity } = host.store;
  const shared = running.get(identity) ?? new Map<string, Promise<unknown>>();
  running.set(identity, shared);
  let refresh = shared.get(key);
  if (!refresh) {
    const next = task.refresh();
    // No caller's signal stops what others wait for; the pool's timeout does. It begins when it can be found here.
    refresh = Promise.resolve()
      .then(() => perform(next, host, undefined, host.timeoutMs))
      .finally(() => shared.delete(key));
    shared.set(key, refresh);
  }
  return refresh;
}
