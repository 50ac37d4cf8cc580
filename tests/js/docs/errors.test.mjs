// docs/errors.md against the sources, and against what the package gives.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageFile } from '../local/server-process.mjs';
import { text } from './blocks.mjs';

const sections = Object.fromEntries(
  text('docs/errors.md')
    .split('\n## ')
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);
/** The rows of a section whose first cell is a code: the cells of each, without backticks. */
const rows = (heading) =>
  [...sections[heading].matchAll(/^\| (`\w+` \|.*) \|$/gm)].map(([, row]) =>
    row.split(' | ').map((cell) => cell.replace(/^`(\w+)`$/, '$1')),
  );
const source = (path) => text(path);
const all = (pattern, from) => [...from.matchAll(pattern)].map(([, name]) => name).sort();
const between = (from, start, end) => from.split(start)[1].split(end)[0];
const codes = (heading) =>
  rows(heading)
    .map(([code]) => code)
    .sort();
const judged = (heading) =>
  Object.fromEntries(rows(heading).map(([code, kind, retryable]) => [code, `${kind} ${retryable}`]));
const judge = ({ kind, retryable }) => `${kind} ${retryable ? 'yes' : 'no'}`;

const OWN = 'Codes of this package';
const AWS = 'Exceptions of Amazon Cognito';
const PROXY = 'The auth proxy';
const LOGIN = 'Managed login';
const PASSKEYS = 'Passkeys';

test('no code is missing, and none invented', () => {
  const own = all(/&str = "(\w+)"/g, between(source('src/error.rs'), 'pub mod code', '\n}'));
  assert.deepEqual(codes(OWN), own);
  const named = between(source('src/operation/error_name.rs'), '\nerror_names! {', '}');
  const aws = all(/(\w+)/g, named).map((name) => `${name}Exception`);
  assert.deepEqual(codes(AWS), aws);
  assert.ok(own.length >= 10 && aws.length >= 44);
  const names = source('src/wire/rest/names.rs');
  const ofProxy = all(/"(\w+)"/g, between(names, 'OWN_CODES', '];').replace(/^.*=/, ''));
  const renamed = all(/\("(\w+)", "\w+"\)/g, between(names, 'pub const CODES', '];')).map((name) => `${name}Exception`);
  assert.deepEqual(codes(PROXY), [...ofProxy, ...renamed].sort());
  const dropin = all(/\['(\w+)', [`"]/g, source('pkg-template/src/dropin/user/challenges.ts'));
  assert.deepEqual(codes('The drop-in API'), dropin);
});

test('the names at the proxy and its statuses are those of the sources', () => {
  const names = source('src/wire/rest/names.rs');
  const failures = source('src/proxy/failure.rs');
  const renamed = rows(PROXY).filter((cells) => cells.length === 2);
  assert.deepEqual(
    renamed.map(([aws, neutral]) => `("${aws.replace('Exception', '')}", "${neutral}")`),
    between(names, 'pub const CODES', '];').match(/\("\w+", "\w+"\)/g),
  );
  for (const [code, status, retryable] of rows(PROXY).filter((cells) => cells.length > 2)) {
    if (code === 'ServiceUnavailable') assert.match(failures, /504 } else { 503 }/);
    else assert.match(failures, new RegExp(`(\\b${status} "${code}")|refuse\\(${status}, "${code}"`), code);
    assert.equal(retryable === 'yes', ['RateLimited', 'ServiceUnavailable'].includes(code), code);
  }
});

const api = await import(packageFile('dist/node.mjs'));
const ids = { userPoolId: 'eu-central-1_AbCdEf123', clientId: 'client' };
const answers = (status, body) => async () => new Response(JSON.stringify(body), { status });
const poolOf = (fetch, more) => new api.Pool({ ...ids, storage: 'memory', fetch, ...more });
const caught = async (call) => {
  try {
    await call();
  } catch (error) {
    assert.ok(api.isAuthError(error), String(error));
    return error;
  }
  throw new Error('nothing was thrown');
};
const USER = { username: 'ada' };

test('exceptions of the service come with the kind and the chance that the table says', async (t) => {
  // Retries wait a random time, of which the shortest is none.
  t.mock.method(Math, 'random', () => 0);
  const found = {};
  for (const [code] of rows(AWS)) {
    const pool = poolOf(answers(code === 'InternalErrorException' ? 500 : 400, { __type: code, message: 'No.' }));
    const error = await caught(() => pool.forgotPassword(USER));
    assert.equal(error.code, code);
    found[code] = judge(error);
  }
  assert.deepEqual(found, judged(AWS));
  const throttled = poolOf(answers(429, { __type: 'NotAuthorizedException' }));
  assert.equal(judge(await caught(() => throttled.forgotPassword(USER))), 'server yes');
  const later = poolOf(answers(400, { __type: 'NewerException' }));
  const error = await caught(() => later.forgotPassword(USER));
  assert.deepEqual([error.code, judge(error)], ['NewerException', 'service no']);
});

test('codes of the package come with the kind and the chance that the table says', async (t) => {
  t.mock.method(Math, 'random', () => 0);
  const never = () => new Promise(() => {});
  const tokens = { accessToken: `e30.${btoa('{"username":"ada"}')}.x` };
  const closed = poolOf(never);
  closed.close();
  const slim = await import(packageFile('dist/slim.js'));
  assert.equal(judge(await caught(() => new slim.Pool(ids))), 'caller no');
  const missing = new Response('', { status: 404 });
  assert.equal(judge(await caught(() => slim.ready(missing))), 'network no');
  const provoked = {
    NetworkError: () => poolOf(() => Promise.reject(new TypeError('no network'))).forgotPassword(USER),
    Timeout: () => poolOf(never, { timeoutMs: 1 }).forgotPassword(USER),
    Aborted: () => poolOf(never).forgotPassword({ ...USER, signal: AbortSignal.abort() }),
    InvalidArgument: () => poolOf(never).forgotPassword({ username: '' }),
    NotSignedIn: async () => (await poolOf(never).restore(tokens)).session({ forceRefresh: true }),
    MalformedToken: () => new api.Session({ accessToken: 'no token' }),
    Closed: () => closed.forgotPassword(USER),
    NotAvailable: async () => (await poolOf(never).restore(tokens)).devices.get(),
    Internal: () => poolOf(answers(404, { hello: 'portal' })).forgotPassword(USER),
    EngineUnavailable: () => slim.ready(new Uint8Array(8)),
  };
  const found = {};
  for (const [code, call] of Object.entries(provoked)) {
    const error = await caught(call);
    assert.equal(error.code, code, error.message);
    found[code] = judge(error);
  }
  assert.deepEqual(found, judged(OWN));
});

test('the codes of passkeys are those of the sources and of the typings, with the kind that the table says', () => {
  const table = between(source('pkg-template/src/client/passkey.ts'), 'const REFUSALS', '};');
  const thrown = new Set(all(/'(Passkey\w+)'/g, `${table}${source('pkg-template/src/client/passkey.ts')}`));
  assert.deepEqual(codes(PASSKEYS), [...thrown].sort());
  assert.deepEqual(
    codes(PASSKEYS),
    all(/\| '(\w+)'/g, between(source('pkg-template/types/errors.d.ts'), 'type PasskeyErrorCode =', ';')),
  );
  for (const name of all(/^ {2}(\w+Error): /gm, table))
    assert.match(sections[PASSKEYS], new RegExp(`\`${name}\``), name);
});

test('the codes of managed login come with the kind that the table says, and are those of the typings', async (t) => {
  const union = between(source('pkg-template/types/errors.d.ts'), 'type LoginErrorCode =', ';');
  assert.deepEqual(codes(LOGIN), all(/\| '(\w+)'/g, union));
  const login = await import(packageFile('dist/login.node.mjs'));
  const [domain, redirectUri] = ['https://auth.example.com', 'https://app.example.com/cb'];
  const begin = async (fetch, parts) => {
    const pool = poolOf(fetch, { login: { domain, redirectUri } });
    const state = new URL((await login.authorize(pool)).url).searchParams.get('state');
    return () => login.completeRedirect(pool, `${redirectUri}?${new URLSearchParams({ state, ...parts })}`);
  };
  const never = answers(500, {});
  const provoked = {
    UnknownState: () => begin(never, { code: 'c', state: 'a'.repeat(43) }),
    LoginExpired: async () => {
      const complete = await begin(never, { code: 'c' });
      const { now } = Date;
      t.mock.method(Date, 'now', () => now() + 660_000);
      return complete;
    },
    IssuerMismatch: () => begin(never, { code: 'c', iss: 'https://evil.example' }),
    NonceMismatch: () => begin(answers(200, { id_token: `e30.${btoa('{"nonce":"n"}')}.x` }), { code: 'c' }),
    InvalidIdToken: () => begin(answers(200, {}), { code: 'c' }),
    PopupBlocked: () => () => login.signInWithPopup(poolOf(never, { login: { domain, redirectUri } })),
    PopupClosed: () => () => {
      const popup = { closed: false, close() {}, location: { replace: () => Object.assign(popup, { closed: true }) } };
      globalThis.open = () => popup;
      return login.signInWithPopup(poolOf(never, { login: { domain, redirectUri } }));
    },
    LoginRefused: () => begin(never, { error: 'No!' }),
  };
  t.after(() => {
    delete globalThis.open;
  });
  for (const [, name] of sections[LOGIN].matchAll(/`([a-z]+_[a-z_]+)`/g))
    if (name !== 'some_error')
      provoked[name.replace(/(^|_)(.)/g, (_, __, first) => first.toUpperCase())] = () => begin(never, { error: name });
  const found = {};
  for (const [code, prepare] of Object.entries(provoked)) {
    const error = await caught(await prepare());
    assert.equal(error.code, code, error.message);
    found[code] = judge(error);
    t.mock.restoreAll();
  }
  assert.deepEqual(found, judged(LOGIN));
});

test('the verifier refuses as the table says', async () => {
  const { TokenVerifier } = await import(packageFile('dist/server.node.mjs'));
  const verifier = new TokenVerifier({
    ...ids,
    tokenUse: null,
    fetch: () => Promise.reject(new TypeError('no network')),
  });
  const header = btoa(JSON.stringify({ alg: 'RS256', kid: 'k' })).replace(/=+$/, '');
  const iss = `https://cognito-idp.eu-central-1.amazonaws.com/${ids.userPoolId}`;
  const payload = btoa(JSON.stringify({ iss })).replace(/=+$/, '');
  const errors = [
    await caught(() => verifier.verify('no token')),
    await caught(() => verifier.verify(`${header}.${payload}.AAAA`)),
    await caught(() => new TokenVerifier({})),
    await caught(() => verifier.verifySync(`${header}.${payload}.AAAA`)),
  ];
  assert.deepEqual(Object.fromEntries(errors.map((error) => [error.code, judge(error)])), judged('`TokenVerifier`'));
});
