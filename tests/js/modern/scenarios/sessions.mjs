// Sessions as objects: tokens, claims, expiry, and what they never tell.

const deeplyFrozen = (value) =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(deeplyFrozen));

export const sessions = {
  'tokens are decoded once, and frozen all the way down': async (w) => {
    const { realm, session, signIn } = await w.signedIn();
    for (const name of ['idToken', 'accessToken', 'groups']) {
      const [first, again] = [session[name], session[name]];
      w.is(first, again, `${name} is the same object each time`);
      w.ok(deeplyFrozen(session[name]), `${name} is frozen`);
    }
    const { accessToken, idToken } = session;
    w.same(
      [accessToken.claims.token_use, accessToken.claims.username, accessToken.claims.client_id],
      ['access', 'ada', realm.clientId],
    );
    w.same(
      [idToken.claims.token_use, idToken.claims['cognito:username'], idToken.claims.aud],
      ['id', 'ada', realm.clientId],
    );
    w.is(accessToken.expiresAt, accessToken.claims.exp * 1000);
    w.is(accessToken.issuedAt, accessToken.claims.iat * 1000);
    w.is(accessToken.jwt.split('.').length, 3);
    w.same(session.groups, []);
    await realm.admin('CreateGroup', { GroupName: 'makers' });
    await realm.admin('AdminAddUserToGroup', { Username: 'ada', GroupName: 'makers' });
    w.same((await signIn()).session.groups, ['makers']);
  },

  'isValid counts the leeway': async (w) => {
    const { session } = await w.signedIn();
    w.same(
      [session.isValid(), session.isValid({ leewaySeconds: 3000 }), session.isValid({ leewaySeconds: 3700 })],
      [true, true, false],
    );
    for (const leewaySeconds of [-1, Number.NaN, Infinity, '60', {}])
      w.thrown(() => session.isValid({ leewaySeconds }), 'InvalidArgument');
  },

  'a session of one to three tokens needs no pool and no network': async (w) => {
    const { session } = await w.signedIn();
    const tokens = {
      accessToken: session.accessToken.jwt,
      idToken: session.idToken.jwt,
      refreshToken: session.refreshToken,
    };
    for (const names of [
      ['accessToken'],
      ['idToken'],
      ['refreshToken'],
      ['accessToken', 'idToken'],
      Object.keys(tokens),
    ]) {
      const made = new w.Session(Object.fromEntries(names.map((name) => [name, tokens[name]])));
      for (const name of Object.keys(tokens)) {
        const value = name === 'refreshToken' ? made[name] : made[name]?.jwt;
        w.is(value, names.includes(name) ? tokens[name] : undefined, `${names} ${name}`);
      }
      w.is(
        made.isValid(),
        names.some((name) => name !== 'refreshToken'),
        String(names),
      );
    }
    w.thrown(() => new w.Session({}), 'InvalidArgument');
    w.thrown(() => new w.Session(), 'InvalidArgument');
    const bad = [
      'x',
      'a.b',
      'a.b.c',
      '..',
      `a.${btoa('[]')}.c`,
      `a.${btoa('"text"')}.c`,
      `a.${btoa('{"exp":')}.c`,
      'ä.ö.ü',
      `${tokens.idToken}.x`,
    ];
    for (const idToken of bad) w.thrown(() => new w.Session({ idToken }), 'MalformedToken', idToken);
  },

  'a token nested a thousandfold is malformed, and harms nothing': async (w) => {
    const { pool } = (await w.realm()).app();
    for (const depth of [100, 1000, 40_000]) {
      for (const [open, close] of [
        ['[', ']'],
        ['{"a":', '}'],
      ]) {
        const value = depth > 8000 && open !== '[' ? '0' : `${open.repeat(depth)}0${close.repeat(depth)}`;
        const token = `e30.${btoa(`{"username":"ada","exp":1,"deep":${value}${value === '0' ? ']' : ''}}`).replaceAll('=', '')}.c`;
        w.thrown(() => new w.Session({ idToken: token }), 'MalformedToken', `${depth}`);
        await w.refused(pool.restore({ accessToken: token }), 'MalformedToken', `${depth}`);
      }
    }
    w.is(new w.Session({ refreshToken: 'opaque' }).refreshToken, 'opaque', 'the engine is well');
  },

  'a restored user works with the tokens alone, and nothing is stored': async (w) => {
    const { realm, session } = await w.signedIn();
    const { net, pool, storage } = realm.app();
    const tokens = {
      accessToken: session.accessToken.jwt,
      idToken: session.idToken.jwt,
      refreshToken: session.refreshToken,
    };
    const user = await pool.restore(tokens);
    w.same([user.username, net.names, storage.names, pool.currentUser()], ['ada', [], [], null]);
    await user.changePassword({ previousPassword: w.PASSWORD, proposedPassword: 'Better-Horse-8' });
    const fresh = await user.session({ forceRefresh: true });
    w.ok(fresh.accessToken.jwt !== tokens.accessToken);
    w.is((await user.session()).accessToken.jwt, fresh.accessToken.jwt, 'it remembers its new tokens');
    w.same(await user.signOut(), { revoked: true });
    w.same(storage.names, []);
    await w.refused(user.session(), 'NotSignedIn');
    w.is((await pool.signIn({ username: 'ada', password: 'Better-Horse-8' })).status, 'signedIn');
  },

  'a user restored from an access token alone can do what that token allows': async (w) => {
    const { realm, session } = await w.signedIn();
    const { pool, storage } = realm.app();
    const user = await pool.restore({ accessToken: session.accessToken.jwt });
    w.is((await user.attributes()).sub, session.accessToken.claims.sub);
    const held = await user.session();
    w.same([held.accessToken.jwt, held.idToken, held.refreshToken], [session.accessToken.jwt, undefined, undefined]);
    await w.refused(user.session({ forceRefresh: true }), 'NotSignedIn');
    w.same(await user.signOut({ global: true }), { revoked: true });
    w.same(storage.names, []);
    w.is((await pool.restore({ accessToken: session.accessToken.jwt, username: 'other' })).username, 'other');
    await w.refused(pool.restore({}), 'InvalidArgument');
    await w.refused(pool.restore({ idToken: session.idToken.jwt }), 'InvalidArgument');
    await w.refused(pool.restore({ accessToken: 'x' }), 'MalformedToken');
    await w.refused(pool.restore({ accessToken: session.accessToken.jwt, idToken: 'x' }), 'MalformedToken');
  },

  'two restored users share nothing': async (w) => {
    const person = await w.signedIn();
    await person.realm.add({ username: 'ben' });
    const ben = await person.realm.app().signIn({ username: 'ben' });
    const { pool } = person.realm.app();
    const restore = ({ accessToken, refreshToken }) => pool.restore({ accessToken: accessToken.jwt, refreshToken });
    const [first, second] = [await restore(person.session), await restore(ben.session)];
    await first.signOut();
    w.same([second.username, (await second.session()).accessToken.claims.username], ['ben', 'ben']);
    await w.refused(first.session(), 'NotSignedIn');
  },

  'toJSON and strings of every object hold no token and no secret': async (w) => {
    const person = await w.signedIn({ client: { GenerateSecret: true } });
    const { pool, realm, session, step, user } = person;
    const secrets = [
      session.accessToken.jwt,
      session.idToken.jwt,
      session.refreshToken,
      realm.clientSecret,
      w.PASSWORD,
    ];
    w.same(JSON.parse(JSON.stringify(pool)), { userPoolId: realm.userPoolId, clientId: realm.clientId });
    w.same(JSON.parse(JSON.stringify(user)), { username: 'ada' });
    w.same(JSON.parse(JSON.stringify(session)), {
      username: 'ada',
      groups: [],
      expiresAt: session.accessToken.expiresAt,
    });
    const shown = JSON.stringify({ pool, user, session, step, mfa: user.mfa, devices: user.devices });
    for (const [index, secret] of secrets.entries()) w.ok(!shown.includes(secret), `secret ${index}`);
    w.same([pool, user, session].map(String), ['[object Pool]', '[object User]', '[object Session]']);
    w.same(
      [pool, user, session].map((object) => object.constructor.name),
      ['Pool', 'User', 'Session'],
    );
  },

  'errors hold no password, token or code': async (w) => {
    const { pool, user } = await w.signedIn();
    const marked = 'MARKED-secret-1';
    const outcomes = await Promise.all(
      [
        pool.signIn({ username: 'ada', password: marked }),
        pool.confirmSignUp({ username: 'ada', code: marked }),
        pool.signUp({ username: 'new', password: `${marked}\uD800` }),
        pool.signIn({ username: marked.repeat(999), password: marked }),
        pool.restore({ accessToken: `${marked}.${marked}.${marked}` }),
        user.changePassword({ previousPassword: marked, proposedPassword: marked }),
        user.mfa.verify({ code: marked }),
      ].map((promise) => promise.catch((error) => error)),
    );
    for (const error of outcomes) {
      w.ok(w.isAuthError(error), String(error));
      w.ok(
        ![error.message, error.stack, JSON.stringify(error), String(error.cause)].join().includes(marked),
        error.message,
      );
    }
  },
};
