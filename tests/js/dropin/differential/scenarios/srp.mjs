// The SRP sign-in: what is sent, in which order, and what an odd answer does.
import { challenge, done, PASSWORD, PREFIX, refused, srp, tokens } from '../cognito.mjs';

const signIn = (name, { user = {}, details, server, last = () => done(), before, callbacks, kind, more }) => ({
  name: `SRP: ${name}`,
  kind,
  run: async (t) => {
    const one = t.makeUser(user);
    before?.(one, t);
    t.reply(srp(t, last(t), server));
    if (more) t.reply(more);
    t.call('authenticateUser', () => one.authenticateUser(t.details(details), t.callbacks(callbacks)));
    await t.settle();
    t.call('getUsername', () => one.getUsername());
  },
});

export default [
  signIn('the service names the user otherwise', { server: { userId: '0f-sub' } }),
  signIn('the details name another user, which counts for nothing', { details: { Username: 'eve' } }),
  signIn('a password beyond ASCII', { details: { Password: 'pässwörd → 🔑' }, server: { password: 'pässwörd → 🔑' } }),
  signIn('an empty password', { details: { Password: '' }, server: { password: '' } }),
  signIn('no password', { details: { Password: undefined }, server: { password: 'undefined' } }),
  signIn('a user name beyond ASCII', {
    user: { Username: 'ådå+1@exämple.com' },
    server: { userId: 'ådå+1@exämple.com' },
  }),
  signIn('a user without a name', { user: { Username: '' } }),
  ...[0x80n, 0xffn, 0x7fn, 0x0fn, 1n, (1n << 127n) + 5n, (1n << 120n) + 5n].map((salt) =>
    signIn(`the salt is ${salt.toString(16)}`, { server: { salt } }),
  ),
  signIn('the salt is negative', { server: { parameters: { SALT: '-5a1f' } } }),
  signIn('the salt is negative and at a boundary', { server: { parameters: { SALT: '-80' } } }),
  signIn('the salt is in capitals', { server: { salt: 0xabcdefn, parameters: { SALT: 'ABCDEF' } } }),
  signIn('the salt has leading zeros', { server: { salt: 0xabcdefn, parameters: { SALT: '0000ABCDEF' } } }),
  signIn('B is zero', { server: { parameters: { SRP_B: '0' } } }),
  signIn('B is missing', { server: { parameters: { SRP_B: undefined } } }),
  signIn('the salt is missing', { server: { parameters: { SALT: undefined } } }),
  signIn('the secret block is missing', { server: { parameters: { SECRET_BLOCK: undefined } } }),
  signIn('the secret block has spaces and no padding', { server: { parameters: { SECRET_BLOCK: 'YWJj ZGU' } } }),
  signIn('there are no parameters', { server: { challenge: { ChallengeParameters: undefined } } }),
  signIn('the parameters are empty', { server: { challenge: { ChallengeParameters: {} } } }),
  signIn('another challenge comes first', {
    server: { challenge: challenge('CUSTOM_CHALLENGE', { question: '?' }).body },
  }),
  signIn('tokens come first', { server: { challenge: { ...done().body, ChallengeName: undefined } } }),
  signIn('there is no Session', { server: { challenge: { Session: undefined } } }),
  signIn('CUSTOM_AUTH that begins with SRP', {
    before: (user) => user.setAuthenticationFlowType('CUSTOM_AUTH'),
    last: () => challenge('CUSTOM_CHALLENGE', { question: '?' }),
  }),
  signIn('validation data', { details: { ValidationData: { v: '1' } } }),
  signIn('client metadata', { details: { ClientMetadata: { m: '1' } } }),
  signIn('validation data before client metadata', {
    details: { ValidationData: { v: '1' }, ClientMetadata: { m: '1' } },
  }),
  signIn('a device key set by hand', { before: (user) => Object.assign(user, { deviceKey: 'by-hand' }) }),
  signIn('the wrong password', {
    details: { Password: 'wrong' },
    last: () => refused('NotAuthorizedException', 'Incorrect username or password.'),
  }),
  signIn('a second time on one object', {
    server: { userId: 'ada-sub' },
    callbacks: undefined,
    last: () => done(),
    before: (user) => Object.assign(user, { Session: 'old', challengeName: 'old' }),
  }),
  signIn('without a page', { kind: 'node' }),
  {
    name: 'SRP: twice on one object',
    run: async (t) => {
      const user = t.makeUser();
      t.reply(srp(t, done(), { userId: 'ada-sub' }), srp(t, done(tokens({ n: 2 })), { userId: 'ada-sub' }));
      t.call('first', () => user.authenticateUser(t.details(), t.callbacks()));
      await t.settle();
      t.call('second', () => user.authenticateUser(t.details(), t.callbacks()));
    },
  },
  {
    name: 'SRP: the clock at single digits and in other months',
    run: async (t) => {
      const user = t.makeUser();
      for (const at of [
        '2026-01-02T03:04:05Z',
        '2024-02-29T23:59:59Z',
        '2026-12-31T00:00:00Z',
        '2026-06-10T12:30:45.999Z',
      ]) {
        t.clock.now = Date.parse(at);
        t.reply(srp(t, done()));
        user.authenticateUser(t.details(), t.callbacks());
        await t.settle();
      }
    },
  },
  {
    name: 'SRP: the flow type is unknown',
    run: async (t) => {
      const user = t.makeUser();
      t.call('setAuthenticationFlowType', () => user.setAuthenticationFlowType('USER_AUTH'));
      t.call('getAuthenticationFlowType', () => user.getAuthenticationFlowType());
      t.call('authenticateUser', () => user.authenticateUser(t.details(), t.callbacks()));
    },
  },
  {
    name: 'by password: none is given',
    run: async (t) => {
      const user = t.makeUser();
      user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
      t.call('authenticateUser', () => user.authenticateUser(t.details({ Password: '' }), t.callbacks()));
    },
  },
  {
    name: 'by password: the stored device is named',
    run: async (t) => {
      const user = t.makeUser();
      t.items().set(`${PREFIX}.ada.deviceKey`, 'device-1');
      user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
      t.reply(done());
      t.call('authenticateUser', () => user.authenticateUser(t.details({ Password: PASSWORD }), t.callbacks()));
    },
  },
  {
    name: 'completeNewPasswordChallenge: no password',
    run: async (t) => t.call('complete', () => t.makeUser().completeNewPasswordChallenge('', {}, t.callbacks())),
  },
  {
    name: 'completeNewPasswordChallenge: no attributes',
    run: async (t) => {
      t.reply(done());
      t.call('complete', () => t.makeUser().completeNewPasswordChallenge('New-1', null, t.callbacks()));
    },
  },
];
