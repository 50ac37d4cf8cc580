// Every challenge after every answer that it can follow, with its callback and without.
import { challenge, confirmDevice, done, newDevice, srp, tokens } from '../cognito.mjs';

const attributes = {
  userAttributes: JSON.stringify({ email: 'ada@example.com', 'custom:team': 'x' }),
  requiredAttributes: JSON.stringify(['userAttributes.name', 'userAttributes.custom:team']),
};

const challenges = {
  SMS_MFA: challenge('SMS_MFA', { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS' }),
  SOFTWARE_TOKEN_MFA: challenge('SOFTWARE_TOKEN_MFA', { FRIENDLY_DEVICE_NAME: 'phone' }),
  SELECT_MFA_TYPE: challenge('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' }),
  MFA_SETUP: challenge('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }),
  CUSTOM_CHALLENGE: challenge('CUSTOM_CHALLENGE', { question: 'six by nine' }),
  NEW_PASSWORD_REQUIRED: challenge('NEW_PASSWORD_REQUIRED', attributes),
  'NEW_PASSWORD_REQUIRED without parameters': {
    body: { ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 'session-new-password' },
  },
  'NEW_PASSWORD_REQUIRED with nothing required': challenge('NEW_PASSWORD_REQUIRED', {
    userAttributes: '{}',
    requiredAttributes: 'null',
  }),
  'NEW_PASSWORD_REQUIRED with broken attributes': challenge('NEW_PASSWORD_REQUIRED', { userAttributes: '{' }),
  EMAIL_OTP: challenge('EMAIL_OTP', { CODE_DELIVERY_DESTINATION: 'a***' }),
  SMS_OTP: challenge('SMS_OTP'),
  SELECT_CHALLENGE: challenge('SELECT_CHALLENGE', {}, { AvailableChallenges: ['PASSWORD', 'WEB_AUTHN'] }),
  WEB_AUTHN: challenge('WEB_AUTHN', { CREDENTIAL_REQUEST_OPTIONS: '{}' }),
  PASSWORD_SRP: challenge('PASSWORD_SRP'),
  'a challenge of next year': challenge('RIDDLE', { riddle: '?' }),
  'neither challenge nor tokens': { body: { ChallengeParameters: {} } },
  tokens: done(),
  'tokens without a refresh token': done(tokens({ refresh: null })),
  'tokens and a challenge name': done(tokens(), { ChallengeName: 'ODD' }),
  'tokens that are not tokens': done({ IdToken: 'x', AccessToken: 'y.z' }),
  'an ID token alone': done({ IdToken: 'x' }),
};

const answers = {
  'authenticateUser by SRP': { begin: (u, cb, t) => u.authenticateUser(t.details(), cb), srp: true },
  'authenticateUser by password': {
    begin: (u, cb, t) => {
      u.setAuthenticationFlowType('USER_PASSWORD_AUTH');
      u.authenticateUser(t.details(), cb);
    },
  },
  initiateAuth: { begin: (u, cb, t) => u.initiateAuth(t.details(), cb) },
  completeNewPasswordChallenge: { begin: (u, cb) => u.completeNewPasswordChallenge('New-1', {}, cb) },
  sendCustomChallengeAnswer: { begin: (u, cb) => u.sendCustomChallengeAnswer('42', cb) },
  sendMFACode: { begin: (u, cb) => u.sendMFACode('123456', cb, 'SOFTWARE_TOKEN_MFA') },
  'sendMFASelectionAnswer, EMAIL_OTP': { begin: (u, cb) => u.sendMFASelectionAnswer('EMAIL_OTP', cb) },
  'sendMFASelectionAnswer, SMS_MFA': { begin: (u, cb) => u.sendMFASelectionAnswer('SMS_MFA', cb) },
  verifySoftwareToken: {
    begin: (u, cb) => u.verifySoftwareToken('123456', 'phone', cb),
    first: [{ body: { Status: 'SUCCESS', Session: 's2' } }],
  },
};

function* scenarios() {
  for (const [answer, { begin, srp: proven, first = [] }] of Object.entries(answers)) {
    for (const [name, reply] of Object.entries(challenges)) {
      const play = (more) => async (t) => {
        const user = t.makeUser();
        user.Session = 'session-0';
        t.reply(proven ? srp(t, reply) : [...first, reply]);
        t.call(answer, () => begin(user, t.callbacks(more), t));
      };
      yield { name: `${answer}, then ${name}`, run: play({}) };
      if (proven || name.startsWith('NEW_PASSWORD')) continue;
      const missing = [
        'mfaRequired',
        'totpRequired',
        'selectMFAType',
        'mfaSetup',
        'customChallenge',
        'newPasswordRequired',
      ];
      yield {
        name: `${answer}, then ${name}, which has no callback`,
        run: play(Object.fromEntries(missing.map((callback) => [callback, undefined]))),
      };
    }
  }
}

/** Whole conversations, on one user object. */
const conversations = [
  {
    name: 'a temporary password, then an SMS code, then tokens',
    run: async (t) => {
      const user = t.makeUser();
      t.reply(srp(t, challenges.NEW_PASSWORD_REQUIRED), challenges.SMS_MFA, done());
      const cb = t.callbacks({
        newPasswordRequired() {
          t.call('completeNewPasswordChallenge', () =>
            user.completeNewPasswordChallenge('New-1', { name: 'Ada' }, this),
          );
        },
        mfaRequired() {
          t.call('sendMFACode', () => user.sendMFACode('123456', this));
        },
      });
      t.call('authenticateUser', () => user.authenticateUser(t.details(), cb));
    },
  },
  {
    name: 'a choice of factors, then TOTP',
    run: async (t) => {
      const user = t.makeUser();
      t.reply(srp(t, challenges.SELECT_MFA_TYPE), challenges.SOFTWARE_TOKEN_MFA, done());
      const cb = t.callbacks({
        selectMFAType() {
          user.sendMFASelectionAnswer('SOFTWARE_TOKEN_MFA', this);
        },
        totpRequired(name) {
          user.sendMFACode('123456', this, name);
        },
      });
      t.call('authenticateUser', () => user.authenticateUser(t.details(), cb));
    },
  },
  {
    name: 'TOTP is set up in the middle of a sign-in',
    run: async (t) => {
      const user = t.makeUser();
      t.reply(srp(t, challenges.MFA_SETUP));
      t.reply({ body: { SecretCode: 'ABC', Session: 's1' } }, { body: { Status: 'SUCCESS', Session: 's2' } }, done());
      const cb = t.callbacks({
        mfaSetup() {
          user.associateSoftwareToken(this);
        },
        associateSecretCode() {
          user.verifySoftwareToken('123456', 'phone', this);
        },
      });
      t.call('authenticateUser', () => user.authenticateUser(t.details(), cb));
    },
  },
  {
    name: 'TOTP is set up where devices are tracked',
    run: async (t) => {
      const user = t.makeUser();
      user.Session = 's0';
      const result = tokens({ ...newDevice() });
      t.reply({ body: { Status: 'SUCCESS', Session: 's2' } }, done(result), confirmDevice(t));
      t.call('verifySoftwareToken', () => user.verifySoftwareToken('123456', 'phone', t.callbacks()));
    },
  },
  {
    name: 'a custom challenge is answered twice',
    run: async (t) => {
      const user = t.makeUser();
      t.reply(
        challenges.CUSTOM_CHALLENGE,
        challenge('CUSTOM_CHALLENGE', { question: 'again' }, { Session: 'other' }),
        done(),
      );
      let times = 0;
      const cb = t.callbacks({
        customChallenge() {
          times += 1;
          user.sendCustomChallengeAnswer(`answer ${times}`, this, { times: String(times) });
        },
      });
      t.call('initiateAuth', () =>
        user.initiateAuth(t.details({ ValidationData: { v: '1' }, ClientMetadata: { m: '1' } }), cb),
      );
    },
  },
  {
    name: 'a pending challenge is taken up on another object by its Session',
    run: async (t) => {
      const user = t.makeUser({ Username: 'ada-sub' });
      user.Session = 'kept';
      t.reply(done());
      t.call('sendMFACode', () => user.sendMFACode('123456', t.callbacks(), 'SMS_MFA', { m: '1' }));
    },
  },
];

export default [...scenarios(), ...conversations];
