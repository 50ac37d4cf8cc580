// The connections of `cognito-identity-wasm proxy`.
import { connectionTests } from '../connections.mjs';
import { behind, localCognito, startProxy } from './processes.mjs';
import { ORIGIN } from './world.mjs';

connectionTests(async (t) => {
  const local = await localCognito(t);
  const proxy = await startProxy(t, behind(local, 'token'));
  return {
    ...proxy,
    url: `${proxy.url}/health`,
    slowDown: () => local.faults({ latencyMs: 400 }),
    slow: {
      url: `${proxy.url}/password/forgot`,
      method: 'POST',
      headers: { origin: ORIGIN, 'x-auth-csrf': '1', 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'ada' }),
    },
  };
});
