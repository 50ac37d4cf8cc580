import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import { project, root } from './installed.mjs';

let app;
before((t) => {
  app = project(t);
});

/** Compiles files of the project and gives the complaints. */
function complaints(files, options) {
  writeFileSync(
    join(app.folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'es2022',
        lib: ['es2022', 'dom'],
        types: [],
        exactOptionalPropertyTypes: true,
        ...options,
      },
      files,
    }),
  );
  return spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', app.folder], {
    encoding: 'utf8',
  }).stdout;
}

test('every example in the documentation compiles', () => {
  const types = join(app.folder, 'node_modules/cognito-identity-wasm/types');
  const examples = readdirSync(types)
    .filter((name) => name.endsWith('.d.ts'))
    .flatMap((name) => [...readFileSync(join(types, name), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)])
    .map(([, text], index) => {
      const file = `example${index}.mts`;
      writeFileSync(join(app.folder, file), text.replace(/^ *\* ?/gm, ''));
      return file;
    });
  assert.ok(examples.length >= 8, `${examples.length} examples`);
  // An app that imports the bindings has the framework.
  symlinkSync(join(root, 'node_modules/vue'), join(app.folder, 'node_modules/vue'));
  assert.equal(complaints(examples, { module: 'nodenext' }), '');
});

/** Copies type tests to the project, as modules of a kind. */
function copies(names, ending) {
  return names.map((name) => {
    const file = `${basename(name)}.${ending}`;
    writeFileSync(join(app.folder, file), readFileSync(join(root, 'tests/types', `${name}.ts`), 'utf8'));
    return file;
  });
}

const MODERN = ['modern', 'custody', 'options', 'platform', 'login', 'proxy-login'];

test('the type tests pass against the installed package, as ES module, CommonJS and for bundlers', () => {
  const modules = copies(MODERN, 'mts');
  assert.equal(complaints([...modules, ...copies(MODERN, 'cts')], { module: 'nodenext' }), '');
  const bundler = { module: 'esnext', moduleResolution: 'bundler', customConditions: ['browser'] };
  assert.equal(complaints(modules, bundler), '');
});

test('an ES module and a CommonJS module share pools and people, and keep custody apart', () => {
  const names = ['imported.mts', 'required.cts'];
  for (const name of names)
    writeFileSync(
      join(app.folder, name),
      `import { Pool, type Step, type User } from 'cognito-identity-wasm';
      export declare function takes(pool: Pool, user: User, step: Step): void;
      export const direct = new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c' });
      export const cookie = new Pool({ proxy: '/auth', custody: 'cookie' });`,
    );
  writeFileSync(
    join(app.folder, 'both.mts'),
    `import * as imported from './imported.mjs';
    import * as required from './required.cjs';
    const user = required.direct.currentUser();
    if (user) imported.takes(required.direct, user, await required.direct.signIn({ username: 'mia' }));
    const kept = required.cookie.currentUser();
    // @ts-expect-error the proxy keeps the tokens
    imported.takes(required.cookie, user!, {} as never);
    // @ts-expect-error the proxy keeps the tokens
    imported.takes(required.direct, kept!, {} as never);
    // @ts-expect-error the proxy keeps the tokens
    imported.takes(required.direct, user!, await required.cookie.signIn({ username: 'mia' }));`,
  );
  assert.equal(complaints([...names, 'both.mts'], { module: 'nodenext' }), '');
});

test('a program without the DOM library compiles, with the typings checked', () => {
  const files = [...copies(['without-dom/program'], 'mts'), ...copies(['without-dom/program'], 'cts')];
  const options = { module: 'nodenext', lib: ['es2022'], skipLibCheck: false };
  assert.equal(complaints(files, options), '');
});

test('where there are typings of Node alone, the platform is as they say', () => {
  writeFileSync(
    join(app.folder, 'node.mts'),
    `import type { User, WebAbortSignal, WebFetch, WebRequestInit, WebUrl } from 'cognito-identity-wasm';
    type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
    const sure = <T extends true>(_?: T): void => {};
    sure<Equal<WebAbortSignal, AbortSignal>>();
    sure<Equal<WebUrl, URL>>();
    sure<Equal<WebFetch, typeof fetch>>();
    sure<Equal<Awaited<ReturnType<User['fetch']>>, Response>>();
    fetch satisfies (url: string, init: WebRequestInit) => Promise<Response>;
    export const answer = (user: User) => user.fetch(new Request('https://x.example'), { signal: new AbortController().signal });`,
  );
  const node = { types: ['node'], typeRoots: [join(root, 'node_modules/@types')] };
  const options = { module: 'nodenext', lib: ['es2022'], ...node };
  assert.equal(complaints(['node.mts'], options), '');
});

test('what the package exports is what the typings say', () => {
  const names = [
    ...'AuthError isAuthError Pool ready Session User configure AuthenticationDetails AuthenticationHelper'.split(' '),
    ...'CognitoAccessToken CognitoIdToken CognitoRefreshToken CognitoUser CognitoUserAttribute CognitoUserPool'.split(
      ' ',
    ),
    ...'CognitoUserSession CookieStorage DateHelper appendToCognitoUserAgent WordArray default'.split(' '),
  ];
  const uses = names.map((name) => `all.${name};`).join(' ');
  writeFileSync(
    join(app.folder, 'names.mts'),
    `import * as all from 'cognito-identity-wasm'; ${uses} export type N = keyof typeof all;
    const sure: { [name in Exclude<N, 'UserAgent'>]: true } = { ${names.map((name) => `${name}: true`).join(', ')} }; void sure;`,
  );
  assert.equal(complaints(['names.mts'], { module: 'nodenext' }), '');
});
