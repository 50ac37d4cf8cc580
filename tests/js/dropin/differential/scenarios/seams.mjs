// What applications reach into: subclasses, patched prototypes, stand-ins of their own, fields written from outside.
import { CLIENT, challenge, done, failures, POOL, PREFIX, refused, srp, tokens } from '../cognito.mjs';

const scenario = (name, run, kind) => ({ name: `seam: ${name}`, kind, run });

/** Tells of every call of the prototype's methods, as jest.spyOn would. */
function watch(t, Class, names = Object.getOwnPropertyNames(Class.prototype)) {
  for (const name of names) {
    const real = Class.prototype[name];
    if (name === 'constructor' || typeof real !== 'function') continue;
    Class.prototype[name] = function watched(...given) {
      t.trace.event(`${Class.name}.${name}`);
      return real.apply(this, given);
    };
  }
}

// Which of its own methods the incumbent calls is a promise to whoever overrides one.
const OVERRIDABLE = [
  'authenticateUserDefaultAuth',
  'authenticateUserPlainUsernamePassword',
  'authenticateUserInternal',
  'getDeviceResponse',
  'cacheTokens',
  'clearCachedTokens',
  'clearCachedUser',
  'clearCachedUserData',
  'cacheUserData',
  'getCachedDeviceKeyAndPassword',
  'cacheDeviceKeyAndPassword',
  'clearCachedDeviceKeyAndPassword',
  'getCognitoUserSession',
  'getSession',
  'refreshSession',
  'refreshSessionIfPossible',
  'getUserData',
  'getUserDataFromCache',
  'fetchUserData',
  'createGetUserRequest',
  'isFetchUserDataAndTokenRequired',
  'revokeTokens',
  'revokeToken',
  'isSessionRevocable',
  'cleanClientData',
  'getUserContextData',
  'forgetSpecificDevice',
];

const actions = {
  'signs in by SRP': (t, user) => {
    t.reply(srp(t, done()));
    user.authenticateUser(t.details(), t.callbacks());
  },
  'signs in by password': (t, user) => {
    t.reply(done());
    user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
    user.authenticateUser(t.details(), t.callbacks());
  },
  'sends a code': (t, user) => {
    t.reply(done());
    user.sendMFACode('1', t.callbacks());
  },
  refreshes: (t, user) => {
    t.seed(tokens({ ttl: -1 }));
    t.reply(done());
    user.getSession(t.node());
  },
  'is refused a refresh': (t, user) => {
    t.seed(tokens({ ttl: -1 }));
    t.reply(Array(6).fill(refused('NotAuthorizedException', 'no')));
    user.getSession(t.node());
  },
  'updates attributes': (t, user) => {
    user.signInUserSession = t.session();
    t.items().set(`${PREFIX}.ada.userData`, '{}');
    t.reply({ body: {} }, { body: {} }, done());
    user.updateAttributes([], t.node());
  },
  'signs out': (t, user) => {
    user.signInUserSession = t.session();
    t.reply({ body: {} });
    user.signOut(t.node());
  },
  'forgets a device': (t, user) => {
    user.signInUserSession = t.session();
    t.reply({ body: {} });
    user.forgetDevice(t.callbacks());
  },
  'sets a session': (t, user) => user.setSignInUserSession(t.session()),
};

export default [
  ...Object.entries(actions).flatMap(([name, act]) => [
    scenario(`patched methods, where somebody ${name}`, async (t) => {
      watch(t, t.api.CognitoUser, OVERRIDABLE);
      act(t, t.makeUser());
    }),
    scenario(`a subclass, where somebody ${name}`, async (t) => {
      class Own extends t.api.CognitoUser {
        constructor(data) {
          super(data);
          this.own = true;
        }
        cacheTokens() {
          t.trace.event(`own cacheTokens, ${this.own}`);
          return super.cacheTokens();
        }
        getCognitoUserSession(result) {
          t.trace.event('own getCognitoUserSession');
          return super.getCognitoUserSession(result);
        }
      }
      const Pool = t.makePool();
      t.user = new Own({ Username: 'ada', Pool });
      t.trace.label(t.user, 'user');
      act(t, t.user);
    }),
  ]),
  scenario('patched tokens and sessions', async (t) => {
    for (const name of ['CognitoUserSession', 'CognitoIdToken', 'CognitoAccessToken', 'CognitoRefreshToken'])
      watch(t, t.api[name]);
    const user = t.makeUser();
    t.seed();
    user.getSession(t.node());
    user.cacheTokens();
    user.changePassword('a', 'b', t.node());
  }),
  scenario('a subclass of the pool', async (t) => {
    class Own extends t.api.CognitoUserPool {
      getUserContextData(username) {
        return { EncodedData: `own ${username}` };
      }
      getClientId() {
        return 'own-client';
      }
    }
    const Pool = new Own({ UserPoolId: POOL, ClientId: CLIENT });
    t.trace.label(Pool, 'pool');
    t.pool = Pool;
    t.reply(srp(t, done()));
    t.makeUser({ Pool }).authenticateUser(t.details(), t.callbacks());
    await t.settle();
    t.reply({ body: {} });
    Pool.signUp('ben', 'p', [], [], t.node());
  }),
  scenario('a pool of the application’s own', async (t) => {
    const client = {
      request: (operation, input, callback) => {
        t.trace.event(`own request ${operation} ${t.trace.describe(input)}`);
        callback(null, operation === 'InitiateAuth' ? challenge('SMS_MFA').body : {});
      },
    };
    const Pool = {
      getClientId: () => 'duck',
      getUserPoolName: () => 'duck',
      getUserContextData: () => undefined,
      client,
    };
    const user = t.makeUser({ Pool });
    user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
    t.call('authenticateUser', () => user.authenticateUser(t.details(), t.callbacks()));
    t.call('forgotPassword', () => user.forgotPassword(t.callbacks()));
  }),
  scenario('a pool that can name its client only', async (t) => {
    const user = t.makeUser({ Pool: { getClientId: () => 'duck' } });
    t.call('getSession', () => user.getSession(t.node()));
    t.call('signOut', () => user.signOut());
    t.call('resend', () => user.resendConfirmationCode(t.node()));
    t.call('authenticateUser', () => user.authenticateUser(t.details(), t.callbacks()));
  }),
  scenario('details of the application’s own', async (t) => {
    const own = {
      getValidationData: () => ({}),
      getClientMetadata: () => undefined,
      getPassword: () => 'Correct-Horse-7',
      getAuthParameters: () => ({}),
    };
    t.reply(srp(t, done()));
    t.call('authenticateUser', () => t.makeUser().authenticateUser(own, t.callbacks()));
  }),
  scenario('a session of the application’s own', async (t) => {
    const user = t.makeUser();
    const token = (text) => ({ getJwtToken: () => text, getToken: () => text });
    user.signInUserSession = {
      isValid: () => true,
      getAccessToken: () => token('own access'),
      getIdToken: () => token('own id'),
      getRefreshToken: () => token('own refresh'),
      getClockDrift: () => 3,
    };
    t.reply({ body: {} });
    user.changePassword('a', 'b', t.node());
    t.call('cacheTokens', () => user.cacheTokens());
    t.call('getSession', () => user.getSession(t.node()));
  }),
  scenario('fields written from outside', async (t) => {
    const user = t.makeUser();
    Object.assign(user, {
      Session: 's',
      deviceKey: 'd',
      challengeName: 'c',
      challengeParam: {},
      attributes: {},
      preferredMFA: 'NOMFA',
      username: 'eve',
    });
    t.reply(done());
    t.call('sendMFACode', () => user.sendMFACode('1', t.callbacks()));
    await t.settle();
    user.client = { request: (operation, _input, callback) => callback(null, { operation }) };
    t.call('resend', () => user.resendConfirmationCode(t.node()));
    user.storage = t.keep('other');
    t.call('cacheTokens', () => user.cacheTokens());
  }),
  scenario('a synchronous client, a whole sign-in', async (t) => {
    const user = t.makeUser();
    const [begin, prove] = srp(t, done());
    user.client.request = (operation, input, callback) => {
      t.trace.event(`request ${operation}`);
      callback(null, JSON.parse(JSON.stringify((input.AuthFlow ? begin : prove)({ input }).body)));
    };
    t.call('authenticateUser', () => user.authenticateUser(t.details(), t.callbacks()));
  }),
  scenario('a synchronous requestWithRetry', async (t) => {
    const user = t.makeUser();
    t.seed(tokens({ ttl: -1 }));
    user.client.requestWithRetry = (operation, input, callback) => {
      t.trace.event(`requestWithRetry ${operation} ${t.trace.describe(input)}`);
      callback(null, done(tokens({ n: 2, refresh: null })).body);
    };
    t.call('getSession', () => user.getSession(t.node()));
    t.call('signOut', () => user.signOut(t.node()));
  }),
  scenario('a client that returns nothing to a refresh', async (t) => {
    const user = t.makeUser();
    user.client.requestWithRetry = (_operation, _input, callback) => callback(null, undefined);
    t.call('refreshSession', () => user.refreshSession(t.session().getRefreshToken(), t.node()));
  }),
  scenario('fetch is replaced later', async (t) => {
    const user = t.makeUser();
    t.global.fetch = (url) => {
      t.trace.event(`later fetch ${url}`);
      return t.own.Promise.resolve({ ok: true, json: () => t.own.Promise.resolve({ later: true }) });
    };
    user.resendConfirmationCode(t.node());
  }),
  scenario('there is no fetch', async (t) => {
    t.global.fetch = undefined;
    t.call('resend', () => t.makeUser().resendConfirmationCode(t.node()));
  }),
  scenario('fetch throws', async (t) => {
    t.global.fetch = () => {
      throw new t.own.Error('no fetch here');
    };
    t.call('resend', () => t.makeUser().resendConfirmationCode(t.node()));
  }),
  ...Object.entries(failures).map(([name, reply]) =>
    scenario(`a sign-in that fails at the proof: ${name}`, async (t) => {
      t.reply(srp(t, reply));
      t.makeUser().authenticateUser(t.details(), t.callbacks());
    }),
  ),
  scenario('a callback throws at a valid session', async (t) => {
    const user = t.signedIn();
    t.call('getSession', () =>
      user.getSession(
        t.node('callback', () => {
          throw new t.own.Error('own');
        }),
      ),
    );
  }),
  scenario('a callback throws at a guard', async (t) => {
    const user = t.makeUser();
    t.call('changePassword', () =>
      user.changePassword(
        'a',
        'b',
        t.node('callback', () => {
          throw new t.own.Error('own');
        }),
      ),
    );
  }),
  scenario('a callback returns a value', async (t) => {
    const user = t.signedIn();
    t.call('getSession', () => user.getSession(t.node('callback', () => 'value')));
    t.call('changePassword', () =>
      t.makeUser().changePassword(
        'a',
        'b',
        t.node('callback', () => 'value'),
      ),
    );
    t.call('globalSignOut', () => t.user.globalSignOut(t.callbacks({ onFailure: () => 'value' })));
  }),
  scenario('an object is asked again from its own callback', async (t) => {
    const user = t.signedIn();
    t.reply({ body: {} }, { body: {} });
    user.changePassword(
      'a',
      'b',
      t.node('first', () => user.enableMFA(t.node('second'))),
    );
  }),
  scenario('the objects are shown as JSON', async (t) => {
    const user = t.makeUser();
    t.trace.event(JSON.stringify(user.getSignInUserSession()));
    user.signInUserSession = t.session();
    t.trace.event(JSON.stringify(user.signInUserSession));
    t.trace.event(JSON.stringify(t.details()));
  }),
];
