// What is stored is checked when it is read: a whole session, or a refresh, or nobody.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IDS, makeService } from './in-process.mjs';
import { Memory, PASSWORD, sleep } from './world.mjs';

const service = () => makeService('ada', 'zoe');

const DAMAGES = {
  absent: () => null,
  cut: (value) => value.slice(0, value.length / 2),
  '"undefined"': () => 'undefined',
  '"null"': () => 'null',
  'another person’s': (_, other) => other,
};

for (const [damage, change] of Object.entries(DAMAGES)) {
  test(`an entry that is ${damage} gives a whole session of the person, or nobody`, async () => {
    const w = service();
    const others = new Memory();
    await w.open(others).signIn({ username: 'zoe', password: PASSWORD });
    for (const name of ['accessToken', 'idToken', 'refreshToken', 'clockDrift', 'LastAuthUser']) {
      const storage = new Memory();
      await w.open(storage).signIn({ username: 'ada', password: PASSWORD });
      const [key] = [...storage.items.keys()].filter((key) => key.endsWith(name));
      const [otherKey] = [...others.items.keys()].filter((key) => key.endsWith(name));
      const value = change(storage.getItem(key), others.getItem(otherKey));
      if (value === null) storage.removeItem(key);
      else storage.setItem(key, value);
      const user = w.open(storage).currentUser();
      if (name === 'LastAuthUser') {
        assert.equal(user, null, damage);
        continue;
      }
      const what = `${name} ${damage}`;
      assert.equal(user?.username, 'ada', what);
      const session = await user.session().catch((error) => error);
      if (session.code === 'NotSignedIn') continue;
      assert.equal(session.idToken?.claims['cognito:username'], session.accessToken?.claims.username, what);
      assert.ok(session.isValid(), what);
      w.sent.length = 0;
      await user.session();
      assert.deepEqual(w.sent, [], `${what}: it is mended once`);
    }
  });
}

test('a session without an ID token, as the service gave it, is whole', async () => {
  const w = service();
  const storage = new Memory();
  const { session } = await w.open(storage).signIn({ username: 'ada', password: PASSWORD });
  const pool = w.open(new Memory());
  const user = await pool.restore({ accessToken: session.accessToken.jwt, refreshToken: session.refreshToken });
  w.sent.length = 0;
  assert.equal((await user.session()).idToken, undefined);
  assert.deepEqual(w.sent, []);
});

test('tokens that are restored with store are those of the pool, and a listener hears of it', async () => {
  const w = service();
  const { session } = await w.open(new Memory()).signIn({ username: 'ada', password: PASSWORD });
  const tokens = {
    accessToken: session.accessToken.jwt,
    idToken: session.idToken.jwt,
    refreshToken: session.refreshToken,
  };
  const storage = new Memory();
  const pool = w.open(storage);
  let heard = 0;
  const stop = pool.subscribe(() => heard++);
  await pool.restore(tokens);
  assert.deepEqual([pool.currentUser(), heard], [null, 0]);
  await pool.restore(tokens, { store: true });
  assert.equal(heard, 1);
  assert.equal(w.open(storage).currentUser().username, 'ada');
  const user = pool.currentUser();
  assert.equal(pool.currentUser(), user, 'the same object');
  await user.session({ forceRefresh: true });
  assert.equal(heard, 2);
  await user.session();
  assert.equal(heard, 2);
  await user.signOut();
  assert.equal(heard, 3);
  stop();
  await pool.restore(tokens, { store: true });
  assert.equal(heard, 3);
});

test('a storage that does not give back what was written is an error, and nothing is half written', async () => {
  const w = service();
  const storage = new Memory();
  storage.setItem = (key, value) => {
    if (value.length < 500) storage.items.set(key, value);
  };
  const pool = w.open(storage);
  await assert.rejects(pool.signIn({ username: 'ada', password: PASSWORD }), { code: 'NotAvailable' });
  assert.equal(pool.currentUser(), null);
});

test('a refresh outlives the time limit of its caller, and its tokens are stored', async () => {
  const w = service();
  const storage = new Memory();
  const pool = w.open(storage, { timeoutMs: 5000 });
  const { user } = await pool.signIn({ username: 'ada', password: PASSWORD });
  const before = storage.short['ada.accessToken'];
  w.script = async (_, real) => {
    await sleep(150);
    return real();
  };
  await assert.rejects(user.session({ forceRefresh: true, timeoutMs: 20 }), { code: 'Timeout' });
  await sleep(400);
  assert.notEqual(storage.short['ada.accessToken'], before);
});

test('a step that was saved is bound to its pool and its client', async () => {
  const w = service();
  const pool = w.open('none');
  const saved = { challengeName: 'SMS_MFA', username: 'ada', parameters: {}, challengeSession: 's' };
  const bound = { ...saved, pool: IDS };
  assert.equal(pool.resume(bound).status, 'smsMfa');
  for (const other of [undefined, null, {}, { ...IDS, clientId: 'x' }, { ...IDS, userPoolId: 'us-east-1_x' }])
    assert.throws(() => pool.resume({ ...saved, pool: other }), { code: 'InvalidArgument' });
});

test('neither the console nor JSON shows a secret, and an error says what it is', async () => {
  const { inspect } = await import('node:util');
  const w = service();
  const { session, user } = await w.open(new Memory()).signIn({ username: 'ada', password: PASSWORD });
  const shown = [session, user, w.open(new Memory())].map((object) => inspect(object) + JSON.stringify(object)).join();
  for (const secret of [session.accessToken.jwt, session.refreshToken, PASSWORD]) assert.ok(!shown.includes(secret));
  assert.match(inspect(session), /^Session \{ username: 'ada'/);
  const error = await user.confirmAttribute({ name: 'email', code: '1' }).catch((caught) => caught);
  const { code, message, name } = JSON.parse(JSON.stringify(error));
  assert.deepEqual([name, code, message], ['AuthError', error.code, error.message]);
});
