// The packed tarball in Firefox and WebKit, with the program that every runtime runs. Chromium has a file of its own.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { makePool, makeUser, startLocal } from '../js/local/server-process.mjs';
import { project } from '../packaging/installed.mjs';
import { expected } from './expected.mjs';
import { missing, webkit } from './webdriver.mjs';

const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
const PASSWORD = 'Correct-horse-1';

let local;
let pool;
let server;
let origin;
before(async (t) => {
  local = await startLocal();
  pool = await makePool(local.endpoint);
  const app = project(t);
  copyFileSync(fileURLToPath(new URL('program.mjs', import.meta.url)), join(app.folder, 'program.mjs'));
  const { outputFiles } = await build({
    stdin: { contents: "globalThis.visit = (await import('./program.mjs')).visit;", resolveDir: app.folder },
    bundle: true,
    format: 'esm',
    write: false,
  });
  server = createServer((request, response) => {
    const script = request.url === '/page.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
    response.end(script ? outputFiles[0].contents : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${server.address().port}/`;
});
after(async () => {
  server?.close();
  await local?.stop();
});

async function somebody(username) {
  await makeUser(local.endpoint, { userPoolId: pool.userPoolId, username, password: PASSWORD });
  return {
    endpoint: local.endpoint,
    userPoolId: pool.userPoolId,
    clientId: pool.clientId,
    username,
    password: PASSWORD,
  };
}

test('Firefox', async (t) => {
  if (!existsSync(FIREFOX)) return t.skip('apt-get install firefox-esr');
  const puppeteer = createRequire(new URL('node_modules/x.js', import.meta.url))('puppeteer-core');
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: FIREFOX, headless: true });
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    await page.waitForFunction(() => 'visit' in globalThis);
    const seen = await page.evaluate((settings) => globalThis.visit(settings), await somebody('firefox'));
    assert.deepEqual(seen, expected('firefox'));
  } finally {
    await browser.close();
  }
});

test('WebKit', async (t) => {
  if (missing()) return t.skip(missing());
  const page = await webkit(origin);
  try {
    const wait = 'while (!globalThis.visit) await new Promise((done) => setTimeout(done, 50));';
    const seen = await page.evaluate(`${wait} return globalThis.visit(given);`, await somebody('webkit'));
    assert.deepEqual(seen, expected('webkit'));
  } finally {
    await page.close();
  }
});
