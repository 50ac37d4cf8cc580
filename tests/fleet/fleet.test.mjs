// Small apps, one for each habit that public code with amazon-cognito-identity-js has: each runs on the published package and on ours
// in its place, and comes to the same.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { folderOf, load, makeFleet, program, run, said } from './fleet.mjs';

let fleet;
before(async () => {
  fleet = await makeFleet();
});
after(() => fleet?.remove());

/** The outcome on both sides, which must be one, and that of a sign-in. */
async function same(outcomeOf) {
  const theirs = await outcomeOf('theirs');
  const ours = await outcomeOf('ours');
  assert.deepEqual(ours, theirs);
  const text = JSON.stringify(ours);
  assert.match(text, /"onSuccess",true/);
  assert.match(text, /"onFailure","NotAuthorizedException"/);
  return ours;
}

for (const [habit, file] of [
  ['the default import of an ES module', 'default-import/main.mjs'],
  ['the namespace import of an ES module', 'namespace-import/main.mjs'],
  ['paths inside the package', 'deep-paths/main.cjs'],
  ['a handler of AWS Lambda that brings its fetch', 'lambda/main.cjs'],
  ["Sinon's stubs", 'sinon/main.cjs'],
]) {
  test(habit, () => same(async (side) => said(await fleet.app(side, [file]))));
}

describe('TypeScript', () => {
  const compile = async (side, name, files, options) => {
    const folder = fleet.sides[side];
    const config = join(folder, `tsconfig.${name}.json`);
    const compilerOptions = { strict: true, lib: ['es2020', 'dom'], types: [], moduleResolution: 'node', ...options };
    writeFileSync(config, JSON.stringify({ compilerOptions, files }));
    const tsc = join(folderOf(name), 'lib/tsc.js');
    const { stdout } = await run(process.execPath, [tsc, '-p', config], { cwd: folder }).catch((error) => ({
      stdout: error.message,
    }));
    return stdout.split('\n').filter((line) => /error TS/.test(line));
  };
  /** Compiles an app to a folder beside it, and runs it. */
  const compiled = async (side, app, target, options) => {
    const out = `${app}-${target}`;
    const all = { target, module: 'commonjs', rootDir: app, outDir: out, skipLibCheck: true, ...options };
    assert.deepEqual(await compile(side, 'typescript', [`${app}/main.ts`], all), []);
    return said(await fleet.app(side, [`${out}/main.js`]));
  };

  for (const target of ['es5', 'es2022']) {
    test(`subclasses with private members, compiled to ${target}`, () =>
      same((side) => compiled(side, 'subclass', target, {})));
  }

  test('decorators, whose metadata holds the classes', () => {
    const options = { experimentalDecorators: true, emitDecoratorMetadata: true, esModuleInterop: true };
    return same((side) => compiled(side, 'decorators', 'es2019', options));
  });

  // Augmentations hold in a whole program, and the classes of the second contradict those of the first.
  const programs = [
    ['augmented-pool', 'augmented-session', 'augmented-user'],
    ['wider', 'implemented', 'overridden'],
  ];
  for (const [version, name, more] of [
    ['3.8', 'typescript-3.8', {}],
    ['4.6', 'typescript-4.6', {}],
    ['5.4', 'typescript', {}],
    ['5.4, for bundlers', 'typescript', { moduleResolution: 'bundler', module: 'esnext' }],
    ['5.4, for Node', 'typescript', { moduleResolution: 'node16', module: 'node16' }],
  ]) {
    test(`what compiles against the incumbent's typings compiles against ours, TypeScript ${version}`, async () => {
      const options = { noEmit: true, target: 'es2019', module: 'esnext', skipLibCheck: false, ...more };
      // TypeScript 3.8 gives no parameter its type where a method has overloads.
      const all = version === '3.8' ? programs : [...programs, ['contextual']];
      for (const program of all) {
        const files = program.map((habit) => `types/${habit}.ts`);
        assert.deepEqual(await compile('theirs', name, files, options), []);
        assert.deepEqual(await compile('ours', name, files, options), []);
      }
    });
  }

  test('a mistake is still one', async () => {
    const file = 'types/mistake.ts';
    const text = `import { CognitoUserPool } from 'amazon-cognito-identity-js';\nnew CognitoUserPool({ UserPoolId: 1 });\n`;
    for (const side of ['theirs', 'ours']) {
      writeFileSync(join(fleet.sides[side], file), text);
      const complaints = await compile(side, 'typescript-3.8', [file], { noEmit: true, target: 'es2019' });
      assert.equal(complaints.length > 0, true, side);
    }
  });
});

describe('Jest', () => {
  // Of the same Jest: by its name another version's would be found.
  const environment = (name) => join(folderOf(`jest-environment-${name}`));
  const jest = async (side, folder, config, env) => {
    const file = join(fleet.sides[side], folder, 'jest.config.json');
    writeFileSync(file, JSON.stringify({ rootDir: '.', testEnvironment: environment('node'), ...config }));
    const args = [program('jest', 'jest'), '--config', file, '--no-cache', '--runInBand', '--silent=false'];
    return fleet.app(side, args, { cwd: folder, env: { BABEL_ENV: 'test', ...env } });
  };
  const babel = {
    '\\.js$': [
      'babel-jest',
      { plugins: [folderOf('@babel/plugin-transform-modules-commonjs')], configFile: false, babelrc: false },
    ],
  };

  test('spied namespaces and prototypes, and automatic mocks, through Babel', () =>
    same(async (side) => said(await jest(side, 'spied', { transform: babel }))));

  test('ts-jest: typed mocks and a spied namespace', async () => {
    const tsconfig = { strict: true, esModuleInterop: true, module: 'commonjs', target: 'es2019', types: ['jest'] };
    const transform = {
      '\\.ts$': [folderOf('ts-jest'), { tsconfig: { ...tsconfig, typeRoots: [folderOf('@types')] } }],
    };
    for (const [side, found] of [
      ['theirs', 'none'],
      ['ours', 'function'],
    ]) {
      await jest(side, 'ts-jest', { transform }, { DEFAULT: found });
    }
  });
});

test('Vitest: spies and a partial mock', () =>
  same(async (side) => {
    const args = [program('vitest-3', 'vitest'), 'run', '--globals', '--root', '.', '--disable-console-intercept'];
    return said(await fleet.app(side, args, { cwd: 'vitest' }));
  }));

describe('webpack', () => {
  const bundle = async (side, name, entry, config) => {
    const webpack = load(name);
    const folder = join(fleet.sides[side], 'webpack');
    const out = join(folder, `${name}-${entry}`);
    const stats = await promisify(webpack)({
      context: folder,
      entry: `./${entry}.js`,
      mode: 'production',
      output: { path: out, filename: 'main.js' },
      ...config,
    });
    const { errors } = stats.toJson({ all: false, errors: true });
    assert.deepEqual(
      errors.map((error) => error.message ?? error),
      [],
      side,
    );
    return said(await fleet.app(side, ['webpack/run.cjs', join(out, 'main.js')]));
  };

  // What Create React App 5 does with a file that is none of the kinds it knows: it is an asset.
  const likeCreateReactApp = {
    module: {
      rules: [{ oneOf: [{ exclude: [/^$/, /\.(js|mjs|jsx|ts|tsx)$/, /\.html$/, /\.json$/], type: 'asset/resource' }] }],
    },
    resolve: { fallback: { crypto: false } },
  };
  for (const entry of ['main', 'required']) {
    test(`webpack 4, ${entry}`, () => same((side) => bundle(side, 'webpack-4', entry, {})));
    test(`the rules of Create React App 5, ${entry}`, () =>
      same((side) => bundle(side, 'webpack', entry, likeCreateReactApp)));
  }
});
