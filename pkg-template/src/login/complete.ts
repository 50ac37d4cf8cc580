// The way back: an address that may be an answer, and the session that comes of it.
import type { Json } from '../client/json.js';
import { withLock } from '../lock.js';
import { type Answer, answerIn, bare } from './address.js';
import { addressOf, once } from './once.js';
import { type Login, loginOf, type Pool } from './pool.js';
import { run } from './run.js';
import { signedIn } from './signed-in.js';

/** Two tabs may be opened at one address: only one of them finds the transaction. */
const LOCK_MS = 10_000;

export function completeRedirect(pool: Pool, address?: unknown, options?: unknown): Promise<unknown> {
  try {
    const login = loginOf(pool);
    return once(login.host, addressOf(address), (text) => {
      const [answer, rest = ''] = answerIn(text) ?? [];
      return (
        answer && {
          state: answer.state,
          rest,
          isOurs: () => run(login.host, callOf(login, text, answer, true), options),
          complete: () => complete(pool, login, text, options),
        }
      );
    });
  } catch (error) {
    return Promise.reject(error);
  }
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
  return signedIn(current?.username === restored.username ? current : restored, state);
}
