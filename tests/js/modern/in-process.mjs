// The package and a local Cognito in this process, with a script that may stand in for the service.
import { packageFile } from '../local/server-process.mjs';
import { PASSWORD } from './world.mjs';

const { Pool } = await import(packageFile('dist/index.js'));
const { LocalCognito } = await import(packageFile('dist/local.node.mjs'));

export { Pool };
export const IDS = { userPoolId: 'us-east-1_InProcess', clientId: 'inprocessclient' };
const FLOWS = ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'USER_AUTH', 'REFRESH_TOKEN_AUTH'];

/**
 * A service with these people. `sent` has the names of the operations that reached it; `script(operation, real)` gives the answer where it
 * gives one; `open` makes a pool.
 */
export function makeService(...usernames) {
  const local = new LocalCognito({
    pools: [
      {
        pool: { Id: IDS.userPoolId, PoolName: 'in-process', AutoVerifiedAttributes: ['email'] },
        clients: [
          { ClientId: IDS.clientId, ClientName: 'in-process', ExplicitAuthFlows: FLOWS.map((flow) => `ALLOW_${flow}`) },
        ],
        users: usernames.map((Username) => ({
          Username,
          Password: PASSWORD,
          Attributes: { email: `${Username}@example.com`, email_verified: 'true' },
        })),
      },
    ],
  });
  const service = {
    local,
    sent: [],
    script: undefined,
    async fetch(url, init) {
      const operation = init.headers['X-Amz-Target'].split('.')[1];
      service.sent.push(operation);
      const real = () => local.fetch(url, init);
      return (await service.script?.(operation, real)) ?? real();
    },
    open: (storage, more = {}) =>
      new Pool({ ...IDS, endpoint: 'http://local/', fetch: service.fetch, storage, ...more }),
  };
  return service;
}
