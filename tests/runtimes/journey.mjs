// What an auth proxy must do wherever it is mounted: a person's session in cookies, and a body that nobody should send.
import assert from 'node:assert/strict';
import { ORIGIN, Page } from '../js/server/world.mjs';

/** The configuration of a proxy below a path, with login pages that nobody asks here. */
export function below(path, configuration) {
  const [pool] = configuration.pools;
  const login = { domain: 'https://login.example.com', redirectUri: `https://auth.example.com${path}/callback` };
  Object.assign(pool, { path, login });
  return configuration;
}

/** A browser leaves for the login pages and comes back with a refusal; `send` opens an address and follows nothing. */
export async function leavesAndComesBack(send) {
  const cookies = new Map();
  const open = async (path) => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const reply = await send(path, { redirect: 'manual', headers: cookie ? { cookie } : {} });
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value) cookies.set(name, value);
      else cookies.delete(name);
    }
    assert.equal(reply.status, 302, await reply.text());
    return new URL(reply.headers.get('location'));
  };
  const out = await open(`/login?return=${encodeURIComponent(`${ORIGIN}/orders?page=2`)}&state=s-1`);
  assert.equal(out.origin, 'https://login.example.com');
  assert.equal(out.searchParams.get('code_challenge_method'), 'S256');
  assert.deepEqual([cookies.size, [...cookies.keys()][0].startsWith('__Host-auth.login-')], [1, true]);
  const back = await open(`/callback?error=access_denied&state=${out.searchParams.get('state')}`);
  assert.equal(back.href, `${ORIGIN}/orders?page=2&login=refused&login_code=AccessDenied&login_state=s-1`);
  assert.equal(cookies.size, 0);
}

/** `base` is the proxy's address. */
export async function journey(base) {
  const page = new Page((url, { remoteAddress, ...init }) => fetch(url, init), base);
  const refused = await page.signIn('ada', 'Wrong-Horse-7');
  assert.deepEqual([refused.status, refused.code], [401, 'NotAuthorized'], refused.text);
  const signedIn = await page.signIn();
  assert.equal(signedIn.status, 200, signedIn.text);
  assert.doesNotMatch(signedIn.text, /eyJ/);
  assert.ok(page.cookies.size > 0, 'every Set-Cookie arrives');
  assert.equal((await page.send('GET', '/session')).body.tokens.accessClaims.username, 'ada');
  assert.equal((await page.send('POST', '/refresh', {})).status, 200);
  assert.equal(
    (await page.send('PATCH', '/attributes', { userAttributes: [{ name: 'name', value: 'Ada' }] })).status,
    200,
  );
  assert.equal((await page.send('GET', '/nothing')).code, 'NotFound');
  const large = await page.send('POST', '/refresh', JSON.stringify({ clientMetadata: { text: 'x'.repeat(70_000) } }));
  assert.equal(large.status, 413, large.text);
  const before = new Map(page.cookies);
  assert.equal((await page.send('POST', '/sign-out', {})).status, 200);
  assert.equal(page.cookies.size, 0);
  page.cookies = before;
  assert.equal((await page.send('GET', '/user')).status, 401, 'no replay after the sign-out');
  await leavesAndComesBack((path, init) => fetch(base + path, init));
}
