// For each recipe: whom it needs, what the person answers, and what must be true afterwards.
import { is, matches, ok, same } from '../modern/check.mjs';

const OTHER = 'Better-Horse-8';
const EMAIL = { email: 'ada@example.com', email_verified: 'true' };
const PHONE = { phone_number: '+15550100234', phone_number_verified: 'true' };
const SMS = { MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration: {} };
const TOTP = { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } };
const TRACKING = {
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
};
const mailed = (p) => () => p.realm.code('ada');
const seen = (p) => p.realm.admin('AdminGetUser', { Username: 'ada' });
const attribute = async (p, wanted) => (await seen(p)).UserAttributes.find(({ Name }) => Name === wanted)?.Value;
const deviceStatus = async (p) => (await p.user.devices.get()).attributes['dev:device_remembered_status'];
const signsIn = (p, password) => p.signIn({ password });

/** Registers somebody who has no account yet. */
const registered = (p) => p.pool.signUp({ username: 'ada', password: p.password, attributes: { email: EMAIL.email } });

export const plays = {
  1: {
    absent: true,
    check: async (p, { result }) => {
      same([result.status, (await p.realm.mails('ada')).length], ['confirmationRequired', 1]);
      is(await attribute(p, 'email'), EMAIL.email);
    },
  },
  2: { absent: true, before: registered, ask: mailed, check: async (p) => is((await seen(p)).UserStatus, 'CONFIRMED') },
  3: {
    absent: true,
    before: registered,
    check: async (p, { delivery }) => same([delivery.attributeName, (await p.realm.mails('ada')).length], ['email', 2]),
  },
  4: {
    check: (_p, { idToken, expiresAt }) => {
      is(idToken.split('.').length, 3);
      ok(expiresAt > new Date());
    },
  },
  5: {
    attributes: EMAIL,
    check: (_p, { attributes }) => is(attributes.email, EMAIL.email),
  },
  6: {
    attributes: { email: EMAIL.email },
    ask: mailed,
    check: async (p) => is(await attribute(p, 'email_verified'), 'true'),
  },
  7: {
    attributes: { nickname: 'A' },
    check: async (p) => is(await attribute(p, 'nickname'), undefined),
  },
  8: { check: async (p) => is(await attribute(p, 'nickname'), 'Ada') },
  9: {
    attributes: PHONE,
    mfa: SMS,
    check: async (p) => same((await seen(p)).UserMFASettingList, ['SMS_MFA']),
  },
  10: {
    attributes: PHONE,
    mfa: SMS,
    before: (p) => p.user.mfa.set({ sms: 'on' }),
    check: async (p) => same((await seen(p)).UserMFASettingList ?? [], []),
  },
  11: { ask: () => () => OTHER, check: (p) => signsIn(p, OTHER) },
  12: {
    attributes: EMAIL,
    ask: (p) => (what) => (what.startsWith('Code') ? p.realm.code('ada') : OTHER),
    check: (p) => signsIn(p, OTHER),
  },
  13: {
    check: async (p) => {
      is((await p.realm.admin('ListUsers', {})).Users.length, 0);
      is(p.pool.currentUser(), null);
    },
  },
  14: {
    check: (p, { revoked }) => {
      is(revoked, true);
      is(p.net.count('RevokeToken'), 1);
      is(p.pool.currentUser(), null);
    },
  },
  15: {
    check: (p) => {
      is(p.net.count('GlobalSignOut'), 1);
      is(p.pool.currentUser(), null);
    },
  },
  16: { check: (_p, { session }) => ok(session.isValid()) },
  17: {
    check: (_p, { logins }) => {
      const [[issuer, token]] = Object.entries(logins);
      matches(issuer, /^cognito-idp\.[\w-]+\.amazonaws\.com\/[\w-]+_\w+$/);
      is(token.split('.').length, 3);
    },
  },
  18: { pool: TRACKING, check: (_p, { found }) => is(found.length, 1) },
  19: { pool: TRACKING, check: (p, { device }) => is(device.key, p.storage.short['ada.deviceKey']) },
  20: { pool: TRACKING, check: async (p) => is(await deviceStatus(p), 'remembered') },
  21: {
    pool: TRACKING,
    before: (p) => p.user.devices.remember(),
    check: async (p) => is(await deviceStatus(p), 'not_remembered'),
  },
  22: {
    pool: TRACKING,
    check: async (p) => {
      same((await p.user.devices.list()).devices, []);
      is(p.storage.short['ada.deviceKey'], undefined);
    },
  },
  23: {
    temporary: true,
    ask: () => (what) => (what === 'New password' ? OTHER : 'Ada'),
    check: async (p, { next }) => {
      is(next.status, 'signedIn');
      await signsIn(p, OTHER);
    },
  },
  24: {
    attributes: PHONE,
    mfa: SMS,
    before: (p) => p.user.mfa.set({ sms: 'preferred' }),
    check: (_p, { preferred, enabled }) => same([preferred, enabled], ['sms', ['sms']]),
  },
  25: {
    custom: true,
    ask: () => (what) => String(what === 'What is six by seven?' && 42),
    check: (_p, { step }) => is(step.status, 'signedIn'),
  },
  26: {
    cookies: true,
    check: (p, { step, storage }) => {
      const key = `CognitoIdentityServiceProvider.${p.realm.clientId}.ada.idToken`;
      is(storage.getItem(key), step.session.idToken.jwt);
      ok(p.cookies.get(key).includes('domain=.example.com'));
    },
  },
  27: {
    mfa: { ...TOTP, MfaConfiguration: 'ON' },
    signedOut: true,
    ask: (p) => () => p.totp(p.shown.secretCode),
    check: (p, { session }) => {
      ok(session.isValid());
      matches(p.shown.uri, /^otpauth:\/\/totp\//);
    },
  },
  28: {
    attributes: PHONE,
    mfa: SMS,
    check: async (p) => is((await seen(p)).PreferredMfaSetting, 'SMS_MFA'),
  },
  29: {
    mfa: TOTP,
    ask: (p) => () => p.totp(p.shown.secretCode),
    check: async (p) => is((await seen(p)).PreferredMfaSetting, 'SOFTWARE_TOKEN_MFA'),
  },
  30: {
    check: (p, { step }) => {
      is(step.status, 'signedIn');
      is(p.net.calls.at(-1).input.AuthFlow, 'USER_PASSWORD_AUTH');
    },
  },
  31: {
    attributes: EMAIL,
    check: (_p, { attributes, factors }) => same([attributes.email, factors.enabled], [EMAIL.email, []]),
  },
  32: {
    client: {
      AccessTokenValidity: 5,
      IdTokenValidity: 5,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
    },
    check: (p, { session }) => ok(session.accessToken.jwt !== p.session.accessToken.jwt),
  },
};
