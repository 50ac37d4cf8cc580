// The 32 use cases of www-example/use-cases, against the local Cognito, with our package under the incumbent's name.
import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../../packaging/installed.mjs';
import { EVERY_FLOW, makePool, makeUser, must, startLocal, totp } from '../local/server-process.mjs';
import { aliased } from './package-folder.mjs';

const PASSWORD = 'Correct-Horse-7';
const OTHER = 'Better-Horse-8';
const NAMES = ['sign-up', 'sign-in', 'session', 'profile', 'mfa', 'devices'];

let server;
let ours;
let api;
let use;
before(async () => {
  ours = aliased();
  cpSync(join(root, 'www-example/use-cases'), join(ours.folder, 'use-cases'), { recursive: true });
  cpSync(join(root, 'tests/js/modern/custom-auth-triggers.mjs'), join(ours.folder, 'handlers.mjs'));
  const client = { ClientName: 'app', ExplicitAuthFlows: EVERY_FLOW };
  const config = { pools: [{ pool: { PoolName: 'riddles' }, clients: [client], handlers: './handlers.mjs' }] };
  writeFileSync(join(ours.folder, 'config.json'), JSON.stringify(config));
  writeFileSync(join(ours.folder, 'all.mjs'), "export * from 'amazon-cognito-identity-js';");
  const load = (path) => import(pathToFileURL(join(ours.folder, path)).href);
  api = await load('all.mjs');
  use = Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await load(`use-cases/${name}.mjs`)])));
  server = await startLocal(['--config', join(ours.folder, 'config.json')]);
});
after(async () => {
  await server?.stop();
  ours.remove();
});

/** A node-style call as a promise, and one with `{ onSuccess, onFailure }`. */
const node = (start) =>
  new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
const object = (start) => new Promise((onSuccess, onFailure) => start({ onSuccess, onFailure }));

/** A pool with one person in it: `user()` is the person anew, as after a reload. */
async function world({ pool = {}, username = 'ada', attributes, temporary, made = true } = {}) {
  const ids = await makePool(server.endpoint, { pool });
  if (made)
    await makeUser(server.endpoint, {
      userPoolId: ids.userPoolId,
      username,
      password: PASSWORD,
      attributes,
      temporary,
    });
  const userPool = new api.CognitoUserPool({
    UserPoolId: ids.userPoolId,
    ClientId: ids.clientId,
    endpoint: server.endpoint,
  });
  const user = () => new api.CognitoUser({ Username: username, Pool: userPool });
  const code = async () =>
    (await server.outbox(username)).filter(({ userPoolId }) => userPoolId === ids.userPoolId).at(-1).code;
  const signedIn = async (password = PASSWORD) => {
    const one = user();
    const session = await object((callbacks) => use['sign-in'].signIn(one, password, callbacks));
    return { one, session };
  };
  return { ids, userPool, user, code, signedIn };
}

test('1 to 3: somebody registers, asks for the code again, confirms', async () => {
  const { userPool, user, code, signedIn } = await world({
    pool: { AutoVerifiedAttributes: ['email'] },
    username: 'uc1',
    made: false,
  });
  const made = await node((done) => use['sign-up'].register(userPool, 'uc1', PASSWORD, 'uc1@example.com', done));
  assert.equal(made.userConfirmed, false);
  assert.equal(made.user.getUsername(), 'uc1');
  const first = await code();
  const sent = await node((done) => use['sign-up'].resend(user(), done));
  assert.equal(sent.CodeDeliveryDetails.AttributeName, 'email');
  const second = await code();
  assert.ok(first && second);
  assert.equal(await node((done) => use['sign-up'].confirm(user(), second, done)), 'SUCCESS');
  assert.ok((await signedIn()).session.isValid());
});

test('4 and 17: somebody signs in, and an identity pool gets the ID token', async () => {
  const { userPool, signedIn, user } = await world();
  const { session } = await signedIn();
  const [[issuer, token]] = Object.entries(use.session.logins(userPool, session));
  assert.match(issuer, /^cognito-idp\.[\w-]+\.amazonaws\.com\/[\w-]+_\w+$/);
  assert.equal(token, session.getIdToken().getJwtToken());
  await assert.rejects(
    object((callbacks) => use['sign-in'].signIn(user(), 'wrong', callbacks)),
    { code: 'NotAuthorizedException' },
  );
});

test('5 to 8 and 31: attributes are read, changed, verified, deleted', async () => {
  const { signedIn, code } = await world({ username: 'uc5', attributes: { email: 'uc5@example.com', name: 'Ada' } });
  const { one } = await signedIn();
  const read = () => node((done) => use.profile.attributes(one, done));
  assert.equal((await read()).name, 'Ada');
  await node((done) => use.profile.update(one, 'nickname', 'A', done));
  assert.equal((await read()).nickname, 'A');
  assert.equal(await object((callbacks) => use.profile.verify(one, 'email', code, callbacks)), 'SUCCESS');
  assert.equal((await read()).email_verified, 'true');
  await node((done) => use.profile.remove(one, ['nickname'], done));
  assert.equal((await read()).nickname, undefined);
  const cached = await node((done) => use.profile.userData(one, false, done));
  const fresh = await node((done) => use.profile.userData(one, true, done));
  assert.equal(cached.Username, fresh.Username);
});

test('9, 10, 24, 28: codes by SMS', async () => {
  const { ids, signedIn, code, user } = await world({
    username: 'uc9',
    attributes: { phone_number: '+15550100234', phone_number_verified: 'true' },
  });
  await must(server.endpoint, 'SetUserPoolMfaConfig', {
    UserPoolId: ids.userPoolId,
    MfaConfiguration: 'OPTIONAL',
    SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } },
  });
  const { one } = await signedIn();
  assert.equal(await node((done) => use.mfa.enableSms(one, done)), 'SUCCESS');
  assert.equal(await node((done) => use.mfa.disableSms(one, done)), 'SUCCESS');
  assert.equal(await node((done) => use.mfa.preferSms(one, done)), 'SUCCESS');
  assert.deepEqual(await node((done) => use.mfa.settings(one, done)), ['SMS_MFA', ['SMS_MFA']]);
  const again = await object((callbacks) => use.mfa.signIn(user(), PASSWORD, { code }, callbacks));
  assert.ok(again.isValid());
});

test('27 and 29: an authenticator is set up, chosen and preferred', async () => {
  const { ids, signedIn, user } = await world({ username: 'uc27' });
  await must(server.endpoint, 'SetUserPoolMfaConfig', {
    UserPoolId: ids.userPoolId,
    MfaConfiguration: 'ON',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  let secret;
  const screens = {
    enroll: (shown) => {
      secret = shown;
      return totp(secret);
    },
    code: () => totp(secret, 1),
  };
  const one = user();
  assert.ok((await object((callbacks) => use.mfa.signIn(one, PASSWORD, screens, callbacks))).isValid());
  assert.equal(await node((done) => use.mfa.preferTotp(one, done)), 'SUCCESS');
  assert.ok((await object((callbacks) => use.mfa.signIn(user(), PASSWORD, screens, callbacks))).isValid());
  await assert.rejects(signedIn(), TypeError);
});

test('11 and 12: a password is changed, another forgotten', async () => {
  const { signedIn, user, code } = await world({
    username: 'uc11',
    attributes: { email: 'uc11@example.com', email_verified: 'true' },
  });
  const { one } = await signedIn();
  assert.equal(await node((done) => use.profile.changePassword(one, PASSWORD, OTHER, done)), 'SUCCESS');
  await signedIn(OTHER);
  assert.equal(await object((callbacks) => use.profile.forgotten(user(), PASSWORD, code, callbacks)), 'SUCCESS');
  await signedIn();
});

test('13: an account is deleted', async () => {
  const { signedIn } = await world();
  const { one } = await signedIn();
  assert.equal(await node((done) => use.profile.deleteAccount(one, done)), 'SUCCESS');
  await assert.rejects(signedIn(), { code: 'UserNotFoundException' });
});

test('14 to 16 and 32: sessions are found again, refreshed and ended', async () => {
  const { userPool, signedIn } = await world();
  assert.equal(await node((done) => use.session.currentSession(userPool, done)), null);
  const { one, session } = await signedIn();
  const found = await node((done) => use.session.currentSession(userPool, done));
  assert.equal(found.getIdToken().getJwtToken(), session.getIdToken().getJwtToken());
  assert.equal(await node((done) => use.session.refreshInTime(one, session, done)), session);
  session.getIdToken().getExpiration = () => Date.now() / 1000 + 10;
  const fresh = await node((done) => use.session.refreshInTime(one, session, done));
  assert.notEqual(fresh.getIdToken().getJwtToken(), session.getIdToken().getJwtToken());
  await node((done) => use.session.signOut(one, done));
  assert.equal(await node((done) => use.session.currentSession(userPool, done)), null);
  const { one: here } = await signedIn();
  assert.equal(await object((callbacks) => use.session.signOutEverywhere(here, callbacks)), 'SUCCESS');
  assert.equal(userPool.getCurrentUser(), null);
});

test('18 to 22: devices are listed, remembered and forgotten', async () => {
  const tracking = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true };
  const { signedIn } = await world({ pool: { DeviceConfiguration: tracking } });
  const { one } = await signedIn();
  const [device] = await object((callbacks) => use.devices.listAll(one, callbacks));
  const { Device } = await object((callbacks) => use.devices.thisDevice(one, callbacks));
  assert.equal(Device.DeviceKey, device.DeviceKey);
  assert.equal(await object((callbacks) => use.devices.remember(one, callbacks)), 'SUCCESS');
  assert.equal(await object((callbacks) => use.devices.doNotRemember(one, callbacks)), 'SUCCESS');
  assert.equal(await object((callbacks) => use.devices.forget(one, callbacks)), 'SUCCESS');
  assert.deepEqual(await object((callbacks) => use.devices.listAll(one, callbacks)), []);
});

test('23: an invited person chooses a password', async () => {
  const { user, signedIn } = await world({ temporary: true });
  const session = await object((callbacks) =>
    use['sign-in'].firstSignIn(user(), PASSWORD, OTHER, { name: 'Ada' }, callbacks),
  );
  assert.equal(session.getIdToken().payload.name, 'Ada');
  await signedIn(OTHER);
});

test('25: a question is answered in place of a password', async () => {
  await makeUser(server.endpoint, { userPoolId: server.userPoolId, username: 'ada', password: PASSWORD });
  const Pool = new api.CognitoUserPool({
    UserPoolId: server.userPoolId,
    ClientId: server.clientId,
    endpoint: server.endpoint,
  });
  const user = new api.CognitoUser({ Username: 'ada', Pool });
  const answer = ({ question }) => String(question === 'What is six by seven?' && 42);
  assert.ok((await object((callbacks) => use['sign-in'].answerQuestion(user, answer, callbacks))).isValid());
});

test('26: tokens in cookies', async (t) => {
  const { ids } = await world();
  const jar = new Map();
  globalThis.document = {
    get cookie() {
      return [...jar].map(([name, { value }]) => `${name}=${value}`).join('; ');
    },
    set cookie(line) {
      const [pair, ...attributes] = line.split('; ');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), { value: pair.slice(at + 1), attributes });
    },
  };
  t.after(() => delete globalThis.document);
  const data = { UserPoolId: ids.userPoolId, ClientId: ids.clientId, endpoint: server.endpoint };
  const user = use.session.inCookies(data, 'ada', '.example.com');
  const session = await object((callbacks) => use['sign-in'].signIn(user, PASSWORD, callbacks));
  const kept = jar.get(`CognitoIdentityServiceProvider.${ids.clientId}.ada.idToken`);
  assert.equal(kept.value, session.getIdToken().getJwtToken());
  for (const attribute of ['domain=.example.com', 'sameSite=strict', 'secure']) {
    assert.ok(kept.attributes.map((one) => one.toLowerCase()).includes(attribute.toLowerCase()), attribute);
  }
  const again = use.session.inCookies(data, 'ada', '.example.com');
  assert.equal((await node((done) => again.getSession(done))).getIdToken().getJwtToken(), kept.value);
});

test('30: the password is sent as it is', async () => {
  const { user } = await world();
  assert.ok((await object((callbacks) => use['sign-in'].signInByPassword(user(), PASSWORD, callbacks))).isValid());
});
