// The modern API behind an auth proxy, by both entries and in both custodies: the same scenarios as against the service itself.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { packageFile } from '../local/server-process.mjs';
import { behindProxy } from './behind-proxy.mjs';
import { runScenarios } from './in-node.mjs';
import { different, ofIds } from './other-behind-proxy.mjs';
import { scenarios } from './scenarios/index.mjs';

const api = await import(packageFile('dist/node.mjs'));
const small = await import(packageFile('dist/proxy.node.mjs'));
const { AuthProxy } = await import(packageFile('dist/server.node.mjs'));

for (const [entry, modern] of Object.entries({ main: api, proxy: small })) {
  for (const custody of ['token', 'cookie']) {
    describe(`entry ${entry}, custody ${custody}`, () => {
      runScenarios(modern, modern, {
        behind: (endpoint) => behindProxy({ AuthProxy, custody, endpoint }),
        leaveOut: {
          ...different[custody],
          ...(modern === small && Object.fromEntries(ofIds.map((name) => [name, 'ids']))),
        },
      });
    });
  }
}

test('whatever is left out is there', () => {
  const names = new Set(Object.values(scenarios).flatMap(Object.keys));
  for (const name of [...Object.keys(different.cookie), ...ofIds]) assert.ok(names.has(name), name);
});
