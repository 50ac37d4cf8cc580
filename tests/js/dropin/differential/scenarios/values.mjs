// The small classes, and the shape of all of them.
import { jwt, tokens } from '../cognito.mjs';

const scenario = (name, run) => ({ name: `value: ${name}`, run });
const CLASSES = [
  'AuthenticationDetails',
  'AuthenticationHelper',
  'CognitoAccessToken',
  'CognitoIdToken',
  'CognitoRefreshToken',
  'CognitoUser',
  'CognitoUserAttribute',
  'CognitoUserPool',
  'CognitoUserSession',
  'CookieStorage',
  'DateHelper',
  'WordArray',
  'Client',
];
const made = (t, name, ...given) =>
  t.call(`new ${name}(${given.map((one) => t.trace.describe(one))})`, () => new t.api[name](...given));
const ask = (t, object, ...names) => {
  for (const name of names) t.call(name, () => object?.[name]());
};
const JWTS = [
  '',
  'x',
  'a.b',
  'a.b.c',
  'a.!!!.c',
  `a.${btoa('[1]')}.c`,
  `a.${btoa('null')}.c`,
  jwt({ exp: 1, iat: 0, name: 'ådå 🔑' }),
  jwt({ exp: 'x' }),
  'a.eyJhIjoxfQ',
  'a.eyJhIjoxfQ==.c',
];

export default [
  ...CLASSES.map((name) =>
    scenario(`the shape of ${name}`, async (t) => {
      const Class = t.api[name];
      t.trace.event(`${Class.name} of ${Object.getPrototypeOf(Class).name || 'nothing'}`);
      // Arity and enumerability are how Babel wrote the incumbent's classes, and no behaviour.
      for (const key of Object.getOwnPropertyNames(Class.prototype).sort()) {
        if (key !== 'constructor') t.trace.event(`${key}: ${typeof Class.prototype[key]}`);
      }
    }),
  ),
  ...['CognitoIdToken', 'CognitoAccessToken'].flatMap((name) =>
    [
      ...JWTS.map((token) => ({ IdToken: token, AccessToken: token })),
      undefined,
      {},
      null,
      'text',
      { IdToken: null, AccessToken: null },
      { IdToken: 7, AccessToken: 7 },
    ].map((given, at) =>
      scenario(`${name}, ${at}`, async (t) =>
        ask(
          t,
          made(t, name, ...(given === undefined ? [] : [given])),
          'getJwtToken',
          'getExpiration',
          'getIssuedAt',
          'decodePayload',
        ),
      ),
    ),
  ),
  ...[[], [{}], [{ RefreshToken: 'r' }], [null], ['r'], [{ RefreshToken: null }]].map((given, at) =>
    scenario(`CognitoRefreshToken, ${at}`, async (t) => ask(t, made(t, 'CognitoRefreshToken', ...given), 'getToken')),
  ),
  ...[
    [],
    [{}],
    [{ Name: 'n', Value: 'v' }],
    [{ Name: 'n', Value: 0 }],
    [{ Name: null, Value: false }],
    [null],
    [{ Value: 'v', Other: 1 }],
  ].map((given, at) =>
    scenario(`CognitoUserAttribute, ${at}`, async (t) => {
      const attribute = made(t, 'CognitoUserAttribute', ...given);
      ask(t, attribute, 'getName', 'getValue', 'toString', 'toJSON');
      t.call('set', () => attribute?.setName('a').setValue('b') === attribute);
      t.trace.event(JSON.stringify([attribute]));
    }),
  ),
  ...[
    {},
    { Username: 'u', Password: 'p' },
    { ValidationData: { a: 1 }, AuthParameters: { b: 2 }, ClientMetadata: { c: 3 } },
    { ValidationData: null, ClientMetadata: undefined },
    null,
    undefined,
  ].map((given, at) =>
    scenario(`AuthenticationDetails, ${at}`, async (t) =>
      ask(
        t,
        made(t, 'AuthenticationDetails', given),
        'getUsername',
        'getPassword',
        'getValidationData',
        'getAuthParameters',
        'getClientMetadata',
      ),
    ),
  ),
  scenario('the details’ parameters are the object given, and initiateAuth writes into it', async (t) => {
    const AuthParameters = { a: 1 };
    const details = t.details({ AuthParameters });
    t.trace.event(String(details.getAuthParameters() === AuthParameters));
    t.makeUser().initiateAuth(details, t.callbacks());
    t.trace.event(t.trace.describe(AuthParameters));
  }),
  ...[undefined, null, 0, 5, -5, Number.NaN, '7'].map((ClockDrift) =>
    scenario(`CognitoUserSession with drift ${ClockDrift}`, async (t) => {
      const session = t.call('session', () => t.session(tokens(), { ClockDrift }));
      ask(
        t,
        session,
        'getIdToken',
        'getAccessToken',
        'getRefreshToken',
        'getClockDrift',
        'calculateClockDrift',
        'isValid',
      );
      t.clock.now += 3_600_000;
      ask(t, session, 'getClockDrift', 'calculateClockDrift', 'isValid');
    }),
  ),
  ...['IdToken', 'AccessToken', 'RefreshToken'].map((missing) =>
    scenario(`CognitoUserSession without ${missing}`, async (t) =>
      ask(
        t,
        t.call('session', () => t.session(tokens(), { [missing]: undefined })),
        'isValid',
        'getRefreshToken',
      ),
    ),
  ),
  scenario('CognitoUserSession of nothing', async (t) => void made(t, 'CognitoUserSession')),
  scenario('CognitoUserSession of tokens issued apart', async (t) => {
    const { api } = t;
    const IdToken = new api.CognitoIdToken(tokens({ iat: t.clock.now / 1000 - 100 }));
    const AccessToken = new api.CognitoAccessToken(tokens({ iat: t.clock.now / 1000 - 50 }));
    ask(
      t,
      t.call('session', () => t.session(tokens(), { IdToken, AccessToken })),
      'getClockDrift',
      'isValid',
    );
  }),
  scenario('CognitoUserSession of tokens without times', async (t) =>
    ask(
      t,
      t.call('session', () => t.session({ IdToken: jwt({}), AccessToken: jwt({}) })),
      'getClockDrift',
      'isValid',
    ),
  ),
  ...['2026-01-02T03:04:05Z', '2024-02-29T23:59:59Z', '2026-10-09T00:00:00Z', '1999-12-31T10:11:12Z'].map((at) =>
    scenario(`DateHelper at ${at}`, async (t) => {
      t.clock.now = Date.parse(at);
      ask(t, made(t, 'DateHelper'), 'getNowString');
    }),
  ),
  ...[[], [[1, 2]], [[0x01020304], 3], [[-1, 0x7fffffff], 8], [[1], 0], [null, 4]].map((given, at) =>
    scenario(`WordArray, ${at}`, async (t) => ask(t, made(t, 'WordArray', ...given), 'toString')),
  ),
  scenario('WordArray of chance', async (t) => {
    for (const bytes of [0, 1, 3, 4, 5, 16, 40, 128]) {
      const made = new t.api.WordArray().random(bytes);
      t.trace.event(
        `${made.constructor.name} ${Object.keys(made)} ${made.words.length} ${made.sigBytes} ${made.toString().length}`,
      );
    }
  }),
];
