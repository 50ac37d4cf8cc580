// Performs the turns of a machine until there is something for its caller. It decides nothing.
import { AuthError } from '../errors.js';
import { Deadline } from './deadline.js';
import type { Effect } from './effect.js';
import type { Host } from './host.js';
import { send } from './http.js';
import { resume, start } from './machine.js';
import { apply } from './storage.js';
import { Decoded } from './token.js';

/** What is called: the method's name, whom it is about, and what came with it. */
export interface Call {
  readonly method: string;
  /** Whom it is about; nobody for the methods of a pool. */
  readonly user?: string;
  readonly options?: object;
  readonly [member: string]: unknown;
}

/** How a call ended. */
export interface Ending {
  readonly effect: Effect;
  readonly what: unknown;
  readonly decoded: Decoded;
}

/** What Rust says of an error. */
interface ErrorText {
  readonly code: string;
  readonly message: string;
  readonly cause?: ErrorText;
}

function errorOf({ code, message, cause, ...details }: ErrorText, below?: unknown): AuthError {
  const above = cause ? errorOf(cause) : below;
  return new AuthError(code, message, above === undefined ? details : { ...details, cause: above });
}

/** What is stored of a session. */
export const SESSION = ['idToken', 'accessToken', 'refreshToken', 'clockDrift'] as const;
const ENTRIES = [...SESSION, 'deviceKey', 'deviceGroupKey', 'randomPasswordKey'] as const;

/** What is stored for a user under that name. */
export const entry = ({ prefix, store }: Host, user: string, name: (typeof ENTRIES)[number]): string | null =>
  store.get(`${prefix}${user}.${name}`);

/** What is stored for a user, and what the tokens in it claim. */
function stored(host: Host, user: string, decoded: Decoded): object {
  const entries: Record<string, unknown> = { last: host.store.get(`${host.prefix}LastAuthUser`) ?? undefined };
  for (const name of ENTRIES) entries[name] = entry(host, user, name) ?? undefined;
  return { ...entries, claims: decoded.summaryOf(entries['accessToken'], entries['idToken']) };
}

/** Runs a call and promises how it ends. */
export async function run(host: Host, call: Call, deadline: Deadline): Promise<Ending> {
  const decoded = new Decoded(host.proxy !== undefined);
  /** Why the host stopped, and what `fetch` said when no answer arrived. */
  let stopped: unknown;
  let below: unknown;
  deadline.check();
  const about = call.user ? { stored: stored(host, call.user, decoded) } : {};
  let [machine, [writes, effect, what]] = start({ ...call, ...about, pool: host.settings }, call.method === 'signIn');
  try {
    for (;;) {
      let answer: object = {};
      try {
        apply(host, writes);
        if (effect === 'load') {
          answer = stored(host, what as string, decoded);
        } else if (effect === 'send') {
          [answer, below] = await send(what as Parameters<typeof send>[0], host, deadline, decoded);
        } else if (effect === 'wait') {
          const ms = Math.random() * (what as number);
          await deadline.race(new Promise((resolve) => setTimeout(resolve, ms)));
        } else if (effect === 'refresh') {
          await deadline.race(refreshed(host, what as RefreshOf));
        } else if (effect === 'failed') {
          throw errorOf(what as ErrorText, below);
        } else if (effect === 'stopped') {
          throw stopped;
        } else {
          return { effect, what, decoded };
        }
      } catch (error) {
        if (!/^(load|send|wait|refresh)$/.test(effect)) throw error;
        stopped = error;
        answer = { stopped: true };
      }
      [writes, effect, what] = resume(machine, answer);
    }
  } finally {
    // Secrets end now, and not when the collector comes by.
    machine.free();
  }
}

interface RefreshOf {
  readonly user: string;
  readonly token: string;
  readonly clientMetadata?: object;
}

/** Calls under way that others may wait for, by storage and key. */
const running = new WeakMap<object, Map<string, Promise<unknown>>>();

/** The promise under this key, or a new one. */
export function shared<T>({ prefix, store }: Host, key: string, make: () => Promise<T>): Promise<T> {
  const all = running.get(store.identity) ?? new Map<string, Promise<unknown>>();
  running.set(store.identity, all);
  const name = prefix + key;
  let promise = all.get(name);
  if (!promise) {
    // It begins when it can be found here.
    promise = Promise.resolve()
      .then(make)
      .finally(() => all.delete(name));
    all.set(name, promise);
  }
  return promise as Promise<T>;
}

/** No caller's signal stops what others wait for; the pool's timeout does. */
function refreshed(host: Host, { user, token, ...options }: RefreshOf): Promise<unknown> {
  return shared(host, `${user}.refreshToken`, async () => {
    const deadline = new Deadline(undefined, host.timeoutMs);
    try {
      return await run(host, { method: 'refresh', user, token, options }, deadline);
    } finally {
      deadline.close();
    }
  });
}
