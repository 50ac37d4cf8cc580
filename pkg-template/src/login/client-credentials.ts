// Tokens for programs: one is kept until a minute before its end, and one request serves all who ask meanwhile.

import { serviceOf } from '../client/cognito.js';
import { input, invalid } from '../client/input.js';
import { domainOf } from './address.js';
import { headersOf } from './pool.js';
import { run } from './run.js';

/** So long before its end a token is not given any more, in milliseconds. */
const EARLY_MS = 60_000;

interface Given {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly domain?: string;
  readonly userPoolId?: string;
  readonly endpoint?: string;
  readonly scopes?: readonly string[];
  readonly clientMetadata?: Record<string, string>;
}

export function clientCredentials(given: unknown): object {
  const options = input('clientCredentials', given);
  const { clientId, clientMetadata, clientSecret, domain, endpoint, scopes, userPoolId } = options as unknown as Given;
  const { fetch, timeoutMs } = given as { fetch?: typeof globalThis.fetch; timeoutMs?: number };
  if (fetch !== undefined && typeof fetch !== 'function') throw invalid('`fetch` must be a function.');
  const [call, target] = domain
    ? [
        {
          form: {
            grant_type: 'client_credentials',
            ...(scopes && { scope: scopes.join(' ') }),
            ...(clientMetadata && { aws_client_metadata: JSON.stringify(clientMetadata) }),
          },
        },
        { url: `${domainOf(domain)}/oauth2/token`, headers: headersOf(clientId, clientSecret), fetch },
      ]
    : [
        { body: { ClientId: clientId, Secret: clientSecret, Scopes: scopes, ClientMetadata: clientMetadata } },
        { ...serviceOf({ clientId, endpoint, userPoolId }).transport.request('GetClientToken', {}), fetch },
      ];
  let kept: { token: string; until: number } | undefined;
  let running: Promise<string> | undefined;
  const ask = async (): Promise<string> => {
    const limit = timeoutMs === undefined ? {} : { timeoutMs };
    const answer = await run(undefined, { method: 'clientCredentials', ...call }, limit, target);
    const { expires_in = 0, token } = answer as { expires_in?: number; token: string };
    kept = { token, until: Date.now() + expires_in * 1000 - EARLY_MS };
    return token;
  };
  return Object.freeze({
    token(): Promise<string> {
      if (kept && Date.now() < kept.until) return Promise.resolve(kept.token);
      running ??= ask().finally(() => {
        running = undefined;
      });
      return running;
    },
  });
}
