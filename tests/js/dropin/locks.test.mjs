// Refreshes of several tabs: Web Locks where there are some, and what holds without them.
// A tab is a storage object of its own over items that all tabs share; the service rotates refresh tokens without grace.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { reactive } from '@vue/reactivity';
import { race } from '../rounds.mjs';
import { aliased } from './package-folder.mjs';

const CLIENT = 'client';
const PREFIX = `CognitoIdentityServiceProvider.${CLIENT}`;
const REFRESH = ['InitiateAuth', 'GetTokensFromRefreshToken'];

let ours;
let api;
/** What all tabs see. */
let items;
let service;

const platform = { fetch: globalThis.fetch, navigator: Object.getOwnPropertyDescriptor(globalThis, 'navigator') };
const { timeout } = AbortSignal;
before(() => {
  ours = aliased();
  api = createRequire(join(ours.folder, 'x.cjs'))('amazon-cognito-identity-js');
});
beforeEach(() => {
  items = new Map();
  service = makeService();
  globalThis.fetch = service.fetch;
  AbortSignal.timeout = timeout;
  setLocks(undefined);
});
after(() => {
  globalThis.fetch = platform.fetch;
  AbortSignal.timeout = timeout;
  Reflect.deleteProperty(globalThis, 'navigator');
  if (platform.navigator) Object.defineProperty(globalThis, 'navigator', platform.navigator);
  ours.remove();
});

const setLocks = (locks) => Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
const jwt = (n, seconds = 3600) => {
  const iat = Math.floor(Date.now() / 1000);
  return `e30.${Buffer.from(JSON.stringify({ n, iat, exp: iat + seconds })).toString('base64url')}.c2ln`;
};
const turn = () => new Promise(setImmediate);

/** Rotates `refresh-1` to `refresh-2` and so on; `hold` may keep an answer back. */
function makeService() {
  const service = {
    requests: [],
    current: 1,
    reuse: 'RefreshTokenReuseException',
    hold: () => undefined,
    async fetch(_url, { headers, body }) {
      const operation = headers['X-Amz-Target'].split('.')[1];
      service.requests.push(operation);
      const answer = reply(operation, JSON.parse(body));
      await service.hold(operation, answer);
      return Response.json(answer, { status: answer.__type ? 400 : 200 });
    },
  };
  function reply(operation, { RefreshToken }) {
    if (operation === 'InitiateAuth') return { __type: 'UnsupportedOperationException', message: 'rotation' };
    if (RefreshToken !== `refresh-${service.current}`) return { __type: service.reuse, message: 'no' };
    const n = ++service.current;
    return { AuthenticationResult: { IdToken: jwt(n), AccessToken: jwt(n), RefreshToken: `refresh-${n}` } };
  }
  return service;
}

function store(n, { seconds = 3600, username = 'ada', last = username } = {}) {
  const own = { idToken: jwt(n, seconds), accessToken: jwt(n, seconds), refreshToken: `refresh-${n}`, clockDrift: '0' };
  for (const [name, value] of Object.entries(own)) items.set(`${PREFIX}.${username}.${name}`, value);
  items.set(`${PREFIX}.LastAuthUser`, last);
}
const storedRefresh = () => items.get(`${PREFIX}.ada.refreshToken`);
const expired = { seconds: -60 };

/** The user of a tab. */
function tab(username = 'ada') {
  const Storage = {
    setItem: (key, value) => void items.set(key, String(value)),
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
  };
  const Pool = new api.CognitoUserPool({ UserPoolId: 'us-east-1_Example', ClientId: CLIENT, Storage });
  return new api.CognitoUser({ Username: username, Pool, Storage });
}
const refreshOf = async (user) => (await user.getSession()).getRefreshToken().getToken();

/** Locks as the platform has them, but for what this package does not use; `held` and `names` are for tests. */
function makeLocks() {
  let last = Promise.resolve();
  const locks = {
    held: false,
    names: [],
    async request(name, { signal }, task) {
      locks.names.push(name);
      const before = last;
      const done = withResolvers();
      last = before.then(() => done.promise);
      try {
        await Promise.race([before, aborted(signal)]);
        signal.throwIfAborted();
        locks.held = true;
        return await task({ name, mode: 'exclusive' });
      } finally {
        locks.held = false;
        done.resolve();
      }
    },
  };
  return locks;
}
function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
const aborted = (signal) => new Promise((resolve) => signal.addEventListener('abort', resolve));

describe('with locks', () => {
  test('two tabs that refresh at once send one refresh', () =>
    race(async () => {
      items.clear();
      service.current = 1;
      service.requests = [];
      setLocks(makeLocks());
      store(1, expired);
      assert.deepEqual(await Promise.all([tab(), tab()].map(refreshOf)), ['refresh-2', 'refresh-2']);
      assert.deepEqual(service.requests, REFRESH);
      assert.equal(storedRefresh(), 'refresh-2');
    }));

  test('the lock is named by storage and user', async () => {
    const locks = makeLocks();
    setLocks(locks);
    store(1, expired);
    await tab().getSession();
    assert.deepEqual(locks.names, [`auth-session:${PREFIX}.ada`]);
  });

  test('a user in a Vue reactive waits for it, too', async () => {
    const locks = makeLocks();
    setLocks(locks);
    store(1, expired);
    assert.equal(await refreshOf(reactive(tab())), 'refresh-2');
    assert.equal(locks.names.length, 1);
  });

  test('a session that is valid needs none', async () => {
    const locks = makeLocks();
    setLocks(locks);
    store(1);
    assert.equal(await refreshOf(tab()), 'refresh-1');
    assert.deepEqual(locks.names, []);
  });

  test('no callback runs while it is held', async () => {
    const locks = makeLocks();
    setLocks(locks);
    const held = [];
    const ask = (user) =>
      new Promise((resolve) => user.getSession((error, session) => resolve(held.push(locks.held, error, !session))));
    store(1, expired);
    await ask(tab());
    store(1, expired);
    await ask(tab());
    assert.equal(held[0], false);
    assert.equal(held[3], false);
    assert.equal(held[4].code, 'RefreshTokenReuseException');
  });

  test('a callback may ask for another refresh', async () => {
    setLocks(makeLocks());
    store(1, expired);
    const user = tab();
    const second = await new Promise((resolve, reject) =>
      user.getSession((_error, session) => user.refreshSession(session.getRefreshToken()).then(resolve, reject)),
    );
    assert.equal(second.getRefreshToken().getToken(), 'refresh-3');
  });

  test('somebody who signs out while the tab waits stays signed out, and nothing is sent', async () => {
    const locks = makeLocks();
    setLocks(locks);
    store(1, expired);
    const other = withResolvers();
    locks.request('auth-session:x', { signal: new AbortController().signal }, () => other.promise);
    const refused = assert.rejects(tab().getSession(), /missing an ID Token/);
    await turn();
    tab().signOut();
    other.resolve();
    await refused;
    assert.deepEqual(service.requests, []);
    assert.equal(items.size, 0);
  });

  test('somebody who signs out while the request is under way stays signed out', async () => {
    setLocks(makeLocks());
    store(1, expired);
    service.hold = (operation) => operation === REFRESH[1] && tab().signOut();
    await assert.rejects(tab().getSession(), /missing an ID Token/);
    assert.equal(items.size, 0);
  });

  test('tokens of a sign-in meanwhile are not overwritten', async () => {
    setLocks(makeLocks());
    store(1, expired);
    service.hold = (operation) => operation === REFRESH[1] && store(9);
    assert.equal(await refreshOf(tab()), 'refresh-9');
    assert.equal(storedRefresh(), 'refresh-9');
  });

  test('a storage that fails under the lock is the caller’s to hear of', async () => {
    const locks = makeLocks();
    setLocks(locks);
    store(1, expired);
    const user = tab();
    user.storage.setItem = () => {
      throw new Error('full');
    };
    await assert.rejects(user.getSession(), /full/);
    assert.equal(locks.held, false);
  });

  test('without deviations there is none', async () => {
    const locks = makeLocks();
    setLocks(locks);
    await api.configure({ deviations: false });
    try {
      await assert.rejects(tab().refreshSession(new api.CognitoRefreshToken({ RefreshToken: 'refresh-1' })));
    } finally {
      await api.configure({ deviations: true });
    }
    assert.deepEqual(locks.names, []);
    assert.deepEqual(service.requests, ['InitiateAuth']);
  });
});

describe('with a lock that is never granted', () => {
  const never = { request: (_name, { signal }) => aborted(signal).then(() => Promise.reject(signal.reason)) };
  let bounds;
  beforeEach(() => {
    bounds = [];
    setLocks(never);
    AbortSignal.timeout = (ms) => {
      bounds.push(ms);
      return timeout.call(AbortSignal, 20);
    };
  });

  test('the refresh goes out after ten seconds', async () => {
    store(1, expired);
    // The signal's timer keeps no process alive.
    const alive = setInterval(() => {}, 1000);
    assert.equal(await refreshOf(tab()), 'refresh-2');
    clearInterval(alive);
    assert.deepEqual(bounds, [10_000]);
  });

  test('tokens that another tab has stored by then are taken, and nothing is sent', async () => {
    store(1, expired);
    const alive = setInterval(() => {}, 1000);
    const waiting = refreshOf(tab());
    store(2);
    assert.equal(await waiting, 'refresh-2');
    clearInterval(alive);
    assert.deepEqual(service.requests, []);
  });
});

describe('without a lock', () => {
  const reject = (name) => () => Promise.reject(new DOMException('no', name));
  for (const [what, locks] of Object.entries({
    'the platform has none': undefined,
    'the request is refused (SecurityError)': { request: reject('SecurityError') },
    'the request is refused (InvalidStateError)': { request: reject('InvalidStateError') },
    'the request throws': {
      request: () => {
        throw new TypeError('no');
      },
    },
    'the platform’s are incomplete': {},
  })) {
    test(`${what}: one tab`, async () => {
      setLocks(locks);
      store(1, expired);
      assert.equal(await refreshOf(tab()), 'refresh-2');
      assert.deepEqual(service.requests, REFRESH);
    });

    test(`${what}: of two tabs, the later one takes what the other stored`, async () => {
      setLocks(locks);
      store(1, expired);
      // The first answer comes last, so that the refusal finds the old tokens stored.
      service.hold = (_operation, { AuthenticationResult }) =>
        AuthenticationResult && new Promise((resolve) => setTimeout(resolve, 100));
      assert.deepEqual(await Promise.all([tab(), tab()].map(refreshOf)), ['refresh-2', 'refresh-2']);
      assert.equal(storedRefresh(), 'refresh-2');
    });
  }

  test('the platform has no AbortSignal.timeout', async () => {
    setLocks(makeLocks());
    AbortSignal.timeout = undefined;
    store(1, expired);
    assert.equal(await refreshOf(tab()), 'refresh-2');
  });

  test('there is no navigator: the request leaves before the call returns', async () => {
    Object.defineProperty(globalThis, 'navigator', { value: undefined, configurable: true });
    store(1, expired);
    const session = tab().getSession();
    assert.deepEqual(service.requests, ['InitiateAuth']);
    await session;
  });
});

describe('an application’s own transport is called at once', () => {
  const answer = (_operation, _input, callback) =>
    callback(null, { AuthenticationResult: { IdToken: jwt(2), AccessToken: jwt(2), RefreshToken: 'refresh-2' } });
  const prototype = () => Object.getPrototypeOf(tab().client);
  for (const [what, replace] of Object.entries({
    'client.request': ({ client }) => Object.assign(client, { request: answer }),
    'Client.prototype.request': () => Object.assign(prototype(), { request: answer }),
    'client.requestWithRetry': ({ client }) => Object.assign(client, { requestWithRetry: answer }),
    'user.client': (user) => Object.assign(user, { client: { requestWithRetry: answer } }),
  })) {
    test(what, async () => {
      const locks = makeLocks();
      setLocks(locks);
      store(1, expired);
      const { request } = prototype();
      try {
        const user = tab();
        replace(user);
        const done = new Promise((resolve, reject) =>
          user.getSession((error) => {
            if (error) reject(error);
            else resolve();
          }),
        );
        // A replaced `request` is answered through the promises of `requestWithRetry`; no turn is between.
        for (let at = 0; at < 3; at++) await null;
        assert.equal(storedRefresh(), 'refresh-2');
        await done;
      } finally {
        prototype().request = request;
      }
      assert.deepEqual(locks.names, []);
    });
  }

  test('and before the call returns', () => {
    setLocks(makeLocks());
    store(1, expired);
    const user = tab();
    let called = false;
    user.client.request = () => {
      called = true;
    };
    user.getSession(() => {});
    assert.ok(called);
  });
});

for (const locks of [makeLocks, () => undefined]) {
  const where = locks() ? 'under a lock' : 'without locks';
  const given = (n) => new api.CognitoRefreshToken({ RefreshToken: `refresh-${n}` });
  describe(`a refusal, ${where}`, () => {
    beforeEach(() => setLocks(locks()));
    for (const code of ['NotAuthorizedException', 'RefreshTokenReuseException']) {
      test(`${code} of a token that is no longer the stored one gives the stored session`, async () => {
        service.reuse = code;
        service.current = 5;
        store(5);
        const user = tab();
        const session = await user.refreshSession(given(4));
        assert.equal(session.getRefreshToken().getToken(), 'refresh-5');
        assert.equal(user.getSignInUserSession(), session);
        assert.equal(storedRefresh(), 'refresh-5');
      });

      test(`${code} of such a token is an error where the stored session has expired, and clears nothing`, async () => {
        service.reuse = code;
        service.current = 5;
        store(5, expired);
        const before = [...items];
        await assert.rejects(tab().refreshSession(given(4)), { code });
        assert.deepEqual([...items], before);
        assert.equal(await refreshOf(tab()), 'refresh-6');
      });
    }

    test('NotAuthorizedException of the stored token clears the session', async () => {
      service.reuse = 'NotAuthorizedException';
      store(7, expired);
      await assert.rejects(tab().getSession(), { code: 'NotAuthorizedException' });
      assert.equal(items.size, 0);
    });

    test('it signs nobody else out', async () => {
      service.reuse = 'NotAuthorizedException';
      store(3, { username: 'eve' });
      store(7, { ...expired, last: 'eve' });
      await assert.rejects(tab().getSession(), { code: 'NotAuthorizedException' });
      assert.equal(storedRefresh(), undefined);
      assert.equal(tab().pool.getCurrentUser().getUsername(), 'eve');
      assert.ok((await tab('eve').getSession()).isValid());
    });

    test('all who wait in a tab get what another tab stored', async () => {
      service.current = 2;
      store(1, expired);
      service.hold = (operation) => operation === REFRESH[1] && store(2);
      const user = tab();
      const all = await Promise.all([user, user, user].map(refreshOf));
      assert.deepEqual(all, ['refresh-2', 'refresh-2', 'refresh-2']);
    });
  });
}
