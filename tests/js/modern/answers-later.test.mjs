// Storages that answer later, such as IndexedDB, chrome.storage and React Native's AsyncStorage, with and without WebAssembly.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { makePool, makeUser, packageFile, ROTATING, startLocal } from '../local/server-process.mjs';
import { race } from '../rounds.mjs';

/** The entries, and the default one as bundlers take it, which loads the code for such storages when it is needed. */
const ENTRIES = ['dist/no-wasm.js', 'dist/node.mjs', 'dist/index.js'];
const PASSWORD = 'Correct-Horse-7';
const code = (wanted) => (error) => error.code === wanted;

let server;
let ids;
let items;
let calls;
let failing;
before(async () => {
  server = await startLocal();
  ids = await makePool(server.endpoint);
  await makeUser(server.endpoint, { ...ids, username: 'ada', password: PASSWORD });
  await makeUser(server.endpoint, { ...ids, username: 'ben', password: PASSWORD });
});
beforeEach(() => {
  items = new Map();
  calls = [];
  failing = undefined;
});
after(() => server.stop());

/** Answers after a turn or a few of the event loop, in no order. */
const settle = () => new Promise((resolve) => (Math.random() < 0.5 ? setImmediate(resolve) : setTimeout(resolve, 2)));
const storage = () => {
  const method =
    (name, does) =>
    async (...args) => {
      calls.push([name, ...args]);
      if (failing?.(name, ...args)) throw new Error('disk full');
      await settle();
      return does(...args);
    };
  return {
    getItem: method('getItem', (key) => items.get(key) ?? null),
    setItem: method('setItem', (key, value) => void items.set(key, value)),
    removeItem: method('removeItem', (key) => void items.delete(key)),
  };
};
const names = () => [...items.keys()].map((key) => key.split('.').slice(2).join('.')).sort();
const SIGNED_IN = ['LastAuthUser', 'ada.accessToken', 'ada.clockDrift', 'ada.idToken', 'ada.refreshToken'];

for (const entry of ENTRIES) {
  describe(entry, async () => {
    const { Pool } = await import(packageFile(entry));
    const open = (more = {}) =>
      new Pool({
        userPoolId: ids.userPoolId,
        clientId: ids.clientId,
        endpoint: server.endpoint,
        storage: storage(),
        ...more,
      });

    test('before the storage has answered nobody seems signed out: currentUser throws', async () => {
      await open().signIn({ username: 'ada', password: PASSWORD });
      const pool = open();
      assert.throws(() => pool.currentUser(), code('NotAvailable'));
      assert.equal((await pool.load()).username, 'ada');
      assert.equal(pool.currentUser().username, 'ada');
      assert.ok((await pool.currentUser().session()).isValid());
      assert.equal(await open({ clientId: 'another' }).load(), null);
    });

    test('a sign-in without load stores a session, and a sign-out removes it', async () => {
      const pool = open();
      const { user } = await pool.signIn({ username: 'ada', password: PASSWORD });
      assert.deepEqual(names(), SIGNED_IN);
      assert.equal(pool.currentUser().username, 'ada');
      assert.deepEqual(await user.signOut(), { revoked: true });
      assert.deepEqual(names(), []);
      assert.equal(pool.currentUser(), null);
    });

    test('listeners are called after the storage has written', async () => {
      const pool = open();
      const seen = [];
      pool.subscribe(() => seen.push([names().length, pool.currentUser()?.username]));
      const { user } = await pool.signIn({ username: 'ada', password: PASSWORD });
      await user.signOut();
      assert.deepEqual(seen, [
        [5, 'ada'],
        [0, undefined],
      ]);
    });

    test('a write that fails leaves the session that was there', async () => {
      const pool = open();
      await pool.signIn({ username: 'ada', password: PASSWORD });
      const before = new Map(items);
      failing = (name, key) => name === 'setItem' && key.endsWith('LastAuthUser');
      await assert.rejects(pool.signIn({ username: 'ben', password: PASSWORD }), code('NotAvailable'));
      failing = undefined;
      assert.deepEqual(items, before);
      assert.equal(pool.currentUser().username, 'ada');
      assert.equal((await pool.load()).username, 'ada');
    });

    test('what does not read back, a read that fails and a value that is no text are NotAvailable', async () => {
      const short = { ...storage(), setItem: async (key, value) => void items.set(key, value.slice(0, 100)) };
      await assert.rejects(
        open({ storage: short }).signIn({ username: 'ada', password: PASSWORD }),
        code('NotAvailable'),
      );
      const pool = open();
      failing = (name) => name === 'getItem';
      await assert.rejects(pool.load(), code('NotAvailable'));
      failing = undefined;
      assert.equal(await pool.load(), null);
      const odd = { ...storage(), getItem: async () => 7 };
      await assert.rejects(open({ storage: odd }).load(), code('InvalidArgument'));
    });

    test('what another program has written is found by load and by each call', async () => {
      const pool = open();
      const { user } = await pool.signIn({ username: 'ada', password: PASSWORD });
      items.clear();
      await assert.rejects(user.session({ forceRefresh: true }), code('NotSignedIn'));
      assert.equal(await pool.load(), null);
    });

    test('an answer on its way hides nothing that was written since', async () => {
      const shared = storage();
      const { user } = await open({ storage: shared }).signIn({ username: 'ada', password: PASSWORD });
      const pool = open({ storage: shared });
      let release;
      const gate = new Promise((resolve) => {
        release = resolve;
      });
      const { getItem, removeItem } = shared;
      let reached;
      const reading = new Promise((resolve) => {
        reached = resolve;
      });
      shared.getItem = async (key) => {
        const value = await getItem(key);
        if (key.endsWith('accessToken') && reached) {
          reached();
          reached = undefined;
          await gate;
        }
        return value;
      };
      let removed = 0;
      shared.removeItem = async (key) => {
        await removeItem(key);
        // Without a queue the removal overtakes the answer, which then brings back what is gone.
        if (++removed === SIGNED_IN.length) setTimeout(release, 20);
      };
      const loaded = pool.load();
      await reading;
      const out = user.signOut();
      setTimeout(release, 500);
      await Promise.all([loaded, out]);
      assert.deepEqual(names(), []);
      assert.equal(pool.currentUser(), null);
    });

    test('calls at once share a refresh, and reading never hides what is being written', async () => {
      await race(async () => {
        items.clear();
        const shared = storage();
        const [pool, other] = [open({ storage: shared }), open({ storage: shared })];
        const { user } = await pool.signIn({ username: 'ada', password: PASSWORD });
        const [first, second] = await Promise.all([
          user.session({ forceRefresh: true }),
          user.session({ forceRefresh: true }),
          other.load(),
        ]);
        assert.equal(first.accessToken.jwt, second.accessToken.jwt);
        assert.equal((await other.currentUser().session()).accessToken.jwt, first.accessToken.jwt);
        assert.equal([...items].find(([key]) => key.endsWith('accessToken'))[1], first.accessToken.jwt);
        await Promise.all([user.signOut(), other.load()]);
        assert.deepEqual(names(), []);
        assert.equal(other.currentUser(), null);
      });
    });

    test('a storage that answers at once does so there, too', async () => {
      const now = {
        getItem: (key) => items.get(key) ?? null,
        setItem: (key, value) => void items.set(key, value),
        removeItem: (key) => void items.delete(key),
      };
      assert.equal(open({ storage: now }).currentUser(), null);
      await open({ storage: now }).signIn({ username: 'ada', password: PASSWORD });
      assert.equal(open({ storage: now }).currentUser().username, 'ada');
    });

    test('a program that is killed between two writes leaves a session, a refresh, or nobody', async () => {
      const made = await makePool(server.endpoint, { client: ROTATING });
      await makeUser(server.endpoint, { ...made, username: 'ada', password: PASSWORD });
      const at = (storage) => open({ userPoolId: made.userPoolId, clientId: made.clientId, storage });
      const signIn = (pool) => pool.signIn({ username: 'ada', password: PASSWORD });
      const refresh = async (pool) => (await pool.load()).session({ forceRefresh: true });
      for (const [what, act] of Object.entries({ signIn, refresh })) {
        for (let cut = 0; ; cut++) {
          items.clear();
          if (act === refresh) await signIn(at(storage()));
          let writes = 0;
          const killed = storage();
          const { setItem } = killed;
          const stopped = new Promise((resolve) => {
            killed.setItem = async (...args) => {
              if (writes++ < cut) return setItem(...args);
              // Nothing that it does afterwards arrives.
              for (const name of Object.keys(killed)) killed[name] = async () => Promise.reject(new Error('killed'));
              resolve('killed');
              throw new Error('killed');
            };
          });
          const acting = act(at(killed)).then(() => 'done');
          acting.catch(() => {});
          const ended = await Promise.race([acting.catch(() => stopped), stopped]);
          const user = await at(storage()).load();
          if (act === refresh || ended === 'done') assert.equal(user?.username, 'ada', `${what}, ${cut} writes`);
          if (user) assert.ok((await user.session()).isValid(), `${what}, ${cut} writes`);
          if (ended === 'done') break;
        }
      }
    });
  });
}
