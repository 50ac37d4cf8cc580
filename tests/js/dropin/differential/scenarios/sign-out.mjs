// Ends of sessions: local, revoked, global, and the end of the user.
import { done, failures, PREFIX, refused, tokens } from '../cognito.mjs';

const scenario = (name, run) => ({ name: `end: ${name}`, run });

/** Somebody who is signed in, in memory and in the storage, with a device and cached data; and somebody else. */
function here(t, result = tokens()) {
  const user = t.signedIn(result);
  t.seed(tokens({ n: 7 }), { username: 'eve' });
  t.seed(result, { deviceKey: 'device-1', randomPasswordKey: 'p', deviceGroupKey: 'g', userData: '{}' });
  return user;
}
const out = (t, user, ...given) => t.call('signOut', () => user.signOut(...given));

export default [
  scenario('signOut', async (t) => {
    const user = here(t);
    out(t, user);
    t.call('getCurrentUser', () => t.pool.getCurrentUser());
    t.call('getSession', () => user.getSession(t.node()));
  }),
  scenario('signOut of nobody', async (t) => out(t, t.makeUser())),
  scenario('signOut with something that is no function', async (t) => out(t, here(t), { onSuccess() {} })),
  scenario('signOut with a callback', async (t) => {
    t.reply({ body: {} });
    out(t, here(t), t.node());
  }),
  scenario('signOut with a callback, of nobody', async (t) => out(t, t.makeUser(), t.node())),
  scenario('signOut with a callback, of tokens that cannot be revoked', async (t) =>
    out(t, here(t, tokens({ revocable: false })), t.node()),
  ),
  scenario('signOut with a callback, without a refresh token', async (t) =>
    out(t, here(t, tokens({ refresh: null })), t.node()),
  ),
  scenario('signOut with a callback, of a session that is over', async (t) => {
    const user = t.makeUser();
    t.seed(tokens({ ttl: -1 }));
    t.reply(done(tokens({ n: 2, refresh: null })), { body: {} });
    out(t, user, t.node());
  }),
  scenario('signOut with a callback, of a session that cannot be refreshed', async (t) => {
    const user = t.makeUser();
    t.seed(tokens({ ttl: -1 }));
    t.reply(Array(6).fill(refused('NotAuthorizedException', 'no')));
    out(t, user, t.node());
  }),
  scenario('signOut with a callback, of a session without a refresh token that is over', async (t) => {
    const user = t.makeUser();
    t.seed(tokens({ ttl: -1 }), { refreshToken: null });
    out(t, user, t.node());
  }),
  ...Object.entries(failures).map(([name, reply]) =>
    scenario(`signOut whose revocation fails: ${name}`, async (t) => {
      t.reply(Array(6).fill(reply));
      out(t, here(t), t.node());
    }),
  ),
  scenario('revokeTokens without a callback', async (t) => {
    t.reply({ body: {} });
    t.call('revokeTokens', () => here(t).revokeTokens());
  }),
  scenario('revokeTokens with something that is no function', async (t) =>
    t.call('revokeTokens', () => here(t).revokeTokens('x')),
  ),
  scenario('revokeTokens of nobody', async (t) => t.call('revokeTokens', () => t.makeUser().revokeTokens(t.node()))),
  scenario('revokeTokens without an access token', async (t) => {
    const user = t.makeUser();
    user.signInUserSession = { getAccessToken: () => null, getRefreshToken: () => ({ getToken: () => 'r' }) };
    t.call('revokeTokens', () => user.revokeTokens(t.node()));
  }),
  scenario('revokeToken by hand', async (t) => {
    t.reply({ body: {} });
    t.call('revokeToken', () => t.makeUser().revokeToken({ token: 'r', callback: t.node() }));
  }),
  scenario('isSessionRevocable', async (t) => {
    const user = t.makeUser();
    const access = (result) => new t.api.CognitoAccessToken(result);
    for (const token of [
      access(tokens()),
      access(tokens({ revocable: false })),
      access({}),
      undefined,
      'x',
      { decodePayload: () => null },
    ]) {
      t.call('isSessionRevocable', () => user.isSessionRevocable(token));
    }
  }),
  scenario('cleanClientData', async (t) => t.call('cleanClientData', () => here(t).cleanClientData())),
  scenario('globalSignOut, then getSession', async (t) => {
    const user = here(t);
    t.reply({ body: {} });
    t.call('globalSignOut', () => user.globalSignOut(t.callbacks()));
    await t.settle();
    t.call('getSession', () => user.getSession(t.node()));
  }),
  scenario('globalSignOut that is refused, then getSession', async (t) => {
    const user = here(t);
    t.reply(refused('NotAuthorizedException', 'Access Token has been revoked'));
    t.call('globalSignOut', () => user.globalSignOut(t.callbacks()));
    await t.settle();
    t.call('getSession', () => user.getSession(t.node()));
  }),
  scenario('deleteUser, then getSession', async (t) => {
    const user = here(t);
    t.reply({ body: {} });
    t.call('deleteUser', () => user.deleteUser(t.node()));
    await t.settle();
    t.call('getSession', () => user.getSession(t.node()));
  }),
  scenario('one user of two, the other stays', async (t) => {
    const user = here(t);
    out(t, user);
    t.trace.event(`eve ${t.items().has(`${PREFIX}.eve.idToken`)}`);
  }),
];
