// The objects themselves: used twice at once, closed in flight, wrapped by proxies.

const IDS = { userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc', storage: 'memory' };

export const objects = {
  'two calls at once on one object do not meet': async (w) => {
    const person = await w.person();
    await person.realm.add({ username: 'ben' });
    const steps = await Promise.all(['ada', 'ben', 'ada', 'ben'].map((username) => person.signIn({ username })));
    w.same(
      steps.map(({ user }) => user.username),
      ['ada', 'ben', 'ada', 'ben'],
    );
    const { user } = steps[0];
    const [attributes, session, mfa, list] = await Promise.all([
      user.attributes(),
      user.session({ forceRefresh: true }),
      user.mfa.get(),
      user.devices.list().catch((error) => error.code),
    ]);
    w.ok(attributes.sub && session.isValid() && mfa.enabled && list);
  },

  'one step answered twice at once asks twice, and signs in at least once': async (w) => {
    const realm = w.realmOf(w.custom);
    const step = await realm.app().pool.signIn({ username: 'custom', flow: 'custom' });
    const outcomes = await Promise.all(
      [step.respond({ answer: '42' }), step.respond({ answer: '42' })].map((promise) =>
        promise.then(
          ({ status }) => status,
          (error) => error.code,
        ),
      ),
    );
    w.ok(outcomes.includes('signedIn'), outcomes.join());
    for (const outcome of outcomes) w.ok(['signedIn', 'NotAuthorizedException'].includes(outcome), outcome);
  },

  'a closed pool, user and session say Closed, again and again, and closing twice is fine': async (w) => {
    const { pool, session, user } = await w.signedIn();
    for (const object of [session, user, pool]) {
      w.same(
        [object.close(), object.close(), object.free(), object.free()],
        [undefined, undefined, undefined, undefined],
      );
    }
    for (let round = 0; round < 2; round++) {
      for (const name of ['idToken', 'accessToken', 'refreshToken', 'groups']) w.thrown(() => session[name], 'Closed');
      w.thrown(() => session.isValid(), 'Closed');
      await w.refused(session.fetch('https://api.example.com/'), 'Closed');
      await w.refused(user.session(), 'Closed');
      await w.refused(user.attributes(), 'Closed');
      await w.refused(user.mfa.get(), 'Closed');
      await w.refused(user.devices.list(), 'Closed');
      w.thrown(() => pool.currentUser(), 'Closed');
      await w.refused(pool.signIn({ username: 'ada', password: 'x' }), 'Closed');
    }
  },

  'closing a pool closes what it made for the network, and leaves the stored session': async (w) => {
    const { pool, realm, session, storage, user } = await w.signedIn();
    pool.close();
    await w.refused(user.attributes(), 'Closed');
    w.ok(session.accessToken.jwt, 'a session stands alone');
    w.is(realm.app({ storage }).pool.currentUser().username, 'ada');
  },

  'closing a user leaves its pool, other users and the stored session': async (w) => {
    const { pool, user } = await w.signedIn();
    const other = pool.currentUser();
    user.close();
    await w.refused(user.session(), 'Closed');
    w.ok((await other.session()).isValid());
    w.ok((await pool.currentUser().attributes()).sub);
  },

  'closing in flight ends in a result or in an AuthError, and nothing else is hurt': async (w) => {
    const bystander = await w.signedIn();
    for (const name of ['close', 'free']) {
      const { pool, session, user } = await w.signedIn();
      const running = [
        user.session({ forceRefresh: true }),
        user.attributes(),
        user.mfa.get(),
        pool.signIn({ username: 'ada', password: w.PASSWORD }),
        session.fetch('https://api.example.com/'),
      ];
      for (const object of [session, user.mfa, user.devices, user, pool]) object[name]();
      for (const outcome of await Promise.allSettled(running)) {
        if (outcome.status === 'rejected')
          w.ok(w.isAuthError(outcome.reason) && outcome.reason.code !== 'Internal', String(outcome.reason));
      }
    }
    w.ok((await bystander.user.attributes()).sub);
    w.ok((await bystander.user.session({ forceRefresh: true })).isValid());
  },

  'a proxy of a pool, a user or a session works as the object does': async (w) => {
    const person = await w.person();
    const pool = new Proxy(person.pool, {});
    const { session, user } = await pool.signIn({ username: 'ada', password: w.PASSWORD });
    const [proxiedUser, proxiedSession] = [new Proxy(user, {}), new Proxy(session, {})];
    w.is(proxiedSession.accessToken, session.accessToken);
    w.ok((await proxiedUser.attributes()).sub);
    w.is(new Proxy(pool, {}).currentUser().username, 'ada');
    proxiedSession.free();
    proxiedUser.free();
    pool.free();
    w.thrown(() => session.accessToken, 'Closed');
    await w.refused(user.session(), 'Closed');
    w.thrown(() => person.pool.currentUser(), 'Closed');
  },

  'methods that were torn off their object, or lent to another, are refused': async (w) => {
    const pool = new w.Pool(IDS);
    const session = new w.Session({ refreshToken: 'x' });
    const { signIn, currentUser } = pool;
    await w.refused(signIn({ username: 'a', password: 'b' }), 'InvalidArgument');
    w.thrown(() => currentUser(), 'InvalidArgument');
    for (const other of [session, {}, null, undefined, 5, Object.create(w.Pool.prototype)]) {
      await w.refused(signIn.call(other, { username: 'a', password: 'b' }), 'InvalidArgument');
      w.thrown(() => currentUser.call(other), 'InvalidArgument');
    }
  },

  'objects do not show their insides': async (w) => {
    const { pool, session, user } = await w.signedIn();
    for (const object of [pool, user, session, user.mfa, user.devices]) {
      w.same(Object.keys(object), []);
      for (const key in object) throw new Error(`${key} can be enumerated`);
      w.is(object.__v_skip, true);
    }
    const { mfa, devices } = user;
    w.is(user.mfa, mfa);
    w.is(user.devices, devices);
  },

  'a User cannot be made by hand': async (w) => {
    const made = await Promise.resolve()
      .then(() => new w.User())
      .catch((error) => error);
    const error = made instanceof Error ? made : await made.session().catch((caught) => caught);
    w.ok(error instanceof Error, String(error));
    w.ok(new w.Pool(IDS).toJSON().clientId === 'abc', 'the engine is well');
  },
};
