// What people pass by accident, and the good arguments that it replaces.
const HUGE = 'x'.repeat(10_000_000);

const cyclic = {};
cyclic.self = cyclic;
cyclic.username = cyclic;
const throwing = () => {
  throw new Error('a trap of the caller');
};
const everyTrap = Object.fromEntries(
  Reflect.ownKeys(Reflect)
    .filter((name) => typeof name === 'string')
    .map((name) => [name, throwing]),
);
const getters = (names) =>
  Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, { enumerable: true, get: throwing }])));

/** What stands where a string, a map or an object of options should be. */
export const WRONG = {
  missing: undefined,
  null: null,
  number: 7,
  'not a number': Number.NaN,
  'big integer': 10n,
  boolean: true,
  symbol: Symbol('s'),
  function: () => 'x',
  array: ['x'],
  date: new Date(Number.NaN),
  promise: Promise.resolve('x'),
  'proxy that throws': new Proxy({}, everyTrap),
  'array proxy that throws': new Proxy([], everyTrap),
  'endless array': new Array(2 ** 32 - 1),
  'function proxy that throws': new Proxy(() => {}, everyTrap),
  'object with throwing getters': getters([
    'username',
    'password',
    'code',
    'newPassword',
    'name',
    'signal',
    'timeoutMs',
    'accessToken',
    'global',
    'sms',
    'limit',
    'toJSON',
    'challengeName',
  ]),
  'cyclic object': cyclic,
  'object without a prototype': Object.create(null),
  'string object': Object('text'),
  'revoked proxy': (() => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  })(),
};
/** What is a string, and no good one. */
export const TEXTS = { empty: '', huge: HUGE, 'half a surrogate pair': 'a\uD800', 'the other half': '\uDC00b' };

/** For each method its good arguments: every text in them is replaced by bad ones in turn. */
export const GOOD = {
  Pool: {
    signUp: [
      {
        username: 'a',
        password: 'b',
        attributes: { email: 'c' },
        validationData: { d: 'e' },
        clientMetadata: { f: 'g' },
      },
    ],
    confirmSignUp: [{ username: 'a', code: '1', forceAliasCreation: true }],
    resendConfirmationCode: [{ username: 'a' }],
    signIn: [{ username: 'a', password: 'b', flow: 'srp', validationData: { c: 'd' }, clientMetadata: { e: 'f' } }],
    resume: [
      {
        status: 'smsMfa',
        challengeName: 'SMS_MFA',
        username: 'a',
        parameters: {},
        challengeSession: 's',
        pool: { userPoolId: 'eu-central-1_A', clientId: 'abc' },
      },
    ],
    forgotPassword: [{ username: 'a' }],
    confirmForgotPassword: [{ username: 'a', code: '1', newPassword: 'b' }],
    restore: [{ accessToken: 'a', idToken: 'b', refreshToken: 'c', username: 'd' }, { store: false }],
    load: [{}],
    subscribe: [],
    currentUser: [],
    close: [],
    free: [],
    toJSON: [],
  },
  User: {
    session: [{ clientMetadata: { a: 'b' } }],
    signOut: [{ global: true }],
    changePassword: [{ previousPassword: 'a', proposedPassword: 'b' }],
    attributes: [{}],
    updateAttributes: [{ email: 'a' }, { clientMetadata: { b: 'c' } }],
    deleteAttributes: [['email'], {}],
    requestAttributeCode: ['email', { clientMetadata: { a: 'b' } }],
    confirmAttribute: [{ name: 'email', code: '1' }],
    delete: [{}],
    factors: [{}],
    keepFresh: [{}],
    fetch: ['https://api.example.com/', {}],
    close: [],
    free: [],
    toJSON: [],
  },
  UserMfa: {
    get: [{}],
    set: [{ sms: 'on', totp: 'on', email: 'on' }],
    associate: [{}],
    verify: [{ code: '1', deviceName: 'a' }],
    close: [],
    free: [],
  },
  UserPasskeys: {
    add: [{}],
    start: [{}],
    complete: [{ credential: '{"id":"a"}' }],
    list: [{ paginationToken: 'a' }],
    delete: ['id', {}],
    close: [],
    free: [],
  },
  UserSessions: {
    list: [{ paginationToken: 'a' }],
    revoke: ['id', {}],
    close: [],
    free: [],
  },
  UserDevices: {
    list: [{ paginationToken: 'a' }],
    get: ['key', {}],
    remember: ['key', {}],
    stopRemembering: ['key', {}],
    forget: ['key', {}],
    close: [],
    free: [],
  },
  Session: { isValid: [{}], fetch: ['https://api.example.com/', {}], close: [], free: [], toJSON: [] },
};
export const CALL_OPTIONS = {
  signal: [7, 'x', {}, [], () => {}, Symbol('s'), new Proxy({}, everyTrap), Object.create(AbortSignal.prototype)],
  timeoutMs: [-1, Number.NaN, Infinity, '5', {}, [], Symbol('s'), 10n],
};
/** What a wrong value in place of an option's text or flag may do besides being refused: an absent one is allowed. */
export const OPTIONAL =
  /^(password|flow|attributes|validationData|clientMetadata|forceAliasCreation|idToken|refreshToken|username|global|sms|totp|email|deviceName|paginationToken|status|challengeSession|parameters|store)$/;
/** Answered by a refusal of the service or by doing nothing, when the arguments are fine. */
export const NO_ARGUMENTS = ['currentUser', 'close', 'free', 'toJSON'];
