// getUserData and its cache.
import { done, failures, PREFIX, refused, tokens } from '../cognito.mjs';

const DATA = { Username: 'ada', UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }] };
const OTHER = { Username: 'ada', UserAttributes: [] };
const KEY = `${PREFIX}.ada.userData`;
const scenario = (name, run) => ({ name: `user data: ${name}`, run });
const cached = (t, text = JSON.stringify(DATA)) => {
  const user = t.signedIn();
  t.items().set(KEY, text);
  return user;
};
const get = (t, user, ...options) => t.call('getUserData', () => user.getUserData(t.node(), ...options));
const fresh = () => done(tokens({ n: 2, refresh: null }));

export default [
  scenario('fetched and cached', async (t) => {
    const user = t.signedIn();
    t.reply({ body: DATA });
    get(t, user);
    await t.settle();
    get(t, user);
  }),
  scenario('cached', async (t) => get(t, cached(t))),
  scenario('cached, and null options', async (t) => get(t, cached(t), null)),
  scenario('cached, but broken', async (t) => get(t, cached(t, '{'))),
  scenario('cached, bypassed', async (t) => {
    t.reply({ body: OTHER }, fresh());
    get(t, cached(t), { bypassCache: true, clientMetadata: { m: '1' } });
  }),
  scenario('not cached, bypassed', async (t) => {
    t.reply({ body: OTHER });
    get(t, t.signedIn(), { bypassCache: true });
  }),
  scenario('bypassed without a refresh token', async (t) => {
    const user = t.signedIn(tokens({ refresh: null }));
    t.items().set(KEY, JSON.stringify(DATA));
    t.reply({ body: OTHER });
    get(t, user, { bypassCache: true });
  }),
  scenario('bypassed, the refresh is refused', async (t) => {
    t.reply({ body: OTHER }, Array(6).fill(refused('NotAuthorizedException', 'no')));
    get(t, cached(t), { bypassCache: true });
  }),
  ...Object.entries(failures).flatMap(([name, reply]) => [
    scenario(`cached, bypassed: ${name}`, async (t) => {
      t.reply(reply);
      get(t, cached(t), { bypassCache: true });
    }),
  ]),
  scenario('nobody is signed in, the cache goes', async (t) => {
    const user = t.makeUser();
    t.items().set(KEY, '{}');
    get(t, user);
  }),
  ...['updateAttributes', 'deleteAttributes'].flatMap((method) => [
    scenario(`${method} where data is cached`, async (t) => {
      const user = cached(t);
      t.reply({ body: {} }, { body: OTHER }, fresh());
      t.call(method, () => user[method]([], t.node()));
    }),
    scenario(`${method}, then the data cannot be fetched`, async (t) => {
      const user = cached(t);
      t.reply({ body: {} }, refused('TooManyRequestsException', 'slow down'));
      t.call(method, () => user[method]([], t.node()));
    }),
  ]),
  scenario('verifyAttribute and setUserMfaPreference leave the cache', async (t) => {
    const user = cached(t);
    t.reply({ body: {} }, { body: {} });
    t.call('verifyAttribute', () => user.verifyAttribute('email', '1', t.callbacks()));
    await t.settle();
    t.call('setUserMfaPreference', () => user.setUserMfaPreference({ Enabled: true }, null, t.node()));
  }),
  scenario('asked for as the promises that apps call', async (t) => {
    const user = t.signedIn();
    t.reply({ body: DATA }, { body: OTHER }, fresh());
    user.createGetUserRequest().then(t.node('createGetUserRequest'));
    await t.settle();
    user.fetchUserData().then(t.node('fetchUserData'));
    await t.settle();
    user.refreshSessionIfPossible().then(t.node('refreshSessionIfPossible'));
  }),
  scenario('a promise that is refused', async (t) => {
    const user = t.signedIn();
    t.reply(refused('NotAuthorizedException', 'Access Token has been revoked'));
    user.createGetUserRequest().catch(t.node('refused'));
  }),
];
