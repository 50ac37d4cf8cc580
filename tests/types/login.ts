// Managed login: what its functions take and give.
import { type AuthErrorCode, isAuthError, Pool, type Session, type User } from 'cognito-identity-wasm';
import {
  authorize,
  type ClientCredentials,
  clientCredentials,
  completeRedirect,
  type Identity,
  type Json,
  type SignedIn,
  signInWithPopup,
  signInWithRedirect,
  signOutWithRedirect,
} from 'cognito-identity-wasm/login';
import * as noWasm from 'cognito-identity-wasm/no-wasm/login';

declare const text: string | undefined;
declare const texts: readonly string[] | undefined;
declare const signal: AbortSignal | undefined;

const login = {
  domain: 'https://auth.example.com',
  redirectUri: 'https://app.example.com/cb',
  logoutUri: text,
  scopes: texts,
};
const pool = new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', login });
new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', login: undefined });
// @ts-expect-error a domain must be given
new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', login: { redirectUri: 'https://app.example.com/cb' } });
// @ts-expect-error behind a proxy the proxy knows it
new Pool({ proxy: '/auth', login });

export async function all(): Promise<void> {
  const asked = { provider: text, idpIdentifier: text, loginHint: text, lang: text, prompt: text, acrValues: texts };
  const more = { maxAge: undefined, resource: text, scopes: texts, redirectUri: text, parameters: { a: 'b' } };
  const state: Json = { path: '/a', list: [1, null, true, { deep: 'b' }] };
  const options = { ...asked, ...more, screen: 'signUp', state, signal, timeoutMs: 5 } as const;
  const { url }: { readonly url: string } = await authorize(pool, options);
  await authorize(pool);
  await signInWithRedirect(pool, { ...options, open: (address: string) => console.log(address) });
  const popup: SignedIn = await signInWithPopup(pool, options);
  const done = await completeRedirect(pool, url, { signal });
  await completeRedirect(pool);
  await completeRedirect(pool, new URL(url));
  if (done) {
    const status: 'signedIn' = done.status;
    const user: User = done.user;
    const identities: readonly Identity[] = done.user.identities;
    const session: Session = done.session;
    const back: Json | undefined = done.state;
    console.log(status, user, identities[0]?.providerName, session.idToken.claims.email, back, popup);
  }
  const { revoked } = await signOutWithRedirect(pool, { logoutUri: text, global: true, open: undefined, signal });
  console.log(revoked satisfies boolean);
  await noWasm.authorize(pool);

  const program: ClientCredentials = clientCredentials({
    domain: 'https://a.example',
    clientId: 'c',
    clientSecret: 's',
  });
  clientCredentials({ userPoolId: 'eu-central-1_A', clientId: 'c', clientSecret: 's', scopes: texts, endpoint: text });
  console.log((await program.token()) satisfies string);
  // @ts-expect-error a domain or a pool must be given
  clientCredentials({ clientId: 'c', clientSecret: 's' });
  // @ts-expect-error not both
  clientCredentials({ domain: 'https://a.example', userPoolId: 'eu-central-1_A', clientId: 'c', clientSecret: 's' });
  // @ts-expect-error a circle of functions is no JSON
  await authorize(pool, { state: () => 1 });
  // @ts-expect-error a screen that there is not
  await authorize(pool, { screen: 'signup' });
}

export function told(error: unknown): string | undefined {
  const code: AuthErrorCode = 'AccessDenied';
  if (!isAuthError(error) || error.code !== code) return undefined;
  const state: unknown = error.state;
  console.log(state);
  return error.reason;
}
