// The packed tarball through every bundler that README names, with no configuration, run in Chromium.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { launch } from '../browser/chromium.mjs';
import { makePool, makeUser, startLocal } from '../js/local/server-process.mjs';
import { behind, localCognito } from '../js/server/processes.mjs';
import { pack } from '../packaging/installed.mjs';
import { expected } from '../runtimes/expected.mjs';
import { below, journey } from '../runtimes/journey.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const installed = join(here, 'node_modules');
const require = createRequire(join(installed, 'x.js'));
/** A tool from this folder's own node_modules. */
const tool = (name) => import(pathToFileURL(require.resolve(name)).href);
const PASSWORD = 'Correct-horse-1';

let work;
let local;
let pool;
let browser;
let people = 0;
before(async () => {
  // Beside the tools, so that tools which insist on one project folder find everything in it.
  work = mkdtempSync(join(here, 'work-'));
  const { tarball } = pack(work);
  const place = join(installed, 'cognito-identity-wasm');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', place]);
  [local, browser] = await Promise.all([startLocal(['--issuer', 'aws']), launch()]);
  pool = await makePool(local.endpoint);
});
after(async () => {
  await browser?.close();
  await local?.stop();
  if (work) rmSync(work, { recursive: true, force: true });
});

/** A project of one page, as somebody begins one. */
function app(name) {
  const folder = join(work, name);
  mkdirSync(folder);
  copyFileSync(join(here, 'page.html'), join(folder, 'index.html'));
  copyFileSync(join(here, 'main.mjs'), join(folder, 'main.mjs'));
  copyFileSync(join(here, '../runtimes/program.mjs'), join(folder, 'program.mjs'));
  return { folder, entry: join(folder, 'main.mjs'), out: join(folder, 'out') };
}

async function somebody() {
  const username = `mia${++people}`;
  await makeUser(local.endpoint, { userPoolId: pool.userPoolId, username, password: PASSWORD });
  return {
    endpoint: local.endpoint,
    userPoolId: pool.userPoolId,
    clientId: pool.clientId,
    username,
    password: PASSWORD,
  };
}

/** Opens the page and compares what its program came to. */
async function signsInAt(url, look) {
  const settings = await somebody();
  const page = await browser.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.stack));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.addInitScript((given) => Object.assign(globalThis, { settings: given }), settings);
  await page.goto(url);
  await page.waitForFunction(() => 'outcome' in globalThis).catch(() => assert.fail(complaints.join('\n')));
  assert.deepEqual(await page.evaluate(() => globalThis.outcome), expected(settings.username));
  await look?.(page);
  await page.close();
}

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Serves what a bundler wrote and signs in there. */
async function signsInFrom(folder, script) {
  if (script)
    writeFileSync(join(folder, 'index.html'), `<!doctype html><script type="module" src="${script}"></script>`);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = join(folder, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  try {
    await signsInAt(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.close();
  }
}

describe('Vite', () => {
  test('build', async () => {
    const { build } = await tool('vite');
    const { folder, out } = app('vite');
    await build({ root: folder, logLevel: 'error', configFile: false, build: { outDir: out } });
    await signsInFrom(out);
  });

  test('dev', async () => {
    const { createServer } = await tool('vite');
    const { folder } = app('vite-dev');
    const server = await createServer({
      root: folder,
      logLevel: 'error',
      configFile: false,
      server: { host: '127.0.0.1', port: 0 },
    });
    try {
      await server.listen();
      await signsInAt(server.resolvedUrls.local[0]);
    } finally {
      await server.close();
    }
  });
});

for (const [name, specifier] of [
  ['webpack', 'webpack'],
  ['Rspack', '@rspack/core'],
]) {
  test(name, async () => {
    const { default: bundler } = await tool(specifier);
    const { folder, entry, out } = app(name);
    const stats = await promisify(bundler)({ context: folder, entry, mode: 'production', output: { path: out } });
    assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }).errors, []);
    await signsInFrom(out, 'main.js');
  });
}

test('Rollup', async () => {
  const [{ rollup }, { default: resolve }] = await Promise.all([tool('rollup'), tool('@rollup/plugin-node-resolve')]);
  const { entry, out } = app('rollup');
  const bundle = await rollup({ input: entry, plugins: [resolve({ browser: true })] });
  await bundle.write({ dir: out, format: 'es' });
  await signsInFrom(out, 'main.js');
});

test('esbuild', async () => {
  const { entry, out } = app('esbuild');
  await esbuild.build({ entryPoints: [entry], outdir: out, bundle: true, minify: true, format: 'esm' });
  await signsInFrom(out, 'main.js');
});

test('Parcel', async () => {
  const { folder, out } = app('parcel');
  const cli = join(installed, 'parcel/lib/bin.js');
  await promisify(execFile)(
    process.execPath,
    [cli, 'build', 'index.html', '--dist-dir', out, '--cache-dir', join(folder, 'cache')],
    {
      cwd: folder,
    },
  );
  await signsInFrom(out);
});

describe('Next.js', () => {
  const ends = [];
  let origin;
  let server;
  before(async () => {
    const folder = join(work, 'next');
    cpSync(join(here, 'next'), folder, { recursive: true });
    copyFileSync(join(here, '../runtimes/program.mjs'), join(folder, 'program.mjs'));
    const cli = join(installed, 'next/dist/bin/next');
    const cognito = await localCognito({ after: (end) => ends.push(end) });
    const configuration = below('/api/auth', behind(cognito, 'cookie'));
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', AUTH_PROXY: JSON.stringify(configuration) };
    await promisify(execFile)(process.execPath, [cli, 'build'], { cwd: folder, env });
    server = spawn(process.execPath, [cli, 'start', '-H', '127.0.0.1', '-p', '0'], { cwd: folder, env });
    origin = await new Promise((settle, fail) => {
      let said = '';
      const listen = (text) => {
        said += text;
        const url = said.match(/http:\/\/127\.0\.0\.1:\d+/);
        if (url) settle(url[0]);
      };
      server.stdout.setEncoding('utf8').on('data', listen);
      server.stderr.setEncoding('utf8').on('data', listen);
      server.once('exit', () => fail(new Error(said)));
    });
  });
  after(async () => {
    server?.kill();
    for (const end of ends) await end();
  });

  test('the auth proxy as a route handler', () => journey(`${origin}/api/auth`));

  test('a server component and a client component', () =>
    signsInAt(origin, async (page) => assert.equal(await page.textContent('#server'), 'mia')));

  for (const [name, path] of [
    ['a route handler in Node', '/api/visit'],
    ['a route handler on the edge runtime', '/api/edge'],
  ]) {
    test(name, async () => {
      const settings = await somebody();
      const reply = await fetch(origin + path, { method: 'POST', body: JSON.stringify(settings) });
      assert.deepEqual(await reply.json(), expected(settings.username));
    });
  }

  test('a middleware', async () => {
    const accessToken = `e30.${btoa('{"username":"mia","exp":1}').replace(/=+$/, '')}.x`;
    const reply = await fetch(`${origin}/api/who`, { headers: { authorization: `Bearer ${accessToken}` } });
    assert.deepEqual(await reply.json(), { username: 'mia' });
  });
});

/** A project whose unit test imports the package. */
function unit(name, config) {
  const folder = join(work, name);
  cpSync(join(here, 'unit'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', ...config }));
  return folder;
}

test("Vitest's jsdom", async () => {
  const cli = join(installed, 'vitest/vitest.mjs');
  const flags = ['run', '--environment=jsdom', '--globals', '--root=.'];
  await promisify(execFile)(process.execPath, [cli, ...flags], { cwd: unit('vitest') });
});

test("Jest's jsdom", async () => {
  const folder = unit('jest', { type: 'commonjs', jest: { testEnvironment: 'jsdom', rootDir: '.' } });
  // As a transform would write it: without one, jest runs CommonJS.
  const file = join(folder, 'unit.test.js');
  const text = readFileSync(file, 'utf8').replace(/^import (.*) from ('.*');$/m, 'const $1 = require($2);');
  writeFileSync(file, text);
  await promisify(execFile)(process.execPath, [join(installed, 'jest/bin/jest.js')], { cwd: folder });
});
