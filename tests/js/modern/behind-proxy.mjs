// Puts an auth proxy between the apps of the scenarios and the local Cognito, one for each app client.
//
// What a scenario watches and scripts is then the proxy's own traffic: the service's answers are the same, and so must
// be what the app sees of them.

/** A browser's cookies: each storage of a scenario stands for one browser. */
function jarOf(jars, storage) {
  if (typeof storage !== 'object') return new Map();
  if (!jars.has(storage)) jars.set(storage, new Map());
  return jars.get(storage);
}

/** `fetch` of a browser that keeps cookies; the proxy sets no other than `Secure` and `HttpOnly` ones. */
export function browsing(fetch, jar) {
  return async (url, { headers, ...init }) => {
    const sent = new Headers(headers);
    const cookies = [...jar].map((pair) => pair.join('=')).join('; ');
    if (cookies && init.credentials === 'include') sent.set('cookie', cookies);
    const reply = await fetch(url, { ...init, headers: sent });
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value, rest] = /^([^=]+)=([^;]*);(.*)$/.exec(line);
      if (!/; Secure; HttpOnly;/.test(rest)) throw new Error(`an open cookie: ${name}`);
      if (/Max-Age=0;/.test(rest)) jar.delete(name);
      else jar.set(name, value);
    }
    return reply;
  };
}

export const BASE = 'https://auth.example.com/auth';

/** What makes a pool's options for an app client: those of an auth proxy in front of it. */
export function behindProxy({ AuthProxy, custody, endpoint }) {
  const jars = new WeakMap();
  return ({ userPoolId, clientId, clientSecret }, net, storage) => {
    const proxy = new AuthProxy(
      {
        pools: [{ userPoolId, clientId, clientSecrets: clientSecret ? [clientSecret] : [], endpoint, path: '/auth' }],
        custody,
        keys: [{ id: 'k1', secret: Buffer.alloc(32, 7).toString('base64url') }],
        passwordSignIn: true,
      },
      { fetch: net.fetch },
    );
    return { proxy: BASE, custody, fetch: browsing(proxy.fetch, jarOf(jars, storage)) };
  };
}
