// The drop-in API as people get it: paths, bundles, scripts, and what importing does.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { project, root } from './installed.mjs';

const SIGN_IN = ['AuthenticationDetails', 'CognitoUser', 'CognitoUserPool'];
const INCUMBENT = Object.keys(await import('amazon-cognito-identity-js')).filter(
  (name) => !/^(?:default|__|module)/.test(name),
);
/** A string that only the wasm of each API holds, as the bundle spells it. */
const MARKS = { client: 'modern', dropin: 'dropin' };

let app;
let installed;
before((t) => {
  app = project(t);
  installed = join(app.folder, 'node_modules/cognito-identity-wasm');
});

function bundle(source, ...flags) {
  writeFileSync(join(app.folder, 'bundle.mjs'), source);
  const esbuild = [join(app.folder, 'bundle.mjs'), '--bundle', '--minify', '--format=esm', ...flags];
  return execFileSync(join(root, 'node_modules/.bin/esbuild'), esbuild, { encoding: 'utf8', maxBuffer: 1 << 26 });
}

/** A piece of the wasm that is inlined for an API. */
function piece(api) {
  const text = readFileSync(join(installed, `dist/${MARKS[api]}.js`), 'utf8');
  return /var wasm\d* = "(.{2000}).*?"/s.exec(text)[1].slice(1000, 1200);
}

test('a bundle holds the API that is used, and nothing of the other', () => {
  const pieces = { client: piece('client'), dropin: piece('dropin') };
  assert.notEqual(pieces.client, pieces.dropin);
  const importing = (names) => bundle(`import { ${names} } from 'cognito-identity-wasm'; console.log(${names});`);
  const holds = (text) => [
    text.includes(pieces.client),
    text.includes(pieces.dropin),
    // How the drop-in makes its classes.
    /"length",\{value:\w+\.length/.test(text),
  ];
  assert.deepEqual(holds(importing('Pool')), [true, false, false]);
  assert.deepEqual(holds(importing(SIGN_IN.join())), [false, true, true]);
  assert.deepEqual(holds(importing(`Pool, ${SIGN_IN.join()}`)), [true, true, true]);
  assert.deepEqual(holds(importing('CognitoUserAttribute, CookieStorage')), [false, false, true]);
  assert.deepEqual(bundle(`import 'cognito-identity-wasm';`).trim(), '');
});

test('every path of the incumbent leads Node to the same objects, by import and by require', () => {
  const paths = ['lib', 'src', 'es'].flatMap((folder) => [
    `${folder}/CognitoUser`,
    `${folder}/CognitoUser.js`,
    `${folder}/index`,
    `${folder}/index.js`,
    folder,
  ]);
  const out = app.node(
    'paths.mjs',
    `import { createRequire } from 'node:module';
     import { CognitoUser } from 'cognito-identity-wasm';
     const require = createRequire(import.meta.url);
     const wrong = [];
     for (const path of ${JSON.stringify(paths)}) {
       const spec = 'cognito-identity-wasm/' + path;
       const found = (module) => module.CognitoUser ?? module.default?.CognitoUser ?? module.default?.default ?? module.default;
       if (found(require(spec)) !== CognitoUser) wrong.push('require ' + path);
       if (found(await import(spec)) !== CognitoUser) wrong.push('import ' + path);
     }
     for (const path of ['dist/amazon-cognito-identity', 'dist/amazon-cognito-identity.min.js']) {
       if (require('cognito-identity-wasm/' + path).CognitoUser !== CognitoUser) wrong.push(path);
     }
     console.log(wrong.join() || 'same');`,
  );
  assert.equal(out, 'same');
});

test('lib, src and the script export exactly the names of the incumbent, in its order', () => {
  const order =
    'AuthenticationDetails,AuthenticationHelper,CognitoAccessToken,CognitoIdToken,CognitoRefreshToken,CognitoUser,CognitoUserAttribute,CognitoUserPool,CognitoUserSession,CookieStorage,DateHelper,appendToCognitoUserAgent,WordArray';
  assert.deepEqual(order.split(',').sort(), [...INCUMBENT].sort(), 'as the incumbent is');
  for (const folder of ['lib', 'src']) {
    const out = app.node(
      'n.cjs',
      `const all = require('cognito-identity-wasm/${folder}'); console.log(Object.keys(all).filter((name) => name !== '__esModule').join(), all.__esModule);`,
    );
    assert.equal(out, `${order} true`);
  }
  for (const name of ['amazon-cognito-identity', 'amazon-cognito-identity.min']) {
    const script = readFileSync(join(installed, `dist/${name}.js`), 'utf8');
    const page = { btoa, atob, URL };
    page.self = page;
    runInNewContext(script, page);
    assert.equal(Object.keys(page.AmazonCognitoIdentity).join(), order);
    const required = { module: { exports: {} } };
    runInNewContext(script, required);
    assert.equal(Object.keys(required.module.exports).join(), order);
  }
});

test('the other deep files export what the incumbent’s do', () => {
  const files =
    'BigInteger Client CognitoJwtToken StorageHelper UserAgent Platform/index Platform/version Platform/constants utils/WordArray utils/cryptoSecureRandomInt internals/index';
  const names = (spec) => `Object.keys(require('${spec}')).filter((name) => name !== '__esModule').sort().join()`;
  for (const file of files.split(' ')) {
    const theirs = app.node(
      'd.cjs',
      `console.log(${names(join(root, 'node_modules/amazon-cognito-identity-js/lib', file))});`,
    );
    assert.equal(app.node('d.cjs', `console.log(${names(`cognito-identity-wasm/lib/${file}`)});`), theirs, file);
  }
  const out = app.node(
    'i.mjs',
    `import * as all from 'cognito-identity-wasm/internals'; console.log(Object.keys(all).join());`,
  );
  assert.equal(out, 'addAuthCategoryToCognitoUserAgent,addFrameworkToCognitoUserAgent');
});

test('importing, constructing and reading a stored session start no engine and draw no randomness', () => {
  const out = app.node(
    'quiet.mjs',
    `const seen = [];
     for (const name of ['Module', 'Instance']) {
       WebAssembly[name] = new Proxy(WebAssembly[name], { construct(target, args) { seen.push(name); return Reflect.construct(target, args); } });
     }
     const { crypto } = globalThis;
     Object.defineProperty(globalThis, 'crypto', { get() { seen.push('crypto'); return crypto; } });
     const { AuthenticationHelper, CognitoUser, CognitoUserPool } = await import('cognito-identity-wasm');
     const Pool = new CognitoUserPool({ UserPoolId: 'eu-central-1_AbCdEf123', ClientId: 'abc' });
     const user = new CognitoUser({ Username: 'mia', Pool });
     const token = 'e30.' + btoa(JSON.stringify({ exp: 4e9, iat: Date.now() / 1000 | 0 })) + '.c';
     for (const name of ['idToken', 'accessToken', 'refreshToken']) Pool.storage.setItem('CognitoIdentityServiceProvider.abc.mia.' + name, token);
     let session;
     user.getSession((error, found) => { session = found; });
     seen.push(session.isValid());
     const helper = new AuthenticationHelper('AbCdEf123');
     seen.push('made');
     helper.largeAValue;
     console.log([...new Set(seen)].join());`,
  );
  assert.equal(out, 'true,crypto,made,Module,Instance');
});

test('the slim drop-in takes its wasm by configure, and says so before', () => {
  const out = app.node(
    'slim.mjs',
    `import { readFileSync } from 'node:fs';
     import { AuthenticationHelper, configure } from './node_modules/cognito-identity-wasm/dist/slim.js';
     const helper = new AuthenticationHelper('AbCdEf123');
     const results = [];
     helper.getLargeAValue((error) => results.push(error.code, /configure/.test(error.message)));
     await configure({ wasm: readFileSync('node_modules/cognito-identity-wasm/dist/dropin.wasm') });
     helper.getLargeAValue((error, A) => results.push(error, A.toString(16).length > 700));
     console.log(results.join());`,
  );
  assert.equal(out, 'EngineUnavailable,true,,true');
});

test('React Native gets the same names, without WebAssembly and without AsyncStorage', () => {
  const out = app.node(
    'rn.mjs',
    `delete globalThis.WebAssembly;
     const { AuthenticationHelper, CognitoUserPool, Pool } = await import('cognito-identity-wasm');
     const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc' });
     const { storage } = new CognitoUserPool({ UserPoolId: 'eu-central-1_AbCdEf123', ClientId: 'abc' });
     storage.setItem('a', 'b');
     storage.sync((error) => console.log(String(pool), new AuthenticationHelper('p').hash('').slice(0, 8), storage.getItem('a'), /install/.test(error.message)));`,
    '--conditions=react-native',
  );
  assert.equal(out, '[object Pool] e3b0c442 b true');
  const names = app.node(
    'rn2.mjs',
    `import * as all from 'cognito-identity-wasm'; console.log(Object.keys(all).sort().join());`,
    '--conditions=react-native',
  );
  const here = app.node(
    'rn3.mjs',
    `import * as all from 'cognito-identity-wasm'; console.log(Object.keys(all).sort().join());`,
  );
  assert.equal(names, here);
});

test('code that was compiled to ES5 subclasses, and mocks replace what CommonJS exports', () => {
  const out = app.node(
    'es5.cjs',
    `const all = require('cognito-identity-wasm');
     function Mine(data) { return all.CognitoUser.call(this, data) || this; }
     Mine.prototype = Object.create(all.CognitoUser.prototype);
     const user = new Mine({ Username: 'mia', Pool: { getClientId: () => 'abc' } });
     class Newer extends all.CognitoUser { getUsername() { return 'x' + super.getUsername(); } }
     all.CognitoUser = 'replaced';
     console.log(user.getUsername(), user instanceof Mine, new Newer({ Username: 'mia', Pool: { getClientId: () => 'abc' } }).getUsername(), all.CognitoUser);`,
  );
  assert.equal(out, 'mia true xmia replaced');
});

test('old resolvers find the folders, and no WebAssembly is needed', () => {
  const ran = spawnSync(
    process.execPath,
    [
      '-e',
      `
    delete globalThis.WebAssembly;
    const { AuthenticationHelper } = require(${JSON.stringify(join(installed, 'lib/index.js'))});
    new AuthenticationHelper('p').getLargeAValue((error, A) => console.log(error, A.toString(16).length > 700));`,
    ],
    { encoding: 'utf8' },
  );
  assert.equal(ran.stdout.trim(), 'null true');
});

test('classes have the incumbent’s methods in its order, each with its name and its count of parameters', () => {
  const surface = (path) =>
    app.node(
      'surface.cjs',
      `const all = require(${JSON.stringify(path)});
       const own = (object) => Object.entries(Object.getOwnPropertyDescriptors(object ?? {}));
       const told = ([name, { value, enumerable, writable }]) => [name, typeof value, value?.name, value?.length, enumerable, writable];
       console.log(JSON.stringify(Object.entries(all).filter(([name]) => name !== '__esModule').map(([name, value]) => [
         name, value.length, Object.keys(value).sort(), own(value.prototype).map(told),
       ])));`,
    );
  const theirs = JSON.parse(surface(join(root, 'node_modules/amazon-cognito-identity-js/lib/index.js')));
  const ours = JSON.parse(surface('cognito-identity-wasm/lib/index.js'));
  assert.equal(theirs.length, 13);
  const named = Object.fromEntries(ours.map((one) => [one[0], one]));
  for (const one of theirs) assert.deepEqual(named[one[0]], one, one[0]);
});

test('CommonJS is marked as a compiled ES module, and its default is in no list of names', () => {
  const out = app.node(
    'marked.cjs',
    `const all = require('cognito-identity-wasm');
     console.log(all.__esModule, all.default === all, Object.keys(all).includes('default'), require('cognito-identity-wasm/lib').default !== undefined);`,
  );
  assert.equal(out, 'true true false true');
});

test('a class that is called without `new` throws, and writes nothing to the global object', () => {
  const out = app.node(
    'without-new.cjs',
    `const all = require('cognito-identity-wasm');
     const said = [];
     for (const name of ['AuthenticationDetails', 'CognitoRefreshToken', 'CognitoUserAttribute', 'CookieStorage'])
       try { const make = all[name]; make({ Username: 'mia', Password: 'secret' }); said.push(name); } catch (error) { said.push(error.name); }
     console.log([...new Set(said)].join(), globalThis.password, globalThis.username);`,
  );
  assert.equal(out, 'TypeError undefined undefined');
});
