// The package on a page, in Chromium: bundled, as plain modules, and under a strict Content-Security-Policy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { project, root } from './installed.mjs';

const PROGRAM = `
  import { AuthError, isAuthError, Pool } from 'cognito-identity-wasm';
  globalThis.outcome = (async () => {
    const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc', endpoint: location.origin + '/cognito' });
    const error = await pool.signIn({ username: 'mia', password: 'pässword' }).catch((caught) => caught);
    return [pool.constructor.name, String(pool), pool.currentUser(), isAuthError(error), error instanceof AuthError, error.code];
  })().catch((error) => [error.code, error.message]);
`;
const PLAIN = `
  import { Pool, ready } from '/dist/slim.js';
  globalThis.outcome = (async () => {
    const refused = (() => { try { new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc' }); } catch (error) { return error.code; } })();
    await ready();
    return [refused, String(new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc' }))];
  })();
`;
const REFUSAL = JSON.stringify({ __type: 'NotAuthorizedException', message: 'Incorrect username or password.' });

let browser;
let server;
let origin;
before(async (t) => {
  const app = project(t);
  const dist = join(app.folder, 'node_modules/cognito-identity-wasm/dist');
  const bundle = (...flags) =>
    execFileSync(join(root, 'node_modules/.bin/esbuild'), ['--bundle', '--minify', ...flags], {
      cwd: app.folder,
      input: PROGRAM,
    });
  const scripts = { '/esm.js': bundle('--format=esm'), '/classic.js': bundle('--format=iife'), '/plain.js': PLAIN };
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const send = (type, body, status = 200, more = {}) =>
      response.writeHead(status, { 'content-type': type, ...more }).end(body);
    if (pathname === '/cognito') send('application/x-amz-json-1.1', REFUSAL, 400);
    else if (scripts[pathname]) send('text/javascript', scripts[pathname]);
    else if (/^\/dist\/[\w.-]+\.js$/.test(pathname))
      send('text/javascript', readFileSync(join(dist, pathname.slice(6))));
    else if (pathname === '/dist/client.wasm') send('application/wasm', readFileSync(join(dist, 'client.wasm')));
    else if (pathname === '/') {
      // No charset anywhere: the inlined wasm must not depend on one.
      const policy = searchParams.get('csp');
      const type = searchParams.get('type') ?? 'text/javascript';
      send(
        'text/html',
        `<script type="${type}" src="${searchParams.get('src')}"></script>`,
        200,
        policy ? { 'content-security-policy': policy } : {},
      );
    } else send('text/plain', 'not here', 404);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
});
after(async () => {
  await browser?.close();
  server?.close();
});

async function outcome(query) {
  const page = await browser.newPage();
  await page.goto(`${origin}/?${new URLSearchParams(query)}`);
  await page.waitForFunction(() => 'outcome' in globalThis);
  const result = await page.evaluate(() => globalThis.outcome);
  await page.close();
  return result;
}

const WORKS = ['Pool', '[object Pool]', null, true, true, 'NotAuthorizedException'];

test('a bundle as a module signs in, and keeps its class names when it is minified', async () => {
  assert.deepEqual(await outcome({ src: '/esm.js', type: 'module' }), WORKS);
});

test('a bundle as a classic script signs in, on a page that names no charset', async () => {
  assert.deepEqual(await outcome({ src: '/classic.js' }), WORKS);
});

test('the slim entry finds its wasm beside itself, without a bundler', async () => {
  assert.deepEqual(await outcome({ src: '/plain.js', type: 'module' }), ['EngineUnavailable', '[object Pool]']);
});

test("under a policy that allows 'wasm-unsafe-eval' it works", async () => {
  assert.deepEqual(
    await outcome({ src: '/classic.js', csp: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" }),
    WORKS,
  );
});

test('under a policy that does not, the error says what to add', async () => {
  const [code, message] = await outcome({ src: '/classic.js', csp: "default-src 'self'" });
  assert.equal(code, 'EngineUnavailable');
  assert.match(message, /add 'wasm-unsafe-eval' to its script-src/);
});
