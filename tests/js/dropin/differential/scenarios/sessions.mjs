// Stored sessions and their refresh.
import { done, failures, PREFIX, refused, tokens } from '../cognito.mjs';

const EXPIRED = { ttl: -60 };
const scenario = (name, run, kind) => ({ name: `session: ${name}`, kind, run });
const get = (t, user = t.makeUser(), ...options) => t.call('getSession', () => user.getSession(t.node(), ...options));

/** A stored session that is over. */
function over(t, { more = {}, seed = {} } = {}) {
  const user = t.makeUser();
  t.seed(tokens({ ...EXPIRED, ...more }), seed);
  return user;
}
const fresh = (more) => done(tokens({ n: 2, refresh: null, ...more }));
/** A failure as often as the incumbent asks. */
const always = (reply) => Array(6).fill(reply);

export default [
  scenario('the one in memory', async (t) => get(t, t.signedIn())),
  scenario('the stored one', async (t) => {
    const user = t.makeUser();
    t.seed();
    get(t, user);
    t.call('getSignInUserSession', () => user.getSignInUserSession());
    get(t, user);
  }),
  scenario('the stored one of the current user', async (t) => {
    t.makePool();
    t.seed();
    t.user = t.call('getCurrentUser', () => t.pool.getCurrentUser());
    get(t, t.user);
  }),
  scenario('nobody was here', async (t) => {
    get(t);
    t.call('getCurrentUser', () => t.pool.getCurrentUser());
  }),
  scenario('the user has no name', async (t) => {
    const user = t.makeUser();
    user.username = null;
    get(t, user);
  }),
  ...[-7200, -3601, -1, 0, 1, 59, 3599, 3600, 3601, 7200].flatMap((drift) =>
    ['0', String(drift), String(drift * 1000), String(-drift * 1000), `${drift}s`].map((clockDrift, at) =>
      scenario(
        `expiry at ${drift} s, drift ${['none', 'its own', 'in ms', 'in ms, the other sign', 'with its unit'][at]}`,
        async (t) => {
          const user = t.makeUser();
          t.seed(tokens({ iat: t.clock.now / 1000 + drift, ttl: 3600 }), { clockDrift });
          t.reply(fresh());
          get(t, user);
        },
      ),
    ),
  ),
  ...['', 'NaN', '12abc', null, '1.5', '-3', ' 7'].map((clockDrift) =>
    scenario(`the stored drift is ${JSON.stringify(clockDrift)}`, async (t) => {
      const user = t.makeUser();
      t.seed(tokens(), { clockDrift });
      get(t, user);
    }),
  ),
  scenario('the access token alone is over', async (t) => {
    const user = t.makeUser();
    t.seed({ ...tokens(), AccessToken: tokens(EXPIRED).AccessToken });
    t.reply(fresh());
    get(t, user);
  }),
  scenario('stored without an access token', async (t) => {
    const user = t.makeUser();
    t.seed(tokens(), { accessToken: null });
    t.reply(fresh());
    get(t, user);
  }),
  scenario('stored tokens that nobody can read', async (t) => {
    const user = t.makeUser();
    t.seed({ IdToken: 'x', AccessToken: 'a.b.c', RefreshToken: 'refresh-1' });
    t.reply(fresh());
    get(t, user);
  }),
  scenario('over, and no refresh token', async (t) => get(t, over(t, { seed: { refreshToken: null } }))),
  scenario('over, and an empty refresh token', async (t) => get(t, over(t, { seed: { refreshToken: '' } }))),
  scenario('refreshed', async (t) => {
    t.reply(fresh());
    get(t, over(t), { clientMetadata: { m: '1' } });
  }),
  scenario(
    'refreshed, without a page',
    async (t) => {
      const Storage = t.keep('storage', undefined);
      const user = t.makeUser({ Storage });
      t.seed(tokens(EXPIRED), { storage: Storage });
      t.reply(fresh());
      get(t, user);
    },
    'node',
  ),
  scenario('refreshed, from the device that is stored', async (t) => {
    t.reply(fresh());
    get(t, over(t, { seed: { deviceKey: 'device-1' } }));
  }),
  scenario('refreshed with another refresh token', async (t) => {
    t.reply(fresh({ refresh: 'refresh-2' }));
    get(t, over(t));
  }),
  scenario('refreshed with an empty refresh token', async (t) => {
    t.reply(fresh({ refresh: '' }));
    get(t, over(t));
  }),
  scenario('refreshed where somebody else was here last', async (t) => {
    const user = t.makeUser();
    t.seed(tokens(EXPIRED));
    t.seed(tokens({ n: 9 }), { username: 'eve' });
    t.reply(fresh());
    get(t, user);
  }),
  scenario('refreshed where nobody is named as the last', async (t) => {
    const user = over(t);
    t.items().delete(`${PREFIX}.LastAuthUser`);
    t.reply(fresh());
    get(t, user);
  }),
  scenario('a refresh that answers with nothing', async (t) => {
    t.reply({ body: {} });
    get(t, over(t));
  }),
  scenario('a refresh that answers with null', async (t) => {
    t.reply({ text: 'null' });
    get(t, over(t));
  }),
  scenario('a refresh that answers with a challenge', async (t) => {
    t.reply({ body: { ChallengeName: 'SMS_MFA', Session: 's', ChallengeParameters: {} } });
    get(t, over(t));
  }),
  ...Object.entries({
    ...failures,
    'the refresh token is refused': refused('NotAuthorizedException', 'Refresh Token has been revoked'),
    'too many requests': refused('TooManyRequestsException', 'slow down'),
    'an internal error': refused('InternalErrorException', 'oops', 500),
    'the user is gone': refused('UserNotFoundException', 'User does not exist.'),
    'the device is gone': refused('ResourceNotFoundException', 'Device not found'),
  }).flatMap(([name, reply]) => [
    scenario(`a refresh fails: ${name}`, async (t) => {
      t.reply(always(reply));
      const user = over(t);
      get(t, user);
      await t.settle();
      t.call('getCurrentUser', () => t.pool.getCurrentUser()?.getUsername());
    }),
    scenario(`a refresh succeeds at last: ${name}`, async (t) => {
      t.reply(reply, reply, fresh());
      get(t, over(t));
    }),
  ]),
  scenario('the refresh of a session in memory that is refused', async (t) => {
    const user = t.signedIn();
    t.seed();
    t.reply(always(refused('NotAuthorizedException', 'Refresh Token has expired')));
    t.call('refreshSession', () => user.refreshSession(user.signInUserSession.getRefreshToken(), t.node()));
    await t.settle();
    get(t, user);
  }),
  scenario('refreshed by hand', async (t) => {
    const user = t.signedIn();
    t.seed();
    t.reply(fresh());
    t.call('refreshSession', () => user.refreshSession(user.signInUserSession.getRefreshToken(), t.node(), { m: '1' }));
  }),
  scenario('refreshed by hand, with a token that is an object of the application', async (t) => {
    const user = t.makeUser();
    t.reply(fresh());
    t.call('refreshSession', () => user.refreshSession({ getToken: () => 'own' }, t.node()));
  }),
  scenario('five at once', async (t) => {
    const user = over(t);
    t.reply(...[2, 3, 4, 5, 6].map((n) => fresh({ n })));
    for (let at = 1; at <= 5; at++) t.call(`getSession ${at}`, () => user.getSession(t.node(`callback ${at}`)));
  }),
  scenario('the pool wraps the callback', async (t) => {
    const wrap = (callback) => {
      t.trace.event(`wrapped ${t.trace.describe(callback)}`);
      return (error, session) => {
        t.trace.event('through the wrapper');
        return callback(error, session);
      };
    };
    const user = t.makeUser({ Pool: t.makePool({}, wrap) });
    t.seed(tokens(EXPIRED));
    t.reply(fresh());
    get(t, user);
    await t.settle();
    t.reply(always(refused('NotAuthorizedException', 'no')));
    t.call('again', () => user.refreshSession(user.signInUserSession.getRefreshToken(), t.node()));
  }),
  scenario('set by hand', async (t) => {
    const user = t.makeUser();
    t.call('setSignInUserSession', () => user.setSignInUserSession(t.session()));
    get(t, user);
  }),
  scenario('set by hand, without a refresh token', async (t) => {
    const { api } = t;
    const result = tokens();
    const IdToken = new api.CognitoIdToken(result);
    const AccessToken = new api.CognitoAccessToken(result);
    const user = t.makeUser();
    t.call('set', () => user.setSignInUserSession(new api.CognitoUserSession({ IdToken, AccessToken })));
  }),
  scenario('assigned as a field', async (t) => {
    const user = t.makeUser();
    user.signInUserSession = t.session();
    get(t, user);
    t.call('cacheTokens', () => user.cacheTokens());
    t.call('clearCachedTokens', () => user.clearCachedTokens());
  }),
  scenario('kept by hand, read by hand', async (t) => {
    const user = t.makeUser();
    t.call('getCognitoUserSession', () => user.getCognitoUserSession(tokens()));
    t.call('cacheUserData', () => user.cacheUserData({ Username: 'ada' }));
    t.call('getUserDataFromCache', () => user.getUserDataFromCache());
    t.call('clearCachedUserData', () => user.clearCachedUserData());
    t.call('clearCachedUser', () => user.clearCachedUser());
    t.call('isFetchUserDataAndTokenRequired', () => user.isFetchUserDataAndTokenRequired());
    t.call('isFetchUserDataAndTokenRequired', () => user.isFetchUserDataAndTokenRequired({ bypassCache: true }));
  }),
];
