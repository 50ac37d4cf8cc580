// The programs of docs/local.md for test runners that this folder installs, as they stand there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ARGUMENTS } from '../browser/chromium.mjs';
import { blocks } from '../js/docs/blocks.mjs';
import { CLI, PACKAGE } from '../js/local/server-process.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const execute = promisify(execFile);
const block = (heading, nth = 0) =>
  blocks('docs/local.md').filter((one) => one.heading === heading && one.language === 'js')[nth].code;

/** A project beside the tools. */
function project(t) {
  const folder = mkdtempSync(join(here, 'work-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  return folder;
}

/** A program whose imports lead to the package under test, wherever it is. */
const ofPackage = (code) =>
  code
    .replace("'cognito-identity-wasm'", `'${pathToFileURL(join(PACKAGE, 'dist/node.mjs'))}'`)
    .replace("'cognito-identity-wasm/local'", `'${pathToFileURL(join(PACKAGE, 'dist/local.node.mjs'))}'`);

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

test('Vitest', async (t) => {
  const folder = project(t);
  writeFileSync(join(folder, 'guide.test.js'), ofPackage(block('Vitest')));
  // As what an app installs: it is loaded, and not transformed.
  const config = 'export default { test: { server: { deps: { external: [/node\\.mjs$/] } } } };';
  writeFileSync(join(folder, 'vitest.config.mjs'), config);
  const cli = join(here, 'node_modules/vitest/vitest.mjs');
  const { stdout } = await execute(process.execPath, [cli, 'run', '--root=.', '--no-color'], { cwd: folder });
  assert.match(stdout, /Tests +2 passed/);
});

test('Playwright', async (t) => {
  const folder = project(t);
  const port = await freePort();
  const local = `http://127.0.0.1:${port}/`;
  const html = readFileSync(join(here, 'sign-up.html'));
  const settings = JSON.stringify({ local, ClientId: 'web' });
  const app = createServer((request, response) => {
    const type = request.url === '/settings' ? 'application/json' : 'text/html';
    response.setHeader('content-type', type).end(request.url === '/settings' ? settings : html);
  }).listen(0, '127.0.0.1');
  await once(app, 'listening');
  t.after(() => {
    app.closeAllConnections();
    app.close();
  });
  const clients = [{ ClientId: 'web', ClientName: 'web' }];
  const pool = { PoolName: 'people', AutoVerifiedAttributes: ['email'], UsernameAttributes: ['email'] };
  writeFileSync(join(folder, 'local.json'), JSON.stringify({ pools: [{ pool, clients }] }));
  const adapted = (code) => code.replaceAll('9400', port).replace('npx cognito-identity-wasm', `node ${CLI}`);
  writeFileSync(join(folder, 'guide.config.mjs'), adapted(block('Playwright')));
  const launchOptions = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS };
  const use = { baseURL: `http://localhost:${app.address().port}`, launchOptions };
  const config = `import guide from './guide.config.mjs';\nexport default { ...guide, use: ${JSON.stringify(use)} };\n`;
  writeFileSync(join(folder, 'playwright.config.mjs'), config);
  writeFileSync(join(folder, 'sign-up.spec.mjs'), adapted(block('Playwright', 1)));
  const cli = join(here, 'node_modules/@playwright/test/cli.js');
  const { stdout } = await execute(process.execPath, [cli, 'test', '--reporter=line'], { cwd: folder });
  assert.match(stdout, /1 passed/);
});
