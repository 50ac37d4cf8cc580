// session.fetch: the access token goes to allowed origins, and nowhere else.

/** A session whose requests are seen; `audienceOrigins` as given. */
async function watched(w, audienceOrigins) {
  const seen = [];
  const { realm, session } = await w.signedIn();
  const fetch = async (url, init) => {
    seen.push({ url, init, authorization: new Headers(init.headers).get('authorization') });
    return new Response('fine', { status: 200 });
  };
  const pool = new w.Pool({
    userPoolId: realm.userPoolId,
    clientId: realm.clientId,
    storage: 'memory',
    fetch,
    audienceOrigins,
  });
  const user = await pool.restore({ accessToken: session.accessToken.jwt });
  return { seen, session: await user.session(), jwt: session.accessToken.jwt };
}

export const sessionFetch = {
  'the token goes to an origin of the audience, as a bearer token': async (w) => {
    const { jwt, seen, session } = await watched(w, ['https://api.example.com', 'http://127.0.0.1:8080']);
    for (const url of [
      'https://api.example.com/orders?x=1',
      new URL('https://api.example.com:443/'),
      'http://127.0.0.1:8080/a',
      'HTTPS://API.EXAMPLE.COM/up',
    ]) {
      const reply = await session.fetch(url, { method: 'PUT', headers: { 'X-Trace': '7' }, body: 'text' });
      w.is(await reply.text(), 'fine');
      const { init, ...last } = seen.at(-1);
      w.same(
        [last.authorization, init.method, init.body, new Headers(init.headers).get('x-trace')],
        [`Bearer ${jwt}`, 'PUT', 'text', '7'],
      );
    }
    w.is(seen.length, 4);
  },

  'every other origin is refused before anything is sent': async (w) => {
    const { seen, session } = await watched(w, ['https://api.example.com']);
    const foreign = [
      'https://evil.example.net/',
      'http://api.example.com/',
      'https://api.example.com:8443/',
      'https://api.example.com.evil.net/',
      'https://api.example.com@evil.net/',
      'https://evil.net/https://api.example.com',
      '//evil.net/x',
      'data:text/plain,x',
      'blob:https://evil.net/1',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'about:blank',
    ];
    for (const url of foreign) {
      const error = await w.refused(session.fetch(url), 'InvalidArgument', url);
      w.is(error.kind, 'caller');
    }
    w.same(seen, []);
  },

  'an Authorization header of the caller does not survive, and timeoutMs is not passed on': async (w) => {
    const { jwt, seen, session } = await watched(w, ['https://api.example.com']);
    for (const headers of [
      { authorization: 'Basic x' },
      new Headers({ Authorization: 'Basic x' }),
      [['AUTHORIZATION', 'Basic x']],
    ]) {
      const init = { headers, timeoutMs: 1000 };
      await session.fetch('https://api.example.com/', init);
      w.is(seen.at(-1).authorization, `Bearer ${jwt}`);
      w.ok(!('timeoutMs' in seen.at(-1).init));
      w.is(init.headers, headers, 'the caller’s object is left alone');
    }
    w.is(new Headers({ authorization: 'Basic x' }).get('authorization'), 'Basic x');
  },

  'an empty audience, and no page, mean no origin at all': async (w) => {
    const { seen, session } = await watched(w, []);
    await w.refused(session.fetch('https://api.example.com/'), 'InvalidArgument');
    if (w.where === 'node') {
      const lone = await watched(w, undefined);
      await w.refused(lone.session.fetch('http://127.0.0.1/'), 'InvalidArgument');
      await w.refused(lone.session.fetch('/relative'), 'InvalidArgument');
      w.same(lone.seen, []);
    }
    w.same(seen, []);
  },

  'what cannot be fetched is refused': async (w) => {
    const { seen, session } = await watched(w, ['https://api.example.com']);
    const lookalikes = [Object.create(URL.prototype), new Proxy(new URL('https://api.example.com/'), {})];
    for (const [index, url] of [
      undefined,
      null,
      5,
      {},
      [],
      '',
      'http://',
      '\uD800',
      Symbol('x'),
      ...lookalikes,
    ].entries()) {
      await w.refused(session.fetch(url), 'InvalidArgument', `url ${index}`);
    }
    for (const init of [
      5,
      'x',
      [],
      { headers: 5 },
      { headers: { 'bad name': 'x' } },
      { signal: {} },
      { timeoutMs: 'x' },
      Object.defineProperty({}, 'cache', { enumerable: true, get: w.drop }),
    ]) {
      await w.refused(session.fetch('https://api.example.com/', init), 'InvalidArgument', Object.keys(init).join());
    }
    w.same(seen, []);
    const idOnly = new w.Session({ idToken: (await w.signedIn()).session.idToken.jwt });
    await w.refused(idOnly.fetch('https://api.example.com/'), 'NotSignedIn');
  },

  'a signal and a timeout stop it, and a broken network is a NetworkError': async (w) => {
    const { realm, session } = await w.signedIn();
    const of = async (fetch) => {
      const options = {
        userPoolId: realm.userPoolId,
        clientId: realm.clientId,
        storage: 'memory',
        audienceOrigins: ['https://api.example.com'],
      };
      const user = await new w.Pool({ ...options, fetch }).restore({ accessToken: session.accessToken.jwt });
      return user.session();
    };
    const url = 'https://api.example.com/';
    const never = await of(() => new Promise(() => {}));
    await w.refused(never.fetch(url, { timeoutMs: 20 }), 'Timeout');
    await w.refused(never.fetch(url, { signal: AbortSignal.abort() }), 'Aborted');
    const broken = await of(w.drop);
    w.ok((await w.refused(broken.fetch(url), 'NetworkError')).cause instanceof TypeError);
  },
};
