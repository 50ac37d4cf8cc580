// What only a page has: its storages and its own origin.
const keysOf = (storage, clientId) =>
  Object.keys(storage)
    .filter((key) => key.startsWith(`CognitoIdentityServiceProvider.${clientId}.`))
    .sort();

export const page = {
  'sessions are kept in localStorage by default, and a reload finds them': async (w) => {
    const { realm } = await w.person();
    const options = { userPoolId: realm.userPoolId, clientId: realm.clientId, endpoint: w.endpoint };
    const step = await new w.Pool(options).signIn({ username: 'ada', password: w.PASSWORD });
    const prefix = `CognitoIdentityServiceProvider.${realm.clientId}`;
    w.same(keysOf(localStorage, realm.clientId), [
      `${prefix}.LastAuthUser`,
      `${prefix}.ada.accessToken`,
      `${prefix}.ada.clockDrift`,
      `${prefix}.ada.idToken`,
      `${prefix}.ada.refreshToken`,
    ]);
    w.is(localStorage.getItem(`${prefix}.ada.idToken`), step.session.idToken.jwt);
    w.is(localStorage.getItem('auth.probe'), null, 'the probe is gone');
    const user = new w.Pool(options).currentUser();
    w.is(user.username, 'ada');
    w.same(await user.signOut(), { revoked: true });
    w.same(keysOf(localStorage, realm.clientId), []);
  },

  'storage local, session and memory are what they say': async (w) => {
    const { realm } = await w.person();
    const options = { userPoolId: realm.userPoolId, clientId: realm.clientId, endpoint: w.endpoint };
    const places = { local: localStorage, session: sessionStorage };
    for (const storage of ['local', 'session', 'memory']) {
      const pool = new w.Pool({ ...options, storage });
      await pool.signIn({ username: 'ada', password: w.PASSWORD });
      for (const [name, place] of Object.entries(places))
        w.is(keysOf(place, realm.clientId).length, name === storage ? 5 : 0, `${storage} ${name}`);
      await pool.currentUser().signOut();
    }
  },

  'where localStorage throws, memory serves by default, and asking for it is an error': async (w) => {
    const original = Object.getOwnPropertyDescriptor(window, 'localStorage');
    Object.defineProperty(window, 'localStorage', { configurable: true, get: w.drop });
    try {
      const { realm } = await w.person();
      const options = { userPoolId: realm.userPoolId, clientId: realm.clientId, endpoint: w.endpoint };
      const pool = new w.Pool(options);
      await pool.signIn({ username: 'ada', password: w.PASSWORD });
      w.is(pool.currentUser().username, 'ada');
      w.is(new w.Pool(options).currentUser(), null);
      w.thrown(() => new w.Pool({ ...options, storage: 'local' }), 'NotAvailable');
    } finally {
      Object.defineProperty(window, 'localStorage', original);
    }
  },

  'a localStorage that is full is an error, and nothing is half written': async (w) => {
    const { realm } = await w.person();
    const pool = new w.Pool({ userPoolId: realm.userPoolId, clientId: realm.clientId, endpoint: w.endpoint });
    let filler = 'x'.repeat(5 * 1024 * 1024);
    localStorage.clear();
    while (filler.length > 500) {
      try {
        localStorage.setItem('filler', (localStorage.getItem('filler') ?? '') + filler);
      } catch {
        filler = filler.slice(0, filler.length / 2);
      }
    }
    const error = await w.refused(pool.signIn({ username: 'ada', password: w.PASSWORD }), 'NotAvailable');
    w.same([error.cause.name, keysOf(localStorage, realm.clientId)], ['QuotaExceededError', []]);
    localStorage.clear();
    w.is((await pool.signIn({ username: 'ada', password: w.PASSWORD })).status, 'signedIn');
    await pool.currentUser().signOut();
  },

  'session.fetch sends the token to the page’s own origin, relative or absolute, and to no other': async (w) => {
    const { realm, session } = await w.signedIn();
    const pool = new w.Pool({
      userPoolId: realm.userPoolId,
      clientId: realm.clientId,
      endpoint: w.endpoint,
      storage: 'memory',
    });
    const mine = await (await pool.restore({ accessToken: session.accessToken.jwt })).session();
    for (const url of ['/echo', 'echo', `${location.origin}/echo`, new URL('/echo', location.href)]) {
      const reply = await mine.fetch(url, { method: 'POST', body: 'x' });
      w.same(await reply.json(), { method: 'POST', authorization: `Bearer ${session.accessToken.jwt}`, body: 'x' });
    }
    for (const url of [w.endpoint, location.origin.replace('127.0.0.1', 'localhost'), '//example.com/x'])
      await w.refused(mine.fetch(url), 'InvalidArgument', url);
    const alone = new w.Session({ accessToken: session.accessToken.jwt });
    w.is(
      (await (await alone.fetch('/echo', { method: 'POST', body: '' })).json()).authorization,
      `Bearer ${session.accessToken.jwt}`,
    );
  },

  'a page of another origin reaches the service, and reads its request ids': async (w) => {
    w.ok(new URL(w.endpoint).origin !== location.origin);
    const { realm } = await w.person();
    const pool = new w.Pool({
      userPoolId: realm.userPoolId,
      clientId: realm.clientId,
      endpoint: w.endpoint,
      storage: 'memory',
    });
    const error = await w.refused(pool.signIn({ username: 'ada', password: 'wrong' }), 'NotAuthorizedException');
    w.matches(error.requestId, /^[0-9a-f-]{36}$/);
    w.is(error.status, 400);
  },

  'two tabs on one localStorage: signing out in one signs out in the other': async (w) => {
    const { realm } = await w.person();
    const options = { userPoolId: realm.userPoolId, clientId: realm.clientId, endpoint: w.endpoint };
    await new w.Pool(options).signIn({ username: 'ada', password: w.PASSWORD });
    const frame = document.createElement('iframe');
    frame.src = '/';
    await new Promise((resolve) => {
      frame.onload = resolve;
      document.body.append(frame);
    });
    const { Pool } = frame.contentWindow.modern.api;
    const user = new Pool(options).currentUser();
    w.is(user.username, 'ada');
    await new w.Pool(options).currentUser().signOut();
    const error = await user.session().catch((caught) => caught);
    w.ok(w.isAuthError(error) && error instanceof w.AuthError, 'also across windows');
    w.is(error.code, 'NotSignedIn');
    frame.remove();
  },
};
