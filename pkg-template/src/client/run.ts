// Performs the turns of a machine until there is something for its caller. It decides nothing.
import { AuthError } from '../errors.js';
import { withLock } from '../lock.js';
import { Deadline } from './deadline.js';
import type { Effect } from './effect.js';
import { note, tell } from './events.js';
import { contextOf, type Host } from './host.js';
import { type Reply, send } from './http.js';
import { resume, start } from './machine.js';
import { apply, belongings } from './storage.js';
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
  const [, reason] = / failed with error (.*?)\.?$/s.exec(message) ?? [];
  return new AuthError(code, message, {
    ...details,
    ...(reason && { reason }),
    ...(above !== undefined && { cause: above }),
  });
}

/** What is stored of a session. */
export const SESSION = ['idToken', 'accessToken', 'refreshToken', 'clockDrift'] as const;
const ENTRIES = [...SESSION, 'deviceKey', 'deviceGroupKey', 'randomPasswordKey', 'username'] as const;

/** What is stored for a user under that name. */
export function entry({ prefix, store }: Host, user: string, name: (typeof ENTRIES)[number]): string | null {
  const text = store.get(`${prefix}${user}.${name}`);
  // What others write who have nothing to write.
  return text === 'undefined' || text === 'null' ? null : text;
}

/** Reads what is stored for a user, where the storage answers later. Nobody waits elsewhere: what was read must not be old when it is used. */
const bring = ({ prefix, store }: Host, user: string): Promise<void> | undefined =>
  store.bring?.(['LastAuthUser', ...ENTRIES.map((name) => `${user}.${name}`)].map((name) => prefix + name));

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
  if (call.user && host.store.bring) await bring(host, call.user);
  const about = call.user ? { stored: stored(host, call.user, decoded) } : {};
  const pool = { ...host.settings, userContextData: contextOf(host, call) };
  let [machine, [writes, effect, what]] = start({ ...call, ...about, pool }, call.method === 'signIn');
  /** What the service asked for before the next attempt. */
  let pause = 0;
  try {
    for (;;) {
      let answer: object = {};
      try {
        const before = apply(host, writes);
        const error = effect === 'failed' ? errorOf(what as ErrorText, below) : undefined;
        note(host, call.method, writes, before instanceof Promise ? await before : before, error);
        if (effect === 'load') {
          if (host.store.bring) await bring(host, what as string);
          answer = stored(host, what as string, decoded);
        } else if (effect === 'send') {
          let reply: Reply;
          [reply, below] = await send(what as Parameters<typeof send>[0], host, deadline, decoded);
          pause = Math.min(reply.retryAfterMs ?? 0, LONGEST_PAUSE_MS);
          answer = reply;
        } else if (effect === 'wait') {
          const ms = pause + Math.random() * (what as number);
          await deadline.race(new Promise((resolve) => setTimeout(resolve, ms)));
        } else if (effect === 'refresh') {
          await deadline.race(refreshed(host, what as RefreshOf));
        } else if (effect === 'failed') {
          throw error;
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
  /** The tokens that were found, as far as they are there. */
  readonly token: string;
  readonly access?: string;
  readonly clientMetadata?: object;
}

/** A longer `Retry-After` is for the caller, who finds it in the error. */
const LONGEST_PAUSE_MS = 5_000;
/** How long a refresh waits for that of another tab. */
const LOCK_MS = 10_000;
/** How long a refresh may take: longer than its callers wait, because a token that was rotated must be stored. */
const REFRESH_MS = 120_000;

/** A call under way that others may wait for: the promise under this key, or a new one. */
export function shared<T>(host: Host, key: string, make: () => Promise<T>): Promise<T> {
  const running = belongings(host, 'calls', () => new Map<string, Promise<unknown>>());
  let promise = running.get(key);
  if (!promise) {
    // It begins when it can be found here.
    promise = Promise.resolve()
      .then(make)
      .finally(() => running.delete(key));
    running.set(key, promise);
  }
  return promise as Promise<T>;
}

/** Refreshes, one tab at a time. No caller's signal or timeout stops it. */
function refreshed(host: Host, { access, token, user, ...options }: RefreshOf): Promise<unknown> {
  const { isShared } = host.store;
  const refresh = async (): Promise<unknown> => {
    const deadline = new Deadline(undefined, Math.max(host.timeoutMs, REFRESH_MS));
    try {
      return await run(
        host,
        { method: 'refresh', user, token, access, exclusive: !isShared || undefined, options },
        deadline,
      );
    } finally {
      deadline.close();
    }
  };
  return shared(host, `${user}.refreshToken`, async () => {
    try {
      return await (isShared ? withLock(host.prefix + user, LOCK_MS, refresh) : refresh());
    } finally {
      tell(host);
    }
  });
}
