// The auth proxy from the packed tarball in workerd: WebCrypto seals and verifies there, and wasm is imported statically.
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { blocks } from '../js/docs/blocks.mjs';
import { behind, localCognito } from '../js/server/processes.mjs';
import { Page } from '../js/server/world.mjs';
import { project } from '../packaging/installed.mjs';
import { below, leavesAndComesBack } from './journey.mjs';

const installed = fileURLToPath(new URL('./node_modules', import.meta.url));

let app;
let local;
before(async (t) => {
  local = await localCognito(t);
  app = project(t);
  // The Worker of docs/mount.md, as it is printed there.
  const worker = blocks('docs/mount.md').find(({ heading }) => heading === 'Cloudflare Workers');
  writeFileSync(join(app.folder, 'proxy-worker.mjs'), worker.code);
  copyFileSync(
    join(app.folder, 'node_modules/cognito-identity-wasm/dist/server.wasm'),
    join(app.folder, 'server.wasm'),
  );
});

describe('the auth proxy in workerd', () => {
  for (const [name, conditions] of [
    ['as a Worker of Cloudflare', ['workerd', 'worker']],
    ['as an edge function', ['edge-light']],
  ]) {
    test(name, async () => {
      const { Miniflare } = createRequire(join(installed, 'x.js'))('miniflare');
      const outfile = join(app.folder, `proxy-${conditions[0]}.mjs`);
      await build({
        entryPoints: [join(app.folder, 'proxy-worker.mjs')],
        outfile,
        bundle: true,
        format: 'esm',
        conditions,
        external: ['*.wasm', '*.wasm?module'],
      });
      const contents = readFileSync(outfile, 'utf8');
      const [, specifier] = contents.match(/from ?"([^"]*server\.wasm[^"]*)"/);
      const miniflare = new Miniflare({
        compatibilityDate: '2025-01-01',
        bindings: { AUTH_PROXY: JSON.stringify(below('', behind(local, 'cookie'))) },
        modules: [
          { type: 'ESModule', path: 'worker.mjs', contents },
          {
            type: 'CompiledWasm',
            path: specifier.replace('./', ''),
            contents: readFileSync(join(app.folder, 'server.wasm')),
          },
        ],
      });
      try {
        const page = new Page((url, { remoteAddress, ...init }) => miniflare.dispatchFetch(url, init));
        const signedIn = await page.signIn();
        assert.equal(signedIn.status, 200, signedIn.text);
        assert.ok(page.cookies.size > 0);
        assert.equal((await page.send('GET', '/user')).body.username, 'ada');
        assert.equal((await page.send('POST', '/sign-out', {})).status, 200);
        assert.equal((await page.send('GET', '/user')).status, 401);
        const send = (path, init) => miniflare.dispatchFetch(`https://auth.example.com${path}`, init);
        await leavesAndComesBack(send);
      } finally {
        await miniflare.dispose();
      }
    });
  }
});
