// The way out: an address of the proxy, which leads on to the login pages.
import { input, invalid } from '../client/input.js';
import { leaverOf, stateOf } from '../login/opener.js';
import { draw } from '../login/random.js';
import { withoutAnswer, withQuery } from './address.js';
import { type Login, loginOf, type Pool } from './pool.js';
import { keep } from './transaction.js';

/** The address of this page, to come back to. */
function here(): string {
  const href = globalThis.location?.href;
  if (href) return withoutAnswer(href);
  throw invalid('Outside of a page, give `redirectUri`: where people come back to.');
}

/** Begins a sign-in; `mark` stands in front of a popup's state. */
export async function begin(
  { host, proxy }: Login,
  given: unknown,
  mark = '',
): Promise<{ readonly state: string; readonly url: string }> {
  const { acrValues, redirectUri, ...asked } = input('authorize', given) as Record<string, unknown> & {
    acrValues?: string[];
  };
  if (asked['provider'] && asked['idpIdentifier']) throw invalid('Give `provider` or `idpIdentifier`, not both.');
  if (asked['maxAge'] !== undefined && !Number.isInteger(asked['maxAge']))
    throw invalid('`maxAge` must be a whole number of seconds.');
  const own = stateOf(given);
  const back = redirectUri ?? here();
  const state = mark + draw();
  await keep(host, state, { began: Date.now(), state: own });
  const query = { return: back, state, ...asked, acrValues: acrValues?.join(' ') };
  return { state, url: withQuery(`${proxy}/login`, query) };
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
