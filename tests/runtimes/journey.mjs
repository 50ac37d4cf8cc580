// What an auth proxy must do wherever it is mounted: a person's session in cookies, and a body that nobody should send.
import assert from 'node:assert/strict';
import { Page } from '../js/server/world.mjs';

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
}
