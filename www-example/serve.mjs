// Serves the example page on this machine: bundles it once, then answers from memory under a strict policy.
//
//   node www-example/serve.mjs --cognito http://127.0.0.1:9400 --pool local_demo --client demo --port 8080
//
// Without --cognito it is a page for a real pool; without --pool and --client the page asks for them.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { APP_NAMES, appFiles } from './server/apps.mjs';
import { mountProxies, PROXIES } from './server/auth.mjs';
import { loginOf, register } from './server/login.mjs';
import { packageFolder } from './server/package.mjs';
import { seededPeople } from './server/people.mjs';
import { policy } from './server/policy.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

const { values: options } = parseArgs({
  options: {
    cognito: { type: 'string', default: '' },
    pool: { type: 'string', default: '' },
    client: { type: 'string', default: '' },
    port: { type: 'string', default: '8080' },
    config: { type: 'string', default: path.join(here, 'local.json') },
  },
});

const APP = new RegExp(`^/(${APP_NAMES.join('|')})(/.*)$`);

/** The page and the package in two files: a script and a style sheet. */
async function bundle() {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: { main: 'src/main.ts', style: 'src/styles/main.css' },
    outdir: '/',
    entryNames: '[name]',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['chrome114', 'safari16.4', 'firefox102'],
    conditions: ['browser'],
    alias: { 'cognito-identity-wasm': packageFolder },
    logLevel: 'warning',
  });
  return new Map(outputFiles.map((file) => [file.path, file.text]));
}

const outputs = await bundle();
const proxies = options.pool && options.client ? await mountProxies(options) : new Map();
/** The apps that have managed login, by their paths. */
const LOGIN = ['/', '/react/', '/vue/'];
const files = new Map([
  ['/', ['text/html', await readFile(path.join(here, 'index.html'), 'utf8')]],
  ['/icon.svg', ['image/svg+xml', await readFile(path.join(here, 'icon.svg'), 'utf8')]],
  ['/main.js', ['text/javascript', outputs.get('/main.js')]],
  ['/main.css', ['text/css', outputs.get('/style.css')]],
]);

/** What the page is told: the service that it was started for, and who is there to try it with. */
async function served() {
  const { cognito, pool, client } = options;
  if (!pool || !client) return { settings: null, people: [], proxy: null, login: null };
  const settings = { userPoolId: pool, clientId: client, endpoint: cognito };
  if (!cognito) return { settings, people: [], proxy: PROXIES, login: null };
  const [people, login] = await Promise.all([seededPeople(options.config), loginOf(cognito, pool, client)]);
  return { settings, people, proxy: PROXIES, login };
}

/** A file of the plain page, or of an app under its own path; the icon and the settings are everybody's. */
async function find(pathname) {
  const [, app, rest] = APP.exec(pathname) ?? [];
  if ((rest ?? pathname) === '/served.json') return ['application/json', JSON.stringify(await served())];
  if (rest === '/icon.svg') return files.get(rest);
  return app ? (await appFiles(app, packageFolder)).get(pathname) : files.get(pathname);
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const proxy = proxies.get(`/${url.pathname.split('/')[1]}`);
  if (proxy) return proxy(request, response);
  let found;
  try {
    found = await find(url.pathname);
  } catch (error) {
    console.error(error);
    found = undefined;
  }
  const [type, text] = found ?? [];
  const known = text !== undefined && (request.method === 'GET' || request.method === 'HEAD');
  response.writeHead(known ? 200 : 404, {
    'Content-Type': `${type ?? 'text/plain'}; charset=utf-8`,
    'Content-Security-Policy': policy(options, url),
    'Cache-Control': 'no-store',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : (text ?? 'There is nothing here.'));
});

server.listen(Number(options.port), '127.0.0.1', async () => {
  // Browsers take the proxy's Secure cookies over http from this name alone.
  const url = `http://localhost:${server.address().port}/`;
  if (options.cognito && options.pool && options.client) {
    const addresses = LOGIN.map((path) => new URL(path, url).href);
    const lists = { CallbackURLs: addresses, LogoutURLs: addresses };
    await register(options.cognito, options.pool, options.client, lists);
  }
  console.log(JSON.stringify({ url }));
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
