// Where sessions are kept: the keys of amazon-cognito-identity-js, byte for byte.

/** A storage whose `setItem` fails from the n-th call on. */
function failing(w, after) {
  const storage = new w.Memory();
  let left = after;
  const setItem = storage.setItem.bind(storage);
  storage.setItem = (key, value) => {
    if (left-- <= 0) throw Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    setItem(key, value);
  };
  return storage;
}

export const storage = {
  'the keys are those of amazon-cognito-identity-js': async (w) => {
    const { realm, session, storage } = await w.signedIn();
    const prefix = `CognitoIdentityServiceProvider.${realm.clientId}`;
    w.same(Object.fromEntries(storage.items), {
      [`${prefix}.ada.refreshToken`]: session.refreshToken,
      [`${prefix}.ada.idToken`]: session.idToken.jwt,
      [`${prefix}.ada.accessToken`]: session.accessToken.jwt,
      [`${prefix}.ada.clockDrift`]: storage.short['ada.clockDrift'],
      [`${prefix}.LastAuthUser`]: 'ada',
    });
    w.matches(storage.short['ada.clockDrift'], /^(0|-?\d+s)$/);
  },

  'a session that another pool stored is picked up, and without tokens there is nobody': async (w) => {
    const { realm, session, storage } = await w.signedIn();
    const { net, pool } = realm.app({ storage });
    const user = pool.currentUser();
    w.is(user.username, 'ada');
    w.same(net.names, []);
    w.is((await user.session()).idToken.jwt, session.idToken.jwt);
    const key = [...storage.items.keys()].find((name) => name.endsWith('accessToken'));
    storage.removeItem(key);
    w.is(pool.currentUser(), user, 'the refresh token is there');
    storage.removeItem(key.replace('accessToken', 'refreshToken'));
    w.is(pool.currentUser(), null);
    storage.setItem(key, '');
    w.is(pool.currentUser(), null);
  },

  'a stored access token that is no token at all is replaced by a refresh': async (w) => {
    const { pool, storage, user } = await w.signedIn();
    storage.setItem(
      [...storage.items.keys()].find((name) => name.endsWith('accessToken')),
      'garbage',
    );
    w.is(pool.currentUser().username, 'ada');
    w.ok((await user.session()).isValid(), 'a refresh mends it');
    w.is(pool.currentUser().username, 'ada');
  },

  'a storage that is full is an error, and nothing is half written': async (w) => {
    const realm = await w.realm();
    await realm.add({ username: 'ada' });
    for (const after of [0, 1, 2, 3, 4]) {
      const storage = failing(w, after);
      const { pool } = realm.app({ storage });
      const error = await w.refused(pool.signIn({ username: 'ada', password: w.PASSWORD }), 'NotAvailable');
      w.same([error.kind, error.cause.name], ['caller', 'QuotaExceededError']);
      w.same(storage.names, [], `after ${after} writes`);
    }
  },

  'a storage that is full when a refresh is to be stored keeps what it had': async (w) => {
    const realm = await w.realm();
    await realm.add({ username: 'ada' });
    const storage = failing(w, 7);
    const { signIn } = realm.app({ storage });
    const { user } = await signIn();
    const before = storage.short;
    await w.refused(user.session({ forceRefresh: true }), 'NotAvailable');
    w.same(storage.short['ada.accessToken'], before['ada.accessToken']);
    w.same(storage.names, Object.keys(before).sort());
  },

  'a storage that throws when it is read is an error with its cause': async (w) => {
    const broken = {
      getItem: () => {
        throw new Error('SecurityError');
      },
      setItem() {},
      removeItem() {},
    };
    const pool = new w.Pool({ userPoolId: 'eu-central-1_A', clientId: 'abc', storage: broken });
    w.is(w.thrown(() => pool.currentUser(), 'NotAvailable').cause.message, 'SecurityError');
    w.is(
      (await w.refused(pool.signIn({ username: 'a', password: 'b' }), 'NotAvailable')).cause.message,
      'SecurityError',
    );
  },

  'a storage that answers later must be loaded first, for it would seem to have nobody': async (w) => {
    const later = { getItem: async () => null, setItem: async () => {}, removeItem: async () => {} };
    const pool = new w.Pool({ userPoolId: 'eu-central-1_A', clientId: 'abc', storage: later });
    w.thrown(() => pool.currentUser(), 'NotAvailable');
    w.is(await pool.load(), null);
    w.is(pool.currentUser(), null);
  },

  'a storage that answers later although it answered at once is refused, for it would lose sessions in silence': async (
    w,
  ) => {
    const storage = new w.Memory();
    const pool = new w.Pool({ userPoolId: 'eu-central-1_A', clientId: 'abc', storage });
    storage.getItem = async () => null;
    w.thrown(() => pool.currentUser(), 'InvalidArgument');
    await w.refused(pool.signIn({ username: 'a', password: 'b' }), 'InvalidArgument');
  },

  'what is no storage is refused at once': async (w) => {
    for (const storage of [
      'disk',
      5,
      {},
      { getItem() {} },
      { getItem: 1, setItem() {}, removeItem() {} },
      () => {},
      Symbol('x'),
    ]) {
      w.thrown(
        () => new w.Pool({ userPoolId: 'eu-central-1_A', clientId: 'abc', storage }),
        'InvalidArgument',
        String(storage),
      );
    }
  },

  'a storage is called as a method, so that one with private state works': async (w) => {
    class Private {
      #items = new Map();
      getItem(key) {
        return this.#items.get(key);
      }
      setItem(key, value) {
        this.#items.set(key, value);
      }
      removeItem(key) {
        this.#items.delete(key);
      }
    }
    const { pool, signIn } = (await w.person()).realm.app({ storage: new Private() });
    await signIn();
    w.is(pool.currentUser().username, 'ada');
  },

  'two pools with storage memory share nothing': async (w) => {
    const { realm } = await w.person();
    const [first, second] = [realm.app({ storage: 'memory' }), realm.app({ storage: 'memory' })];
    await first.signIn();
    w.same([first.pool.currentUser().username, second.pool.currentUser()], ['ada', null]);
  },
};
