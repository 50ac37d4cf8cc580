// The ways to sign in, up to the tokens.

export const signIn = {
  'SRP signs in with the right password, and the password never travels': async (w) => {
    const { pool, net, storage } = await w.person();
    const step = await pool.signIn({ username: 'ada', password: w.PASSWORD });
    w.same(Object.keys(step), ['status', 'user', 'session']);
    w.ok(Object.isFrozen(step));
    w.same([step.status, step.user.username], ['signedIn', 'ada']);
    w.same(net.names, ['InitiateAuth USER_SRP_AUTH', 'RespondToAuthChallenge PASSWORD_VERIFIER']);
    w.ok(!JSON.stringify(net.calls).includes(w.PASSWORD));
    w.same(storage.names, ['LastAuthUser', 'ada.accessToken', 'ada.clockDrift', 'ada.idToken', 'ada.refreshToken']);
    w.is(storage.short['ada.accessToken'], step.session.accessToken.jwt);
  },

  'SRP refuses wrong passwords, and nothing is stored': async (w) => {
    const { pool, storage } = await w.person();
    for (const password of ['Correct-Horse-8', 'correct-horse-7', `${w.PASSWORD} `, 'x']) {
      const error = await w.refused(pool.signIn({ username: 'ada', password }), 'NotAuthorizedException', password);
      w.same([error.message, error.kind, error.retryable], ['Incorrect username or password.', 'service', false]);
    }
    w.same(storage.names, []);
    w.is(pool.currentUser(), null);
  },

  'a person who does not exist is told apart only where the app client allows it': async (w) => {
    const open = (await w.realm()).app();
    await w.refused(open.pool.signIn({ username: 'nobody', password: 'x' }), 'UserNotFoundException');
    const closed = (await w.realm({ client: { PreventUserExistenceErrors: 'ENABLED' } })).app();
    await w.refused(closed.pool.signIn({ username: 'nobody', password: 'x' }), 'NotAuthorizedException');
  },

  'names and passwords beyond ASCII sign in, by SRP and in clear': async (w) => {
    const people = [
      ['ünïcode-用户', 'Pässwörd-😀-7'],
      ['Ἀθηνᾶ', 'ZŻółć-ñ-Ω-7x'],
      ['e\u0301', 'AA\u030angstro\u0308m-7!'],
    ];
    const realm = await w.realm();
    const { pool, storage } = realm.app();
    for (const [username, password] of people) {
      await realm.add({ username, password });
      for (const flow of ['srp', 'password']) {
        const step = await pool.signIn({ username, password, flow });
        w.same(
          [step.status, step.user.username, step.session.accessToken.claims.username],
          ['signedIn', username, username],
        );
        w.is(pool.currentUser().username, username);
        w.is(storage.short[`${username}.accessToken`], step.session.accessToken.jwt);
      }
      await w.refused(
        pool.signIn({
          username,
          password: password.normalize(password === password.normalize('NFC') ? 'NFD' : 'NFC'),
        }),
        'NotAuthorizedException',
      );
    }
  },

  'a sign-in by e-mail is stored under the name that the service uses': async (w) => {
    const attributes = { email: 'ada@example.com', email_verified: 'true' };
    const { pool, storage } = await w.person({
      pool: { UsernameAttributes: ['email'] },
      username: 'ada@example.com',
      attributes,
    });
    const step = await pool.signIn({ username: 'ada@example.com', password: w.PASSWORD });
    const { sub } = step.session.idToken.claims;
    w.is(step.user.username, sub);
    w.is(storage.short.LastAuthUser, sub);
    w.is(pool.currentUser().username, sub);
    w.is((await pool.currentUser().attributes()).email, 'ada@example.com');
  },

  'flow password sends the password once, and refuses a wrong one': async (w) => {
    const { pool, net } = await w.person();
    w.is((await pool.signIn({ username: 'ada', password: w.PASSWORD, flow: 'password' })).status, 'signedIn');
    w.same(net.names, ['InitiateAuth USER_PASSWORD_AUTH']);
    await w.refused(pool.signIn({ username: 'ada', password: 'no', flow: 'password' }), 'NotAuthorizedException');
  },

  'flow custom asks the pool’s own question until the answer is right': async (w) => {
    const realm = w.realmOf(w.custom);
    const { pool, net, storage } = realm.app();
    const step = await pool.signIn({ username: 'custom', flow: 'custom', validationData: { from: 'test' } });
    w.same(
      [step.status, step.challengeName, step.parameters.question],
      ['customChallenge', 'CUSTOM_CHALLENGE', 'What is six by seven?'],
    );
    w.same(net.calls[0].input.ClientMetadata, { from: 'test' });
    const again = await step.respond({ answer: '41' });
    w.is(again.status, 'customChallenge');
    w.same(storage.names, []);
    w.is((await again.respond({ answer: '42', clientMetadata: { with: 'answer' } })).status, 'signedIn');
    w.same(net.calls.at(-1).input.ClientMetadata, { with: 'answer' });
    w.same(net.names, [
      'InitiateAuth CUSTOM_AUTH',
      'RespondToAuthChallenge CUSTOM_CHALLENGE',
      'RespondToAuthChallenge CUSTOM_CHALLENGE',
    ]);
  },

  'flow custom-srp proves the password first': async (w) => {
    const { pool, net } = w.realmOf(w.custom).app();
    const step = await pool.signIn({ username: 'custom', password: w.PASSWORD, flow: 'custom-srp' });
    w.is(step.status, 'customChallenge');
    w.same(net.names, ['InitiateAuth CUSTOM_AUTH', 'RespondToAuthChallenge PASSWORD_VERIFIER']);
    w.is(net.calls[0].input.AuthParameters.CHALLENGE_NAME, 'SRP_A');
    w.is((await step.respond({ answer: '42' })).status, 'signedIn');
    await w.refused(
      pool.signIn({ username: 'custom', password: 'wrong', flow: 'custom-srp' }),
      'NotAuthorizedException',
    );
  },

  'SRP numbers in Cognito’s rarer spellings are understood': async (w) => {
    const { pool } = await w.person();
    try {
      for (const fault of ['oddSalt', 'signedSalt', 'oddB', 'signedB']) {
        await w.faults({ [fault]: true });
        w.is((await pool.signIn({ username: 'ada', password: w.PASSWORD })).status, 'signedIn', fault);
        await w.refused(pool.signIn({ username: 'ada', password: 'wrong' }), 'NotAuthorizedException', fault);
      }
    } finally {
      await w.faults({});
    }
  },

  'a sign-in that is stopped half-way stores nothing, and a new one works': async (w) => {
    const { net, pool, signIn, storage } = await w.person();
    const stop = new AbortController();
    net.script = (operation) => (operation === 'RespondToAuthChallenge' ? stop.abort() : undefined);
    await w.refused(pool.signIn({ username: 'ada', password: w.PASSWORD, signal: stop.signal }), 'Aborted');
    await w.sleep(50);
    w.same(storage.names, []);
    net.script = () => undefined;
    await signIn();
    w.is(storage.short.LastAuthUser, 'ada');
  },

  'many sign-ins in a row succeed, whatever the random numbers': async (w) => {
    const { signIn } = await w.person();
    await w.race(() => signIn());
  },
};
