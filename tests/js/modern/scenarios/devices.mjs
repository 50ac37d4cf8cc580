// Device tracking: a browser that was seen before proves it, and what happens when it cannot.

const TRACKING = {
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
};
const ON_PROMPT = {
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
};
const KEYS = ['ada.deviceGroupKey', 'ada.deviceKey', 'ada.randomPasswordKey'];
const deviceKeys = ({ storage }) => storage.names.filter((name) => KEYS.includes(name));
const listed = async (realm) => (await realm.admin('AdminListDevices', { Username: 'ada' })).Devices;

export const devices = {
  'the first sign-in confirms the device and stores its three keys': async (w) => {
    const person = await w.person({ pool: TRACKING });
    await person.signIn();
    w.same(person.net.names, [
      'InitiateAuth USER_SRP_AUTH',
      'RespondToAuthChallenge PASSWORD_VERIFIER',
      'ConfirmDevice',
    ]);
    w.same(deviceKeys(person), KEYS);
    const { input } = person.net.calls.at(-1);
    w.is(input.DeviceKey, person.storage.short['ada.deviceKey']);
    w.ok(!JSON.stringify(input).includes(person.storage.short['ada.randomPasswordKey']), 'the password stays here');
    w.is(input.DeviceName, globalThis.navigator?.userAgent ?? 'nodejs');
    const [device] = await listed(person.realm);
    w.is(device.DeviceKey, input.DeviceKey);
  },

  'the second sign-in proves the device, and gets no new one': async (w) => {
    const person = await w.person({ pool: TRACKING });
    await person.signIn();
    const { 'ada.deviceKey': key, 'ada.randomPasswordKey': password } = person.storage.short;
    person.net.clear();
    const { session } = await person.signIn();
    w.same(person.net.names, [
      'InitiateAuth USER_SRP_AUTH',
      'RespondToAuthChallenge PASSWORD_VERIFIER',
      'RespondToAuthChallenge DEVICE_SRP_AUTH',
      'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER',
    ]);
    w.is(person.net.calls[0].input.AuthParameters.DEVICE_KEY, key);
    w.same([person.storage.short['ada.deviceKey'], person.storage.short['ada.randomPasswordKey']], [key, password]);
    w.is(session.accessToken.claims.device_key, key);
    w.is((await listed(person.realm)).length, 1);
  },

  'a device is proven after sign-out, and after flow password, too': async (w) => {
    const person = await w.person({ pool: TRACKING });
    const { user } = await person.signIn();
    await user.signOut();
    w.same(person.storage.names, KEYS);
    person.net.clear();
    await person.signIn({ flow: 'password' });
    w.same(person.net.names.slice(1), [
      'RespondToAuthChallenge DEVICE_SRP_AUTH',
      'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER',
    ]);
  },

  'who signs in by e-mail has a device, too, kept under the name that the service uses': async (w) => {
    const attributes = { email: 'ada@example.com', email_verified: 'true' };
    const pool = { ...TRACKING, UsernameAttributes: ['email'] };
    const person = await w.person({ pool, username: 'ada@example.com', attributes });
    const { session } = await person.signIn({ username: 'ada@example.com' });
    const { sub } = session.idToken.claims;
    const key = person.storage.short[`${sub}.deviceKey`];
    w.matches(key, /^[a-z0-9-]+_[0-9a-f-]{36}$/);
    person.net.clear();
    await person.signIn({ username: 'ada@example.com' });
    w.is(person.net.names.at(-1), 'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER');
    w.is(person.storage.short[`${sub}.deviceKey`], key);
  },

  'a session on a device refreshes, because the device goes along': async (w) => {
    const person = await w.person({ pool: TRACKING });
    const { user, session } = await person.signIn();
    const fresh = await user.session({ forceRefresh: true });
    w.ok(fresh.accessToken.jwt !== session.accessToken.jwt);
    w.is(person.net.calls.at(-1).input.DeviceKey, person.storage.short['ada.deviceKey']);
  },

  'devices are listed, read, remembered and forgotten': async (w) => {
    const person = await w.person({ pool: ON_PROMPT });
    const { user } = await person.signIn();
    const key = person.storage.short['ada.deviceKey'];
    const { devices: list, paginationToken } = await user.devices.list({ limit: 10 });
    w.same([list.length, list[0].key, paginationToken], [1, key, undefined]);
    w.ok(Object.isFrozen(list) && Object.isFrozen(list[0]) && Object.isFrozen(list[0].attributes));
    const mine = await user.devices.get();
    w.same([mine.key, mine.attributes['dev:device_remembered_status']], [key, 'not_remembered']);
    w.ok(Math.abs(mine.createdAt - Date.now()) < 120_000, 'milliseconds');
    await user.devices.remember();
    w.is((await user.devices.get(key)).attributes['dev:device_remembered_status'], 'remembered');
    w.is(await user.devices.stopRemembering(), undefined);
    w.is((await user.devices.get(key)).attributes['dev:device_remembered_status'], 'not_remembered');
    w.is(await user.devices.forget(), undefined);
    w.same(deviceKeys(person), []);
    w.same(await listed(person.realm), []);
    await w.refused(user.devices.get(), 'NotAvailable');
    await w.refused(user.devices.get(key), 'ResourceNotFoundException');
  },

  'a remembered device stands in for the second factor': async (w) => {
    const attributes = { phone_number: '+4915112345678', phone_number_verified: 'true' };
    const person = await w.person({
      pool: TRACKING,
      mfa: { MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration: {} },
      attributes,
    });
    await person.realm.admin('AdminSetUserMFAPreference', {
      Username: 'ada',
      SMSMfaSettings: { Enabled: true, PreferredMfa: true },
    });
    const step = await person.pool.signIn({ username: 'ada', password: w.PASSWORD });
    w.is(step.status, 'smsMfa');
    w.is((await step.respond({ code: await person.realm.code('ada') })).status, 'signedIn');
    w.same(deviceKeys(person), KEYS);
    await person.signIn();
    w.is(person.net.names.at(-1), 'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER');
  },

  'forgetting another device leaves this one’s keys alone': async (w) => {
    const person = await w.person({ pool: TRACKING });
    await person.signIn();
    const other = person.realm.app();
    await other.signIn();
    const { user } = await person.signIn();
    const theirs = other.storage.short['ada.deviceKey'];
    await user.devices.forget(theirs);
    w.same(deviceKeys(person), KEYS);
    w.same(
      (await user.devices.list()).devices.map(({ key }) => key),
      [person.storage.short['ada.deviceKey']],
    );
  },

  'a device that the service has forgotten is dropped, and the sign-in goes on': async (w) => {
    for (const flow of ['srp', 'password']) {
      const person = await w.person({ pool: TRACKING });
      await person.signIn();
      const key = person.storage.short['ada.deviceKey'];
      await person.realm.admin('AdminForgetDevice', { Username: 'ada', DeviceKey: key });
      await person.signIn({ flow });
      const now = person.storage.short['ada.deviceKey'];
      w.ok(now && now !== key, 'another device was confirmed');
      w.same(
        (await listed(person.realm)).map(({ DeviceKey }) => DeviceKey),
        [now],
      );
      person.net.clear();
      await person.signIn({ flow });
      w.is(person.net.names.at(-1), 'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER');
    }
  },

  'a device that the service has forgotten while a code is awaited is dropped, too': async (w) => {
    const attributes = { phone_number: '+4915112345678', phone_number_verified: 'true' };
    const person = await w.person({
      pool: ON_PROMPT,
      mfa: { MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration: {} },
      attributes,
    });
    await person.signIn();
    await person.realm.admin('AdminSetUserMFAPreference', {
      Username: 'ada',
      SMSMfaSettings: { Enabled: true, PreferredMfa: true },
    });
    const step = await person.pool.signIn({ username: 'ada', password: w.PASSWORD });
    w.is(step.status, 'smsMfa');
    const key = person.storage.short['ada.deviceKey'];
    await person.realm.admin('AdminForgetDevice', { Username: 'ada', DeviceKey: key });
    const outcome = await step.respond({ code: await person.realm.code('ada') }).catch((error) => error);
    // The code was used up with the refused answer, so a service may ask for a new sign-in; the dead device must be gone.
    w.ok(outcome.status === 'signedIn' || outcome.code === 'NotAuthorizedException', String(outcome));
    w.ok(person.storage.short['ada.deviceKey'] !== key);
  },

  'a device password that was tampered with is dropped, and the person signs in all the same': async (w) => {
    const person = await w.person({ pool: TRACKING });
    await person.signIn();
    const prefix = [...person.storage.items.keys()].find((key) => key.endsWith('.randomPasswordKey'));
    person.storage.setItem(prefix, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==');
    const key = person.storage.short['ada.deviceKey'];
    await person.signIn();
    w.ok(person.storage.short['ada.deviceKey'] !== key, 'another device');
    person.net.clear();
    await person.signIn();
    w.is(person.net.names.at(-1), 'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER');
  },

  'a device that cannot be confirmed does not stand in the way of the sign-in': async (w) => {
    const person = await w.person({ pool: TRACKING });
    person.net.script = (operation) =>
      operation === 'ConfirmDevice' ? w.refusal('InvalidParameterException') : undefined;
    await person.signIn();
    w.same(deviceKeys(person), []);
    w.ok(person.storage.names.includes('ada.accessToken'));
  },
};
