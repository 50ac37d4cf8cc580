// What is no answer of the service is no success, and what may have happened is not done twice: each method of the modern API, with
// each kind of answer that a captive portal, a firewall or a broken line gives. The service is a local Cognito in this process.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeService } from './in-process.mjs';
import { Memory, PASSWORD } from './world.mjs';

/** A service, and a pool with a user who is signed in. */
async function world() {
  const w = makeService('ada');
  w.storage = new Memory();
  w.pool = w.open(w.storage);
  ({ user: w.user } = await w.pool.signIn({ username: 'ada', password: PASSWORD }));
  w.sent.length = 0;
  return w;
}

const CODE = '123456';
const NEW_PASSWORD = 'Battery-Staple-8';
/** Every method of one round trip; and whether an answer without any byte is a success, and whether it may be sent again. */
const METHODS = {
  signUp: [({ pool }) => pool.signUp({ username: 'mia', password: PASSWORD })],
  confirmSignUp: [({ pool }) => pool.confirmSignUp({ username: 'ada', code: CODE })],
  resendConfirmationCode: [({ pool }) => pool.resendConfirmationCode({ username: 'ada' }), { again: true }],
  forgotPassword: [({ pool }) => pool.forgotPassword({ username: 'ada' }), { again: true }],
  confirmForgotPassword: [
    ({ pool }) => pool.confirmForgotPassword({ username: 'ada', code: CODE, newPassword: NEW_PASSWORD }),
    { empty: true },
  ],
  changePassword: [
    ({ user }) => user.changePassword({ previousPassword: PASSWORD, proposedPassword: NEW_PASSWORD }),
    { empty: true },
  ],
  attributes: [({ user }) => user.attributes(), { again: true }],
  updateAttributes: [({ user }) => user.updateAttributes({ nickname: 'a' }), { again: true }],
  deleteAttributes: [({ user }) => user.deleteAttributes(['nickname']), { again: true, empty: true }],
  requestAttributeCode: [({ user }) => user.requestAttributeCode('email'), { again: true }],
  confirmAttribute: [({ user }) => user.confirmAttribute({ name: 'email', code: CODE }), { empty: true }],
  factors: [({ user }) => user.factors(), { again: true }],
  'mfa.get': [({ user }) => user.mfa.get(), { again: true }],
  'mfa.set': [({ user }) => user.mfa.set({ totp: 'off' }), { again: true, empty: true }],
  'mfa.associate': [({ user }) => user.mfa.associate(), { again: true }],
  'mfa.verify': [({ user }) => user.mfa.verify({ code: CODE })],
  'devices.list': [({ user }) => user.devices.list(), { again: true }],
  'devices.get': [({ user }) => user.devices.get('us-east-1_a'), { again: true }],
  'devices.remember': [({ user }) => user.devices.remember('us-east-1_a'), { again: true, empty: true }],
  'devices.forget': [({ user }) => user.devices.forget('us-east-1_a'), { empty: true }],
  'passkeys.start': [({ user }) => user.passkeys.start(), { again: true }],
  'passkeys.complete': [({ user }) => user.passkeys.complete({ credential: { id: 'a' } }), { empty: true }],
  'passkeys.list': [({ user }) => user.passkeys.list(), { again: true }],
  'passkeys.delete': [({ user }) => user.passkeys.delete('a'), { empty: true }],
  'sessions.list': [({ user }) => user.sessions.list(), { again: true }],
  'sessions.revoke': [({ user }) => user.sessions.revoke('tkn1'), { again: true, empty: true }],
  delete: [({ user }) => user.delete(), { empty: true }],
};
/** Outputs with members that the service model requires. */
const HAVE_OUTPUT = /^(signUp|attributes|mfa\.associate|devices\.get|passkeys\.(start|list))$/;

const text = (body, status = 200, headers = {}) => new Response(body, { status, headers });
const NO_ANSWERS = {
  'HTML of a captive portal': () => text('<html>Log in</html>', 200, { 'content-type': 'text/html' }),
  'an empty 202 of a firewall': () => text('', 202, { 'x-amzn-waf-action': 'challenge' }),
  'an empty 204': () => text(null, 204),
  'JSON that is cut': () => text('{"UserConfirmed":tr'),
  'a list': () => text('[{}]'),
  'a number': () => text('7'),
  'the text null': () => text('null'),
  'a string': () => text('"ok"'),
};

const refused = async (promise, code, what) => {
  const error = await promise.then(
    (value) => assert.fail(`${what}: succeeded with ${JSON.stringify(value)}`),
    (caught) => caught,
  );
  assert.equal(error.code, code, `${what}: ${error.message}`);
  return error;
};

for (const [kind, answer] of Object.entries(NO_ANSWERS)) {
  test(`${kind} is the success of no method, and the session stays`, async () => {
    const w = await world();
    const before = w.storage.short;
    w.script = answer;
    for (const [name, [call]] of Object.entries(METHODS)) {
      const error = await refused(call(w), 'Internal', name);
      assert.equal(error.retryable, false, name);
      assert.deepEqual(w.storage.short, before, name);
    }
    await refused(w.user.session({ forceRefresh: true }), 'Internal', 'session');
    await refused(w.pool.signIn({ username: 'ada', password: PASSWORD }), 'Internal', 'signIn');
    assert.deepEqual(w.storage.short, before);
    assert.deepEqual(await w.user.signOut({ global: true }), { revoked: false });
  });
}

test('an answer without a byte is a success of the methods whose operation has no output, and of no other', async () => {
  for (const [name, [call, { empty } = {}]] of Object.entries(METHODS)) {
    const w = await world();
    w.script = () => text('');
    if (empty) assert.equal(await call(w), undefined, name);
    else await refused(call(w), 'Internal', name);
  }
});

test('an object without the members that the service model requires is no answer', async () => {
  const w = await world();
  for (const [name, [call]] of Object.entries(METHODS)) {
    if (name === 'delete') continue;
    w.script = () => text('{}');
    if (HAVE_OUTPUT.test(name)) await refused(call(w), 'Internal', name);
    else await call(w);
  }
});

const LOST = {
  'before the request arrives': () => {},
  'after the service has acted': (real) => real(),
};
for (const [when, act] of Object.entries(LOST)) {
  test(`lost ${when}: what is not idempotent is sent once, and the error says that it may have happened`, async () => {
    const lose = async ([name, [call, { again } = {}]]) => {
      const w = await world();
      w.script = async (_, real) => {
        await act(real);
        throw new TypeError('fetch failed');
      };
      const error = await refused(call(w), 'NetworkError', name);
      assert.equal(w.sent.length, again ? 3 : 1, name);
      assert.equal(error.retryable, !!again, name);
      assert.equal(/may have happened/.test(error.message), !again, name);
      assert.ok(w.pool.currentUser(), name);
    };
    await Promise.all(Object.entries(METHODS).map(lose));
  });
}

test('a password that was changed although its answer was lost is told as what it is', async () => {
  const w = await world();
  w.script = async (_, real) => {
    await real();
    throw new TypeError('fetch failed');
  };
  const change = { previousPassword: PASSWORD, proposedPassword: NEW_PASSWORD };
  await refused(w.user.changePassword(change), 'NetworkError', 'changePassword');
  w.script = undefined;
  assert.equal((await w.pool.signIn({ username: 'ada', password: NEW_PASSWORD })).status, 'signedIn');
});

test('a timeout after what is not idempotent is not told as one to try again', async () => {
  const w = await world();
  w.script = () => new Promise(() => {});
  const change = { previousPassword: PASSWORD, proposedPassword: NEW_PASSWORD, timeoutMs: 20 };
  const once = await refused(w.user.changePassword(change), 'Timeout', 'changePassword');
  assert.equal(once.retryable, false);
  assert.match(once.message, /may have happened/);
  const again = await refused(w.user.attributes({ timeoutMs: 20 }), 'Timeout', 'attributes');
  assert.equal(again.retryable, true);
});

test('a body without end is no answer', async () => {
  const w = await world();
  const chunk = new Uint8Array(1 << 20);
  let sent = 0;
  w.script = () =>
    new Response(new ReadableStream({ pull: (stream) => stream.enqueue(chunk, sent++) }), { status: 200 });
  await refused(w.user.attributes(), 'Internal', 'attributes');
  assert.ok(sent < 10, `${sent} MiB were read`);
});

test('a fetch that refuses the signal of another realm is asked without it', async () => {
  const w = await world();
  const signals = [];
  const strict = async (_url, init) => {
    signals.push(!!init.signal);
    if (init.signal)
      throw new TypeError('RequestInit: Expected signal ("AbortSignal {}") to be an instance of AbortSignal.');
    return new Response('{"Username":"ada","UserAttributes":[]}');
  };
  const pool = w.open(w.storage, { fetch: strict });
  assert.deepEqual(await pool.currentUser().attributes(), {});
  assert.deepEqual(signals, [true, false]);
});
