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
  const either = await new TokenVerifier({ userPoolId: 'x', clientId: 'a', tokenUse: null }).verify(token);
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
new TokenVerifier({ userPoolId: 'x', clientId: null, tokenUse: 'refresh' });
// @ts-expect-error The app client is chosen: one, several, or null for any.
new TokenVerifier({ userPoolId: 'x', tokenUse: 'access' });
// @ts-expect-error So is the use.
new TokenVerifier({ userPoolId: 'x', clientId: 'a' });
// @ts-expect-error An environment may lack it.
new TokenVerifier({ userPoolId: 'x', clientId: undefined as string | undefined, tokenUse: null });
// @ts-expect-error There is no such option.
new TokenVerifier({ userPoolId: 'x', clientID: 'a', clientId: null, tokenUse: null });

export async function severalPoolsHaveTheClaimsOfTheirUses(header: string | undefined): Promise<string> {
  const several = new TokenVerifier([
    { userPoolId: 'x', clientId: null, tokenUse: 'access' },
    { userPoolId: 'y', clientId: ['a'], tokenUse: 'id', jwks: { keys: [{ kty: 'RSA' }] } },
  ]);
  const either = await several.verify(header);
  sure<Equal<typeof either, AccessTokenClaims | IdTokenClaims>>();
  const alike = new TokenVerifier([
    { userPoolId: 'x', clientId: null, tokenUse: 'access' },
    { userPoolId: 'y', clientId: null, tokenUse: 'access' },
  ]);
  sure<Equal<ReturnType<typeof alike.verifySync>, AccessTokenClaims>>();
  return alike.verifySync(null).client_id;
}

/** A check is told the claims of the use. */
export const checking = new TokenVerifier({
  userPoolId: 'x',
  clientId: 'a',
  tokenUse: 'access',
  acr: ['urn:loa:2', 'urn:loa:3'],
  maxAgeSeconds: 300,
  async check(claims) {
    if (claims.client_id === 'b') throw new Error('not b');
  },
});
// @ts-expect-error A check throws: what it returns is not looked at.
new TokenVerifier({ userPoolId: 'x', clientId: 'a', tokenUse: 'access', check: () => true });

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
    clientId: text ?? null,
    tokenUse: null,
    groups: many,
    scopes: text,
    acr: many,
    maxAgeSeconds: count,
    leewaySeconds: count,
    issuer: text,
    jwks: undefined,
    jwksUri: text,
    check: undefined,
  });
  return new AuthProxy(
    { pools: [pool], origins: many, trustedHops: many, operations: many, keys: undefined, limits, ...stores },
    { fetch: undefined, log: undefined, metrics: undefined, denyList: undefined },
  );
}
