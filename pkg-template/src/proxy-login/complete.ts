// The way back: an address that may be an answer of the proxy, and the session that comes of it.
import { AuthError, isAuthError } from '../errors.js';
import { withLock } from '../lock.js';
import { addressOf, once } from '../login/once.js';
import { signedIn } from '../login/signed-in.js';
import { type Answer, answerIn } from './address.js';
import { type Login, loginOf, type Pool } from './pool.js';
import { redeem } from './redeem.js';
import { keep, load } from './transaction.js';

/** Two tabs may be opened at one address: only one of them finds the transaction. */
const LOCK_MS = 10_000;

/** What the codes of the proxy mean; what is not here is told by its code alone. */
const MESSAGES: Record<string, string> = {
  AccessDenied: 'The person or the provider refused.',
  LoginExpired: 'More than ten minutes have passed since this sign-in began: begin again.',
  LoginRequired:
    "Nobody is signed in there, or not recently enough: sign in without `prompt: 'none'`, or with `prompt: 'login'`.",
  ServerError: 'The service failed, or the provider behind it: sign in again, later.',
  ServiceUnavailable: 'The service cannot be reached: sign in again, later.',
  UnknownState: 'This browser did not begin this sign-in, or completed it before: begin again, here.',
};

function refused(code: string, state?: unknown): AuthError {
  const message = MESSAGES[code] ?? 'The sign-in was refused: the operator finds the reason in the log of the proxy.';
  const kind = /^S/.test(code) ? 'server' : 'service';
  return new AuthError(code, message, { kind, ...(state !== undefined && { state }) } as object);
}

export function completeRedirect(pool: Pool, address?: unknown, options?: unknown): Promise<unknown> {
  try {
    const login = loginOf(pool);
    return once(login.host, addressOf(address), (text) => {
      const [answer, rest = ''] = answerIn(text) ?? [];
      return (
        answer && {
          state: answer.state ?? '',
          rest,
          isOurs: () => Promise.resolve(true),
          complete: () => complete(pool, login, answer, options),
        }
      );
    });
  } catch (error) {
    return Promise.reject(error);
  }
}

async function complete(
  pool: Pool,
  login: Login,
  { code, login: said, state }: Answer,
  options: unknown,
): Promise<object> {
  const { host } = login;
  const take = async () => {
    const entry = state === undefined ? undefined : await load(host, state);
    // Before anything is sent: no second call and no other tab can use it again.
    if (entry) await keep(host, state as string);
    return entry;
  };
  const entry = await (host.store.isShared ? withLock(`${host.prefix}${state}`, LOCK_MS, take) : take());
  if (said === 'refused') throw refused(code as string, entry?.state);
  if (!entry) throw refused('UnknownState');
  try {
    return await signedIn(await userOf(pool, login, code, options), entry.state);
  } catch (error) {
    if (isAuthError(error) && entry.state !== undefined) Object.assign(error, { state: entry.state });
    throw error;
  }
}

type User = import('../../types/user.js').User;

async function userOf(pool: Pool, login: Login, code: string | undefined, options: unknown): Promise<User> {
  if (code !== undefined) {
    const tokens = await redeem(login, code, options);
    const restored = await pool.restore(tokens, { store: true });
    const current = pool.currentUser();
    return current?.username === restored.username ? current : restored;
  }
  if (!login.host.keepsTokens)
    throw new AuthError('NotAvailable', "The proxy keeps the tokens: give the pool `custody: 'cookie'`.");
  // Another tab that came back in the same instant may have replaced the session since: then its cookie is there a moment later.
  for (const ms of [0, 200, 800]) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    const user = await pool.load(options as object);
    if (user) return user;
  }
  throw new AuthError(
    'NotSignedIn',
    'The browser keeps no cookies of the proxy: check `cookies.sameSite`, and that the proxy is of the same site.',
  );
}

/** The same for the answer that came back to a popup. */
export function completeIn(pool: Pool, login: Login, address: string, options: unknown): Promise<unknown> {
  const [answer] = answerIn(address) ?? [];
  return answer ? complete(pool, login, answer, options) : Promise.resolve(null);
}
