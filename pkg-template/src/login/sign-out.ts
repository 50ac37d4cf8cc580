// Signing out, of the app and of the login domain.
import { input } from '../client/input.js';
import { apply } from '../client/storage.js';
import { redirectOf, withQuery } from './address.js';
import { openerOf } from './opener.js';
import { loginOf, type Pool } from './pool.js';

/** What Amplify's hosted sign-in leaves beside the session. */
const LEFT = ['inflightOAuth', 'inflightOAuthDeadline', 'oauthPKCE', 'oauthState', 'oauthSignIn'];

export async function signOutWithRedirect(pool: Pool, given?: unknown): Promise<object> {
  const { domain, host, ...login } = loginOf(pool);
  const { logoutUri, ...options } = input('signOut', given) as { logoutUri?: string };
  const { open } = openerOf(given);
  const logout_uri = redirectOf(logoutUri ?? login.logoutUri, 'logoutUri');
  const url = withQuery(`${domain}/logout`, { client_id: login.pool['clientId'] as string, logout_uri });
  const { signal, timeoutMs } = (given ?? {}) as { signal?: AbortSignal; timeoutMs?: number };
  const user = pool.currentUser();
  const { revoked } = user ? await user.signOut({ ...options, signal, timeoutMs }) : { revoked: false };
  const { prefix, store } = host;
  const left = user ? [...LEFT, `${user.username}.oauthMetadata`] : LEFT;
  const keys = [...left.map((name) => prefix + name), 'amplify-signin-with-hostedUI'];
  await apply(
    { prefix: '', store },
    keys.map((key) => [key, null]),
  );
  await open?.(url);
  return Object.freeze({ url, revoked });
}
