// What somebody who is signed in changes about the account.
import { SHORT } from '../world.mjs';

const EMAIL = { email: 'ada@example.com', email_verified: 'true' };

export const user = {
  'a password is changed by who knows the old one': async (w) => {
    const { pool, user } = await w.signedIn();
    const wrong = await w.refused(
      user.changePassword({ previousPassword: 'wrong', proposedPassword: 'Better-Horse-8' }),
      'NotAuthorizedException',
    );
    w.is(wrong.kind, 'service');
    await w.refused(
      user.changePassword({ previousPassword: w.PASSWORD, proposedPassword: 'weak' }),
      'InvalidPasswordException',
    );
    w.is(await user.changePassword({ previousPassword: w.PASSWORD, proposedPassword: 'Better-Horse-8' }), undefined);
    await w.refused(pool.signIn({ username: 'ada', password: w.PASSWORD }), 'NotAuthorizedException');
    w.is((await pool.signIn({ username: 'ada', password: 'Better-Horse-8' })).status, 'signedIn');
  },

  'attributes are read, written and deleted': async (w) => {
    const { user } = await w.signedIn({ attributes: EMAIL });
    const before = await user.attributes();
    w.same([before.email, before.email_verified], ['ada@example.com', 'true']);
    w.ok(Object.isFrozen(before));
    w.same(await user.updateAttributes({ name: 'Ada 😀 Lövelace', nickname: '' }), {
      status: 'updated',
      deliveries: [],
    });
    w.is((await user.attributes()).name, 'Ada 😀 Lövelace');
    w.is(await user.deleteAttributes(['name']), undefined);
    w.is((await user.attributes()).name, undefined);
    await w.refused(user.updateAttributes({ nonsense: 'x' }), 'InvalidParameterException');
    await w.refused(user.updateAttributes({}), 'InvalidArgument');
  },

  'a changed address is confirmed by the code that is sent there': async (w) => {
    const { realm, user } = await w.signedIn({ attributes: EMAIL });
    const update = await user.updateAttributes({ email: 'new@example.com' });
    w.same(update, {
      status: 'confirmationRequired',
      deliveries: [{ destination: 'n***@e***', medium: 'EMAIL', attributeName: 'email' }],
    });
    w.is((await user.attributes()).email_verified, 'false');
    const delivery = await user.requestAttributeCode('email');
    w.is(delivery.destination, 'n***@e***');
    const code = await realm.code('ada');
    await w.refused(
      user.confirmAttribute({ name: 'email', code: code === '000000' ? '000001' : '000000' }),
      'CodeMismatchException',
    );
    w.is(await user.confirmAttribute({ name: 'email', code }), undefined);
    w.is((await user.attributes()).email_verified, 'true');
  },

  'an authenticator is associated, proven, preferred and turned off': async (w) => {
    const { user } = await w.signedIn({
      mfa: { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } },
    });
    w.same(await user.mfa.get(), { preferred: null, enabled: [] });
    const { secretCode, uri } = await user.mfa.associate();
    w.is(new URL(uri).searchParams.get('secret'), secretCode);
    const code = await w.totp(secretCode);
    await w.refused(
      user.mfa.verify({ code: code === '000000' ? '000001' : '000000' }),
      'EnableSoftwareTokenMFAException',
    );
    w.is(await user.mfa.verify({ code, deviceName: 'phone' }), undefined);
    w.is(await user.mfa.set({ totp: 'on' }), undefined);
    w.same(await user.mfa.get(), { preferred: null, enabled: ['totp'] });
    await user.mfa.set({ totp: 'preferred' });
    const status = await user.mfa.get();
    w.same(status, { preferred: 'totp', enabled: ['totp'] });
    w.ok(Object.isFrozen(status) && Object.isFrozen(status.enabled));
    await user.mfa.set({ totp: 'off' });
    w.same(await user.mfa.get(), { preferred: null, enabled: [] });
    await w.refused(user.mfa.set({ sms: 'on' }), 'InvalidParameterException');
  },

  'deleting the account deletes it, and clears the storage': async (w) => {
    const { pool, realm, storage, user } = await w.signedIn();
    w.is(await user.delete(), undefined);
    w.same(storage.names, []);
    w.is(pool.currentUser(), null);
    await w.refused(user.attributes(), 'NotSignedIn');
    w.is(
      (await w.raw('AdminGetUser', { UserPoolId: realm.userPoolId, Username: 'ada' })).body.__type,
      'UserNotFoundException',
    );
  },

  'a user without a session is told so, and nothing is sent': async (w) => {
    const { net, storage, user } = await w.signedIn();
    storage.items.clear();
    net.clear();
    const calls = [
      () => user.session(),
      () => user.attributes(),
      () => user.changePassword({ previousPassword: 'a', proposedPassword: 'b' }),
      () => user.updateAttributes({ name: 'x' }),
      () => user.deleteAttributes(['name']),
      () => user.requestAttributeCode('email'),
      () => user.confirmAttribute({ name: 'email', code: '1' }),
      () => user.delete(),
      () => user.mfa.get(),
      () => user.mfa.set({ totp: 'on' }),
      () => user.mfa.associate(),
      () => user.mfa.verify({ code: '1' }),
      () => user.passkeys.start(),
      () => user.passkeys.complete({ credential: { id: 'x' } }),
      () => user.passkeys.list(),
      () => user.passkeys.delete('id'),
      () => user.devices.list(),
      () => user.devices.get('key'),
      () => user.devices.remember('key'),
      () => user.devices.stopRemembering('key'),
      () => user.devices.forget('key'),
    ];
    for (const call of calls) {
      const error = await w.refused(call(), 'NotSignedIn', String(call));
      w.is(error.kind, 'caller');
    }
    w.same(net.names, []);
    w.same(await user.signOut(), { revoked: false });
  },

  'an access token that has ended is refreshed on the way to an operation': async (w) => {
    const { net, realm, session, user } = await w.signedIn({ client: SHORT, attributes: EMAIL });
    await realm.lengthen();
    while (session.isValid()) await w.sleep(50);
    net.clear();
    w.is((await user.attributes()).email, 'ada@example.com');
    w.same(net.names, ['GetTokensFromRefreshToken', 'GetUser']);
  },
};
