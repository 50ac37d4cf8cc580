// Storages that answer later, in Chromium: IndexedDB in a page whose files are not bundled, and the service worker of an extension.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { makePool, makeUser, PACKAGE, startLocal } from '../js/local/server-process.mjs';
import { launch, launchWithExtension } from './chromium.mjs';

const USER = { username: 'ada', password: 'Correct-Horse-7' };

let local;
let ids;
before(async () => {
  local = await startLocal();
  const { clientId, userPoolId } = await makePool(local.endpoint);
  await makeUser(local.endpoint, { userPoolId, ...USER });
  ids = { userPoolId, clientId, endpoint: local.endpoint };
});
after(() => local?.stop());

const PAGE = `<!doctype html><title>storages</title><script type="module">
  import { Pool } from '/dist/index.js';
  import { indexedDbStorage } from '/dist/storage.js';
  globalThis.open = (ids, more) => new Pool({ ...ids, storage: indexedDbStorage(), ...more });
  globalThis.isReady = true;
</script>`;

/** The package's own files, as a static server has them; \`lost\` names one that is not there. */
async function serve(t) {
  const asked = [];
  const state = { lost: '' };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    asked.push(pathname);
    if (pathname === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
    if (!pathname.startsWith('/dist/') || pathname === state.lost) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(join(PACKAGE, pathname)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { origin: `http://127.0.0.1:${server.address().port}/`, asked, state };
}

test('IndexedDB keeps a session over a reload, and only a page that uses it loads the code for it', async (t) => {
  const site = await serve(t);
  const browser = await launch();
  t.after(() => browser.close());
  const page = await browser.newPage();
  const visit = async () => {
    await page.goto(site.origin);
    await page.waitForFunction(() => globalThis.isReady);
  };
  await visit();
  const before = await page.evaluate((ids) => {
    globalThis.pool = globalThis.open(ids);
    try {
      return globalThis.pool.currentUser();
    } catch (error) {
      return error.code;
    }
  }, ids);
  assert.equal(before, 'NotAvailable', 'it must be loaded first');
  assert.ok(!site.asked.includes('/dist/on-demand.js'));
  await page.evaluate((user) => globalThis.pool.signIn(user), USER);
  assert.ok(site.asked.includes('/dist/on-demand.js'));
  assert.ok(!site.asked.includes('/dist/rest.js'));
  await visit();
  const name = await page.evaluate(async (ids) => {
    globalThis.pool = globalThis.open(ids);
    await globalThis.pool.load();
    await globalThis.pool.currentUser().session({ forceRefresh: true });
    return globalThis.pool.currentUser().username;
  }, ids);
  assert.equal(name, 'ada');
  // Somebody deletes the database meanwhile, as "clear site data" does: nobody is signed in, and nothing hangs.
  const after = await page.evaluate(async () => {
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase('auth-session');
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    return globalThis.pool.load();
  });
  assert.equal(after, null);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
});

test('a file that does not load is NetworkError, and the pool works once it is there', async (t) => {
  const site = await serve(t);
  const browser = await launch();
  t.after(() => browser.close());
  const page = await browser.newPage();
  site.state.lost = '/dist/rest.js';
  await page.goto(site.origin);
  await page.waitForFunction(() => globalThis.isReady);
  const error = await page.evaluate(async () => {
    const proxied = { proxy: `${location.origin}/auth`, storage: 'memory', timeoutMs: 10_000 };
    globalThis.pool = globalThis.open(undefined, proxied);
    return globalThis.pool.forgotPassword({ username: 'ada' }).catch(({ code, retryable }) => `${code} ${retryable}`);
  });
  assert.equal(error, 'NetworkError true');
  site.state.lost = '';
  await page.goto(site.origin);
  await page.waitForFunction(() => globalThis.isReady);
  const code = await page.evaluate(async () => {
    const pool = globalThis.open(undefined, { proxy: `${location.origin}/auth`, storage: 'memory' });
    return pool.forgotPassword({ username: 'ada' }).catch(({ code }) => code);
  });
  assert.notEqual(code, 'NetworkError', 'the server has no proxy, and says so');
  assert.ok(site.asked.includes('/auth/password/forgot'));
});

test('the service worker of an extension signs in, and finds the session when it starts again', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'extension-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const extension = join(folder, 'extension');
  mkdirSync(extension);
  await build({
    stdin: {
      contents: `
        import { Pool } from ${JSON.stringify(join(PACKAGE, 'dist/index.js'))};
        import { webExtensionStorage } from ${JSON.stringify(join(PACKAGE, 'dist/storage.js'))};
        globalThis.open = (ids) => new Pool({ ...ids, storage: webExtensionStorage() });`,
      resolveDir: folder,
    },
    bundle: true,
    format: 'iife',
    outfile: join(extension, 'worker.js'),
    logLevel: 'error',
  });
  writeFileSync(
    join(extension, 'manifest.json'),
    JSON.stringify({
      manifest_version: 3,
      name: 'Signs in',
      version: '1',
      permissions: ['storage'],
      host_permissions: ['http://127.0.0.1/*'],
      background: { service_worker: 'worker.js' },
      content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'" },
    }),
  );
  const worker = async (act) => {
    const context = await launchWithExtension(join(folder, 'profile'), extension);
    try {
      const [found] = context.serviceWorkers();
      return await (found ?? (await context.waitForEvent('serviceworker'))).evaluate(act, [ids, USER]);
    } finally {
      await context.close();
    }
  };
  const signedIn = await worker(async ([ids, user]) => (await globalThis.open(ids).signIn(user)).user.username);
  assert.equal(signedIn, 'ada');
  const later = await worker(async ([ids]) => {
    const pool = globalThis.open(ids);
    const user = await pool.load();
    return [user?.username, (await user.session({ forceRefresh: true })).isValid()];
  });
  assert.deepEqual(later, ['ada', true]);
});
