// The configuration of a pool: what it is called, where it is reached.
import { cognito } from './cognito.js';
import type { Transport } from './http.js';
import { invalid } from './input.js';
import { rest } from './rest.js';

type Given = Readonly<Record<string, string | undefined>>;

/** What of a pool's configuration depends on whom it asks. */
export interface Service {
  readonly transport: Transport;
  /** What `JSON.stringify` shows of the pool. */
  readonly ids: Given;
  /** What the keys of the storage begin with. */
  readonly prefix: string;
  /** What Rust knows of it. */
  readonly settings: object;
}

const isUrl = (text: string): boolean => /^https?:\/\//.test(text);

/** The domains of the partitions, by the beginning of the region: src/wire/cognito/mod.rs has the same. */
const DOMAINS = {
  'cn-': 'amazonaws.com.cn',
  'us-isob-': 'sc2s.sgov.gov',
  'us-isof-': 'csp.hci.ic.gov',
  'us-iso-': 'c2s.ic.gov',
  'eu-isoe-': 'cloud.adc-e.uk',
  'eusc-': 'amazonaws.eu',
  '': 'amazonaws.com',
};

/** A pool that is reached directly. */
function ofCognito({ clientId, clientSecret, endpoint, userPoolId }: Given): Service {
  for (const [name, value] of Object.entries({ userPoolId, clientId }))
    if (!value) throw invalid(`\`${name}\` must be given.`);
  const [, region, poolName] = /^([a-z\d-]+)_([a-z\d]+)$/i.exec(userPoolId as string) ?? [];
  if (!region || (userPoolId as string).length > 55)
    throw invalid('`userPoolId` must look like eu-central-1_AbCdEf123: copy it from the console.');
  if (!/^[\w+]{1,128}$/.test(clientId as string))
    throw invalid('`clientId` must be the id of an app client: letters and digits.');
  if (endpoint && !isUrl(endpoint)) throw invalid('`endpoint` must be an http or https URL.');
  const [, domain] = Object.entries(DOMAINS).find(([prefix]) => region.startsWith(prefix)) as [string, string];
  return {
    transport: cognito(
      endpoint ?? `https://cognito-idp.${region}.${domain}/`,
      userPoolId as string,
      clientId as string,
    ),
    ids: { userPoolId, clientId },
    prefix: `CognitoIdentityServiceProvider.${clientId}.`,
    settings: { clientId, clientSecret, poolName },
  };
}

/** An auth proxy: an address, or a path of the page's own origin. */
function ofProxy({ clientId, clientSecret, custody, endpoint, proxy: given, userPoolId }: Given): Service {
  if (userPoolId || clientId || clientSecret || endpoint)
    throw invalid('`proxy` goes without ids, secret and endpoint: the proxy knows them.');
  if (!isUrl(given as string) && !/^\/(?!\/)/.test(given as string))
    throw invalid("`proxy` must be an http or https URL, or a path of the page's origin.");
  if (!isUrl(given as string) && !globalThis.location?.href)
    throw invalid('Outside a page `proxy` must be a whole URL.');
  if (custody && !/^(token|cookie)$/.test(custody)) throw invalid("`custody` must be 'token' or 'cookie'.");
  const proxy = (given as string).replace(/\/$/, '');
  return { transport: rest(proxy), ids: { proxy }, prefix: `AuthProxy.${proxy}.`, settings: { proxy } };
}

export const serviceOf = (given: Given): Service => (given['proxy'] ? ofProxy(given) : ofCognito(given));
