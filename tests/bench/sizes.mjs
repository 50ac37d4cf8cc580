// What a page downloads to sign in by SRP: each package's import, bundled and minified by esbuild, then compressed.
//
//   node tests/bench/sizes.mjs [--markdown | --json]
//
// `cargo xtask size` has our own imports in more detail, and the budgets.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundle, PAGES } from './page.mjs';
import { show, table } from './stats.mjs';

const imports = {
  ...PAGES,
  'cognito-srp-helper, the maths alone': {
    source: `import * as package_ from 'cognito-srp-helper';
      const { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } = package_;`,
    used: '{ createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth }',
  },
};
const brotli = (text) =>
  brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
  }).length;

const sizes = [];
for (const [name, { source, used = 'package_' }] of Object.entries(imports)) {
  const text = await bundle(`${source}\nconsole.log(${used});`);
  sizes.push({ name, raw: text.length, gzip: gzipSync(text, { level: 9 }).length, brotli: brotli(text) });
}
const kB = (bytes) => (bytes / 1000).toFixed(1);
table(
  'What a page downloads to sign in by SRP (esbuild, minified), kB',
  ['', 'raw', 'gzip', 'brotli', 'times ours'],
  sizes.map(({ name, raw, gzip, brotli }) => [name, kB(raw), kB(gzip), kB(brotli), show(brotli / sizes[0].brotli)]),
);
