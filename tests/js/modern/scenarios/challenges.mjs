// Every question that a person answers on the way to the tokens.

const MFA_ON = { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } };
const OPTIONAL = {
  MfaConfiguration: 'OPTIONAL',
  SoftwareTokenMfaConfiguration: { Enabled: true },
  SmsMfaConfiguration: {},
  EmailMfaConfiguration: {},
};
const ADA = {
  email: 'ada@example.com',
  email_verified: 'true',
  phone_number: '+4915112345678',
  phone_number_verified: 'true',
};

/** Checks what every pending step has, and that asking has stored nothing. */
function pending(w, step, status, challengeName, storage) {
  w.same([step.status, step.challengeName], [status, challengeName]);
  w.ok(Object.isFrozen(step) && Object.isFrozen(step.parameters), 'frozen');
  w.ok(typeof step.challengeSession === 'string' && step.challengeSession.length > 20, 'a handle');
  w.ok(!Object.keys(step).includes('respond'), 'respond is no data');
  w.same(
    storage.names.filter((name) => !name.startsWith('ada.device') && name !== 'ada.randomPasswordKey'),
    [],
  );
  return step;
}

/** What somebody after a page reload has: the saved text, and a new pool. */
const reloaded = (person, step) =>
  person.realm.app({ storage: person.storage }).pool.resume(JSON.parse(JSON.stringify(step)));

/** A sign-in of somebody whose second factors are turned on so. */
async function withFactors(w, preference) {
  const person = await w.person({ mfa: OPTIONAL, attributes: ADA });
  await person.realm.admin('AdminSetUserMFAPreference', { Username: 'ada', ...preference });
  const step = await person.pool.signIn({ username: 'ada', password: w.PASSWORD });
  return { person, step };
}
const on = { Enabled: true };
const preferred = { Enabled: true, PreferredMfa: true };

/** Turns an authenticator on for a person; gives its secret. */
async function authenticator(w, person) {
  const { user } = await person.signIn();
  const { secretCode } = await user.mfa.associate();
  await user.mfa.verify({ code: await w.totp(secretCode, -1) });
  await user.mfa.set({ totp: 'preferred' });
  await user.signOut();
  return secretCode;
}

export const challenges = {
  'a temporary password gives way to the person’s own, with the attributes that the pool wants': async (w) => {
    const pool = { Schema: [{ Name: 'name', Required: true, Mutable: true, AttributeDataType: 'String' }] };
    const realm = await w.realm({ pool });
    await realm.admin('AdminCreateUser', {
      Username: 'ada',
      MessageAction: 'SUPPRESS',
      TemporaryPassword: w.PASSWORD,
      UserAttributes: [{ Name: 'email', Value: ADA.email }],
    });
    const { pool: mine, storage, net } = realm.app();
    const step = pending(
      w,
      await mine.signIn({ username: 'ada', password: w.PASSWORD }),
      'newPasswordRequired',
      'NEW_PASSWORD_REQUIRED',
      storage,
    );
    w.same(step.requiredAttributes, ['name']);
    w.is(step.userAttributes.email, ADA.email);
    w.ok(Object.isFrozen(step.requiredAttributes) && Object.isFrozen(step.userAttributes));
    await w.refused(step.respond({ newPassword: 'weak', attributes: { name: 'Ada' } }), 'InvalidPasswordException');
    await w.refused(step.respond({ newPassword: 'Better-Horse-8' }), 'InvalidParameterException');
    await w.refused(step.respond({ password: 'Better-Horse-8' }), 'InvalidArgument');
    const done = await step.respond({ newPassword: 'Better-Horse-8', attributes: { name: 'Ada Lovelace' } });
    w.same([done.status, done.session.idToken.claims.name], ['signedIn', 'Ada Lovelace']);
    w.is(net.calls.at(-1).input.ChallengeResponses['userAttributes.name'], 'Ada Lovelace');
    w.is((await mine.signIn({ username: 'ada', password: 'Better-Horse-8' })).status, 'signedIn');
    await w.refused(mine.signIn({ username: 'ada', password: w.PASSWORD }), 'NotAuthorizedException');
  },

  'a code by SMS: a wrong one is refused, the same step takes the right one': async (w) => {
    const { person, step } = await withFactors(w, { SMSMfaSettings: preferred });
    pending(w, step, 'smsMfa', 'SMS_MFA', person.storage);
    w.same([step.delivery.medium, /\d{4}$/.test(step.delivery.destination)], ['SMS', true]);
    const code = await person.realm.code('ada');
    const error = await w.refused(
      step.respond({ code: code === '000000' ? '000001' : '000000' }),
      'CodeMismatchException',
    );
    w.is(error.retryable, false);
    w.same(person.storage.names, []);
    w.is((await step.respond({ code })).status, 'signedIn');
    w.ok(person.storage.names.includes('ada.refreshToken'));
  },

  'a code by e-mail as the second factor': async (w) => {
    const { person, step } = await withFactors(w, { EmailMfaSettings: preferred });
    pending(w, step, 'emailOtp', 'EMAIL_OTP', person.storage);
    w.same([step.delivery.medium, step.delivery.destination], ['EMAIL', 'a***@e***']);
    w.is((await step.respond({ code: await person.realm.code('ada') })).status, 'signedIn');
  },

  'a code of an authenticator app': async (w) => {
    const person = await w.person({ mfa: OPTIONAL });
    const secret = await authenticator(w, person);
    const step = pending(
      w,
      await person.pool.signIn({ username: 'ada', password: w.PASSWORD }),
      'softwareTokenMfa',
      'SOFTWARE_TOKEN_MFA',
      person.storage,
    );
    const right = await w.totp(secret);
    await w.refused(step.respond({ code: right === '000000' ? '000001' : '000000' }), 'CodeMismatchException');
    await w.refused(step.respond({ answer: right }), 'InvalidArgument');
    w.is((await step.respond({ code: right })).status, 'signedIn');
    w.same(await person.pool.currentUser().mfa.get(), { preferred: 'totp', enabled: ['totp'] });
  },

  'who has several second factors picks one': async (w) => {
    const { person, step } = await withFactors(w, { SMSMfaSettings: on, EmailMfaSettings: on });
    pending(w, step, 'selectMfaType', 'SELECT_MFA_TYPE', person.storage);
    w.same([...step.options].sort(), ['EMAIL_OTP', 'SMS_MFA']);
    w.ok(Object.isFrozen(step.options));
    const code = pending(w, await step.respond({ answer: 'EMAIL_OTP' }), 'emailOtp', 'EMAIL_OTP', person.storage);
    w.is((await code.respond({ code: await person.realm.code('ada') })).status, 'signedIn');
  },

  'where a second factor is demanded, an authenticator is set up during the sign-in': async (w) => {
    const person = await w.person({ mfa: MFA_ON });
    const step = pending(
      w,
      await person.pool.signIn({ username: 'ada', password: w.PASSWORD }),
      'mfaSetup',
      'MFA_SETUP',
      person.storage,
    );
    w.same(step.options, ['SOFTWARE_TOKEN_MFA']);
    const { secretCode, uri } = await step.associate();
    w.matches(secretCode, /^[A-Z2-7]{16,}$/);
    w.matches(uri, /^otpauth:\/\/totp\/[^?]+:ada\?secret=[A-Z2-7]+&issuer=[^&]+$/);
    w.is(new URL(uri).searchParams.get('secret'), secretCode);
    const right = await w.totp(secretCode);
    await w.refused(
      step.respond({ code: right === '000000' ? '000001' : '000000' }),
      'EnableSoftwareTokenMFAException',
    );
    w.same(person.storage.names, []);
    const done = await step.respond({ code: right, deviceName: 'Ada’s phone' });
    w.is(done.status, 'signedIn');
    w.same(await done.user.mfa.get(), { preferred: 'totp', enabled: ['totp'] });
    const next = await person.pool.signIn({ username: 'ada', password: w.PASSWORD });
    w.same([next.status, next.parameters.FRIENDLY_DEVICE_NAME], ['softwareTokenMfa', 'Ada’s phone']);
  },

  'an authenticator that is half set up survives a reload, before and after its secret was made': async (w) => {
    const person = await w.person({ mfa: MFA_ON });
    const step = await person.pool.signIn({ username: 'ada', password: w.PASSWORD });
    const before = step.challengeSession;
    const second = reloaded(person, step);
    w.same(JSON.parse(JSON.stringify(second)), JSON.parse(JSON.stringify(step)));
    const { secretCode } = await second.associate();
    w.ok(second.challengeSession !== before, 'the service gave another session');
    const third = reloaded(person, second);
    w.is(third.challengeSession, second.challengeSession);
    w.is((await third.respond({ code: await w.totp(secretCode) })).status, 'signedIn');
  },

  'e-mail is set up as the second factor by its address': async (w) => {
    const person = await w.person({ mfa: { MfaConfiguration: 'ON', EmailMfaConfiguration: {} } });
    const step = pending(
      w,
      await person.pool.signIn({ username: 'ada', password: w.PASSWORD }),
      'mfaSetup',
      'MFA_SETUP',
      person.storage,
    );
    w.same(step.options, ['EMAIL_OTP']);
    const code = pending(w, await step.respond({ answer: 'ada@example.com' }), 'emailOtp', 'EMAIL_OTP', person.storage);
    const done = await code.respond({ code: await person.realm.code('ada') });
    w.is(done.status, 'signedIn');
    w.is((await done.user.attributes()).email, 'ada@example.com');
  },

  'a challenge that was saved as JSON is taken up by a new pool': async (w) => {
    const { person, step } = await withFactors(w, { SMSMfaSettings: preferred });
    const text = JSON.stringify(step);
    w.ok(!text.includes(w.PASSWORD));
    const again = reloaded(person, step);
    pending(w, again, 'smsMfa', 'SMS_MFA', person.storage);
    w.same(again.delivery, step.delivery);
    w.is(JSON.stringify(again), text);
    w.is((await again.respond({ code: await person.realm.code('ada') })).status, 'signedIn');
  },

  'a custom challenge and a new password survive a reload, too': async (w) => {
    const realm = w.realmOf(w.custom);
    const custom = await realm.app().pool.signIn({ username: 'custom', flow: 'custom' });
    const resumed = realm.app().pool.resume(JSON.parse(JSON.stringify(custom)));
    w.is((await resumed.respond({ answer: '42' })).status, 'signedIn');
    const person = await w.person({ temporary: true });
    const step = reloaded(person, await person.pool.signIn({ username: 'ada', password: w.PASSWORD }));
    w.is((await step.respond({ newPassword: 'Better-Horse-8' })).status, 'signedIn');
  },

  'an answer that the step does not ask for is refused before anything is sent': async (w) => {
    const { person, step } = await withFactors(w, { SMSMfaSettings: preferred });
    person.net.clear();
    for (const wrong of [
      undefined,
      null,
      {},
      [],
      '123456',
      { answer: '1' },
      { code: 123456 },
      { code: '' },
      { newPassword: 'x' },
    ]) {
      await w.refused(step.respond(wrong), 'InvalidArgument', JSON.stringify(wrong));
    }
    w.same(person.net.names, []);
  },
};
