// Puts the npm package together: `node pkg-template/build.mjs <folder of the generated modules> <package>`.
//
// `cargo xtask build` compiles the engines and calls this; what it generates is told in src/ambient.d.ts.
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, bundleForPages } from './build/bundles.mjs';
import { writeDeepPaths, writeEntries, writeNode } from './build/entries.mjs';
import { copyDocuments, makeTolerant, writeForwarders, writeTypings } from './build/folders.mjs';
import { DROP_IN, ERRORS, INCUMBENT, LOGIN, MODERN, PROXY_LOGIN } from './build/names.mjs';

const template = dirname(fileURLToPath(import.meta.url));
const [generated, out] = process.argv.slice(2).map((path) => resolve(path));

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await bundle({ source: join(template, 'src'), generated, out });
await writeEntries(out);
await writeNode(out, 'local.node', 'local', ['AuthError', 'isAuthError', 'LocalCognito'], false);
const ofServer = ['AuthError', 'AuthProxy', 'isAuthError', 'MemoryDenyList', 'TokenVerifier', 'toNodeHandler'];
await writeNode(out, 'server.node', 'server', ofServer, false);
await writeDeepPaths(out);
await writeForwarders(out);
await writeTypings(join(template, 'types'), out);
await copyDocuments(template, dirname(template), out);

const modern = [
  ['./errors.js', ERRORS],
  ['./modern.js', MODERN],
];
const proxy = [
  ['./errors.js', ERRORS],
  ['./proxy.js', MODERN],
];
await bundleForPages(out, [
  { file: 'modern.min.js', from: modern },
  { file: 'proxy.min.js', from: proxy },
  { file: 'dropin.min.js', from: [['./dropin.js', DROP_IN]] },
  { file: 'login.min.js', from: [['./login.js', LOGIN]] },
  { file: 'proxy-login.min.js', from: [['./proxy-login.js', PROXY_LOGIN]] },
  { file: 'cognito-identity.min.js', from: modern, names: [...ERRORS, ...MODERN], global: 'CognitoIdentity' },
  ...['amazon-cognito-identity.js', 'amazon-cognito-identity.min.js'].map((file) => ({
    file,
    from: [['./dropin.js', INCUMBENT]],
    names: INCUMBENT,
    global: 'AmazonCognitoIdentity',
  })),
]);
for (const folder of ['dist', 'dist/es2019', 'cjs']) await makeTolerant(join(out, folder));
