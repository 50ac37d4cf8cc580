// The guides leave out no name of the packages that people come from, and name nothing here that does not exist.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as amplifyModule from '@aws-amplify/auth';
import * as incumbentModule from 'amazon-cognito-identity-js';
import { packageFile } from '../local/server-process.mjs';
import { documents, text } from './blocks.mjs';

const amplify = { ...amplifyModule };
const incumbent = { ...incumbentModule };
const api = await import(packageFile('dist/node.mjs'));
const FROM_INCUMBENT = text('docs/migrate-from-amazon-cognito-identity-js.md');
const FROM_AMPLIFY = text('docs/migrate-from-amplify.md');
/** The names that do not stand there as whole words in code. */
const missing = (names, document) => {
  const code = [...document.matchAll(/`([^`\n]+)`/g)].map(([, words]) => words).join(' ');
  return names.filter((name) => !new RegExp(`(?<![\\w$])${name}(?![\\w$])`).test(code));
};
const found = (pattern, path) => [...new Set([...text(path).matchAll(pattern)].map(([, name]) => name))];

test('every method of the incumbent that its typings name has its place in the guide', () => {
  const typings = text('node_modules/amazon-cognito-identity-js/index.d.ts');
  const methods = ['CognitoUserPool', 'CognitoUser', 'CognitoUserSession'].flatMap((name) => {
    const body = typings.split(`class ${name} {`)[1].split('\n\t}')[0];
    const declared = [...body.matchAll(/^\t\t(?:public )?(\w+)\(/gm)].map(([, method]) => method);
    return declared.filter((method) => method !== 'constructor' && method in incumbent[name].prototype);
  });
  assert.ok(methods.length >= 45, `${methods.length} methods`);
  assert.deepEqual(missing(methods, FROM_INCUMBENT), []);
});

test('every call and step of Amplify has its place in the guide', () => {
  const calls = Object.keys(amplify).filter((name) => typeof amplify[name] === 'function' && name !== 'AuthError');
  assert.ok(calls.length >= 30, `${calls.length} calls`);
  assert.deepEqual(missing(calls, FROM_AMPLIFY), []);
  const models = 'node_modules/@aws-amplify/auth/dist/esm/types/models.d.ts';
  const steps = found(/signInStep: '(\w+)'/g, models);
  assert.ok(steps.length >= 14, `${steps.length} steps`);
  assert.deepEqual(missing(steps, FROM_AMPLIFY), []);
});

test('every status of a step has its place in both guides', () => {
  const statuses = found(/PendingStep<\s*'(\w+)'/g, 'pkg-template/types/steps.d.ts');
  assert.ok(statuses.length >= 13, `${statuses.length} statuses`);
  assert.deepEqual(missing([...statuses, 'signedIn'], FROM_INCUMBENT), []);
  assert.deepEqual(
    missing(
      [...statuses, 'signedIn'].filter((name) => name !== 'other'),
      FROM_AMPLIFY,
    ),
    [],
  );
});

test('every method that a document names exists', async () => {
  const pool = new api.Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'client', storage: 'memory' });
  const claims = { sub: 's', username: 'ada', 'cognito:username': 'ada', exp: 2, iat: 1 };
  const token = `e30.${btoa(JSON.stringify(claims))}.x`;
  const tokens = { accessToken: token, idToken: token, refreshToken: 'r' };
  const things = { pool, user: await pool.restore(tokens), session: new api.Session(tokens) };
  const unknown = [];
  let checked = 0;
  for (const path of documents().filter((name) => !name.startsWith('docs/recipes/'))) {
    for (const [whole, name, chain] of text(path).matchAll(/(?<![\w.`/-])`?(pool|user|session)((?:\.[a-zA-Z]+)+)/g)) {
      let at = things[name];
      for (const member of chain.slice(1).split('.')) {
        if (!(Object(at) === at && member in at)) {
          unknown.push(`${path}: ${whole}`);
          break;
        }
        at = at[member];
        // What is made of an answer has no members here.
        if (typeof at === 'function' || member === 'claims') break;
      }
      checked += 1;
    }
  }
  assert.ok(checked >= 60, `${checked} names`);
  assert.deepEqual([...new Set(unknown)], []);
});
