// The auth proxy's types: what fits together compiles, what does not is refused.
import {
  type AccessTokenClaims,
  AuthProxy,
  type AuthProxyConfig,
  type IdTokenClaims,
  MemoryDenyList,
  TokenVerifier,
  toNodeHandler,
} from 'cognito-identity-wasm/server';

const config = {
  pools: [{ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'app', clientSecrets: ['one', 'two'], path: '/auth' }],
  custody: 'cookie',
  keys: [{ id: 'k1', secret: 's' }],
  cookies: { idleSeconds: 60, sameSite: 'strict' },
  rateLimits: { ip: { points: 5, seconds: 60 }, onFailure: 'closed' },
  upstreams: { '/api': 'https://api.example.com' },
  admin: { group: 'admins' },
} satisfies AuthProxyConfig;

const denyList = new MemoryDenyList();
const proxy = new AuthProxy(config, { denyList, log: ({ route, status }) => void [route, status], metrics: true });
export const reply: Promise<Response> = proxy.fetch('https://auth.example.com/session', { remoteAddress: '192.0.2.1' });
export const handler: (request: object, response: object) => void = toNodeHandler(proxy);
const verifier = new TokenVerifier({
  userPoolId: 'eu-central-1_AbCdEf123',
  clientId: ['a', 'b'],
  tokenUse: 'access',
  denyList,
});
export const claims: Promise<Record<string, unknown>> = verifier.verify('token');

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const sure = <T extends true>(_?: T): void => {};

export async function theClaimsAreThoseOfTheTokensUse(token: string): Promise<string> {
  const access = await verifier.verify(token);
  sure<Equal<typeof access, AccessTokenClaims>>();
  // @ts-expect-error an access token may have no scope
  access.scope.split(' ');
  const id = await new TokenVerifier({ userPoolId: 'x', clientId: 'a', tokenUse: 'id' }).verify(token);
  sure<Equal<typeof id, IdTokenClaims>>();
  // @ts-expect-error the type of other claims is not known
  id['custom:team'].trim();
  const either = await new TokenVerifier({ userPoolId: 'x', clientId: 'a' }).verify(token);
  sure<Equal<typeof either, AccessTokenClaims | IdTokenClaims>>();
  if (either.token_use === 'access') return either.client_id;
  // @ts-expect-error an ID token names its client in `aud`
  either.client_id satisfies string;
  return either.aud;
}

export function aVerifierIsOfItsUse(ofAccess: TokenVerifier<'access'>): TokenVerifier {
  // @ts-expect-error it gives other claims
  const ofId: TokenVerifier<'id'> = ofAccess;
  return ofId;
}

// @ts-expect-error There is no such custody.
new AuthProxy({ pools: [], custody: 'jar' });
// @ts-expect-error Pools are needed.
new AuthProxy({});
// @ts-expect-error There is no such use.
new TokenVerifier({ userPoolId: 'x', tokenUse: 'refresh' });

/** What an environment lacks is `undefined`, and counts as left out. */
export function ofEnvironment(
  text: string | undefined,
  many: string[] | undefined,
  count: number | undefined,
): AuthProxy {
  const limits = { bodyBytes: count, headerBytes: count, timeoutMs: count, concurrency: count };
  const stores = { denyList: { redis: text }, rateLimits: { ip: undefined, redis: text } };
  const pool = {
    userPoolId: 'x',
    clientId: 'a',
    clientSecrets: many,
    endpoint: text,
    issuer: text,
    host: text,
    path: text,
  };
  new TokenVerifier({
    userPoolId: 'x',
    clientId: text,
    groups: many,
    scopes: text,
    leewaySeconds: count,
    jwksUri: text,
  });
  return new AuthProxy(
    { pools: [pool], origins: many, trustedHops: many, operations: many, keys: undefined, limits, ...stores },
    { fetch: undefined, log: undefined, metrics: undefined, denyList: undefined },
  );
}
