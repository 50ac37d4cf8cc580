import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  assert.equal(complaints(examples, { module: 'nodenext' }), '');
});

test('the type tests pass against the installed package, as ES module, CommonJS and for bundlers', () => {
  const source = readFileSync(join(root, 'tests/types/modern.ts'), 'utf8');
  for (const name of ['modern.mts', 'modern.cts']) writeFileSync(join(app.folder, name), source);
  assert.equal(complaints(['modern.mts', 'modern.cts'], { module: 'nodenext' }), '');
  assert.equal(
    complaints(['modern.mts'], { module: 'esnext', moduleResolution: 'bundler', customConditions: ['browser'] }),
    '',
  );
});

test('what the package exports is what the typings say', () => {
  const names = [
    ...'AuthError isAuthError Pool ready Session User configure AuthenticationDetails AuthenticationHelper'.split(' '),
    ...'CognitoAccessToken CognitoIdToken CognitoRefreshToken CognitoUser CognitoUserAttribute CognitoUserPool'.split(
      ' ',
    ),
    ...'CognitoUserSession CookieStorage DateHelper appendToCognitoUserAgent WordArray'.split(' '),
  ];
  const uses = names.map((name) => `all.${name};`).join(' ');
  writeFileSync(
    join(app.folder, 'names.mts'),
    `import * as all from 'cognito-identity-wasm'; ${uses} export type N = keyof typeof all;
    const sure: { [name in N]: true } = { ${names.map((name) => `${name}: true`).join(', ')} }; void sure;`,
  );
  assert.equal(complaints(['names.mts'], { module: 'nodenext' }), '');
});
