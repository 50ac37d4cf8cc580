// Both APIs, and the local Cognito itself, in the windows of test runners: Jest 27, 29 and 30, Vitest 1 to 5, jsdom and happy-dom, Node 20 to 24.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { thorough } from '../js/rounds.mjs';
import { root } from '../packaging/installed.mjs';
import { installed, makeFleet, program, said } from './fleet.mjs';

let fleet;
before(async () => {
  fleet = await makeFleet();
});
after(() => fleet?.remove());

/** Node of a version; this process's own where it has that one, or where no other is installed. */
const nodes = { 20: process.execPath, 22: '22', 24: '24' };
for (const version of ['22', '24']) nodes[version] = join(installed, `node-${version}/bin/node`);

/** Where each Jest is: one is the project's own. */
const JEST = { 27: join(installed, 'jest-27'), 29: join(root, 'node_modules/jest'), 30: join(installed, 'jest') };
const ENVIRONMENTS = {
  'jsdom 27': join(installed, 'jest-27/node_modules/jest-environment-jsdom'),
  'jsdom 29': join(root, 'node_modules/jest-environment-jsdom'),
  'jsdom 30': join(installed, 'jest-environment-jsdom'),
  'node 27': join(installed, 'jest-27/node_modules/jest-environment-node'),
  'node 29': join(root, 'node_modules/jest-environment-node'),
  'happy-dom 30': join(installed, '@happy-dom/jest-environment'),
};

/** Those that run in CI; the others run with full counts. */
const OFTEN = new Set([
  ...['Jest 27, jsdom, Node 20', 'Jest 27, jsdom, Node 24', 'Jest 29, jsdom, Node 20', 'Jest 29, node, Node 22'],
  ...[
    'Jest 30, jsdom, Node 24',
    'Jest 30, happy-dom, Node 22',
    'Vitest 1, jsdom, Node 20',
    'Vitest 2, happy-dom, Node 20',
  ],
  ...[
    'Vitest 3, jsdom, Node 24',
    'Vitest 4, jsdom, Node 22',
    'Vitest 5, happy-dom, Node 24',
    'Vitest 5, jsdom, Node 22',
  ],
]);

function cases() {
  const all = [];
  for (const node of Object.keys(nodes)) {
    for (const version of Object.keys(JEST)) {
      for (const environment of ['jsdom', 'happy-dom', 'node']) {
        if (ENVIRONMENTS[`${environment} ${version}`]) all.push({ runner: 'Jest', version, environment, node });
      }
    }
    for (const version of ['1', '2', '3', '4', '5']) {
      for (const environment of ['jsdom', 'happy-dom']) {
        // Vitest 5 begins with Node 22.
        if (version !== '5' || node !== '20') all.push({ runner: 'Vitest', version, environment, node });
      }
    }
  }
  return all;
}

const runners = {
  async Jest({ version, environment, node }, folder) {
    const config = {
      rootDir: '.',
      testEnvironment: ENVIRONMENTS[`${environment} ${version}`],
      testEnvironmentOptions: { url: 'http://localhost/' },
      testURL: version === '27' ? 'http://localhost/' : undefined,
      transform: {},
      moduleFileExtensions: ['cjs', 'js', 'mjs', 'json', 'node'],
      testMatch: ['**/*.spec.cjs'],
      testTimeout: 60_000,
    };
    writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(config));
    const args = [join(JEST[version], 'bin/jest.js'), '--config', join(folder, 'jest.config.json'), '--no-cache', '-i'];
    return fleet.app('ours', args, { program: nodes[node], cwd: folder });
  },
  async Vitest({ version, environment, node }, folder) {
    // A test imports its runner by the plain name.
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(installed, `vitest-${version}`), join(folder, 'node_modules/vitest'));
    const test = {
      globals: true,
      environment,
      include: ['**/*.spec.mjs'],
      testTimeout: 60_000,
      disableConsoleIntercept: true,
    };
    writeFileSync(join(folder, 'vitest.config.mjs'), `export default { test: ${JSON.stringify(test)} };`);
    const args = [program(`vitest-${version}`, 'vitest'), 'run', '--root', folder];
    return fleet.app('ours', args, { program: nodes[node], cwd: folder });
  },
};

for (const wanted of cases()) {
  const name = `${wanted.runner} ${wanted.version}, ${wanted.environment}, Node ${wanted.node}`;
  if (!thorough && !OFTEN.has(name)) continue;
  const skip = existsSync(nodes[wanted.node]) ? false : 'this Node is not installed on this platform';
  test(name, { skip }, async () => {
    const folder = join(fleet.sides.ours, name.replaceAll(/\W+/g, '-'));
    mkdirSync(folder);
    cpSync(join(fleet.sides.ours, 'environment'), folder, { recursive: true });
    const outcome = said(await runners[wanted.runner](wanted, folder));
    // Jest's jsdom has no `fetch`: the drop-in API then asks XMLHttpRequest, and the modern API says what to give it. Node's own
    // environment in Jest 27 has neither.
    const isBare = wanted.runner === 'Jest' && wanted.version === '27' && wanted.environment === 'node';
    const isWithoutFetch = isBare || (wanted.runner === 'Jest' && wanted.environment === 'jsdom');
    const modern = isWithoutFetch ? 'NotAvailable' : 'signedIn';
    assert.deepEqual(outcome, {
      modern,
      withSignal: modern,
      wrong: isWithoutFetch ? 'NotAvailable' : 'NotAuthorizedException',
      dropIn: isBare ? 'NotAvailable' : ['onSuccess', true],
      refused: isBare ? 'NotAvailable' : 'NotAuthorizedException',
      local: 'signedIn',
      fakeTimers: 'signedIn',
    });
  });
}
