// A pool behind an auth proxy: an address, or a path of the page's own origin.
import { rest } from 'client-rest';
import { invalid } from './input.js';
import { type Given, isUrl, type Service } from './service.js';

export function serviceOf({
  clientId,
  clientSecret,
  custody,
  endpoint,
  proxy: given = '',
  userPoolId,
}: Given): Service {
  if (userPoolId || clientId || clientSecret || endpoint)
    throw invalid('`proxy` goes without ids, secret and endpoint: the proxy knows them.');
  if (!isUrl(given) && !/^\/(?!\/)/.test(given))
    throw invalid("`proxy` must be an http or https URL, or a path of the page's origin.");
  if (!isUrl(given) && !globalThis.location?.href) throw invalid('Outside a page `proxy` must be a whole URL.');
  if (custody && !/^(token|cookie)$/.test(custody)) throw invalid("`custody` must be 'token' or 'cookie'.");
  const proxy = given.replace(/\/$/, '');
  return { transport: rest(proxy), ids: { proxy }, prefix: `AuthProxy.${proxy}.`, settings: { proxy } };
}
