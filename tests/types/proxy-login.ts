// Managed login behind an auth proxy: what its functions take and give in each custody.
import { Pool as DirectPool } from 'cognito-identity-wasm';
import { Pool } from 'cognito-identity-wasm/proxy';
import {
  authorize,
  completeRedirect,
  type Json,
  type SignedIn,
  signInWithPopup,
  signInWithRedirect,
  signOutWithRedirect,
} from 'cognito-identity-wasm/proxy/login';

declare const text: string | undefined;
declare const texts: readonly string[] | undefined;
declare const signal: AbortSignal | undefined;

const cookie = new Pool({ proxy: '/auth', custody: 'cookie' });
const token = new Pool({ proxy: 'https://app.example.com/auth', custody: 'token' });
const either = new Pool({ proxy: '/auth' });

export async function all(): Promise<void> {
  const asked = { provider: text, idpIdentifier: text, loginHint: text, lang: text, prompt: text, acrValues: texts };
  const state: Json = { path: '/a' };
  const options = { ...asked, maxAge: undefined, resource: text, redirectUri: text, state, signal, timeoutMs: 5 };
  for (const pool of [cookie, token, either]) {
    const { url }: { readonly url: string } = await authorize(pool, { ...options, screen: 'signUp' });
    await signInWithRedirect(pool, { open: (address: string) => address === url });
  }
  const kept = await completeRedirect(cookie, location);
  // @ts-expect-error the proxy keeps the tokens
  kept?.session.accessToken.jwt.length;
  const held = await completeRedirect(token, new URL('https://app.example.com/'), { signal });
  const jwt: string | undefined = held?.session.accessToken.jwt;
  const done: Pick<SignedIn, 'status'> | null = held;
  const step = await signInWithPopup(either, options);
  const names: string[] = step.user.identities.map(({ providerName }) => providerName);
  const { revoked, url }: { revoked: boolean; url: string } = await signOutWithRedirect(cookie, {
    logoutUri: text,
    global: true,
    open: () => {},
  });
  console.log(jwt, done, names, revoked, url);
  // @ts-expect-error scopes are the proxy's
  await authorize(cookie, { scopes: ['openid'] });
  // @ts-expect-error further parameters are not the page's to give
  await authorize(cookie, { parameters: { a: 'b' } });
  // @ts-expect-error a state is JSON
  await authorize(cookie, { state: () => {} });
}

export const direct = new DirectPool({ proxy: '/auth', custody: 'cookie' });
authorize(direct);
