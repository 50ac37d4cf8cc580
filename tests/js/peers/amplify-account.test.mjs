// npm @aws-amplify/auth: the functions of its Auth API that need no page and no managed login, each with the local Cognito.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as module from '@aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import { Amplify } from '@aws-amplify/core';
import { makePool, must, startLocal, totp } from '../local/server-process.mjs';

// It names a device after the browser; Node 20 has no navigator.
globalThis.navigator ??= { userAgent: 'Node' };

const PASSWORD = 'Correct-Horse-7';
const OTHER = 'Battery-Staple-8';
/** What another place tests, or no server can: a page that leaves for managed login, WebAuthn's ceremony, a parser. */
const ELSEWHERE = [
  'AuthError',
  'associateWebAuthnCredential',
  'decodeJWT',
  'deleteWebAuthnCredential',
  'signInWithRedirect',
];

let server;
const auth = { ...module };
const called = new Set();
/** The API, which notes what is called. */
const api = new Proxy(auth, {
  get(_, name) {
    called.add(name);
    // biome-ignore lint/performance/noDynamicNamespaceImportAccess: each is called, and autoSignIn is another one after a sign-up.
    return module[name];
  },
});

before(async () => {
  server = await startLocal();
  const { userPoolId, clientId } = await makePool(server.endpoint, {
    pool: {
      AutoVerifiedAttributes: ['email'],
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
    },
  });
  await must(server.endpoint, 'SetUserPoolMfaConfig', {
    UserPoolId: userPoolId,
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
    WebAuthnConfiguration: { RelyingPartyId: 'localhost' },
  });
  const Cognito = { userPoolId, userPoolClientId: clientId, userPoolEndpoint: server.endpoint };
  cognitoUserPoolsTokenProvider.setAuthConfig({ Cognito });
  Amplify.configure({ Auth: { Cognito } }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
});
after(() => server?.stop());

const code = () => server.lastCode('ada');

test('an account from its sign-up to its end', async (t) => {
  const steps = [];
  const step = async (what, play) => {
    await play();
    steps.push(what);
  };
  await step('sign-up, with another code, and signed in by it', async () => {
    const options = { userAttributes: { email: 'ada@example.com' }, autoSignIn: { authFlowType: 'USER_AUTH' } };
    const signedUp = await api.signUp({ username: 'ada', password: PASSWORD, options });
    assert.equal(signedUp.nextStep.signUpStep, 'CONFIRM_SIGN_UP');
    assert.equal((await api.resendSignUpCode({ username: 'ada' })).attributeName, 'email');
    const confirmed = await api.confirmSignUp({ username: 'ada', confirmationCode: await code() });
    assert.equal(confirmed.nextStep.signUpStep, 'COMPLETE_AUTO_SIGN_IN');
    assert.equal((await api.autoSignIn()).isSignedIn, true);
    assert.equal((await api.getCurrentUser()).username, 'ada');
  });
  await step('attributes', async () => {
    const changed = await api.updateUserAttributes({ userAttributes: { name: 'Ada', email: 'new@example.com' } });
    assert.equal(changed.email.nextStep.updateAttributeStep, 'CONFIRM_ATTRIBUTE_WITH_CODE');
    await api.updateUserAttribute({ userAttribute: { attributeKey: 'nickname', value: 'A' } });
    await api.sendUserAttributeVerificationCode({ userAttributeKey: 'email' });
    await api.confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: await code() });
    await api.deleteUserAttributes({ userAttributeKeys: ['nickname'] });
    const { sub: _, ...attributes } = await api.fetchUserAttributes();
    assert.deepEqual(attributes, { email: 'new@example.com', email_verified: 'true', name: 'Ada' });
  });
  await step('the password, changed and forgotten', async () => {
    await api.updatePassword({ oldPassword: PASSWORD, newPassword: OTHER });
    await api.signOut();
    const asked = await api.resetPassword({ username: 'ada' });
    assert.equal(asked.nextStep.resetPasswordStep, 'CONFIRM_RESET_PASSWORD_WITH_CODE');
    const confirmationCode = await code();
    await api.confirmResetPassword({ username: 'ada', confirmationCode, newPassword: PASSWORD });
    assert.equal((await api.signIn({ username: 'ada', password: PASSWORD })).isSignedIn, true);
  });
  await step('devices', async () => {
    await api.rememberDevice();
    const [device] = await api.fetchDevices();
    assert.ok(device.id);
    await api.signOut();
    // The remembered device proves itself on the way.
    assert.equal((await api.signIn({ username: 'ada', password: PASSWORD })).isSignedIn, true);
    assert.equal((await api.fetchDevices()).length, 1);
    await api.forgetDevice();
    assert.deepEqual(await api.fetchDevices(), []);
    await api.signOut();
    await api.signIn({ username: 'ada', password: PASSWORD });
  });
  await step('an authenticator as the second factor', async () => {
    const { sharedSecret } = await api.setUpTOTP();
    await api.verifyTOTPSetup({ code: totp(sharedSecret) });
    await api.updateMFAPreference({ totp: 'PREFERRED' });
    assert.deepEqual(await api.fetchMFAPreference(), { enabled: ['TOTP'], preferred: 'TOTP' });
    await api.signOut({ global: true });
    const { nextStep } = await api.signIn({ username: 'ada', password: PASSWORD });
    assert.equal(nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    assert.equal((await api.confirmSignIn({ challengeResponse: totp(sharedSecret) })).isSignedIn, true);
  });
  await step('tokens, passkeys, and the end', async () => {
    assert.ok((await api.fetchAuthSession({ forceRefresh: true })).tokens.idToken);
    assert.deepEqual((await api.listWebAuthnCredentials()).credentials, []);
    await api.deleteUser();
    await assert.rejects(api.signIn({ username: 'ada', password: PASSWORD }), { name: 'UserNotFoundException' });
  });
  const functions = Object.keys(auth).filter((name) => typeof auth[name] === 'function');
  assert.deepEqual(functions.filter((name) => !called.has(name)).sort(), [...ELSEWHERE].sort());
  t.diagnostic(`${steps.length} steps, ${called.size} of ${functions.length} functions`);
});
