import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { project, root } from './installed.mjs';

const INCUMBENT = [
  ...['AuthenticationDetails', 'AuthenticationHelper', 'CognitoAccessToken', 'CognitoIdToken', 'CognitoRefreshToken'],
  ...['CognitoUser', 'CognitoUserAttribute', 'CognitoUserPool', 'CognitoUserSession', 'CookieStorage', 'DateHelper'],
  ...['appendToCognitoUserAgent', 'WordArray'],
];
const NAMES = ['AuthError', 'Pool', 'Session', 'User', 'isAuthError', 'ready', ...INCUMBENT, 'configure'];
/** The paths inside amazon-cognito-identity-js that people import. */
const DEEP = [
  ...INCUMBENT.filter((name) => !/^(?:append|WordArray)/.test(name)),
  ...['BigInteger', 'Client', 'CognitoJwtToken', 'StorageHelper', 'UserAgent', 'index', 'internals/index'],
  ...['Platform/constants', 'Platform/index', 'Platform/version', 'utils/WordArray', 'utils/cryptoSecureRandomInt'],
  'StorageHelper-rn',
];
/** Untyped, as they are in the incumbent. */
const DROPIN_PATHS = [
  ...['lib', 'src', 'es'].flatMap((folder) => ['', '/internals', '/Platform'].map((path) => `./${folder}${path}`)),
  ...['', '.js', '.min', '.min.js'].map((end) => `./dist/amazon-cognito-identity${end}`),
  ...['./enhance-rn', './enhance-rn.js'],
];
/** The entries without an engine. */
const PLAIN = ['messages', 'react', 'storage', 'vue'];
const POOL = `new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc', storage: 'memory' })`;
let app;
before((t) => {
  app = project(t);
});

test('the tarball holds exactly these files', () => {
  const each = (folder, names, ...endings) => names.flatMap((name) => endings.map((end) => `${folder}/${name}${end}`));
  const inBoth = (...names) => names.flatMap((name) => [`dist/${name}.js`, `cjs/${name}.js`]);
  const dist = [
    ...inBoth('index', 'slim', 'no-wasm', 'workerd', 'edge', 'react-native', 'dropin-react-native'),
    ...['', '-slim', '-no-wasm', '-workerd', '-edge'].flatMap((end) => inBoth(`modern${end}`, `dropin${end}`)),
    ...inBoth('proxy', 'proxy-no-wasm', 'proxy-workerd', 'proxy-edge'),
    ...['dist/errors.js', 'dist/node.mjs', 'dist/proxy.node.mjs', 'cjs/package.json'],
    ...each(
      'dist/es2019',
      ['', '-no-wasm'].flatMap((end) => [`modern${end}`, `dropin${end}`, `proxy${end}`]),
      '.js',
    ),
    ...each('dist/es2019', ['errors', 'index', 'no-wasm'], '.js'),
    ...each('dist', ['modern', 'proxy', 'dropin', 'login', 'proxy-login', 'cognito-identity'], '.min.js'),
    ...each('dist', ['client', 'dropin', 'login', 'proxy'], '.wasm'),
    ...inBoth('login', 'login-no-wasm', 'login-workerd', 'login-edge'),
    ...each('dist/es2019', ['login', 'login-no-wasm'], '.js'),
    'dist/login.node.mjs',
    ...inBoth('proxy-login', ...PLAIN),
    ...each('dist/es2019', [...PLAIN, 'on-demand', 'rest'], '.js'),
    ...each('dist', ['on-demand', 'rest'], '.js'),
    ...each('dist', PLAIN, '.node.mjs'),
    'dist/es2019/proxy-login.js',
    ...['dist/amazon-cognito-identity.js', 'dist/amazon-cognito-identity.min.js'],
  ];
  const parts = [
    ...PLAIN,
    'auth-state',
    'errors',
    'index',
    'internals',
    'login',
    'modern',
    'no-wasm',
    'options',
    'passkeys',
    'platform',
    'pool',
    'proxy',
    'proxy-login',
    'proxy-no-wasm',
    'session',
    'slim',
    'steps',
    'tokens',
    'user',
    'dropin',
  ];
  parts.push(...['client', 'pool', 'react-native', 'srp', 'storage', 'tokens', 'user'].map((part) => `dropin-${part}`));
  const expected = [...dist, ...each('types', parts, '.d.ts', '.d.cts'), 'slim/package.json', 'proxy/package.json'];
  expected.push(...PLAIN.map((name) => `${name}/package.json`));
  expected.push('no-wasm/package.json', 'login/package.json', 'no-wasm/login/package.json', 'proxy/login/package.json');
  expected.push(...each('lib', DEEP, '.js'), ...each('src', DEEP, '.js'), ...each('es', DEEP, '.js', '.mjs'));
  expected.push(...['lib', 'src', 'es', 'internals'].map((folder) => `${folder}/package.json`));
  expected.push('DEVIATIONS.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'enhance-rn.js', 'package.json');
  // The local Cognito has an entry of its own.
  if (app.files.includes('dist/local.js')) {
    expected.push(...inBoth('local'), 'dist/local.node.mjs', 'local/package.json', 'bin/cli.mjs');
    expected.push('types/local.d.ts', 'types/local.d.cts');
  }
  // So have the auth proxy and the verifier.
  expected.push(...inBoth('server', 'server.workerd', 'server.edge'), 'dist/server.wasm');
  expected.push('dist/server.node.mjs', 'server/package.json');
  const ofServer = ['server', 'auth-proxy', 'deny-list', 'proxy-config', 'require-user', 'token-verifier'];
  expected.push(...each('types', ofServer, '.d.ts', '.d.cts'), 'PROXY.md', 'openapi.json', 'proxy-config.schema.json');
  assert.deepEqual(app.files, expected.sort());
});

test('the package and the crate have one version', () => {
  const version = (file, pattern) => pattern.exec(readFileSync(join(root, file), 'utf8'))?.[1];
  const crate = version('Cargo.toml', /^version = "(.+)"$/m);
  assert.equal(version('pkg-template/package.json', /"version": "(.+)"/), crate);
});

test('Node imports it', () => {
  const out = app.node(
    'a.mjs',
    `import * as all from 'cognito-identity-wasm'; console.log(Object.keys(all).sort().join());`,
  );
  assert.equal(out, [...NAMES, 'default'].sort().join());
});

test('Node requires it', () => {
  const out = app.node('a.cjs', `console.log(Object.keys(require('cognito-identity-wasm')).sort().join());`);
  assert.equal(out, [...NAMES, '__esModule'].sort().join());
});

test('import and require give one instance', () => {
  const out = app.node(
    'b.mjs',
    `import { createRequire } from 'node:module';
     import * as imported from 'cognito-identity-wasm';
     const required = createRequire(import.meta.url)('cognito-identity-wasm');
     console.log(Object.keys(imported).every((name) => imported[name] === required[name]), required.${POOL.slice(4)} instanceof imported.Pool);`.replace(
      'required.Pool',
      'new required.Pool',
    ),
  );
  assert.equal(out, 'true true');
});

test('the slim entry works in Node as it is', () => {
  const out = app.node(
    's.mjs',
    `import { Pool, ready } from 'cognito-identity-wasm/slim'; await ready(); console.log(String(${POOL}));`,
  );
  assert.equal(out, '[object Pool]');
  assert.equal(app.node('s.cjs', `console.log(typeof require('cognito-identity-wasm/slim').ready);`), 'function');
});

test('the slim entry for pages takes the wasm as bytes, a module or a reply, and says so when it has none', () => {
  const out = app.node(
    'l.mjs',
    `import { readFileSync } from 'node:fs';
     const bytes = readFileSync('node_modules/cognito-identity-wasm/dist/client.wasm');
     const results = [];
     for (const source of [bytes, await WebAssembly.compile(bytes), Promise.resolve(new Response(bytes))]) {
       const { Pool, ready } = await import('./node_modules/cognito-identity-wasm/dist/modern-slim.js?' + results.length);
       try { ${POOL} } catch (error) { results.push(error.code) }
       await ready(new Response('', { status: 404 })).catch((error) => results.push(error.status));
       await ready(source);
       results.push(String(${POOL}));
     }
     const { createRequire } = await import('node:module');
     const cjs = createRequire(import.meta.url)('./node_modules/cognito-identity-wasm/cjs/slim.js');
     await cjs.ready().catch((error) => results.push(error.code));
     console.log(results.join());`,
  );
  const each = 'EngineUnavailable,404,[object Pool]';
  assert.equal(out, [each, each, each, 'EngineUnavailable'].join());
});

test('the entry for apps behind an auth proxy has the modern API, as import and as require', () => {
  const out = app.node(
    'p.mjs',
    `import { createRequire } from 'node:module';
     import * as imported from 'cognito-identity-wasm/proxy';
     const required = createRequire(import.meta.url)('cognito-identity-wasm/proxy');
     const refusal = (options) => { try { return String(new imported.Pool(options)) } catch (error) { return error.message } };
     console.log(Object.keys(imported).sort().join(), imported.Pool === required.Pool);
     console.log(refusal({ proxy: 'https://app.example.com/auth' }));
     console.log(refusal({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc' }));`,
  );
  assert.deepEqual(out.split('\n'), [
    'AuthError,Pool,Session,User,isAuthError,ready true',
    '[object Pool]',
    '`proxy` goes without ids, secret and endpoint: the proxy knows them.',
  ]);
});

test('nothing that a page behind an auth proxy downloads names the provider', () => {
  const file = (name) => readFileSync(join(app.folder, 'node_modules/cognito-identity-wasm/dist', name));
  const provider = /cognito|amazon|aws/i;
  assert.match(file('modern.js').toString(), provider);
  for (const name of [
    'proxy.js',
    '../cjs/proxy.js',
    'proxy.min.js',
    'proxy-workerd.js',
    'proxy-edge.js',
    'proxy-login.js',
    '../cjs/proxy-login.js',
    'es2019/proxy-login.js',
    'proxy-login.min.js',
    'errors.js',
  ]) {
    const found = file(name)
      .toString()
      .replace(/"(?:[^"\\\n]|\\.){5000,}"/g, '')
      .match(provider);
    assert.equal(found, null, name);
  }
  assert.doesNotMatch(file('proxy.wasm').toString('latin1'), provider);
});

test('the wasm file can be found by its name', () => {
  const out = app.node(
    'w.cjs',
    `console.log(WebAssembly.validate(require('node:fs').readFileSync(require.resolve('cognito-identity-wasm/client.wasm'))));`,
  );
  assert.equal(out, 'true');
});

test('importing compiles nothing and draws no randomness; the first object starts the engine', () => {
  const out = app.node(
    'i.mjs',
    `const seen = [];
     for (const name of ['Module', 'Instance']) {
       WebAssembly[name] = new Proxy(WebAssembly[name], { construct(target, args) { seen.push(name); return Reflect.construct(target, args); } });
     }
     for (const name of ['compile', 'instantiate']) WebAssembly[name] = () => seen.push(name);
     Object.defineProperty(globalThis, 'crypto', { get() { seen.push('crypto'); } });
     const before = Object.getOwnPropertyNames(globalThis).length;
     const { Pool } = await import('cognito-identity-wasm');
     seen.push('imported', Object.getOwnPropertyNames(globalThis).length - before);
     ${POOL}; ${POOL};
     console.log(seen.join());`,
  );
  assert.equal(out, 'imported,0,Module,Instance');
});

for (const name of ['modern', 'proxy', 'login', 'dropin'])
  test(`the ${name} bundle names nothing that a page or a strict bundler lacks`, () => {
    const text = readFileSync(join(app.folder, `node_modules/cognito-identity-wasm/dist/${name}.js`), 'utf8');
    // Neither the wasm nor the table of methods is code.
    const code = text.replace(/var (wasm\d*|METHODS) = ".*";/g, '');
    assert.ok(code.length < text.length, 'the wasm was found');
    const words = [
      /\bBuffer\./,
      /\bglobal\b/,
      /import\.meta/,
      /\bprocess\./,
      /typeof process/,
      /\brequire\(/,
      /\beval\(/,
      /new Function/,
    ];
    assert.deepEqual(
      words.filter((word) => word.test(code)),
      [],
    );
    assert.doesNotMatch(code, /^(?:(?:const|let|var) .*= )?await /m);
  });

test('publint finds nothing but the shape that the incumbent’s CommonJS has', () => {
  // Under CI it would paint its lines.
  const ran = spawnSync(join(root, 'node_modules/.bin/publint'), ['run', app.tarball, '--strict'], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  const found = ran.stdout.split('\n').filter((line) => /^\d+\. /.test(line));
  const intended = /exports\["\.\/(?:lib|src)\/.* sets both exports\.__esModule = true and exports\.default/;
  assert.deepEqual(
    found.filter((line) => !intended.test(line)),
    [],
  );
  assert.ok(found.length > 0 || /All good/.test(ran.stdout), ran.stdout);
});

test('are the types wrong? No, in every mode of resolution', () => {
  const attw = join(root, 'node_modules/.bin/attw');
  // The wasm files have no types, on purpose.
  const out = execFileSync(
    attw,
    [
      app.tarball,
      '--format',
      'table-flipped',
      '--no-emoji',
      '--exclude-entrypoints',
      './client.wasm',
      './dropin.wasm',
      './login.wasm',
      './proxy.wasm',
      ...DROPIN_PATHS,
    ],
    {
      encoding: 'utf8',
      env: { ...process.env, FORCE_COLOR: '0' },
    },
  );
  assert.match(out, /No problems found/);
});
