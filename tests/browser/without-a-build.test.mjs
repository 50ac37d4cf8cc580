// The pages of docs/without-a-build.md as printed, with the packed files on a static server in place of the CDN.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { makePool, makeUser, startLocal } from '../js/local/server-process.mjs';
import { pack, root } from '../packaging/installed.mjs';
import { launch } from './chromium.mjs';

const CDN = /https:\/\/cdn\.jsdelivr\.net\/npm\/cognito-identity-wasm@([\d.]+)\//g;
const document = readFileSync(join(root, 'docs/without-a-build.md'), 'utf8');
const pages = [...document.matchAll(/```html\n([\s\S]*?)```/g)].map(([, text]) => text);
const PASSWORD = 'correct horse';
const TYPES = { '.js': 'text/javascript', '.html': 'text/html' };

let folder;
let local;
let pool;
let browser;
let server;
let origin;
let html = '';
let headers = {};
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'without-a-build-'));
  execFileSync('tar', ['xzf', pack(folder).tarball, '-C', folder]);
  [local, browser] = await Promise.all([startLocal(), launch()]);
  const none = { RequireUppercase: false, RequireLowercase: false, RequireNumbers: false, RequireSymbols: false };
  const policy = { PasswordPolicy: { MinimumLength: 8, ...none } };
  pool = await makePool(local.endpoint, { pool: { Policies: policy } });
  await makeUser(local.endpoint, { userPoolId: pool.userPoolId, username: 'mia', password: PASSWORD });
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/') return response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(html);
    const file = join(folder, normalize(pathname));
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(async () => {
  await browser?.close();
  server?.close();
  await local?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Opens a page, with the local Cognito in AWS's place, and gives what it says once it says it. */
async function visit(text) {
  html = text
    .replaceAll(CDN, `${origin}/package/`)
    .replaceAll('eu-central-1_AbCdEf123', pool.userPoolId)
    .replaceAll('1h57kf5cpq17m0eml12EXAMPLE', pool.clientId);
  const page = await browser.newPage();
  try {
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(error.stack));
    await page.route(/^https:/, async (route) => {
      const request = route.request();
      assert.match(request.url(), /^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com\/$/);
      const reply = await route.fetch({ url: local.endpoint });
      await route.fulfill({ response: reply, headers: { ...reply.headers(), 'access-control-allow-origin': '*' } });
    });
    await page.goto(origin);
    const who = page.locator('#who');
    await page
      .waitForFunction(() => document.querySelector('#who')?.textContent !== 'Nobody', null, { timeout: 20_000 })
      .catch(() => assert.fail(complaints.join('\n') || 'nobody signed in'));
    assert.deepEqual(complaints, []);
    return {
      says: await who.textContent(),
      globals: await page.evaluate(() => [typeof CognitoIdentity, typeof AmazonCognitoIdentity]),
    };
  } finally {
    await page.close();
  }
}

test('an import map gives both APIs their names', async () => {
  assert.equal((await visit(pages[0])).says, 'mia, mia');
});

test('a script gives the modern API as a global', async () => {
  assert.deepEqual(await visit(pages[1]), { says: 'mia', globals: ['object', 'undefined'] });
});

test('a script gives the drop-in API as the incumbent’s global', async () => {
  assert.deepEqual(await visit(pages[2]), { says: 'mia', globals: ['undefined', 'object'] });
});

test('the drop-in API signs in under a policy that forbids WebAssembly, where the modern API says so', async () => {
  // A script of the page's own, and nothing that is compiled.
  headers = { 'content-security-policy': `script-src 'unsafe-inline' ${origin}` };
  try {
    const forbidden = 'new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))';
    const asked = `const allowed = (() => { try { return !!${forbidden}; } catch { return false; } })();`;
    const page = pages[2]
      .replace('<script>\n', `<script>\n${asked}`)
      .replace('.textContent = tokens', ".textContent = String(allowed) + ' ' + tokens");
    assert.equal((await visit(page)).says, 'false mia');
    const modern = pages[1].replace(/pool\.signIn[\s\S]*<\/script>/, '</script>');
    const failing = modern.replace('const pool', 'try { const pool').replace('</script>\n', '</script>\n');
    const told = failing.replace(
      /<\/script>\s*$/,
      "} catch (error) { document.querySelector('#who').textContent = error.code; }</script>",
    );
    assert.equal((await visit(told)).says, 'EngineUnavailable');
  } finally {
    headers = {};
  }
});

test('one module has both APIs, and the drop-in API as its default', async () => {
  const page = `<!doctype html><p id="who">Nobody</p><script type="module">
    import cognito, { CognitoUserPool, Pool } from '${origin}/package/dist/index.js';
    const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: '1h57kf5cpq17m0eml12EXAMPLE' });
    const step = await pool.signIn({ username: 'mia', password: '${PASSWORD}' });
    document.querySelector('#who').textContent = [step.status, cognito.CognitoUserPool === CognitoUserPool].join();
  </script>`;
  assert.equal((await visit(page)).says, 'signedIn,true');
});

test('the module for apps behind an auth proxy makes its pool', async () => {
  const page = `<!doctype html><p id="who">Nobody</p><script type="module">
    import { Pool } from '${origin}/package/dist/proxy.min.js';
    document.querySelector('#who').textContent = String(new Pool({ proxy: '${origin}/auth' }));
  </script>`;
  assert.equal((await visit(page)).says, '[object Pool]');
});

test('the document names the version that is packed, and every file that there is', () => {
  const { version } = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8'));
  for (const [, named] of document.matchAll(CDN)) assert.equal(named, version);
  const files = [...document.matchAll(/^\| `([\w.-]+\.js)` \|/gm)].map(([, name]) => name);
  assert.equal(files.length, 6);
  for (const name of files) assert.ok(existsSync(join(folder, 'package/dist', name)), name);
});
