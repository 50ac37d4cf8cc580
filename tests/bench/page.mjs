// A page that signs in, in Chromium: each package bundled by esbuild as an application would, from a server of one
// origin, against a local Cognito of another.
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launch } from '../browser/chromium.mjs';
import { PACKAGE } from '../js/local/server-process.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const OURS = JSON.stringify(resolve(PACKAGE, 'dist/index.js'));
const CLASSIC = 'CognitoUserPool, CognitoUser, AuthenticationDetails';

/** What a page imports to sign in. */
export const PAGES = {
  'cognito-identity-wasm, modern': {
    open: 'modern',
    source: `import { Pool, isAuthError } from ${OURS}; const package_ = { Pool, isAuthError };`,
  },
  'cognito-identity-wasm, drop-in': {
    open: 'classic',
    source: `import { ${CLASSIC} } from ${OURS}; const package_ = { ${CLASSIC} };`,
  },
  'amazon-cognito-identity-js': {
    open: 'classic',
    source: `import { ${CLASSIC} } from 'amazon-cognito-identity-js'; const package_ = { ${CLASSIC} };`,
  },
  '@aws-amplify/auth': {
    open: 'amplify',
    source: `import { signIn, fetchAuthSession } from '@aws-amplify/auth';
      import { cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
      import { Amplify } from '@aws-amplify/core';
      const package_ = { auth: { signIn, fetchAuthSession }, cognito: { cognitoUserPoolsTokenProvider }, core: { Amplify } };`,
  },
};

/** What a bundler makes of a module for a page, minified. */
export async function bundle(contents, more = {}) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    external: ['node:*'],
    // The incumbent asks for Node's name of it.
    define: { global: 'globalThis' },
    ...more,
  });
  return outputFiles[0].text;
}

/** The same with what signs in, and a clock around its evaluation. */
const measured = ({ source, open }) =>
  bundle(`${source}\nexport { package_ }; export { ${open} as open } from './clients.mjs';`, {
    banner: { js: 'const begunAt = performance.now();' },
    footer: { js: 'export const evaluation = performance.now() - begunAt;' },
  });

// Only a page that is isolated from other origins has a clock finer than a tenth of a millisecond.
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cache-control': 'max-age=600',
};

/**
 * Notes how long the main thread answers nothing. Messages to itself come back as soon as nothing else runs, so the time
 * between two is what a click would have waited; the browser's own `longtask` entries begin at 50 ms.
 */
function watch() {
  const gaps = [];
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
  observer.observe({ entryTypes: ['longtask'] });
  const { port1, port2 } = new MessageChannel();
  let last;
  port1.onmessage = () => {
    const now = performance.now();
    if (last !== undefined) gaps.push(now - last);
    last = now;
    port2.postMessage(0);
  };
  port2.postMessage(0);
  const settle = () => new Promise((done) => setTimeout(done, 60));
  globalThis.meter = async (work) => {
    await settle();
    gaps.length = 0;
    tasks.length = 0;
    const begin = performance.now();
    const result = await work();
    const ms = performance.now() - begin;
    // What was noted meanwhile, and the task that this runs in, which the next message closes.
    await new Promise((done) => setTimeout(done, 20));
    tasks.push(...observer.takeRecords().map((entry) => entry.duration));
    const longest = Math.max(...gaps);
    const blocked = gaps.reduce((sum, gap) => sum + Math.max(0, gap - 50), 0);
    return { result, ms, longest, blocked, longTasks: tasks.length, longestTask: Math.max(0, ...tasks) };
  };
}

/** What one fresh page measures; it runs in the page. */
async function visit({ url, given, laterPools }) {
  const { meter } = globalThis;
  // Into the HTTP cache: downloading is not what is measured.
  await (await fetch(url)).text();
  const loading = await meter(() => import(url));
  const { open, package_, evaluation } = loading.result;
  const timed = (call) => {
    const begin = performance.now();
    const value = call();
    return [performance.now() - begin, value];
  };
  const first = await meter(() => timed(() => open(package_, given)));
  const [firstPool, client] = first.result;
  const later = Array.from({ length: laterPools }, () => timed(() => open(package_, given))[0]);
  const strip = ({ result, ...numbers }) => numbers;
  const cold = strip(await meter(() => client.signIn()));
  await client.forget();
  const warm = strip(await meter(() => client.signIn()));
  return { loading: strip(loading), evaluation, firstPool, later, cold, warm };
}

/** Serves the bundles and starts a browser; `measure(name)` opens a fresh page each time. */
export async function startPages(given, names = Object.keys(PAGES)) {
  const scripts = new Map();
  const bundles = await Promise.all(names.map((name) => measured(PAGES[name])));
  for (const [index, text] of bundles.entries()) scripts.set(`/${index}.js`, text);
  const server = createServer(({ url }, reply) => {
    const script = scripts.get(url);
    reply.writeHead(200, { ...ISOLATED, 'content-type': script ? 'text/javascript' : 'text/html' });
    reply.end(script ?? '<!doctype html><title>bench</title><link rel="icon" href="data:,">');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const browser = await launch();
  return {
    async measure(name, laterPools = 20) {
      const context = await browser.newContext();
      try {
        const page = await context.newPage();
        await page.addInitScript(watch);
        await page.goto(`http://127.0.0.1:${server.address().port}/`);
        return await page.evaluate(visit, { url: `/${names.indexOf(name)}.js`, given, laterPools });
      } finally {
        await context.close();
      }
    },
    async stop() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
