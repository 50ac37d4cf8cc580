// The modern face in Chromium: the same scenarios as in Node, on a page of one origin against a local Cognito of another.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { PACKAGE, startLocal } from '../js/local/server-process.mjs';
import { page as onlyOnPages } from '../js/modern/page-scenarios.mjs';
import { scenarios } from '../js/modern/scenarios/index.mjs';
import { launch } from './chromium.mjs';

const all = { ...scenarios, page: onlyOnPages };
const folder = fileURLToPath(new URL('../js/modern/', import.meta.url));

let browser;
let local;
let page;
let site;
const complaints = [];

/** Bundles package and scenarios as an application would: the package is found by its name, through its exports. */
async function bundle() {
  const modules = mkdtempSync(join(tmpdir(), 'modern-face-'));
  try {
    mkdirSync(join(modules, 'node_modules'));
    symlinkSync(PACKAGE, join(modules, 'node_modules/cognito-identity-wasm'));
    const contents = `
      import * as api from 'cognito-identity-wasm';
      import * as other from 'cognito-identity-wasm/dist/index.cjs';
      import { makeWorld } from './world.mjs';
      import { scenarios } from './scenarios/index.mjs';
      import { page } from './page-scenarios.mjs';
      const all = { ...scenarios, page };
      let world;
      globalThis.modern = {
        api,
        async prepare(settings) {
          world = makeWorld({ api, other, where: 'page', ...settings });
          await world.prepare();
        },
        run: async (subject, name) => {
          try {
            await all[subject][name](world);
          } catch (error) {
            return error?.stack ?? String(error);
          }
        },
      };`;
    // A second copy, as a page with two versions would have: the package's exports do not offer it.
    const secondCopy = {
      name: 'second-copy',
      setup: (on) => on.onResolve({ filter: /index\.cjs$/ }, () => ({ path: join(PACKAGE, 'dist/index.cjs') })),
    };
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      write: false,
      format: 'esm',
      minify: true,
      nodePaths: [join(modules, 'node_modules')],
      preserveSymlinks: true,
      plugins: [secondCopy],
    });
    return outputFiles[0].contents;
  } finally {
    rmSync(modules, { recursive: true });
  }
}

/** Serves the page, and an API that echoes what it was sent. */
async function serve(script) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const send = (type, body) => response.writeHead(200, { 'content-type': type }).end(body);
    if (request.url === '/modern.js') send('text/javascript', script);
    else if (request.url === '/echo') {
      const { authorization } = request.headers;
      send(
        'application/json',
        JSON.stringify({ method: request.method, authorization, body: Buffer.concat(chunks).toString() }),
      );
    } else if (request.url === '/')
      send('text/html', '<!doctype html><title>modern</title><body><script type="module" src="/modern.js"></script>');
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

before(async () => {
  [local, site, browser] = await Promise.all([
    startLocal(['--config', join(folder, 'local.config.json')]),
    bundle().then(serve),
    launch(),
  ]);
  page = await browser.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(site.origin);
  await page.waitForFunction(() => globalThis.modern);
  const custom = { userPoolId: local.userPoolId, clientId: local.clientId };
  await page.evaluate((settings) => globalThis.modern.prepare(settings), { endpoint: local.endpoint, custom });
});
after(async () => {
  await browser?.close();
  site?.server.close();
  await local?.stop();
});

const only = process.env.ONLY?.split(',');
for (const [subject, named] of Object.entries(all)) {
  if (only && !only.includes(subject)) continue;
  describe(subject, () => {
    for (const name of Object.keys(named)) {
      test(name, async () => {
        const failure = await page.evaluate(([subject, name]) => globalThis.modern.run(subject, name), [subject, name]);
        assert.equal(failure, undefined);
      });
    }
  });
}

test('nothing was left to the page’s own error handler', () => assert.deepEqual(complaints, []));
