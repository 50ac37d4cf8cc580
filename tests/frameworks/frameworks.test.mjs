// The bindings for React and Vue in Chromium: today's major version and the one before, from the built package.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { launch } from '../browser/chromium.mjs';
import { serve } from '../browser/modern-page.mjs';
import { makePool, makeUser, must, PACKAGE, startLocal, totp } from '../js/local/server-process.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const PASSWORD = 'Correct-Horse-7';

const REACT = `
  import { Pool } from 'cognito-identity-wasm';
  import { createRoot, hydrateRoot } from 'react-dom/client';
  import { makeApp } from './react-app.mjs';
  globalThis.start = (options, isHydrating) => {
    globalThis.pool = new Pool(options);
    const root = document.getElementById('root');
    if (isHydrating) hydrateRoot(root, makeApp(globalThis.pool));
    else createRoot(root).render(makeApp(globalThis.pool));
  };`;
const REACT_SERVER = `
  import { Pool } from 'cognito-identity-wasm';
  import { PassThrough } from 'node:stream';
  import { renderToPipeableStream } from 'react-dom/server';
  import { makeApp } from './react-app.mjs';
  export const render = async (options) => {
    const parts = new PassThrough();
    const stream = renderToPipeableStream(makeApp(new Pool(options)), { onAllReady: () => stream.pipe(parts) });
    return (await parts.toArray()).join('');
  };`;
const VUE = `
  import { Pool } from 'cognito-identity-wasm';
  import { createApp, createSSRApp } from 'vue';
  import { createAuth, makeRoot } from './vue-app.mjs';
  globalThis.start = (options, isHydrating) => {
    globalThis.pool = new Pool(options);
    const app = (isHydrating ? createSSRApp : createApp)(makeRoot(globalThis.pool, false));
    app.use(createAuth(globalThis.pool)).mount('#root');
  };`;
const VUE_SERVER = `
  import { Pool } from 'cognito-identity-wasm';
  import { createSSRApp } from 'vue';
  import { renderToString } from 'vue/server-renderer';
  import { createAuth, makeRoot } from './vue-app.mjs';
  export const render = (options) => {
    const pool = new Pool(options);
    return renderToString(createSSRApp(makeRoot(pool, false)).use(createAuth(pool)));
  };`;
const VUE_2 = `
  import { Pool } from 'cognito-identity-wasm';
  import Vue from 'vue';
  import { createAuth, makeRoot } from './vue-app.mjs';
  globalThis.start = (options) => {
    globalThis.pool = new Pool(options);
    Vue.use(createAuth(globalThis.pool));
    new Vue({ render: (h) => h(makeRoot(globalThis.pool, true)) }).$mount('#root');
  };`;

/** One version of a framework, wherever it is imported from. */
const from = (packages) =>
  Object.fromEntries(Object.entries(packages).map(([name, folder]) => [name, resolve(here, 'node_modules', folder)]));

const COMBINATIONS = {
  'React 19': { page: REACT, server: REACT_SERVER, alias: from({ react: 'react', 'react-dom': 'react-dom' }) },
  'React 18': { page: REACT, server: REACT_SERVER, alias: from({ react: 'react-18', 'react-dom': 'react-dom-18' }) },
  'Vue 3': { page: VUE, server: VUE_SERVER, alias: from({ vue: 'vue' }) },
  'Vue 2.7': { page: VUE_2, alias: from({ vue: 'vue-2/dist/vue.runtime.esm.js' }) },
};

async function bundle(contents, alias, platform) {
  const names = ['', '/react', '/vue'];
  const files = { '': 'dist/index.js', '/react': 'dist/react.js', '/vue': 'dist/vue.js' };
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here },
    bundle: true,
    write: false,
    format: 'esm',
    platform,
    alias: {
      ...Object.fromEntries(names.map((name) => [`cognito-identity-wasm${name}`, resolve(PACKAGE, files[name])])),
      ...alias,
    },
    define: {
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
    },
    banner:
      platform === 'node'
        ? { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" }
        : {},
    external: platform === 'node' ? ['node:*'] : [],
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

let browser;
let local;
let ids;
before(async () => {
  [local, browser] = await Promise.all([startLocal(), launch()]);
  const pool = await makePool(local.endpoint, { pool: { MfaConfiguration: 'OFF' } });
  await must(local.endpoint, 'SetUserPoolMfaConfig', {
    UserPoolId: pool.userPoolId,
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  await makeUser(local.endpoint, { ...pool, username: 'ada', password: PASSWORD });
  ids = { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: local.endpoint };
});
after(async () => {
  await browser?.close();
  await local?.stop();
});

/** A new user with an authenticator app: a code of it is good once. */
async function makeUserWithTotp(username) {
  await makeUser(local.endpoint, { ...ids, username, password: PASSWORD });
  const { Pool } = await import(`${PACKAGE}/dist/node.mjs`);
  const { user } = await new Pool({ ...ids, storage: 'memory' }).signIn({ username, password: PASSWORD });
  const { secretCode } = await user.mfa.associate();
  await user.mfa.verify({ code: totp(secretCode) });
  await user.mfa.set({ totp: 'preferred' });
  return secretCode;
}

for (const [name, { alias, page: script, server }] of Object.entries(COMBINATIONS)) {
  describe(name, () => {
    let site;
    let markup = '';
    before(async () => {
      const code = await bundle(script, alias, 'browser');
      site = await serve(code, (request, response) => {
        if (request.url === '/favicon.ico') response.writeHead(204).end();
        if (!request.url.startsWith('/app')) return request.url === '/favicon.ico';
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        response.end(
          `<!doctype html><title>app</title><div id="root">${request.url === '/app-rendered' ? markup : ''}</div><script type="module" src="/modern.js"></script>`,
        );
        return true;
      });
    });
    after(() => site?.server.close());

    async function open(t, count = 1) {
      const context = await browser.newContext();
      t.after(() => context.close());
      const problems = [];
      context.on('weberror', (error) => problems.push(String(error.error())));
      context.on('console', (line) => {
        if (['error', 'warning'].includes(line.type()) && !/status of 400/.test(line.text()))
          problems.push(line.text());
      });
      const pages = [];
      for (let index = 0; index < count; index++) pages.push(await started(await context.newPage(), '/app'));
      return { pages, problems };
    }
    async function started(page, path, isHydrating = false) {
      await page.goto(`${site.origin}${path}`);
      await page.waitForFunction(() => globalThis.start);
      await page.evaluate(([options, isHydrating]) => globalThis.start(options, isHydrating), [ids, isHydrating]);
      return page;
    }
    const shows = (page, id, text) =>
      page.waitForFunction(([id, text]) => document.getElementById(id)?.textContent === text, [id, text]);
    async function signIn(page, username, password = PASSWORD) {
      await page.fill('#name', username);
      await page.fill('#password', password);
      await page.click('#sign-in');
    }

    test('a person signs in, is seen in the other tab, and signs out there', async (t) => {
      const { pages, problems } = await open(t, 2);
      const [one, two] = pages;
      await shows(one, 'status', 'signedOut');
      await shows(one, 'guard', 'strangers');
      await signIn(one, 'ada', 'Wrong-Horse-7');
      await shows(one, 'error', 'NotAuthorizedException');
      await signIn(one, 'ada');
      for (const page of pages) await shows(page, 'status', 'signedIn ada');
      await shows(one, 'guard', 'members');
      await shows(one, 'error', 'none');
      const drawn = await one.evaluate(() => globalThis.drawn);
      await one.evaluate(() => globalThis.pool.currentUser().session({ forceRefresh: true }));
      await one.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      assert.equal(await one.evaluate(() => globalThis.drawn), drawn, 'a refreshed token draws nothing');
      await two.evaluate(() => globalThis.pool.currentUser().signOut());
      for (const page of pages) await shows(page, 'status', 'signedOut');
      assert.deepEqual(problems, []);
    });

    test('a challenge survives a reload, a wrong code leaves it, and it can be given up', async (t) => {
      const { pages, problems } = await open(t);
      const [page] = pages;
      const username = `tot-${name.replace(/\W/g, '')}`;
      const secret = await makeUserWithTotp(username);
      await shows(page, 'status', 'signedOut');
      await signIn(page, username);
      await shows(page, 'step', 'softwareTokenMfa');
      await shows(page, 'status', 'step');
      await started(page, '/app');
      await shows(page, 'step', 'softwareTokenMfa');
      await page.fill('#code', '000000');
      await page.click('#answer');
      await shows(page, 'error', 'CodeMismatchException');
      await page.click('#cancel');
      await shows(page, 'status', 'signedOut');
      await signIn(page, username);
      await shows(page, 'step', 'softwareTokenMfa');
      await page.fill('#code', totp(secret, 1));
      await page.click('#answer');
      await shows(page, 'status', `signedIn ${username}`);
      await shows(page, 'step', 'none');
      await started(page, '/app');
      await shows(page, 'status', `signedIn ${username}`);
      assert.deepEqual(problems, []);
    });

    test('a form that goes away while its request is on the way breaks nothing, and a second click sends nothing', async (t) => {
      const { pages, problems } = await open(t);
      const [page] = pages;
      await shows(page, 'status', 'signedOut');
      let sent = 0;
      page.on('request', (request) => {
        if (/InitiateAuth/.test(request.headers()['x-amz-target'] ?? '')) sent++;
      });
      await page.fill('#name', 'ada');
      await page.fill('#password', PASSWORD);
      await page.evaluate(() => {
        document.getElementById('sign-in').click();
        document.getElementById('sign-in').click();
        document.getElementById('unmount').click();
      });
      await shows(page, 'status', 'signedIn ada');
      await page.click('#unmount');
      await shows(page, 'busy', 'false');
      assert.equal(sent, 1);
      assert.deepEqual(problems, []);
    });

    if (server)
      test('markup of a server shows loading, and hydration finds no difference for a person who is signed in', async (t) => {
        const code = await bundle(server, alias, 'node');
        const folder = mkdtempSync(join(tmpdir(), 'frameworks-'));
        t.after(() => rmSync(folder, { recursive: true }));
        writeFileSync(join(folder, 'server.mjs'), code);
        const { render } = await import(pathToFileURL(join(folder, 'server.mjs')).href);
        markup = await render(ids);
        assert.match(markup, /loading/);
        const { pages, problems } = await open(t);
        const [page] = pages;
        await shows(page, 'status', 'signedOut');
        await signIn(page, 'ada');
        await shows(page, 'status', 'signedIn ada');
        await started(page, '/app-rendered', true);
        await shows(page, 'status', 'signedIn ada');
        assert.deepEqual(problems, []);
      });
  });
}
