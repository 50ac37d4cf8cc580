// The people of the local Cognito's configuration, for the page's list: seeds are no secrets.
import { readFile } from 'node:fs/promises';

export async function seededPeople(configFile) {
  const { pools } = JSON.parse(await readFile(configFile, 'utf8'));
  return pools.flatMap(({ pool, clients, users }) =>
    users
      .filter((user) => user.about)
      .map((user) => ({
        username: user.Username,
        password: user.Password ?? user.TemporaryPassword,
        about: user.about,
        flow: user.flow,
        totpSecret: user.mfa?.softwareToken?.secretCode,
        userPoolId: pool.Id,
        clientId: clients[0].ClientId,
      })),
  );
}
