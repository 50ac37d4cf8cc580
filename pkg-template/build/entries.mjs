// Entries that are lists of names: both APIs under one roof, and the paths inside the incumbent that people import.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DEEP_PATHS, DROP_IN, ERRORS, LOGIN, MODERN, PLAIN, REACT_NATIVE_STORAGE } from './names.mjs';

/** Writes a file with its folders. */
export async function write(file, text) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** The entries that have both APIs, and how the files of the engine that each has end. */
const ENTRIES = { index: '', slim: '-slim', 'no-wasm': '-no-wasm', workerd: '-workerd', edge: '-edge' };

/**
 * What marks CommonJS that was an ES module, as the incumbent's does, where a spread takes it along: compilers then take the module as it
 * is, and tests replace its members.
 */
const MARK = `exports.__esModule = true;\n`;
/** The same in `src`, where the incumbent has its sources: as a compiler marks those, in no list of names. */
const SOURCE_MARK = `Object.defineProperty(exports, '__esModule', { value: true });\n`;
/** What `import all from` gives in Node, for whoever compiles that line to CommonJS; it is in no list of names. */
const DEFAULT = `Object.defineProperty(exports, 'default', { value: exports });\n`;

/** `.`, `./slim` and the like: both APIs. Files apart, so that a bundler leaves out the one that a page does not use. */
export async function writeEntries(out) {
  for (const [name, suffix] of Object.entries(ENTRIES)) {
    await write(join(out, 'dist', `${name}.js`), module(suffix));
    await write(join(out, 'cjs', `${name}.js`), required(`modern${suffix}`, `dropin${suffix}`));
  }
  for (const name of ['index', 'no-wasm']) {
    await write(join(out, 'dist/es2019', `${name}.js`), module(ENTRIES[name]));
  }
  await writeNode(out, 'node', 'index', [...ERRORS, ...MODERN, ...DROP_IN], true);
  await writeNode(out, 'proxy.node', 'proxy', [...ERRORS, ...MODERN], false);
  await writeNode(out, 'login.node', 'login', LOGIN, false);
  for (const [name, names] of Object.entries(PLAIN)) await writeNode(out, `${name}.node`, name, names, false);
  // Metro takes the CommonJS for both, so that both give the same classes.
  await write(join(out, 'cjs/react-native.js'), required('modern-no-wasm', 'dropin-react-native'));
  const all = [...ERRORS, ...MODERN, ...DROP_IN].join(', ');
  await write(join(out, 'dist/react-native.js'), `export { ${all}, default } from '../cjs/react-native.js';\n`);
  const storage = `export { MemoryStorage, StorageHelper } from '../cjs/dropin-react-native.js';\n`;
  await write(join(out, 'dist/dropin-react-native.js'), storage);
  await write(join(out, 'cjs/package.json'), `{ "type": "commonjs", "sideEffects": false }\n`);
}

/** An ES module of both APIs; its default is the drop-in API, which bundlers leave out where nobody takes it. */
const module = (suffix) => `export { ${ERRORS.join(', ')} } from './errors.js';
export { ${MODERN.join(', ')} } from './modern${suffix}.js';
${withDefault(DROP_IN, `./dropin${suffix}.js`)}`;

/** An ES module of these names, and of an object of them as its default. */
const withDefault = (names, from) => `import { ${names.join(', ')} } from '${from}';
export { ${names.join(', ')} };
export default { ${names.join(', ')} };
`;

/** CommonJS of both APIs, with plain properties, which tests replace. */
function required(modern, dropIn) {
  const from = (api, names) => names.map((name) => `exports.${name} = ${api}.${name};\n`).join('');
  const head = `'use strict';\nconst modern = require('./${modern}.js');\nconst dropin = require('./${dropIn}.js');\n`;
  return `${head}${MARK}${DEFAULT}${from('modern', [...ERRORS, ...MODERN])}${from('dropin', DROP_IN)}`;
}

/** Node's import: the same instance that `require` gives. */
export async function writeNode(out, name, from, names, hasDefault) {
  const head = `// Node's import: the same instance that \`require\` gives.\nimport all from '../cjs/${from}.js';\n\n`;
  const end = hasDefault ? 'export default all;\n' : '';
  await write(join(out, `dist/${name}.mjs`), `${head}export const { ${names.join(', ')} } = all;\n${end}`);
}

/** The incumbent's folders: `lib` and `src` as CommonJS, `es` as modules, and for Node as modules over CommonJS. */
export async function writeDeepPaths(out) {
  for (const [path, exports] of Object.entries(DEEP_PATHS)) await writeDeepPath(out, path, exports, 'dropin');
  await writeDeepPath(out, REACT_NATIVE_STORAGE.path, REACT_NATIVE_STORAGE.exports, 'dropin-react-native');
  for (const [folder, type] of [
    ['lib', 'commonjs'],
    ['src', 'commonjs'],
    ['es', 'module'],
  ]) {
    await write(join(out, folder, 'package.json'), `{ "type": "${type}", "sideEffects": false }\n`);
  }
  const internals = {
    main: '../lib/internals/index.js',
    module: '../es/internals/index.js',
    types: '../types/internals.d.ts',
    sideEffects: false,
  };
  await write(join(out, 'internals/package.json'), `${JSON.stringify(internals, null, 2)}\n`);
  await write(join(out, 'enhance-rn.js'), `export * from './cjs/react-native.js';\n`);
}

async function writeDeepPath(out, path, exports, bundle) {
  const up = '../'.repeat(path.split('/').length);
  const pairs = Object.entries(exports);
  // The index alone has no default of its own, and Node gives it one.
  const isIndex = path === 'index';
  const cjs = `'use strict';\nconst all = require('${up}cjs/${bundle}.js');\n${MARK}${isIndex ? DEFAULT : ''}${pairs
    .map(([name, ours]) => `exports.${name} = all.${ours};\n`)
    .join('')}`;
  const esm = isIndex
    ? withDefault(Object.values(exports), `${up}dist/${bundle}.js`)
    : pairs.map(([name, ours]) => `export { ${ours} as ${name} } from '${up}dist/${bundle}.js';\n`).join('');
  const node = `import all from '${up}cjs/${bundle}.js';\n${pairs
    .map(([name, ours]) =>
      name === 'default' ? `export default all.${ours};\n` : `export const ${name} = all.${ours};\n`,
    )
    .join('')}`;
  const whole = `import all from '../lib/index.js';\n\nexport const { ${Object.keys(exports).join(', ')} } = all;\nexport default all;\n`;
  await write(join(out, 'lib', `${path}.js`), cjs);
  await write(join(out, 'src', `${path}.js`), cjs.replace(MARK, SOURCE_MARK));
  await write(join(out, 'es', `${path}.js`), esm);
  await write(join(out, 'es', `${path}.mjs`), isIndex ? whole : node);
}
