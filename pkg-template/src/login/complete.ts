// The way back: an address that may be an answer, and the session that comes of it.
import { invalid } from '../client/input.js';
import type { Json } from '../client/json.js';
import { freeze } from '../client/token.js';
import { withLock } from '../lock.js';
import { type Answer, answerIn, bare } from './address.js';
import { handOver } from './channel.js';
import { type Login, loginOf, type Pool } from './pool.js';
import { run } from './run.js';

/** Answers that are being completed or were, by storage and address: a second call gets the first one's promise. */
const known = new WeakMap<object, Map<string, Promise<unknown>>>();

/** Two tabs may be opened at one address: only one of them finds the transaction. */
const LOCK_MS = 10_000;

export function completeRedirect(pool: Pool, address?: unknown, options?: unknown): Promise<unknown> {
  try {
    const login = loginOf(pool);
    const given = address ?? globalThis.location;
    const text = typeof given === 'string' ? given : (given as { href?: unknown } | undefined)?.href;
    if (typeof text !== 'string') throw invalid('`address` must be the address that came back, a string or a URL.');
    return once(pool, login, text, options);
  } catch (error) {
    return Promise.reject(error);
  }
}

function once(pool: Pool, login: Login, address: string, options: unknown): Promise<unknown> {
  const { host } = login;
  const all = known.get(host.store.identity) ?? new Map<string, Promise<unknown>>();
  known.set(host.store.identity, all);
  const key = host.prefix + address;
  const before = all.get(key);
  if (before) return before;
  const [answer, rest] = answerIn(address) ?? [];
  if (!answer) return Promise.resolve(null);
  const clean = host.prefix + rest;
  const begin = async (): Promise<unknown> => {
    if (!(await run(host, callOf(login, address, answer, true), options))) {
      all.delete(key);
      return null;
    }
    if (globalThis.location?.href === address) {
      // A second call may come with what is left.
      all.set(clean, promise);
      history.replaceState(history.state, '', rest);
    }
    try {
      return (await handOver(answer.state, address)) ? null : await complete(pool, login, address, options);
    } finally {
      all.delete(clean);
    }
  };
  // It begins when it can be found here.
  const promise = Promise.resolve().then(begin);
  all.set(key, promise);
  return promise;
}

const callOf = ({ pool }: Login, address: string, answer: Answer, peek?: true): Json => ({
  method: 'complete',
  pool,
  answer,
  at: bare(address),
  peek,
});

/** Redeems the code, and stores the session. */
export async function complete(pool: Pool, login: Login, address: string, options: unknown): Promise<object | null> {
  const [answer] = answerIn(address) ?? [];
  if (!answer) return null;
  const { host, target } = login;
  const redeem = (): Promise<unknown> => run(host, callOf(login, address, answer), options, target);
  const done = await (host.store.isShared ? withLock(host.prefix + answer.state, LOCK_MS, redeem) : redeem());
  const {
    access_token: accessToken,
    id_token: idToken,
    refresh_token: refreshToken,
    state,
  } = done as Record<string, string>;
  const tokens = { accessToken, idToken, refreshToken } as { accessToken: string; idToken: string };
  const restored = await pool.restore(tokens, { store: true });
  const current = pool.currentUser();
  const user = current?.username === restored.username ? current : restored;
  const session = await user.session();
  const { identities } = session.idToken.claims;
  Object.defineProperty(user, 'identities', {
    value: freeze(Array.isArray(identities) ? identities : []),
    configurable: true,
  });
  return Object.freeze({ status: 'signedIn', user, session, state });
}
