// The auth proxy, mounted on the page's own origin: once with the tokens in cookies, once with the tokens in the page.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { entry } from './package.mjs';

/** The paths, as the pages are told them. */
export const PROXIES = { cookie: '/auth', token: '/auth-token' };

/** Handlers for `node:http` by their path. */
export async function mountProxies({ cognito, pool, client, config }) {
  const { AuthProxy, toNodeHandler } = await entry('./server');
  const { clientId, clientSecrets } = cognito ? await clientOfProxy(config, pool, client) : { clientId: client };
  // The local Cognito takes any credentials; a real pool those of this machine.
  if (cognito) {
    process.env.AWS_ACCESS_KEY_ID ??= 'local';
    process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  }
  return new Map(
    Object.entries(PROXIES).map(([custody, path]) => {
      const own = { userPoolId: pool, clientId, path, ...(clientSecrets ? { clientSecrets } : {}) };
      const proxy = new AuthProxy({
        pools: [cognito ? { ...own, endpoint: cognito } : own],
        custody,
        // A new key at each start: whoever was signed in signs in again. A real server has it from its secrets.
        keys: [{ id: 'demo', secret: randomBytes(32).toString('base64url') }],
        admin: { group: 'admins' },
      });
      return [path, toNodeHandler(proxy)];
    }),
  );
}

/** The app client with a secret that the local Cognito has for the proxy; else the page's own. */
async function clientOfProxy(configFile, poolId, clientId) {
  const { pools } = JSON.parse(await readFile(configFile, 'utf8'));
  const clients = pools.find(({ pool }) => pool.Id === poolId)?.clients ?? [];
  const secret = clients.find(({ ClientSecret }) => ClientSecret);
  return secret ? { clientId: secret.ClientId, clientSecrets: [secret.ClientSecret] } : { clientId };
}
