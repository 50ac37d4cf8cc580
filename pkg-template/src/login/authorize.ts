// The way out.
import { input, invalid } from '../client/input.js';
import type { Json } from '../client/json.js';
import { bare, redirectOf, withQuery } from './address.js';
import { drawAll } from './draw.js';
import { leaverOf, stateOf } from './opener.js';
import { type Login, loginOf, type Pool } from './pool.js';
import { run } from './run.js';

const SCREENS = new Map([
  ['login', '/oauth2/authorize'],
  ['signUp', '/signup'],
  ['forgotPassword', '/forgotPassword'],
]);

/** OAuth's names of what callers pass. */
const NAMES = {
  provider: 'identity_provider',
  idpIdentifier: 'idp_identifier',
  loginHint: 'login_hint',
  lang: 'lang',
  prompt: 'prompt',
  resource: 'resource',
};

/** What a caller asks for, under OAuth's names. */
function parameters({ redirectUri, scopes }: Login, options: Json): Record<string, string> {
  const { acrValues, idpIdentifier, maxAge, prompt, provider } = options as Record<string, string | undefined> & {
    acrValues?: string[];
  };
  if (provider && idpIdentifier) throw invalid('Give `provider` or `idpIdentifier`, not both.');
  if (provider === 'COGNITO' && prompt === 'none')
    throw invalid("`prompt: 'none'` goes without `provider: 'COGNITO'`, which leaves out whoever came by another one.");
  if (maxAge !== undefined && !Number.isInteger(maxAge)) throw invalid('`maxAge` must be a whole number of seconds.');
  const scope = (options['scopes'] ?? scopes) as string[] | undefined;
  if (scope && !scope.includes('openid'))
    throw invalid("`scopes` must have 'openid': an answer is checked by the ID token.");
  const redirect_uri = options['redirectUri'] ? redirectOf(options['redirectUri'] as string) : redirectUri;
  const asked: Json = {
    redirect_uri,
    scope: scope?.join(' '),
    acr_values: acrValues?.join(' '),
    max_age: maxAge,
  };
  for (const [name, wireName] of Object.entries(NAMES)) asked[wireName] = options[name];
  return asked as Record<string, string>;
}

/** Begins a transaction; `mark` stands in front of a popup's state. */
export async function begin(login: Login, given: unknown, mark = ''): Promise<{ state: string; url: string }> {
  const all = input('authorize', given);
  const path = SCREENS.get((all['screen'] as string) ?? 'login');
  if (!path) throw invalid("`screen` must be 'login', 'signUp' or 'forgotPassword'.");
  const asked = parameters(login, all);
  const more = (all['parameters'] ?? {}) as Record<string, string>;
  if (Object.keys(more).some((name) => name in asked || /^(state|nonce|client_id|(code|response)_.*)$/.test(name)))
    throw invalid('`parameters` must not have what this package sends itself.');
  const { host, pool } = login;
  const state = stateOf(given);
  const { verifier, ...drawn } = await drawAll(mark);
  const options = { ...drawn, ...asked };
  const at = bare(asked['redirect_uri'] as string);
  const call = { method: 'authorize', pool, options, verifier, at, state, now: Date.now() };
  const query = (await run(host, call, given)) as Record<string, string>;
  return { state: drawn.state, url: withQuery(login.domain + path, { ...more, ...query }) };
}

export async function authorize(pool: Pool, options?: unknown): Promise<object> {
  const { url } = await begin(loginOf(pool), options);
  return Object.freeze({ url });
}

export async function signInWithRedirect(pool: Pool, options?: unknown): Promise<object> {
  const login = loginOf(pool);
  const open = leaverOf(options, login.host.store.identity);
  const { url } = await begin(login, options);
  await open(url);
  return Object.freeze({ url });
}
