// The bundles: one engine each, in each of the formats that tools read.
import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { INTERNAL } from './names.mjs';

/**
 * The formats of a bundle: where it goes, and for whom. CommonJS and `es2019` are what bundlers of before 2021 parse; the former
 * lies in a folder that says what it is, because some tools take a `.cjs` for an asset.
 */
const FORMATS = {
  esm: { folder: 'dist', target: 'es2022', options: { format: 'esm', platform: 'neutral' } },
  cjs: { folder: 'cjs', target: 'es2019', options: { format: 'cjs', platform: 'node', tsconfigRaw: assigned() } },
  es2019: {
    folder: 'dist/es2019',
    target: 'es2019',
    options: { format: 'esm', platform: 'neutral', tsconfigRaw: assigned() },
  },
};

/** Fields that are assigned: where esbuild defines one of a constructor's parameters in older JavaScript, its short name is forgotten. */
function assigned() {
  return { compilerOptions: { useDefineForClassFields: false, alwaysStrict: true } };
}

/** Where the wasm lies, as the files of a format see it. */
const TO_WASM = { esm: './', cjs: '../dist/', es2019: '../' };

/** The bundles of pages: the suffix of their files, where the engine comes from, and the formats. */
const OF_PAGES = [
  { suffix: '', source: 'inline', entry: 'default', formats: ['esm', 'cjs', 'es2019'] },
  { suffix: '-no-wasm', source: 'none', entry: 'no-wasm', formats: ['esm', 'cjs', 'es2019'] },
  { suffix: '-slim', source: 'slim', entry: 'slim', formats: ['esm', 'cjs'] },
  { suffix: '-workerd', source: 'workerd', entry: 'workerd', formats: ['esm', 'cjs'] },
  { suffix: '-edge', source: 'workerd', entry: 'workerd', formats: ['esm', 'cjs'], query: '?module' },
];

/** What the bundles of pages load when it is needed, by engine: `client/<name>.ts`, a file apart in the package. */
const APART = { client: ['rest', 'on-demand'], proxy: ['on-demand'] };

/** Entries without an engine: where their sources are, and the framework that the app brings. */
const PLAIN = {
  messages: { source: 'messages/index.ts', external: [] },
  react: { source: 'frameworks/react.ts', external: ['react'], banner: { js: '"use client";' } },
  storage: { source: 'storage/index.ts', external: [] },
  vue: { source: 'frameworks/vue.ts', external: ['vue'] },
};

/** What every build is told. */
const EVERY = { bundle: true, legalComments: 'none', logLevel: 'warning' };

/** Bundles everything; `paths` says where the sources, the generated modules and the package are. */
export async function bundle(paths) {
  const { source, generated, out } = paths;
  const fileOf = (...parts) => join(source, ...parts);

  const common = {
    ...EVERY,
    // In CommonJS there is no `import.meta`, and the code that asks for it looks first. Numbers go by `BigInt('…')` where a parser knows no literals.
    logOverride: { 'empty-import-meta': 'silent', bigint: 'silent' },
  };
  const shared = {
    ...Object.fromEntries(
      ['client', 'proxy', 'dropin', 'login', 'local', 'server'].flatMap((engine) => [
        [`${engine}-glue`, join(generated, engine, `${engine}_bg.js`)],
        [`${engine}-inline`, join(generated, engine, `${engine}_inline.js`)],
      ]),
    ),
    'client-host': fileOf('client/index.ts'),
    'login-host': fileOf('login/turn.ts'),
    'client-rest': fileOf('client/rest.ts'),
    'client-on-demand': fileOf('client/on-demand-here.ts'),
    'client-methods': join(generated, 'client-methods.js'),
    'client-contract': join(generated, 'client-contract.js'),
    'engine-text': fileOf('engine/text.ts'),
  };

  /** One bundle in one format; `isInternal` makes members short. */
  const make = async ({ alias = {}, format, name, isInternal = false, ...options }) => {
    const { folder, target, options: flavour } = FORMATS[format];
    const file = join(out, folder, `${name}.js`);
    const short = { mangleProps: new RegExp(`^(?:${Object.keys(INTERNAL).join('|')})$`), mangleCache: INTERNAL };
    await build({
      ...common,
      ...flavour,
      target,
      alias: { ...shared, ...alias },
      outfile: file,
      ...(isInternal ? short : {}),
      ...options,
    });
    if (!options.external?.includes('*/errors.js')) return;
    // esbuild keeps the path of an external file as the source wrote it.
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('"../errors.js"', '"./errors.js"'));
  };

  /** Where a bundle imports an engine's wasm from. */
  const wasmOf = (engine, format, query = '') => `${TO_WASM[format]}${engine}.wasm${query}`;

  /** In ES modules the errors are a file apart: who asks `isAuthError` alone loads no engine. */
  const errorsApart = (format) => (format === 'cjs' ? [] : ['*/errors.js']);

  /**
   * Which stand-ins for the platform a build brings along. One without WebAssembly runs where more is missing; CommonJS is what test
   * runners load, whose windows lack `fetch` and more.
   */
  const platform = (isWithout, format) => {
    const define = { NO_WASM: String(isWithout) };
    if (isWithout) return { define, inject: [fileOf('no-wasm/platform.ts')] };
    if (format !== 'cjs') return { define };
    return { define: { ...define, 'globalThis.crypto': 'platformCrypto' }, inject: [fileOf('cjs/platform.ts')] };
  };

  /** Which engine the drop-in API has, and where it keeps tokens when nobody says where. */
  const dropInAlias = (from, storage = 'storage-helper') => ({
    'dropin-source': fileOf(`dropin/source/${from}.ts`),
    'dropin-engine': fileOf(`dropin/${from === 'none' ? 'engine-bigint' : 'engine'}.ts`),
    'dropin-storage': fileOf(`dropin/${storage}.ts`),
  });

  /** Which engine a build of the modern API has, and whom its pools can ask. */
  const modernAlias = (engine, isTwin) => {
    const name = isTwin ? `${engine}-twin` : engine;
    const code = isTwin ? 'js' : 'inline';
    return {
      'client-service': fileOf(`client/${engine === 'client' ? 'settings' : engine}.ts`),
      'client-glue': join(generated, name, `${name}_bg.js`),
      [isTwin ? 'client-twin' : 'client-inline']: join(generated, name, `${name}_${code}.js`),
    };
  };

  /** The modern API on one of its engines. */
  const modern = (kind, engine, format) => {
    const wasm = wasmOf(engine, format, kind.query);
    const name = `${engine === 'client' ? 'modern' : 'proxy'}${kind.suffix}`;
    const apart = kind.source === 'inline' && format !== 'cjs' ? APART[engine] : [];
    return make({
      format,
      name,
      isInternal: true,
      entryPoints: [fileOf(`entry/${kind.entry}.ts`)],
      alias: {
        ...modernAlias(engine, kind.source === 'none'),
        'client-wasm': wasm,
        ...Object.fromEntries(apart.map((name) => [`client-${name}`, fileOf(`client/${name}-apart.ts`)])),
      },
      external: [wasm, ...errorsApart(format), ...apart.map((name) => `./${name}.js`)],
      ...platform(kind.source === 'none', format),
    });
  };

  /** Managed login, which works on a pool of any bundle. */
  const login = (kind, format) => {
    const isTwin = kind.source === 'none';
    const engine = isTwin ? 'login-twin' : 'login';
    const wasm = wasmOf('login', format, kind.query);
    return make({
      format,
      name: `login${kind.suffix}`,
      isInternal: true,
      entryPoints: [fileOf(`login/${kind.entry}.ts`)],
      alias: {
        'client-methods': join(generated, 'login-methods.js'),
        'login-glue': join(generated, engine, `${engine}_bg.js`),
        'login-twin': join(generated, 'login-twin/login-twin_js.js'),
        // None of it is left: a login works on a pool that is there.
        'client-service': fileOf('client/settings.ts'),
        'login-wasm': wasm,
      },
      external: [wasm, ...errorsApart(format)],
      ...platform(isTwin, format),
    });
  };

  /** Managed login behind an auth proxy: no engine, for the proxy decides; so it is one file for pages with and without WebAssembly. */
  const proxyLogin = (format) => {
    const { define, ...rest } = platform(false, format);
    return make({
      format,
      name: 'proxy-login',
      isInternal: true,
      entryPoints: [fileOf('proxy-login/index.ts')],
      alias: { 'client-methods': fileOf('proxy-login/methods.ts'), 'client-service': fileOf('client/proxy.ts') },
      external: errorsApart(format),
      ...rest,
      define: { ...define, NO_WASM: 'true' },
    });
  };

  /** The drop-in API. */
  const dropIn = (kind, format) => {
    const wasm = wasmOf('dropin', format, kind.query);
    return make({
      format,
      name: `dropin${kind.suffix}`,
      entryPoints: [fileOf('entry/dropin.ts')],
      alias: { ...dropInAlias(kind.source), 'dropin-wasm': wasm },
      external: [wasm],
      ...platform(kind.source === 'none', format),
    });
  };

  /** An entry for servers and tests: a folder of the sources with an `index.ts`, and more where there is more. */
  const sideEntry = async (engine) => {
    const external = ['node:*'];
    for (const format of ['esm', 'cjs']) {
      await make({ format, name: engine, entryPoints: [fileOf(engine, 'index.ts')], external });
    }
    const workers = fileOf(engine, 'workerd.ts');
    if (existsSync(workers)) {
      for (const [name, query] of [
        ['workerd', ''],
        ['edge', '?module'],
      ]) {
        for (const format of ['esm', 'cjs']) {
          const wasm = wasmOf(engine, format, query);
          await make({
            format,
            name: `${engine}.${name}`,
            entryPoints: [workers],
            alias: { [`${engine}-wasm`]: wasm },
            external: [wasm, ...external],
          });
        }
      }
      await cp(join(generated, engine, `${engine}.wasm`), join(out, `dist/${engine}.wasm`));
    }
    const program = fileOf(engine, 'cli.ts');
    if (!existsSync(program)) return;
    await build({
      ...common,
      format: 'esm',
      platform: 'node',
      target: 'es2022',
      alias: shared,
      entryPoints: [program],
      banner: { js: '#!/usr/bin/env node' },
      external: ['cognito-identity-wasm/*'],
      outfile: join(out, 'bin/cli.mjs'),
    });
  };

  const apart = ['esm', 'es2019'].flatMap((format) =>
    APART.client.map((name) =>
      make({
        format,
        name,
        isInternal: true,
        entryPoints: [fileOf(`client/${name}.ts`)],
        external: errorsApart(format),
        ...platform(false, format),
      }),
    ),
  );
  const plain = Object.entries(PLAIN).flatMap(([name, { external, source, ...options }]) =>
    Object.keys(FORMATS).map((format) =>
      make({
        format,
        name,
        entryPoints: [fileOf(source)],
        external: [...external, ...errorsApart(format)],
        ...options,
      }),
    ),
  );
  const errors = ['esm', 'es2019'].map((format) =>
    make({ format, name: 'errors', entryPoints: [fileOf('errors.ts')] }),
  );
  const ofPages = OF_PAGES.flatMap((kind) =>
    kind.formats.flatMap((format) => [
      modern(kind, 'client', format),
      ...(kind.source === 'slim' ? [] : [modern(kind, 'proxy', format), login(kind, format)]),
      dropIn(kind, format),
    ]),
  );
  const behindProxy = ['esm', 'cjs', 'es2019'].map(proxyLogin);
  // Metro sees a `require` in CommonJS alone.
  const native = make({
    format: 'cjs',
    name: 'dropin-react-native',
    entryPoints: [fileOf('entry/dropin.ts')],
    alias: dropInAlias('none', 'storage-helper-rn'),
    external: ['@react-native-async-storage/async-storage'],
    ...platform(true),
  });
  const copies = ['client', 'proxy', 'dropin', 'login'].map((engine) =>
    cp(join(generated, engine, `${engine}.wasm`), join(out, `dist/${engine}.wasm`)),
  );
  await Promise.all([
    ...errors,
    ...apart,
    ...plain,
    ...ofPages,
    ...behindProxy,
    native,
    ...copies,
    sideEntry('local'),
    sideEntry('server'),
  ]);
}

/** The files for pages without a build: each API whole, as a module, and as a script with a global of its own. */
export async function bundleForPages(out, scripts) {
  for (const { file, from, names, global } of scripts) {
    await build({
      ...EVERY,
      target: 'es2022',
      platform: 'neutral',
      minify: basename(file).includes('.min.'),
      stdin: {
        contents: from.map(([module, some]) => `export { ${some.join(', ')} } from '${module}';`).join('\n'),
        resolveDir: join(out, 'dist'),
      },
      outfile: join(out, 'dist', file),
      ...(global === undefined ? { format: 'esm' } : script(global, names)),
    });
  }
}

/** A module for loaders that ask for one, and a global otherwise: a plain object with these names. */
const script = (global, names) => ({
  format: 'iife',
  globalName: 'all',
  banner: {
    js: `(function (root, make) { if (typeof module === 'object' && module.exports) module.exports = make(); else if (typeof define === 'function' && define.amd) define([], make); else root.${global} = make(); })(typeof self === 'undefined' ? this : self, function () { 'use strict';`,
  },
  footer: {
    js: `return Object.defineProperty({ ${names.map((name) => `${name}: all.${name}`).join(', ')} }, '__esModule', { value: true }); });`,
  },
});
