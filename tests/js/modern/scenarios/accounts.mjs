// How people come to have an account, and how they get back into it.

const mia = {
  username: 'mia',
  password: 'Correct-Horse-7',
  attributes: { email: 'mia@example.com', name: 'Mia Müller' },
};

export const accounts = {
  'somebody signs up, confirms with the code that was sent, and signs in': async (w) => {
    const realm = await w.realm();
    const { pool, storage } = realm.app();
    const signUp = await pool.signUp(mia);
    w.is(signUp.status, 'confirmationRequired');
    w.matches(signUp.userSub, /^[0-9a-f-]{36}$/);
    w.same(signUp.delivery, { destination: 'm***@e***', medium: 'EMAIL', attributeName: 'email' });
    w.ok(Object.isFrozen(signUp) && Object.isFrozen(signUp.delivery));
    await w.refused(pool.signIn({ username: 'mia', password: mia.password }), 'UserNotConfirmedException');
    const confirmed = await pool.confirmSignUp({ username: 'mia', code: await realm.code('mia') });
    w.same(Object.keys(confirmed), ['challengeSession']);
    const step = await pool.signIn({ username: 'mia', password: mia.password });
    w.is(step.status, 'signedIn');
    w.is(step.session.idToken.claims.sub, signUp.userSub);
    w.is(step.session.idToken.claims.name, 'Mia Müller');
    w.is(storage.short.LastAuthUser, 'mia');
  },

  'a wrong code confirms nothing, and a code that was sent again does': async (w) => {
    const realm = await w.realm();
    const { pool } = realm.app();
    await pool.signUp(mia);
    const first = await realm.code('mia');
    await w.refused(
      pool.confirmSignUp({ username: 'mia', code: first === '000000' ? '000001' : '000000' }),
      'CodeMismatchException',
    );
    const delivery = await pool.resendConfirmationCode({ username: 'mia' });
    w.is(delivery.destination, 'm***@e***');
    w.is((await realm.mails('mia')).length, 2);
    w.is((await realm.mails('mia'))[1].kind, 'resendCode');
    await pool.confirmSignUp({ username: 'mia', code: await realm.code('mia') });
    const { UserStatus } = await realm.admin('AdminGetUser', { Username: 'mia' });
    w.is(UserStatus, 'CONFIRMED');
  },

  'a name that is taken, and a weak password, are refused by the service in its own words': async (w) => {
    const realm = await w.realm();
    const { pool } = realm.app();
    await pool.signUp(mia);
    const taken = await w.refused(pool.signUp(mia), 'UsernameExistsException');
    w.same([taken.message, taken.kind, taken.retryable, taken.status], ['User already exists', 'service', false, 400]);
    w.matches(taken.requestId, /^[0-9a-f-]{36}$/);
    await w.refused(pool.signUp({ username: 'ben', password: 'weak' }), 'InvalidPasswordException');
  },

  'who forgot the password gets a code and sets a new one': async (w) => {
    const { realm, pool } = await w.person({ attributes: { email: 'ada@example.com', email_verified: 'true' } });
    const delivery = await pool.forgotPassword({ username: 'ada' });
    w.same(delivery, { destination: 'a***@e***', medium: 'EMAIL', attributeName: 'email' });
    const code = await realm.code('ada');
    const wrong = code === '111111' ? '222222' : '111111';
    await w.refused(
      pool.confirmForgotPassword({ username: 'ada', code: wrong, newPassword: 'Better-Horse-8' }),
      'CodeMismatchException',
    );
    await w.refused(
      pool.confirmForgotPassword({ username: 'ada', code, newPassword: 'weak' }),
      'InvalidPasswordException',
    );
    w.is(await pool.confirmForgotPassword({ username: 'ada', code, newPassword: 'Better-Horse-8' }), undefined);
    await w.refused(pool.signIn({ username: 'ada', password: w.PASSWORD }), 'NotAuthorizedException');
    w.is((await pool.signIn({ username: 'ada', password: 'Better-Horse-8' })).status, 'signedIn');
  },

  'who does not exist cannot have forgotten a password': async (w) => {
    const { pool } = (await w.realm()).app();
    await w.refused(pool.forgotPassword({ username: 'nobody' }), 'UserNotFoundException');
  },

  'client metadata and validation data reach the service, the call’s before the pool’s': async (w) => {
    const realm = await w.realm();
    const { pool, net } = realm.app({
      clientMetadata: { from: 'pool' },
      userContextData: { encodedData: 'abc', ipAddress: '192.0.2.1' },
    });
    await pool.signUp({ ...mia, validationData: { captcha: 'x' }, clientMetadata: { from: 'call' } });
    await pool.resendConfirmationCode({ username: 'mia' });
    const [signUp, resend] = net.calls.map((call) => call.input);
    w.same([signUp.ClientMetadata, signUp.ValidationData], [{ from: 'call' }, [{ Name: 'captcha', Value: 'x' }]]);
    w.same(resend.ClientMetadata, { from: 'pool' });
    w.same(signUp.UserContextData, { EncodedData: 'abc', IpAddress: '192.0.2.1' });
  },

  'an app client with a secret signs up, signs in, refreshes and signs out': async (w) => {
    const realm = await w.realm({ client: { GenerateSecret: true } });
    const { pool, net, signIn } = realm.app();
    await pool.signUp(mia);
    await pool.confirmSignUp({ username: 'mia', code: await realm.code('mia') });
    const { user } = await signIn({ username: 'mia' });
    await user.session({ forceRefresh: true });
    w.same(await user.signOut(), { revoked: true });
    w.is(net.count('RevokeToken'), 1);
    const without = new w.Pool({
      userPoolId: realm.userPoolId,
      clientId: realm.clientId,
      endpoint: w.endpoint,
      storage: 'memory',
    });
    await w.refused(without.signIn({ username: 'mia', password: mia.password }), 'NotAuthorizedException');
  },
};
