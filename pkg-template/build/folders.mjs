// What lies in the package beside the bundles: typings, folders for resolvers that know no `exports`, documents.
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { write } from './entries.mjs';
import { PLAIN } from './names.mjs';

/** The typings twice: a `.d.ts` speaks of an ES module, and `require` wants a `.d.cts`. */
export async function writeTypings(from, out) {
  for (const name of await readdir(from)) {
    const text = await readFile(join(from, name), 'utf8');
    await write(join(out, 'types', name), text);
    await write(join(out, 'types', name.replace(/\.d\.ts$/, '.d.cts')), text.replaceAll(`.js'`, `.cjs'`));
  }
}

/** What a folder's `package.json` names besides `main` and `types`; Metro looks no further, whatever the package exports. */
const FORWARDERS = {
  slim: { 'react-native': '../cjs/react-native.js' },
  'no-wasm': { module: '../dist/es2019/no-wasm.js', 'react-native': '../cjs/react-native.js' },
  proxy: { module: '../dist/es2019/proxy.js', 'react-native': '../cjs/proxy-no-wasm.js' },
  login: { module: '../dist/es2019/login.js', 'react-native': '../cjs/login-no-wasm.js' },
  ...Object.fromEntries(Object.keys(PLAIN).map((name) => [name, { module: `../dist/es2019/${name}.js` }])),
  local: {},
  server: {},
};

/** Folders for resolvers that know no `exports`. */
export async function writeForwarders(out) {
  for (const [name, more] of Object.entries(FORWARDERS)) {
    const fields = { main: `../cjs/${name}.js`, ...more, types: `../types/${name}.d.ts`, sideEffects: false };
    await write(join(out, name, 'package.json'), `${JSON.stringify(fields, null, 2)}\n`);
  }
  const behindProxy = {
    main: '../../cjs/proxy-login.js',
    module: '../../dist/es2019/proxy-login.js',
    'react-native': '../../cjs/proxy-login.js',
    types: '../../types/proxy-login.d.ts',
    sideEffects: false,
  };
  await write(join(out, 'proxy/login/package.json'), `${JSON.stringify(behindProxy, null, 2)}\n`);
  const login = {
    main: '../../cjs/login-no-wasm.js',
    module: '../../dist/es2019/login-no-wasm.js',
    'react-native': '../../cjs/login-no-wasm.js',
    types: '../../types/login.d.ts',
    sideEffects: false,
  };
  await write(join(out, 'no-wasm/login/package.json'), `${JSON.stringify(login, null, 2)}\n`);
}

const DOCUMENTS = [
  'package.json',
  'README.md',
  'DEVIATIONS.md',
  'PROXY.md',
  'openapi.json',
  'proxy-config.schema.json',
];

export async function copyDocuments(template, root, out) {
  for (const file of DOCUMENTS) await copyFile(join(template, file), join(out, file));
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE']) await copyFile(join(root, file), join(out, file));
}

/** Lets the helper of esbuild's that defines exports pass over what a page has put on `Object.prototype`. */
export async function makeTolerant(folder) {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.js')) continue;
    const text = await readFile(join(folder, name), 'utf8');
    // No source of ours has such a loop, so the first of either spelling is the helper's.
    const tolerant = text
      .replace(/for \(var (\w+) in (\w+)\)/, 'for (var $1 of Object.keys($2))')
      .replace(/for\(var (\w+) in (\w+)\)/, 'for(var $1 of Object.keys($2))');
    if (tolerant !== text) await writeFile(join(folder, name), tolerant);
  }
}
