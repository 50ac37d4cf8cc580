// Runs every scenario in this Node process against a local Cognito in another.
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startLocal } from '../local/server-process.mjs';
import { scenarios } from './scenarios/index.mjs';
import { makeWorld } from './world.mjs';

export const CONFIG = fileURLToPath(new URL('local.config.json', import.meta.url));

/**
 * `api` is the package under test, `other` another copy of it. `behind` puts an auth proxy in front of the endpoint, where the
 * scenarios named in `leaveOut` are different.
 */
export function runScenarios(api, other, { behind, leaveOut = {} } = {}) {
  let server;
  let world;
  before(async () => {
    server = await startLocal(['--config', CONFIG]);
    const custom = { userPoolId: server.userPoolId, clientId: server.clientId };
    world = makeWorld({
      api,
      other,
      endpoint: server.endpoint,
      custom,
      where: 'node',
      behind: behind?.(server.endpoint),
    });
    await world.prepare();
  });
  after(() => server.stop());
  const only = process.env.ONLY?.split(',');
  for (const [subject, all] of Object.entries(scenarios)) {
    if (only && !only.includes(subject)) continue;
    describe(subject, () => {
      for (const [name, scenario] of Object.entries(all)) {
        if (!(name in leaveOut)) test(name, () => scenario(world));
      }
    });
  }
}
