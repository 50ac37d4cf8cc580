// Managed login: away to the pages of the pool or to an identity provider, back again, and out over the same domain.
import { isAuthError, type LoginOptions, type Pool } from 'cognito-identity-wasm';
import { completeRedirect, signInWithRedirect, signOutWithRedirect } from 'cognito-identity-wasm/login';
import type { Login } from '../shared/session-store.js';
import type { Served, ServedLogin, Settings } from './settings.js';
import { messageOf } from './ui/messages.js';

export type { Login };

/** The login of the pool that this page was served for; nothing for another pool. */
export function servedLogin({ settings, login }: Served, { userPoolId, clientId }: Settings): ServedLogin | null {
  return settings?.userPoolId === userPoolId && settings.clientId === clientId ? login : null;
}

/** The option `login` of a pool: people come back to the page that they left. */
export function loginOptions({ domain }: ServedLogin): LoginOptions {
  const here = location.origin + location.pathname;
  return { domain, redirectUri: here, logoutUri: here };
}

export const loginOf = (pool: Pool, { providers }: ServedLogin): Login => ({
  providers,
  async signIn({ name }) {
    await signInWithRedirect(pool, { provider: name, state: { hash: location.hash } });
  },
  // Tokens of the API have no scope `openid`.
  began: ({ accessToken }) => String(accessToken.claims['scope']).split(' ').includes('openid'),
  async signOut(global = false) {
    await signOutWithRedirect(pool, { global });
  },
});

/** Takes the answer that this address may have; gives what to say to somebody who was refused. */
export async function comeBack(pool: Pool): Promise<string | undefined> {
  try {
    const done = await completeRedirect(pool, location.href);
    if (done) restoreView(done.state);
    return undefined;
  } catch (error) {
    if (isAuthError(error)) restoreView(error.state);
    return messageOf(error).title;
  }
}

function restoreView(state: unknown): void {
  const { hash = '' } = (state ?? {}) as { hash?: string };
  history.replaceState(null, '', location.pathname + location.search + hash);
}
