// One scenario's world: a fresh realm, a library in it, and the few verbs that scenarios are written in.
import { CLIENT, PASSWORD, POOL, PREFIX, tokens } from './cognito.mjs';
import { quicken } from './quicken.mjs';
import { itemsOf, keep, makeRealm } from './realm.mjs';
import { makeTrace } from './trace.mjs';

const CALLBACKS = [
  'onSuccess',
  'onFailure',
  'newPasswordRequired',
  'mfaRequired',
  'totpRequired',
  'customChallenge',
  'mfaSetup',
  'selectMFAType',
  'associateSecretCode',
  'inputVerificationCode',
];

/** Runs a scenario with a library and gives the trace's lines. */
export async function play(
  scripts,
  { kind = 'browser', exact = false, run },
  { strict = false, quick = false, prepare } = {},
) {
  const trace = makeTrace();
  const realm = makeRealm(kind, trace);
  prepare?.(realm);
  const api = realm.load(scripts[kind]);
  if (quick && !exact) quicken(api.BigInteger);
  if (strict) api.configure({ deviations: false });
  const endings = [];
  const t = {
    api,
    trace,
    ...realm,
    global: realm.context,
    atEnd: (ending) => void endings.push(ending),
    reply: (...replies) => void realm.replies.push(...replies.flat()),
    /** A storage of the scenario's own. */
    keep: (label, missing = null) => keep(trace, label, missing),
    /** The items of a storage, or of the page's; not traced. */
    items: (storage = realm.localStorage) => itemsOf(storage),
    spy: (storage, label) => spy(trace, storage, label),
    makePool: (options = {}, ...more) => {
      const pool = new api.CognitoUserPool({ UserPoolId: POOL, ClientId: CLIENT, ...options }, ...more);
      trace.label(pool, 'pool');
      t.pool = pool;
      return pool;
    },
    makeUser: (options = {}) => {
      const Pool = options.Pool ?? t.pool ?? t.makePool(options.Storage ? { Storage: options.Storage } : {});
      t.user = new api.CognitoUser({ Username: 'ada', ...options, Pool });
      trace.label(t.user, 'user');
      return t.user;
    },
    details: (more = {}) => new api.AuthenticationDetails({ Username: 'ada', Password: PASSWORD, ...more }),
    session: (result = tokens(), more = {}) =>
      new api.CognitoUserSession({
        IdToken: new api.CognitoIdToken(result),
        AccessToken: new api.CognitoAccessToken(result),
        RefreshToken: new api.CognitoRefreshToken(result),
        ...more,
      }),
    /** A user who is signed in, in memory only. */
    signedIn: (result = tokens(), options) => {
      const user = t.makeUser(options);
      user.signInUserSession = t.session(result);
      return user;
    },
    /** What a sign-in leaves in a storage, put there without a trace. */
    seed: (result = tokens(), { username = 'ada', storage, clockDrift = '0', ...more } = {}) => {
      const items = t.items(storage);
      const own = { idToken: result.IdToken, accessToken: result.AccessToken, refreshToken: result.RefreshToken ?? '' };
      for (const [name, value] of Object.entries({ ...own, clockDrift, ...more })) {
        if (value !== null) items.set(`${PREFIX}.${username}.${name}`, value);
      }
      items.set(`${PREFIX}.LastAuthUser`, username);
    },
    /** A node-style callback. */
    node: (name = 'callback', then) =>
      function told(...given) {
        trace.event(`${name}(${given.map((one) => trace.describe(one)).join(', ')})`);
        return then?.apply(this, given);
      },
    /** A callback object with every callback there is, but for those that are `undefined`. */
    callbacks: (more = {}) => {
      const object = {};
      trace.label(object, 'callbacks');
      for (const name of new Set([...CALLBACKS, ...Object.keys(more)])) {
        if (name in more && more[name] === undefined) continue;
        object[name] = function told(...given) {
          const self = this === object ? '' : ` with this = ${trace.describe(this)}`;
          trace.event(`${name}(${given.map((one) => trace.describe(one)).join(', ')})${self}`);
          return more[name]?.apply(this, given);
        };
      }
      return object;
    },
    /** A call whose return, beside the callbacks' lines, shows what was synchronous. */
    call: (name, action) => {
      trace.event(`${name} …`);
      try {
        const value = action();
        trace.event(`${name} → ${trace.describe(value)}`);
        return value;
      } catch (error) {
        trace.event(`${name} throws ${trace.describe(error)}`);
      }
    },
  };
  const stray = (error) => trace.event(`unhandled ${trace.describe(error)}`);
  process.on('unhandledRejection', stray);
  process.on('uncaughtException', stray);
  try {
    await run(t);
    await t.settle();
  } finally {
    process.off('unhandledRejection', stray);
    process.off('uncaughtException', stray);
  }
  for (const ending of endings) ending();
  if (t.user) trace.snapshot('user', t.user);
  if (t.pool) trace.snapshot('pool', t.pool);
  for (const [key, value] of t.items() ?? []) trace.event(`localStorage has ${key} = ${value}`);
  return trace.lines();
}

/** Tells what is done to a storage that the library made itself. */
function spy(trace, storage, label) {
  for (const name of ['setItem', 'getItem', 'removeItem', 'clear']) {
    const real = storage[name].bind(storage);
    storage[name] = (...given) => {
      const value = real(...given);
      trace.event(`${label}.${name}(${given.map((one) => trace.describe(one)).join(', ')}) → ${trace.describe(value)}`);
      return value;
    };
  }
  trace.label(storage, label);
  return storage;
}
