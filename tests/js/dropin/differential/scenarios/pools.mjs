// Pools, the user agent, and the data of advanced security.
import { CLIENT, done, POOL, srp, tokens } from '../cognito.mjs';

const scenario = (name, run, kind) => ({ name: `pool: ${name}`, kind, run });
const long = `eu-west-1_${'a'.repeat(45)}`;

const MADE = {
  nothing: [],
  null: [null],
  'no client id': [{ UserPoolId: POOL }],
  'no pool id': [{ ClientId: CLIENT }],
  'a bad id': [{ UserPoolId: 'eu west_x', ClientId: CLIENT }],
  'an id without a region': [{ UserPoolId: 'AbCdEf', ClientId: CLIENT }],
  'an id of 55': [{ UserPoolId: long, ClientId: CLIENT }],
  'an id of 56': [{ UserPoolId: `${long}a`, ClientId: CLIENT }],
  'two underscores': [{ UserPoolId: 'eu_west-1_abc', ClientId: CLIENT }],
  'an id that is no text': [{ UserPoolId: 7, ClientId: CLIENT }],
  China: [{ UserPoolId: 'cn-north-1_abc', ClientId: CLIENT }],
  'the European cloud': [{ UserPoolId: 'eusc-de-east-1_abc', ClientId: CLIENT }],
  'the government’s': [{ UserPoolId: 'us-gov-west-1_abc', ClientId: CLIENT }],
  'an endpoint': [{ UserPoolId: POOL, ClientId: CLIENT, endpoint: 'https://proxy.example/path?x=1' }],
  credentials: [
    { UserPoolId: POOL, ClientId: CLIENT, fetchOptions: { credentials: 'include', mode: 'no-cors', headers: {} } },
  ],
  'no advanced security': [{ UserPoolId: POOL, ClientId: CLIENT, AdvancedSecurityDataCollectionFlag: false }],
  'advanced security of null': [{ UserPoolId: POOL, ClientId: CLIENT, AdvancedSecurityDataCollectionFlag: null }],
};

/** Every operation that carries the context, in one scenario. */
async function everyContext(t, Pool) {
  const user = t.makeUser({ Pool });
  const ok = { body: {} };
  const say = async (name, action, ...replies) => {
    t.reply(...replies);
    t.call(name, action);
    await t.settle();
  };
  await say('signUp', () => Pool.signUp('ben', 'p', [], null, t.node()), ok);
  await say('confirmRegistration', () => user.confirmRegistration('1', false, t.node()), ok);
  await say('resend', () => user.resendConfirmationCode(t.node()), ok);
  await say('authenticateUser', () => user.authenticateUser(t.details(), t.callbacks()), srp(t, done()));
  await say('sendMFACode', () => user.sendMFACode('1', t.callbacks()), done());
  await say('initiateAuth', () => user.initiateAuth(t.details(), t.callbacks()), done());
  await say('forgotPassword', () => user.forgotPassword(t.callbacks()), ok);
  await say('confirmPassword', () => user.confirmPassword('1', 'n', t.callbacks()), ok);
  await say('refresh', () => user.refreshSession(t.session().getRefreshToken(), t.node()), done());
  await say('select', () => user.sendMFASelectionAnswer('SMS_MFA', t.callbacks()), ok);
  t.call('getUserContextData', () => user.getUserContextData());
  t.call('getUserContextData', () => Pool.getUserContextData('eve'));
}

const security = (data) => (t) => {
  t.global.AmazonCognitoAdvancedSecurityData = {
    getData: (...given) => {
      t.trace.event(`getData(${given.join(', ')})`);
      return data;
    },
  };
};

export default [
  ...Object.entries(MADE).map(([name, given]) =>
    scenario(`made with ${name}`, async (t) => {
      const pool = t.call('new', () => new t.api.CognitoUserPool(...given));
      if (!pool) return;
      t.pool = pool;
      t.trace.label(pool, 'pool');
      for (const get of ['getUserPoolId', 'getUserPoolName', 'getClientId', 'getUserContextData'])
        t.call(get, () => pool[get]());
      t.reply({ body: { UserConfirmed: true } });
      t.call('signUp', () => pool.signUp('ben', 'p', [], [{ Name: 'n', Value: 'v' }], t.node()));
    }),
  ),
  scenario('no data of advanced security', (t) => everyContext(t, t.makePool())),
  scenario('data of advanced security', (t) => {
    security('encoded')(t);
    return everyContext(t, t.makePool());
  }),
  scenario('empty data of advanced security', (t) => {
    security('')(t);
    return everyContext(t, t.makePool());
  }),
  scenario('data of advanced security that is not wanted', (t) => {
    security('encoded')(t);
    return everyContext(t, t.makePool({ AdvancedSecurityDataCollectionFlag: false }));
  }),
  scenario('users made of odd data', async (t) => {
    const Pool = t.makePool();
    for (const given of [
      undefined,
      null,
      {},
      { Username: 'a' },
      { Pool },
      { Username: null, Pool },
      { Username: '', Pool },
      { Username: 7, Pool },
    ]) {
      t.call('new', () => new t.api.CognitoUser(given));
    }
  }),
  scenario('the user agent grows', async (t) => {
    const Pool = t.makePool();
    const ask = async () => {
      t.reply({ body: {} });
      t.makeUser({ Pool }).resendConfirmationCode(t.node());
      await t.settle();
    };
    for (const content of ['my-app/1', '', undefined, 'my-app/1', 'app', 'other/2']) {
      t.call('append', () => t.api.appendToCognitoUserAgent(content));
      await ask();
    }
    t.call('category', () => t.api.addAuthCategoryToCognitoUserAgent());
    await ask();
    t.call('framework', () => t.api.addFrameworkToCognitoUserAgent('7'));
    await ask();
    t.call('framework', () => t.api.addFrameworkToCognitoUserAgent('8'));
    await ask();
  }),
  scenario('the framework alone', async (t) => {
    t.api.addFrameworkToCognitoUserAgent('7');
    t.reply({ body: {} });
    t.makeUser().resendConfirmationCode(t.node());
  }),
  scenario('the endpoint is changed later', async (t) => {
    const user = t.makeUser();
    t.pool.client.endpoint = 'https://other.example/';
    t.reply({ body: {} });
    user.resendConfirmationCode(t.node());
  }),
  scenario('the client is asked directly', async (t) => {
    const { client } = t.makePool();
    t.reply({ body: { a: 1 } }, { status: 400, body: { __type: 'FooException', message: 'm' } }, { body: { b: 1 } });
    t.call('request', () => client.request('GlobalSignOut', { AccessToken: 'x', Nothing: undefined }, t.node()));
    await t.settle();
    client.promisifyRequest('GetUser', {}).catch(t.node('refused'));
    await t.settle();
    t.call('requestWithRetry', () => client.requestWithRetry('RevokeToken', {}, t.node()));
  }),
  scenario('the current user is of another client', async (t) => {
    t.makePool();
    t.items().set('CognitoIdentityServiceProvider.other.LastAuthUser', 'ada');
    t.call('getCurrentUser', () => t.pool.getCurrentUser());
  }),
  scenario('the current user', async (t) => {
    t.makePool();
    t.seed(tokens(), { username: 'ada.b@c' });
    t.call('getCurrentUser', () => t.pool.getCurrentUser());
  }),
];
