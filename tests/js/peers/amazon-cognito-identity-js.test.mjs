// npm amazon-cognito-identity-js signs in to the local Cognito: its SRP, of users and devices, is not ours.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } from 'amazon-cognito-identity-js';
import { claims, makePool, makeUser, must, startLocal, totp } from '../local/server-process.mjs';

const PASSWORD = 'Correct-Horse-7';
let server;
let requests = [];

// Which operations and challenges were really used: a sign-in that avoids the proof must not pass for one.
const platformFetch = globalThis.fetch;
globalThis.fetch = (url, init) => {
  const operation = init?.headers?.['X-Amz-Target']?.split('.')[1];
  const { AuthFlow, ChallengeName } = operation ? JSON.parse(init.body) : {};
  if (operation) requests.push([operation, AuthFlow ?? ChallengeName].filter(Boolean).join(' '));
  return platformFetch(url, init);
};

before(async () => {
  server = await startLocal();
});
after(() => server?.stop());

class Memory {
  items = new Map();
  setItem(key, value) {
    this.items.set(key, String(value));
  }
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  removeItem(key) {
    this.items.delete(key);
  }
  clear() {
    this.items.clear();
  }
}

/** A person's app on one pool: `user()` is a fresh object over the same storage, as after a reload. */
function app({ userPoolId, clientId }, username) {
  const Storage = new Memory();
  const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint: server.endpoint, Storage });
  return { Pool, Storage, user: () => new CognitoUser({ Username: username, Pool, Storage }) };
}

/** The outcome of a call in the style of `{ onSuccess, onFailure, … }`: which callback, with what. */
const outcome = (start) =>
  new Promise((resolve) => {
    const callbacks = {};
    for (const name of [
      'onSuccess',
      'onFailure',
      'mfaRequired',
      'totpRequired',
      'newPasswordRequired',
      'mfaSetup',
      'selectMFAType',
      'customChallenge',
      'associateSecretCode',
      'inputVerificationCode',
    ]) {
      callbacks[name] = (...args) => resolve([name, ...args]);
    }
    start(callbacks);
  });

/** The outcome of a call in the style of `(error, result)`. */
const result = (start) =>
  new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));

const authenticate = (user, Password, more = {}) =>
  outcome((callbacks) =>
    user.authenticateUser(new AuthenticationDetails({ Username: user.getUsername(), Password, ...more }), callbacks),
  );

async function fixture({ pool, client, temporary, attributes, username = 'ada' } = {}) {
  const ids = await makePool(server.endpoint, { pool, client });
  await makeUser(server.endpoint, { userPoolId: ids.userPoolId, username, password: PASSWORD, temporary, attributes });
  return { ids, ...app(ids, username) };
}

async function signedIn(user, password = PASSWORD) {
  const [name, session] = await authenticate(user, password);
  assert.equal(name, 'onSuccess', String(session?.message));
  return session;
}

test('the right password signs in by SRP, a wrong one does not', async () => {
  const { user } = await fixture();
  requests = [];
  const session = await signedIn(user());
  assert.ok(session.isValid());
  assert.equal(claims(session.getIdToken().getJwtToken())['cognito:username'], 'ada');
  assert.deepEqual(requests, ['InitiateAuth USER_SRP_AUTH', 'RespondToAuthChallenge PASSWORD_VERIFIER']);
  for (const wrong of ['Correct-Horse-8', 'correct-horse-7', `${PASSWORD} `, 'x']) {
    const [name, error] = await authenticate(user(), wrong);
    assert.deepEqual(
      [name, error.code, error.message],
      ['onFailure', 'NotAuthorizedException', 'Incorrect username or password.'],
    );
  }
  assert.ok(
    requests.filter((request) => request === 'RespondToAuthChallenge PASSWORD_VERIFIER').length === 5,
    'each was refused for its proof',
  );
});

test('ten sign-ins in a row succeed, whatever the random numbers', async () => {
  const { user } = await fixture({ username: 'ünïcode-用户' });
  for (let round = 0; round < 10; round++) await signedIn(user());
});

for (const [fault, member, form] of [
  ['oddSalt', 'SALT', /^[0-9a-f](..)*$/i],
  ['signedSalt', 'SALT', /^-[0-9a-f]+$/i],
  ['oddB', 'SRP_B', /^[0-9a-f](..)*$/i],
  ['signedB', 'SRP_B', /^-[0-9a-f]+$/i],
]) {
  test(`SRP numbers written like Cognito's rarer ones (${fault}) are understood alike`, async () => {
    const { ids, user } = await fixture();
    await server.faults({ [fault]: true });
    try {
      const { ChallengeParameters } = await must(server.endpoint, 'InitiateAuth', {
        AuthFlow: 'USER_SRP_AUTH',
        ClientId: ids.clientId,
        AuthParameters: { USERNAME: 'ada', SRP_A: 'abcdef'.repeat(100) },
      });
      assert.match(ChallengeParameters[member], form);
      await signedIn(user());
      assert.equal((await authenticate(user(), 'Wrong-Horse-7'))[0], 'onFailure');
    } finally {
      await server.faults({});
    }
  });
}

test('a pool that signs in by e-mail proves the password under the sub', async () => {
  const { ids, user } = await fixture({
    pool: { UsernameAttributes: ['email'] },
    username: 'ada@example.com',
    attributes: { email: 'ada@example.com', email_verified: 'true' },
  });
  const session = await signedIn(user());
  const id = claims(session.getIdToken().getJwtToken());
  assert.equal(id['cognito:username'], id.sub);
  assert.equal((await authenticate(app(ids, id.sub).user(), PASSWORD))[0], 'onFailure', 'the sub is no sign-in name');
});

test('USER_PASSWORD_AUTH works where the app client allows it, and is refused where not', async () => {
  const open = (await fixture()).user();
  open.setAuthenticationFlowType('USER_PASSWORD_AUTH');
  assert.equal((await authenticate(open, PASSWORD))[0], 'onSuccess');
  const closed = (
    await fixture({ client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] } })
  ).user();
  closed.setAuthenticationFlowType('USER_PASSWORD_AUTH');
  const [name, error] = await authenticate(closed, PASSWORD);
  assert.deepEqual([name, error.message], ['onFailure', 'USER_PASSWORD_AUTH flow not enabled for this client']);
});

const DEVICES = { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true } };

/** Signs in on a new device and has it remembered. */
async function rememberedDevice() {
  const made = await fixture({ pool: DEVICES });
  const user = made.user();
  const [name, , confirmationNecessary] = await authenticate(user, PASSWORD);
  assert.deepEqual([name, confirmationNecessary], ['onSuccess', true]);
  const [remembered] = await outcome((callbacks) => user.setDeviceStatusRemembered(callbacks));
  assert.equal(remembered, 'onSuccess');
  return { ...made, deviceKey: user.deviceKey };
}

test('a remembered device proves itself by SRP at the next sign-in', async () => {
  const { user, deviceKey } = await rememberedDevice();
  requests = [];
  const later = user();
  const session = await signedIn(later);
  assert.deepEqual(requests, [
    'InitiateAuth USER_SRP_AUTH',
    'RespondToAuthChallenge PASSWORD_VERIFIER',
    'RespondToAuthChallenge DEVICE_SRP_AUTH',
    'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER',
  ]);
  assert.equal(claims(session.getAccessToken().getJwtToken()).device_key, deviceKey);
  const [, { Devices }] = await outcome((callbacks) => later.listDevices(10, null, callbacks));
  assert.deepEqual(
    Devices.map((device) => device.DeviceKey),
    [deviceKey],
  );
});

test('a device whose password was tampered with is refused', async () => {
  const { user, Storage } = await rememberedDevice();
  const key = [...Storage.items.keys()].find((name) => name.endsWith('.randomPasswordKey'));
  Storage.setItem(key, Buffer.alloc(40, 7).toString('base64'));
  requests = [];
  const [name, error] = await authenticate(user(), PASSWORD);
  assert.deepEqual([name, error.code], ['onFailure', 'NotAuthorizedException']);
  assert.equal(requests.at(-1), 'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER');
});

test('a device that was forgotten elsewhere is forgotten here, and the sign-in goes on with a new one', async () => {
  const { ids, user, deviceKey } = await rememberedDevice();
  await must(server.endpoint, 'AdminForgetDevice', {
    UserPoolId: ids.userPoolId,
    Username: 'ada',
    DeviceKey: deviceKey,
  });
  const later = user();
  await signedIn(later);
  assert.ok(later.deviceKey);
  assert.notEqual(later.deviceKey, deviceKey);
});

test('a device can be forgotten', async () => {
  const { user, deviceKey } = await rememberedDevice();
  const later = user();
  await signedIn(later);
  assert.equal((await outcome((callbacks) => later.getDevice(callbacks)))[1].Device.DeviceKey, deviceKey);
  assert.equal((await outcome((callbacks) => later.forgetDevice(callbacks)))[0], 'onSuccess');
  const [, { Devices }] = await outcome((callbacks) => later.listDevices(10, null, callbacks));
  assert.deepEqual(Devices, []);
});

const withMfa = (mode, more = {}) => ({
  MfaConfiguration: mode,
  SoftwareTokenMfaConfiguration: { Enabled: true },
  ...more,
});

/** A pool with MFA, as SetUserPoolMfaConfig makes it. */
async function mfaFixture(mode, { sms = false, attributes } = {}) {
  const made = await fixture({ attributes });
  await must(server.endpoint, 'SetUserPoolMfaConfig', {
    UserPoolId: made.ids.userPoolId,
    ...withMfa(mode),
    ...(sms && { SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } } }),
  });
  return made;
}

test('TOTP is enrolled in a session and asked for at the next sign-in', async () => {
  const { user } = await mfaFixture('OPTIONAL');
  const first = user();
  await signedIn(first);
  const [, secret] = await outcome((callbacks) => first.associateSoftwareToken(callbacks));
  const [refused, mismatch] = await outcome((callbacks) => first.verifySoftwareToken('000000', 'phone', callbacks));
  assert.deepEqual([refused, mismatch.code], ['onFailure', 'EnableSoftwareTokenMFAException']);
  assert.equal(
    (await outcome((callbacks) => first.verifySoftwareToken(totp(secret), 'phone', callbacks)))[0],
    'onSuccess',
  );
  await result((callback) => first.setUserMfaPreference(null, { Enabled: true, PreferredMfa: true }, callback));

  const second = user();
  assert.equal((await authenticate(second, PASSWORD))[0], 'totpRequired');
  const [wrong, error] = await outcome((callbacks) => second.sendMFACode('000000', callbacks, 'SOFTWARE_TOKEN_MFA'));
  assert.deepEqual([wrong, error.code], ['onFailure', 'CodeMismatchException']);
  const third = user();
  assert.equal((await authenticate(third, PASSWORD))[0], 'totpRequired');
  assert.equal(
    (await outcome((callbacks) => third.sendMFACode(totp(secret, 1), callbacks, 'SOFTWARE_TOKEN_MFA')))[0],
    'onSuccess',
  );
});

test('TOTP is set up in the middle of a sign-in where the pool requires MFA', async () => {
  const { user } = await mfaFixture('ON');
  const first = user();
  assert.equal((await authenticate(first, PASSWORD))[0], 'mfaSetup');
  const [, secret] = await outcome((callbacks) => first.associateSoftwareToken(callbacks));
  const [name, session] = await outcome((callbacks) => first.verifySoftwareToken(totp(secret), 'phone', callbacks));
  assert.equal(name, 'onSuccess', session?.message);
  assert.ok(session.isValid());
  assert.equal((await authenticate(user(), PASSWORD))[0], 'totpRequired');
});

test('an SMS code is asked for, wrong ones are refused, the sent one signs in', async () => {
  const { ids, user } = await mfaFixture('OPTIONAL', {
    sms: true,
    attributes: { phone_number: '+15550100234', phone_number_verified: 'true' },
  });
  await must(server.endpoint, 'AdminSetUserMFAPreference', {
    UserPoolId: ids.userPoolId,
    Username: 'ada',
    SMSMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const person = user();
  const [asked, , parameters] = await authenticate(person, PASSWORD);
  assert.equal(asked, 'mfaRequired');
  assert.equal(parameters.CODE_DELIVERY_DELIVERY_MEDIUM, 'SMS');
  const code = (await server.outbox('ada')).filter((mail) => mail.userPoolId === ids.userPoolId).at(-1).code;
  const wrong = String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
  assert.equal((await outcome((callbacks) => person.sendMFACode(wrong, callbacks)))[1].code, 'CodeMismatchException');
  assert.equal((await outcome((callbacks) => person.sendMFACode(code, callbacks)))[0], 'onSuccess');
});

test('with two factors the person chooses one', async () => {
  const { ids, user } = await mfaFixture('OPTIONAL', {
    sms: true,
    attributes: { phone_number: '+15550100234', phone_number_verified: 'true' },
  });
  const first = user();
  await signedIn(first);
  const [, secret] = await outcome((callbacks) => first.associateSoftwareToken(callbacks));
  await outcome((callbacks) => first.verifySoftwareToken(totp(secret), 'phone', callbacks));
  await must(server.endpoint, 'AdminSetUserMFAPreference', {
    UserPoolId: ids.userPoolId,
    Username: 'ada',
    SMSMfaSettings: { Enabled: true },
    SoftwareTokenMfaSettings: { Enabled: true },
  });
  const person = user();
  assert.equal((await authenticate(person, PASSWORD))[0], 'selectMFAType');
  assert.equal(
    (await outcome((callbacks) => person.sendMFASelectionAnswer('SOFTWARE_TOKEN_MFA', callbacks)))[0],
    'totpRequired',
  );
  assert.equal(
    (await outcome((callbacks) => person.sendMFACode(totp(secret, 1), callbacks, 'SOFTWARE_TOKEN_MFA')))[0],
    'onSuccess',
  );
});

test('a temporary password must be replaced by one that meets the policy', async () => {
  const { user } = await fixture({ temporary: true, attributes: { email: 'ada@example.com' } });
  const person = user();
  const [name, attributes] = await authenticate(person, PASSWORD);
  assert.equal(name, 'newPasswordRequired');
  assert.equal(attributes.email, 'ada@example.com');
  const [refused, error] = await outcome((callbacks) => person.completeNewPasswordChallenge('weak', {}, callbacks));
  assert.deepEqual([refused, error.code], ['onFailure', 'InvalidPasswordException']);
  assert.equal(
    (
      await outcome((callbacks) => person.completeNewPasswordChallenge('Better-Horse-8', { name: 'Ada' }, callbacks))
    )[0],
    'onSuccess',
  );
  assert.equal((await authenticate(user(), PASSWORD))[0], 'onFailure');
  const session = await signedIn(user(), 'Better-Horse-8');
  assert.equal(session.getIdToken().payload.name, 'Ada');
});

test('a session is refreshed, and not once its refresh token is revoked', async () => {
  const { user } = await fixture();
  const person = user();
  const session = await signedIn(person);
  const fresh = await result((callback) => person.refreshSession(session.getRefreshToken(), callback));
  assert.notEqual(fresh.getAccessToken().getJwtToken(), session.getAccessToken().getJwtToken());
  assert.equal(fresh.getAccessToken().payload.origin_jti, session.getAccessToken().payload.origin_jti);
  requests = [];
  await result((callback) => person.signOut(callback));
  assert.ok(requests.includes('RevokeToken'));
  const { status, body } = await server.call('InitiateAuth', {
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId: person.pool.getClientId(),
    AuthParameters: { REFRESH_TOKEN: session.getRefreshToken().getToken() },
  });
  assert.deepEqual([status, body.__type], [400, 'NotAuthorizedException']);
});

test('sign-up, confirmation and the first sign-in', async () => {
  const ids = await makePool(server.endpoint, { pool: { AutoVerifiedAttributes: ['email'] } });
  const { Pool, user } = app(ids, 'ben');
  const attributes = [new CognitoUserAttribute({ Name: 'email', Value: 'ben@example.com' })];
  await assert.rejects(
    result((callback) => Pool.signUp('ben', 'weak', attributes, null, callback)),
    { code: 'InvalidPasswordException' },
  );
  const made = await result((callback) => Pool.signUp('ben', PASSWORD, attributes, null, callback));
  assert.equal(made.userConfirmed, false);
  await assert.rejects(
    result((callback) => Pool.signUp('ben', PASSWORD, attributes, null, callback)),
    { code: 'UsernameExistsException' },
  );
  assert.equal((await authenticate(user(), PASSWORD))[1].code, 'UserNotConfirmedException');
  await assert.rejects(
    result((callback) => user().confirmRegistration('000000x', true, callback)),
    { code: 'CodeMismatchException' },
  );
  assert.equal(
    await result(async (callback) => user().confirmRegistration(await server.lastCode('ben'), true, callback)),
    'SUCCESS',
  );
  const session = await signedIn(user());
  assert.equal(session.getIdToken().payload.email_verified, true);
});

test('a forgotten password is replaced with the code that was sent', async () => {
  const { ids, user } = await fixture({
    username: 'cleo',
    attributes: { email: 'cleo@example.com', email_verified: 'true' },
  });
  const [asked] = await outcome((callbacks) => user().forgotPassword(callbacks));
  assert.equal(asked, 'inputVerificationCode');
  const { code } = (await server.outbox('cleo')).filter((mail) => mail.userPoolId === ids.userPoolId).at(-1);
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  assert.equal(
    (await outcome((callbacks) => user().confirmPassword(wrong, 'Better-Horse-8', callbacks)))[1].code,
    'CodeMismatchException',
  );
  assert.equal(
    (await outcome((callbacks) => user().confirmPassword(code, 'Better-Horse-8', callbacks)))[0],
    'onSuccess',
  );
  assert.equal((await authenticate(user(), PASSWORD))[0], 'onFailure');
  await signedIn(user(), 'Better-Horse-8');
});

test('the password changes, given the old one', async () => {
  const { user } = await fixture();
  const person = user();
  await signedIn(person);
  await assert.rejects(
    result((callback) => person.changePassword('Wrong-Horse-7', 'Better-Horse-8', callback)),
    { code: 'NotAuthorizedException' },
  );
  await result((callback) => person.changePassword(PASSWORD, 'Better-Horse-8', callback));
  assert.equal((await authenticate(user(), PASSWORD))[0], 'onFailure');
  await signedIn(user(), 'Better-Horse-8');
});

test('attributes are read, changed, verified and deleted', async () => {
  const { ids, user } = await fixture({ username: 'dora', attributes: { email: 'dora@example.com', name: 'Dora' } });
  const person = user();
  await signedIn(person);
  const read = async () =>
    Object.fromEntries(
      (await result((callback) => person.getUserAttributes(callback))).map(({ Name, Value }) => [Name, Value]),
    );
  assert.equal((await read()).name, 'Dora');
  await result((callback) =>
    person.updateAttributes([new CognitoUserAttribute({ Name: 'nickname', Value: 'Dee' })], callback),
  );
  assert.equal((await read()).nickname, 'Dee');
  await result((callback) => person.deleteAttributes(['nickname'], callback));
  assert.equal((await read()).nickname, undefined);
  await outcome((callbacks) => person.getAttributeVerificationCode('email', callbacks));
  const { code } = (await server.outbox('dora')).filter((mail) => mail.userPoolId === ids.userPoolId).at(-1);
  assert.equal((await outcome((callbacks) => person.verifyAttribute('email', code, callbacks)))[0], 'onSuccess');
  assert.equal((await read()).email_verified, 'true');
});

test('a global sign-out ends every session of the user', async () => {
  const { user } = await fixture();
  const here = user();
  const there = user();
  await signedIn(here);
  const session = await signedIn(there);
  assert.equal((await outcome((callbacks) => here.globalSignOut(callbacks)))[0], 'onSuccess');
  const [, error] = await new Promise((resolve) =>
    there.getUserData((failure, data) => resolve([data, failure]), { bypassCache: true }),
  );
  assert.equal(error.code, 'NotAuthorizedException');
  const { body } = await server.call('InitiateAuth', {
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId: there.pool.getClientId(),
    AuthParameters: { REFRESH_TOKEN: session.getRefreshToken().getToken() },
  });
  assert.equal(body.__type, 'NotAuthorizedException');
});

test('a user deletes herself', async () => {
  const { user } = await fixture();
  const person = user();
  await signedIn(person);
  await result((callback) => person.deleteUser(callback));
  assert.equal((await authenticate(user(), PASSWORD))[0], 'onFailure');
});
