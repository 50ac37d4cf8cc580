// The page on which the scenarios of the modern API run in a browser.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { PACKAGE } from '../js/local/server-process.mjs';
import { rounds } from '../js/rounds.mjs';

export const folder = fileURLToPath(new URL('../js/modern/', import.meta.url));

/** Bundles package and scenarios as an application would: an entry of the package is found by its name, through its exports. */
export async function bundle(entry = 'index') {
  const modules = mkdtempSync(join(tmpdir(), 'modern-api-'));
  try {
    mkdirSync(join(modules, 'node_modules'));
    symlinkSync(PACKAGE, join(modules, 'node_modules/cognito-identity-wasm'));
    const contents = `
      import * as api from 'cognito-identity-wasm${entry === 'index' ? '' : `/${entry}`}';
      import * as other from 'cognito-identity-wasm/cjs/${entry}.js';
      import { makeWorld } from './world.mjs';
      import { scenarios } from './scenarios/index.mjs';
      import { page } from './page-scenarios.mjs';
      const all = { ...scenarios, page };
      let world;
      const mount = async (ids) => {
        const reply = await fetch('/mount', { method: 'POST', body: JSON.stringify(ids) });
        return { proxy: await reply.text() };
      };
      globalThis.modern = {
        api,
        async prepare(settings) {
          const { custody } = settings;
          const proxied = custody && { mount, behind: ({ proxy }) => ({ proxy, custody }) };
          world = makeWorld({ api, other, where: 'page', ...settings, ...proxied });
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
      setup: (on) => on.onResolve({ filter: /\/cjs\/[\w-]+\.js$/ }, () => ({ path: join(PACKAGE, `cjs/${entry}.js`) })),
    };
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      write: false,
      format: 'esm',
      minify: true,
      banner: { js: `globalThis.TEST_ROUNDS = ${rounds};` },
      nodePaths: [join(modules, 'node_modules')],
      preserveSymlinks: true,
      plugins: [secondCopy],
    });
    return outputFiles[0].contents;
  } finally {
    rmSync(modules, { recursive: true });
  }
}

/** The main entry, bundled as an application would do it: a page that runs it has it as `client`. */
export async function bundleClient() {
  const contents = `import * as client from ${JSON.stringify(`${PACKAGE}/dist/index.js`)}; globalThis.client = client;`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: PACKAGE },
    bundle: true,
    write: false,
    format: 'esm',
    external: ['node:*'],
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

/** Serves the page under a policy, and an API that echoes what it was sent; `more` may take a request first. */
export async function serve(script, more = () => undefined, policy = '') {
  const server = createServer({ keepAliveTimeout: 75_000 }, async (request, response) => {
    if (await more(request, response)) return;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = policy ? { 'content-security-policy': policy } : {};
    const send = (type, body) => response.writeHead(200, { 'content-type': type, ...headers }).end(body);
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
