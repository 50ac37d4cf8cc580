// The tests that amazon-cognito-identity-js ships in its package, run by jest against ours. They are copied at test time from
// the installed package into an unpacked tarball of ours, where their `../src/…` is our `src/…`.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../../../packaging/installed.mjs';
import { aliased } from '../package-folder.mjs';
import { exceptions } from './exceptions.mjs';

const run = promisify(execFile);
const theirs = join(root, 'node_modules/amazon-cognito-identity-js');
const nodeModules = join(root, 'node_modules');

const config = (folder) => ({
  rootDir: folder,
  testEnvironment: 'jsdom',
  testMatch: ['<rootDir>/__tests__/*.test.js'],
  // jsdom has no fetch, which the incumbent's polyfill brought; every page and Node have one.
  setupFiles: ['<rootDir>/fetch.cjs'],
  modulePaths: [nodeModules],
  moduleNameMapper: {
    '^amazon-cognito-identity-js$': '<rootDir>/lib/index',
    '^amazon-cognito-identity-js/(.*)$': '<rootDir>/$1',
  },
  transform: {
    // Metro compiles what React Native imports; jest does not, in node_modules.
    '/__(tests|mocks)__/|/enhance-rn\\.js$': [
      join(nodeModules, 'babel-jest'),
      {
        configFile: false,
        babelrc: false,
        plugins: [join(nodeModules, '@babel/plugin-transform-modules-commonjs')],
      },
    ],
  },
});

let folder;
let results;
before(async () => {
  const ours = aliased();
  folder = mkdtempSync(join(tmpdir(), 'ciw-incumbent-tests-'));
  cpSync(ours.home, folder, { recursive: true });
  ours.remove();
  for (const name of ['__tests__', '__mocks__']) cpSync(join(theirs, name), join(folder, name), { recursive: true });
  // Both are there in an app of React Native, and replaced by the tests.
  for (const name of ['react-native', '@react-native-async-storage/async-storage']) {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true });
    writeFileSync(join(folder, 'node_modules', name, 'index.js'), 'module.exports = {};');
  }
  writeFileSync(join(folder, 'fetch.cjs'), 'globalThis.fetch = () => Promise.reject(new TypeError("no network"));');
  cpSync(new URL('./mock-alias.jest.js', import.meta.url), join(folder, '__tests__/mock-alias.test.js'));
  // It imports one name twice, which only the compiler of its own project forgives.
  const session = join(folder, '__tests__/CognitoUserSession.test.js');
  writeFileSync(session, readFileSync(session, 'utf8').replace(/(\tvRefreshToken,\n)([^}]*)\1/, '$1$2'));
  const file = join(folder, 'jest.config.json');
  const report = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(config(folder)));
  const jest = join(nodeModules, 'jest/bin/jest.js');
  const given = [jest, '--config', file, '--json', '--outputFile', report, '--maxWorkers=2', '--silent'];
  // It ends with 1 when a test fails; which may fail is decided below.
  await run(process.execPath, given, { cwd: folder, maxBuffer: 1 << 26 }).catch(() => {});
  results = readResults(JSON.parse(readFileSync(report, 'utf8')));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** `file › name` → passed, and why not. A file that cannot be loaded is one failure under its own name. */
function readResults({ testResults }) {
  const found = new Map();
  for (const { name, message, assertionResults } of testResults) {
    const file = name.split('/').at(-1);
    if (assertionResults.length === 0) found.set(file, { passed: false, why: message });
    for (const { fullName, status, failureMessages } of assertionResults) {
      found.set(`${file} › ${fullName}`, { passed: status === 'passed', why: failureMessages.join('\n') });
    }
  }
  return found;
}

test('the incumbent’s own tests pass', (t) => {
  const failed = [...results].filter(([name, { passed }]) => !passed && !(name in exceptions));
  assert.equal(failed.length, 0, failed.map(([name, { why }]) => `${name}\n${why.slice(0, 600)}`).join('\n\n'));
  const passed = [...results.values()].filter((one) => one.passed).length;
  t.diagnostic(`${passed} of ${results.size} tests of the incumbent pass`);
  assert.ok(passed > 150, `only ${passed} ran`);
});

test('no exception is out of date', () => {
  for (const name of Object.keys(exceptions)) assert.equal(results.get(name)?.passed, false, name);
});
