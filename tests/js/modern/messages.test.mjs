// Texts for people: every code has one in every language, none names the provider, and one's own go first.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { packageFile } from '../local/server-process.mjs';

const { de, en, messages } = await import(packageFile('dist/messages.node.mjs'));
const { AuthError, Pool } = await import(packageFile('dist/node.mjs'));
const { LocalCognito } = await import(packageFile('dist/local.node.mjs'));

const typings = readFileSync(new URL('../../../pkg-template/types/errors.d.ts', import.meta.url), 'utf8');
const codes = [...typings.split('export type AuthErrorCode')[0].matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code);

for (const [language, catalogue] of Object.entries({ de, en })) {
  test(`${language}: every code and every kind has a text, and no text names the provider or a code`, () => {
    assert.ok(codes.length > 70);
    const kinds = [...typings.match(/AuthErrorKind = (.*);/)[1].matchAll(/'(\w+)'/g)].map(([, kind]) => `kind:${kind}`);
    for (const key of [...codes, ...kinds]) assert.ok(catalogue[key], key);
    for (const [key, text] of Object.entries(catalogue)) {
      assert.match(text, /^[\p{Lu}].*([.]|\{reason\})$/u, key);
      assert.doesNotMatch(text, /cognito|amazon|aws|lambda|exception|token\b/i, key);
    }
    assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(en).sort());
  });
}

test('a text goes by method and code, then by code, then by kind; own texts go first', () => {
  const textOf = messages(en);
  const refused = new AuthError('NotAuthorizedException', 'x', { kind: 'service' });
  assert.equal(textOf(refused, 'signIn'), 'The user name or the password is wrong.');
  assert.equal(textOf(refused), en.NotAuthorizedException);
  assert.equal(textOf(new AuthError('SomethingNewException', 'x', { kind: 'server' })), en['kind:server']);
  assert.equal(textOf(new TypeError('x is undefined')), en['kind:internal']);
  assert.equal(textOf(undefined), en['kind:internal']);
  const own = messages(de, { CodeMismatchException: 'Nein.', 'kind:internal': 'Oh.' });
  assert.equal(own(new AuthError('CodeMismatchException', 'x')), 'Nein.');
  assert.equal(own(null), 'Oh.');
  assert.equal(messages(en)({ name: 'AuthError', code: 'toString', kind: 'service' }), en['kind:service']);
});

test('the words of the pool’s own trigger are the reason, without what the service puts in front', async () => {
  const refuse = () => {
    throw new Error('Only people of example.com may sign up');
  };
  const local = new LocalCognito({
    pools: [
      {
        pool: { Id: 'eu-central-1_Words0001', PoolName: 'words' },
        clients: [{ ClientId: '1wordsclient', ClientName: 'words' }],
        handlers: { preSignUp: refuse },
      },
    ],
  });
  const { clientIds, userPoolId } = local.pools[0];
  const pool = new Pool({ userPoolId, clientId: clientIds[0], endpoint: 'http://local/', fetch: local.fetch });
  const error = await pool.signUp({ username: 'mia', password: 'Correct-Horse-7' }).catch((error) => error);
  assert.equal(error.code, 'UserLambdaValidationException');
  assert.equal(error.reason, 'Only people of example.com may sign up');
  assert.equal(messages(en)(error), 'The request was refused. Only people of example.com may sign up');
});
