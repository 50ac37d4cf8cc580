// The auth proxy's types: what fits together compiles, what does not is refused.
import {
  AuthProxy,
  type AuthProxyConfig,
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

// @ts-expect-error There is no such custody.
new AuthProxy({ pools: [], custody: 'jar' });
// @ts-expect-error Pools are needed.
new AuthProxy({});
// @ts-expect-error There is no such use.
new TokenVerifier({ userPoolId: 'x', tokenUse: 'refresh' });
