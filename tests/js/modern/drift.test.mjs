// The drift of a stored session is read in two places: by Rust, which decides when to refresh (tests/core/session.rs), and by the
// session that a page holds, which must not outlast that.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const generated = join(root, process.env.CARGO_TARGET_DIR ?? 'target', 'package');
const GLUE = 'export const isValid = (_, drift) => { globalThis.drift = drift; }; export const makeSession = String;';

let open;
before(async () => {
  const glue = {
    name: 'glue',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^client-glue$/ }, ({ path }) => ({ path, namespace: 'glue' }));
      onLoad({ filter: /.*/, namespace: 'glue' }, () => ({ contents: GLUE }));
    },
  };
  const { outputFiles } = await build({
    stdin: {
      contents: "export { SessionHeld } from './session.ts'; export { Decoded } from './token.ts';",
      resolveDir: join(root, 'pkg-template/src/client'),
    },
    alias: {
      'client-contract': join(generated, 'client-contract.js'),
      'client-methods': join(generated, 'client-methods.js'),
      'client-on-demand': join(root, 'pkg-template/src/client/on-demand-here.ts'),
      'client-rest': join(root, 'pkg-template/src/client/rest.ts'),
      'client-service': join(root, 'pkg-template/src/client/settings.ts'),
    },
    plugins: [glue],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  });
  const url = `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`;
  const { Decoded, SessionHeld } = await import(url);
  open = (tokens) => new SessionHeld(tokens, new Decoded(false));
});

test('a drift of unknown origin is read so that tokens end sooner, and ours as it says', () => {
  for (const [stored, drift] of [
    ['3600s', 3600],
    ['-3600s', -3600],
    ['3600', -3.6],
    ['-3600', -3600],
    ['3600000', -3600],
    ['-3600000', -3_600_000],
    ['0', 0],
    ['x', 0],
    ['s', 0],
    ['', 0],
    [undefined, 0],
  ]) {
    open({ refreshToken: 'r', ...(stored !== undefined && { clockDrift: stored }) }).isFresh();
    assert.equal(globalThis.drift + 0, drift, stored);
  }
});
