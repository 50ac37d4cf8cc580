// Signing out, of the app and of the login pages.
import { input } from '../client/input.js';
import { openerOf } from '../login/opener.js';
import { withQuery } from './address.js';
import { loginOf, type Pool } from './pool.js';

export async function signOutWithRedirect(pool: Pool, given?: unknown): Promise<object> {
  const { proxy } = loginOf(pool);
  const { logoutUri, ...options } = input('signOut', given) as { logoutUri?: string };
  const { open } = openerOf(given);
  const url = withQuery(`${proxy}/sign-out`, { return: logoutUri });
  const { signal, timeoutMs } = (given ?? {}) as { signal?: AbortSignal; timeoutMs?: number };
  const user = pool.currentUser();
  // By a request that no other site can make; the address then ends the session at the login pages.
  const { revoked } = user ? await user.signOut({ ...options, signal, timeoutMs }) : { revoked: false };
  await open?.(url);
  return Object.freeze({ url, revoked });
}
