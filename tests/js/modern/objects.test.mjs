// Objects of the modern API under Vue's proxies and the garbage collector, in Node.

import { after, before, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { reactive, shallowReactive, toRaw } from '@vue/reactivity';
import { packageFile, startLocal } from '../local/server-process.mjs';
import { rounds } from '../rounds.mjs';
import { makeWorld } from './world.mjs';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
const collect = async () => {
  for (let round = 0; round < 10; round++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

let server;
let w;
before(async () => {
  server = await startLocal();
  w = makeWorld({ api: await import(packageFile('dist/index.js')), endpoint: server.endpoint, where: 'node' });
});
after(() => server.stop());

test('Vue leaves a pool, a user and a session as they are, and state that holds them works', async () => {
  const { pool, session, user } = await w.signedIn();
  for (const object of [pool, user, session, user.mfa, user.devices]) w.is(reactive(object), object);
  const state = reactive({ pool, session, user, nested: { list: [user] } });
  w.is(state.session.accessToken, session.accessToken);
  w.is(state.session.accessToken.claims, session.accessToken.claims, 'frozen claims stay themselves');
  w.ok((await state.nested.list[0].attributes()).sub);
  w.is(state.pool.currentUser().username, 'ada');
  state.session.free();
  state.user.close();
  w.thrown(() => session.accessToken, 'Closed');
  w.is(toRaw(state).pool, pool);
});

test('a step in Vue’s state can be answered', async () => {
  const person = await w.person({ temporary: true });
  const state = shallowReactive({ step: await person.pool.signIn({ username: 'ada', password: w.PASSWORD }) });
  const deep = reactive({ step: state.step });
  w.is(JSON.stringify(deep.step), JSON.stringify(state.step));
  w.is((await deep.step.respond({ newPassword: 'Better-Horse-8' })).status, 'signedIn');
});

test('proxies with their free(), then garbage collection, leave every other object intact', async () => {
  const keep = await w.signedIn();
  await (async () => {
    for (let round = 0; round < rounds; round++) {
      const { pool } = keep.realm.app();
      const user = await pool.restore({
        accessToken: keep.session.accessToken.jwt,
        refreshToken: keep.session.refreshToken,
      });
      const session = await user.session();
      for (const object of [pool, user, session, user.mfa, user.devices]) {
        const proxy = new Proxy(object, {});
        const vue = reactive({ object });
        proxy.free();
        vue.object.free();
        object.close();
        proxy[Symbol.dispose ?? 'close']();
      }
    }
  })();
  await collect();
  const others = Array.from({ length: 200 }, (_, index) => new w.Session({ refreshToken: `token ${index}` }));
  for (const [index, other] of others.entries()) w.is(other.refreshToken, `token ${index}`);
  w.ok((await keep.user.attributes()).sub);
  w.ok((await keep.user.session({ forceRefresh: true })).isValid());
  w.is(keep.pool.currentUser().username, 'ada');
});

test('an object that nobody holds is collected only after its call is answered', async () => {
  const { realm, session } = await w.signedIn();
  const running = [];
  await (async () => {
    for (let round = 0; round < rounds; round++) {
      const user = await realm.app().pool.restore({ accessToken: session.accessToken.jwt });
      running.push(user.attributes(), user.mfa.get(), user.session());
    }
  })();
  await collect();
  for (const outcome of await Promise.all(running)) w.ok(outcome);
});

test('closed objects give their memory back: ten thousand sessions come and go', async () => {
  const { session } = await w.signedIn();
  const tokens = {
    accessToken: session.accessToken.jwt,
    idToken: session.idToken.jwt,
    refreshToken: session.refreshToken,
  };
  const burn = async (count) => {
    for (let round = 0; round < count; round++) new w.Session(tokens).close();
    await collect();
    return process.memoryUsage();
  };
  const before = await burn(2_000);
  const afterwards = await burn(10_000);
  w.ok(
    afterwards.external + afterwards.arrayBuffers - before.external - before.arrayBuffers < 4_000_000,
    'wasm memory does not grow',
  );
  w.ok(afterwards.heapUsed - before.heapUsed < 10_000_000, 'neither does the heap');
});

test('in Node nothing is kept by default, and nothing is warned of', async () => {
  const { realm } = await w.person();
  const warnings = [];
  process.on('warning', (warning) => warnings.push(warning));
  const options = { userPoolId: realm.userPoolId, clientId: realm.clientId, endpoint: server.endpoint };
  const pool = new w.Pool(options);
  const one = await pool.signIn({ username: 'ada', password: w.PASSWORD });
  const other = await pool.signIn({ username: 'ada', password: w.PASSWORD });
  w.is(pool.currentUser(), null);
  w.is((await one.user.session({ forceRefresh: true })).accessToken.claims.username, 'ada');
  w.ok((await one.user.session()) !== (await other.user.session()), 'a memory for each');
  w.same(await one.user.signOut(), { revoked: true });
  w.ok((await other.user.session()).isValid(), 'the other one stays');
  for (const storage of ['local', 'session']) w.thrown(() => new w.Pool({ ...options, storage }), 'NotAvailable');
  await new Promise((resolve) => setTimeout(resolve, 10));
  w.same(warnings, []);
});
