// Where sessions are kept: the page's, cookies, memory, and storages of the application.
import { confirmDevice, done, newDevice, PREFIX, srp, tokens } from '../cognito.mjs';

const scenario = (name, run, kind) => ({ name: `storage: ${name}`, kind, run });

/** Signs in, reads the session on another object, fetches data, signs out. */
async function round(t, Storage) {
  const options = Storage ? { Storage } : {};
  const Pool = t.makePool(options);
  const user = t.makeUser({ Pool, ...options });
  t.reply(srp(t, done(tokens(newDevice())), { userId: 'ada+1@example.com (x)' }), confirmDevice(t));
  t.call('authenticateUser', () => user.authenticateUser(t.details(), t.callbacks()));
  await t.settle();
  const again = t.call('getCurrentUser', () => Pool.getCurrentUser());
  t.call('getSession', () => again?.getSession(t.node()));
  t.reply({ body: { Username: 'ada' } });
  t.call('getUserData', () => again?.getUserData(t.node()));
  await t.settle();
  t.call('getUserData', () => again?.getUserData(t.node()));
  t.call('signOut', () => again?.signOut());
  t.call('getCurrentUser', () => Pool.getCurrentUser());
}

const cookies = (t, options) => t.spy(new t.api.CookieStorage(options), 'cookies');
const ODD = [
  'plain',
  'with space',
  'a=b;c,d',
  '"quoted"',
  'é 🔑',
  '100%',
  '%41',
  '(round)',
  '#$&+^`|/:<>?@[]{}\\',
  '',
  '0',
  'null',
];

export default [
  scenario('the page’s', (t) => round(t)),
  scenario('one of the application', (t) => round(t, t.keep('own'))),
  scenario('one of the application that answers undefined', (t) => round(t, t.keep('own', undefined))),
  scenario('cookies', (t) => round(t, cookies(t))),
  scenario('cookies with every option', (t) =>
    round(t, cookies(t, { domain: '.example.com', path: '/app', expires: 7, secure: false, sameSite: 'lax' })),
  ),
  scenario('memory, without a page', (t) => round(t), 'node'),
  scenario('memory, in a page that forbids its storage', (t) => {
    Object.defineProperty(t.global, 'localStorage', {
      get: () => {
        throw new t.own.Error('SecurityError');
      },
    });
    return round(t);
  }),
  scenario('memory, in a page whose storage is full', (t) => {
    t.global.localStorage.setItem = () => {
      throw new t.own.Error('QuotaExceededError');
    };
    return round(t);
  }),
  scenario('the pool’s is its own, the user’s the page’s', async (t) => {
    const Pool = t.makePool({ Storage: t.keep('pool storage') });
    const user = t.makeUser({ Pool });
    t.reply(srp(t, done()));
    t.call('authenticateUser', () => user.authenticateUser(t.details(), t.callbacks()));
    await t.settle();
    t.call('getCurrentUser', () => Pool.getCurrentUser()?.getUsername());
  }),
  scenario('one that throws', async (t) => {
    const Storage = t.keep('full');
    Storage.setItem = () => {
      throw new t.own.Error('QuotaExceededError');
    };
    const user = t.makeUser({ Storage });
    t.reply(srp(t, done()));
    t.call('authenticateUser', () => user.authenticateUser(t.details(), t.callbacks()));
  }),
  scenario('one whose methods want their `this`', async (t) => {
    class Own {
      constructor() {
        this.kept = {};
      }
      setItem(key, value) {
        t.trace.event(`own.setItem ${key}`);
        this.kept[key] = value;
      }
      getItem(key) {
        t.trace.event(`own.getItem ${key}`);
        return this.kept[key];
      }
      removeItem(key) {
        t.trace.event(`own.removeItem ${key}`);
        delete this.kept[key];
      }
    }
    return round(t, new Own());
  }),
  scenario(
    'two pools without a page',
    async (t) => {
      const one = t.makePool();
      const user = t.makeUser({ Pool: one });
      user.signInUserSession = t.session();
      user.cacheTokens();
      const other = t.makePool();
      t.call('getCurrentUser of the other', () => other.getCurrentUser()?.getUsername());
      t.call('clear', () => one.storage.clear());
      t.call('getItem', () => one.storage.getItem(`${PREFIX}.LastAuthUser`));
      t.call('setItem', () => one.storage.setItem('key', 'value'));
      t.call('removeItem', () => one.storage.removeItem('key'));
    },
    'node',
  ),
  ...ODD.map((value) =>
    scenario(`a cookie of ${JSON.stringify(value)}`, async (t) => {
      const storage = new t.api.CookieStorage();
      t.call('setItem', () => storage.setItem(value || 'empty', value));
      t.call('getItem', () => storage.getItem(value || 'empty'));
      t.call('removeItem', () => storage.removeItem(value || 'empty'));
      t.call('getItem', () => storage.getItem(value || 'empty'));
    }),
  ),
  ...[
    undefined,
    {},
    { domain: 'x', path: '/p' },
    { expires: null },
    { expires: 0 },
    { expires: 0.5 },
    { secure: false },
    { sameSite: 'strict' },
    { sameSite: 'none' },
    { sameSite: 'none', secure: false },
    { sameSite: 'Lax' },
    { sameSite: null },
    { sameSite: undefined },
    { path: '' },
    null,
  ].map((options, at) =>
    scenario(`cookies with options ${at}, ${JSON.stringify(options)}`, async (t) => {
      const storage = t.call('new', () => new t.api.CookieStorage(options));
      t.call('setItem', () => storage?.setItem('name', 'value'));
      t.call('getItem', () => storage?.getItem('name'));
      t.call('removeItem', () => storage?.removeItem('name'));
    }),
  ),
  scenario('cookies, all cleared', async (t) => {
    t.global.cookies.set('theirs', '1');
    const storage = new t.api.CookieStorage();
    storage.setItem(`${PREFIX}.LastAuthUser`, 'ada');
    storage.setItem(`${PREFIX}.ada.idToken`, 'x');
    t.call('clear', () => storage.clear());
    t.trace.event(`left: ${[...t.global.cookies.keys()]}`);
  }),
  scenario('cookies that others wrote', async (t) => {
    t.global.cookies.set('a', '%E0%A4%A').set('b%20b', 'x%20y').set('c', '"in quotes"').set('d', 'x=y=z');
    const storage = new t.api.CookieStorage();
    for (const name of ['a', 'b b', 'c', 'd', 'toString', '__proto__', 'none'])
      t.call(`getItem ${name}`, () => storage.getItem(name));
  }),
  scenario(
    'cookies without a page',
    async (t) => {
      const storage = new t.api.CookieStorage();
      t.call('setItem', () => storage.setItem('a', 'b'));
      t.call('getItem', () => storage.getItem('a'));
      t.call('removeItem', () => storage.removeItem('a'));
      t.call('clear', () => storage.clear());
    },
    'node',
  ),
  scenario('a cookie of no text', async (t) => {
    const storage = new t.api.CookieStorage();
    for (const value of [undefined, null, 0, false, { a: 1 }]) t.call('setItem', () => storage.setItem('name', value));
  }),
];
