// A local Cognito for the measurements, as a process of its own, with people whose password is PASSWORD.
import { must, startLocal } from '../js/local/server-process.mjs';

export const PASSWORD = 'Correct-h0rse!';
const FLOWS = ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
const SECONDS = { AccessToken: 'seconds', IdToken: 'seconds' };

/** Starts it: `given` is what a client's program is told, `tokensLast` changes how long new tokens hold. */
export async function startService() {
  const server = await startLocal();
  const { UserPool } = await must(server.endpoint, 'CreateUserPool', { PoolName: 'bench' });
  const client = { UserPoolId: UserPool.Id, ClientName: 'bench', ExplicitAuthFlows: FLOWS };
  const { UserPoolClient } = await must(server.endpoint, 'CreateUserPoolClient', client);
  const user = { UserPoolId: UserPool.Id, Username: 'mia' };
  await must(server.endpoint, 'AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await must(server.endpoint, 'AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
  const ids = { userPoolId: UserPool.Id, clientId: UserPoolClient.ClientId };
  return {
    given: { endpoint: server.endpoint, ...ids, username: 'mia', password: PASSWORD },
    tokensLast: (seconds) =>
      must(server.endpoint, 'UpdateUserPoolClient', {
        ...client,
        ClientId: ids.clientId,
        AccessTokenValidity: seconds,
        IdTokenValidity: seconds,
        TokenValidityUnits: SECONDS,
      }),
    stop: () => server.stop(),
  };
}
