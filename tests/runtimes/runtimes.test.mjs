// The packed tarball on every runtime that README names, with the same program.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { makePool, makeUser, startLocal } from '../js/local/server-process.mjs';
import { project } from '../packaging/installed.mjs';
import { expected } from './expected.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const installed = join(here, 'node_modules');
const PASSWORD = 'Correct-horse-1';

let local;
let pool;
let app;
let people = 0;
before(async (t) => {
  local = await startLocal();
  pool = await makePool(local.endpoint);
  app = project(t);
  for (const file of ['program.mjs', 'main.mjs', 'worker.mjs']) copyFileSync(join(here, file), join(app.folder, file));
});
after(() => local?.stop());

/** A person of the runtime's own, because the program changes the password. */
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

async function visitBy(program, flags, file = 'main.mjs') {
  const settings = await somebody();
  const { stdout } = await promisify(execFile)(program, [...flags, file, JSON.stringify(settings)], {
    cwd: app.folder,
    timeout: 120_000,
  });
  assert.deepEqual(JSON.parse(stdout), expected(settings.username));
}

describe('Node', () => {
  for (const version of [20, 22, 24]) {
    const program = join(installed, `node-${version}`, 'bin', 'node');
    const skip = () => (existsSync(program) ? false : 'no Node of this version for this platform');

    test(`${version}, as an ES module`, async (t) => {
      if (skip()) return t.skip(skip());
      await visitBy(program, []);
    });

    test(`${version}, as CommonJS`, async (t) => {
      if (skip()) return t.skip(skip());
      await build({
        entryPoints: [join(app.folder, 'main.mjs')],
        outfile: join(app.folder, 'main.cjs'),
        bundle: true,
        format: 'cjs',
        platform: 'node',
        external: ['cognito-identity-wasm'],
      });
      await visitBy(program, [], 'main.cjs');
    });
  }
});

test('Deno', () => visitBy(join(installed, 'deno', 'bin.cjs'), ['run', '--allow-net', '--allow-read', '--allow-env']));

test('Bun', () => visitBy(join(installed, '@oven', `bun-${process.platform}-${process.arch}`, 'bin', 'bun'), []));

describe('workerd', () => {
  for (const [name, conditions] of [
    ['as a Worker of Cloudflare', ['workerd', 'worker']],
    ['as an edge function', ['edge-light']],
  ]) {
    test(name, async () => {
      const { Miniflare } = createRequire(join(installed, 'x.js'))('miniflare');
      const outfile = join(app.folder, `${conditions[0]}.mjs`);
      await build({
        entryPoints: [join(app.folder, 'worker.mjs')],
        outfile,
        bundle: true,
        format: 'esm',
        conditions,
        external: ['*.wasm', '*.wasm?module'],
      });
      const wasm = join(app.folder, 'node_modules/cognito-identity-wasm/dist/client.wasm');
      const [, specifier] = readFileSync(outfile, 'utf8').match(/from ?"([^"]*client\.wasm[^"]*)"/);
      const miniflare = new Miniflare({
        compatibilityDate: '2025-01-01',
        modules: [
          { type: 'ESModule', path: 'worker.mjs', contents: readFileSync(outfile, 'utf8') },
          { type: 'CompiledWasm', path: specifier.replace('./', ''), contents: readFileSync(wasm) },
        ],
      });
      try {
        const settings = await somebody();
        const reply = await miniflare.dispatchFetch('http://worker.test/', {
          method: 'POST',
          body: JSON.stringify(settings),
        });
        assert.deepEqual(await reply.json(), expected(settings.username));
      } finally {
        await miniflare.dispose();
      }
    });
  }
});
