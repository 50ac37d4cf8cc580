// Every method that asks the service something, in every situation that one request can be in.
import { challenge, done, failures, srp, tokens } from '../cognito.mjs';

const META = { place: 'test' };
const user = { UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }], Username: 'ada', MFAOptions: [] };

/** name → guard: is a session needed; call(user, callback, t); replies of a success; style: node or object. */
const node = (call, replies, more) => ({ style: 'node', call, replies, ...more });
const object = (call, replies, more) => ({ style: 'object', call, replies, ...more });
const ok = { body: {} };

export const methods = {
  signUp: node(
    (_u, cb, t) =>
      t.pool.signUp(
        'ben',
        'Secret-1',
        [new t.api.CognitoUserAttribute({ Name: 'email', Value: 'b@e.com' })],
        null,
        cb,
        META,
      ),
    () => [{ body: { UserConfirmed: false, UserSub: 'sub-1', CodeDeliveryDetails: { Destination: 'b***' } } }],
  ),
  confirmRegistration: node(
    (u, cb) => u.confirmRegistration('123456', true, cb, META),
    () => [ok],
  ),
  resendConfirmationCode: node(
    (u, cb) => u.resendConfirmationCode(cb, META),
    () => [{ body: { CodeDeliveryDetails: {} } }],
  ),
  changePassword: node(
    (u, cb) => u.changePassword('old', 'new', cb, META),
    () => [ok],
    { guard: true },
  ),
  enableMFA: node(
    (u, cb) => u.enableMFA(cb),
    () => [ok],
    { guard: true },
  ),
  disableMFA: node(
    (u, cb) => u.disableMFA(cb),
    () => [ok],
    { guard: true },
  ),
  setUserMfaPreference: node(
    (u, cb) => u.setUserMfaPreference(null, { Enabled: true, PreferredMfa: true }, cb),
    () => [ok],
    { guard: true },
  ),
  deleteUser: node(
    (u, cb) => u.deleteUser(cb, META),
    () => [ok],
    { guard: true },
  ),
  updateAttributes: node(
    (u, cb) => u.updateAttributes([{ Name: 'name', Value: 'Ada' }], cb, META),
    () => [{ body: { CodeDeliveryDetailsList: [{ AttributeName: 'email' }] } }, { body: user }],
    { guard: true },
  ),
  deleteAttributes: node(
    (u, cb) => u.deleteAttributes(['name'], cb),
    () => [ok, { body: user }],
    { guard: true },
  ),
  getUserAttributes: node(
    (u, cb) => u.getUserAttributes(cb),
    () => [{ body: user }],
    { guard: true },
  ),
  getMFAOptions: node(
    (u, cb) => u.getMFAOptions(cb),
    () => [{ body: user }],
    { guard: true },
  ),
  getUserData: node(
    (u, cb) => u.getUserData(cb, { clientMetadata: META }),
    () => [{ body: user }],
    { guard: true, promised: true },
  ),
  refreshSession: node(
    (u, cb, t) => u.refreshSession(new t.api.CognitoRefreshToken({ RefreshToken: 'refresh-1' }), cb, META),
    () => [done(tokens({ n: 2, refresh: null }))],
    { retried: true },
  ),
  revokeTokens: node(
    (u, cb) => u.revokeTokens(cb),
    () => [ok],
    { retried: true, session: true },
  ),
  signOut: node(
    (u, cb) => u.signOut(cb),
    () => [ok],
    { retried: true, session: true },
  ),
  forgotPassword: object(
    (u, cb) => u.forgotPassword(cb, META),
    () => [{ body: { CodeDeliveryDetails: {} } }],
  ),
  'forgotPassword without inputVerificationCode': object(
    (u, cb) => u.forgotPassword({ onSuccess: cb.onSuccess, onFailure: cb.onFailure, inputVerificationCode: null }),
    () => [{ body: { CodeDeliveryDetails: {} } }],
  ),
  confirmPassword: object(
    (u, cb) => u.confirmPassword('123456', 'New-1', cb, META),
    () => [ok],
  ),
  getAttributeVerificationCode: object(
    (u, cb) => u.getAttributeVerificationCode('email', cb, META),
    () => [{ body: { CodeDeliveryDetails: {} } }],
    { guard: true },
  ),
  'getAttributeVerificationCode without inputVerificationCode': object(
    (u, cb) => u.getAttributeVerificationCode('email', { onSuccess: cb.onSuccess, onFailure: cb.onFailure }),
    () => [ok],
    { guard: true },
  ),
  verifyAttribute: object(
    (u, cb) => u.verifyAttribute('email', '123456', cb),
    () => [ok],
    { guard: true },
  ),
  getDevice: object(
    (u, cb) => u.getDevice(cb),
    () => [{ body: { Device: { DeviceKey: 'device-1' } } }],
    { guard: true },
  ),
  forgetSpecificDevice: object(
    (u, cb) => u.forgetSpecificDevice('device-2', cb),
    () => [ok],
    { guard: true },
  ),
  forgetDevice: object(
    (u, cb) => u.forgetDevice(cb),
    () => [ok],
    { guard: true },
  ),
  setDeviceStatusRemembered: object(
    (u, cb) => u.setDeviceStatusRemembered(cb),
    () => [ok],
    { guard: true },
  ),
  setDeviceStatusNotRemembered: object(
    (u, cb) => u.setDeviceStatusNotRemembered(cb),
    () => [ok],
    { guard: true },
  ),
  listDevices: object(
    (u, cb) => u.listDevices(10, null, cb),
    () => [{ body: { Devices: [] } }],
    { guard: true },
  ),
  'listDevices, next page': object(
    (u, cb) => u.listDevices(10, 'page-2', cb),
    () => [{ body: { Devices: [] } }],
    { guard: true },
  ),
  globalSignOut: object(
    (u, cb) => u.globalSignOut(cb),
    () => [ok],
    { guard: true },
  ),
  'associateSoftwareToken in a challenge': object(
    (u, cb) => u.associateSoftwareToken(cb),
    () => [{ body: { SecretCode: 'ABC', Session: 's2' } }],
    { pending: true },
  ),
  'associateSoftwareToken of somebody signed in': object(
    (u, cb) => u.associateSoftwareToken(cb),
    () => [{ body: { SecretCode: 'ABC' } }],
    { session: true },
  ),
  'verifySoftwareToken in a challenge': object(
    (u, cb) => u.verifySoftwareToken('123456', 'phone', cb),
    () => [{ body: { Status: 'SUCCESS', Session: 's2' } }, done()],
    { pending: true },
  ),
  'verifySoftwareToken of somebody signed in': object(
    (u, cb) => u.verifySoftwareToken('123456', 'phone', cb),
    () => [{ body: { Status: 'SUCCESS' } }],
    { session: true },
  ),
  'authenticateUser by SRP': object(
    (u, cb, t) => u.authenticateUser(t.details({ ClientMetadata: META }), cb),
    (t) => srp(t, done()),
    { slow: true },
  ),
  'authenticateUser by password': object(
    (u, cb, t) => {
      u.setAuthenticationFlowType('USER_PASSWORD_AUTH');
      u.authenticateUser(t.details({ ValidationData: META }), cb);
    },
    () => [done()],
  ),
  initiateAuth: object(
    (u, cb, t) => u.initiateAuth(t.details({ AuthParameters: { CHALLENGE_NAME: 'SRP_A' }, ClientMetadata: META }), cb),
    () => [challenge('CUSTOM_CHALLENGE', { question: 'six by nine' })],
  ),
  'initiateAuth that ends in tokens': object(
    (u, cb, t) => u.initiateAuth(t.details(), cb),
    () => [done()],
  ),
  completeNewPasswordChallenge: object(
    (u, cb) => u.completeNewPasswordChallenge('New-1', { name: 'Ada' }, cb, META),
    () => [done()],
    { pending: true },
  ),
  sendCustomChallengeAnswer: object(
    (u, cb) => u.sendCustomChallengeAnswer('42', cb, META),
    () => [done()],
    { pending: true },
  ),
  'sendMFACode by SMS': object(
    (u, cb) => u.sendMFACode('123456', cb, undefined, META),
    () => [done()],
    { pending: true },
  ),
  'sendMFACode by TOTP': object(
    (u, cb) => u.sendMFACode('123456', cb, 'SOFTWARE_TOKEN_MFA'),
    () => [done()],
    { pending: true },
  ),
  'sendMFASelectionAnswer, SMS': object(
    (u, cb) => u.sendMFASelectionAnswer('SMS_MFA', cb),
    () => [challenge('SMS_MFA', { CODE_DELIVERY_DESTINATION: '+1' })],
    { pending: true },
  ),
  'sendMFASelectionAnswer, TOTP': object(
    (u, cb) => u.sendMFASelectionAnswer('SOFTWARE_TOKEN_MFA', cb),
    () => [challenge('SOFTWARE_TOKEN_MFA')],
    { pending: true },
  ),
};

/** A user in the state that the method needs. */
function ready(t, { guard, session, pending }) {
  if (guard || session) {
    const one = t.signedIn();
    one.deviceKey = 'device-1';
    return one;
  }
  const one = t.makeUser();
  if (pending) one.Session = 'session-0';
  return one;
}

const listen = (t, { style }, more) => (style === 'node' ? t.node() : t.callbacks(more));

/** All but the first reply of an exchange that fails half-way. */
function* scenarios() {
  for (const [name, method] of Object.entries(methods)) {
    const play = (situation, set, { user: make = ready, callback = listen } = {}) => ({
      name: `${name}: ${situation}`,
      run: async (t) => {
        const one = make(t, method);
        const cb = callback(t, method);
        set(t, one);
        t.call(name, () => method.call(one, cb, t));
      },
    });
    yield play('success', (t) => t.reply(method.replies(t)));
    yield play('an empty body', (t) => t.reply(ok, ok));
    yield play('an unreadable body', (t) => t.reply({ text: 'no JSON' }, { text: '' }));
    for (const [failure, reply] of Object.entries(failures)) {
      // A failure that is retried is answered six times.
      yield play(failure, (t) => t.reply(...Array(method.retried ? 6 : 2).fill(reply)));
    }
    if (method.guard) {
      yield play('nobody is signed in', () => {}, { user: (t) => t.makeUser() });
      yield play('the session has expired', () => {}, { user: (t) => t.signedIn(tokens({ ttl: -1 })) });
    }
    const stub = (answer) => (t, one) => {
      one.client.request = (operation, input, callback) => {
        t.trace.event(`client.request ${operation} ${t.trace.describe(input)}`);
        callback(...answer(t));
      };
    };
    if (!method.slow) {
      yield play(
        'client.request answers at once',
        stub((t) => [null, method.replies(t)[0].body]),
      );
      yield play(
        'client.request refuses at once',
        stub(() => [Object.assign(new Error('no'), { code: 'NoException' })]),
      );
    }
    if (!method.slow && method.style === 'object') {
      yield play('the callback is missing', (t) => t.reply(method.replies(t)), {
        callback: (t) => only(t, ['onFailure']),
      });
      yield play('no callback at all', (t) => t.reply(method.replies(t)), { callback: (t) => only(t, []) });
    }
    yield play('the callback throws on success', (t) => t.reply(method.replies(t)), { callback: throwing });
    yield play('the callback throws on failure', (t) => t.reply(...Array(6).fill(failures['a service error'])), {
      callback: throwing,
    });
  }
}

/** A callback object with these callbacks and no others. */
function only(t, names) {
  const all = t.callbacks();
  const few = Object.fromEntries(names.map((name) => [name, all[name]]));
  t.trace.label(few, 'callbacks');
  return few;
}

/** Throws the first two times; the second was never meant to be. */
function throwing(t, { style }) {
  let times = 0;
  const fail = () => {
    times += 1;
    if (times < 3) throw new t.own.Error(`the application's own, ${times}`);
  };
  if (style === 'node') return t.node('callback', fail);
  const names = Object.keys(t.callbacks());
  return t.callbacks(Object.fromEntries(names.map((name) => [name, fail])));
}

export default [...scenarios()];
