// What the token endpoint refuses, and how: asked by whoever can redeem a code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from '../local/login/browser.mjs';

/**
 * Declares the tests. `world()` gives the server and, of the client under test, `begin()`, which gives `{ url, … }`, and
 * `redeem(begun, address, changed)`, which gives the error of the endpoint as `[error, description]`, or nothing; what is `changed` may be
 * `verifier`, `redirectUri` or `clientId`.
 */
export function refusesCodes(world) {
  const REFUSED = ['invalid_grant', undefined];
  const visit = async () => {
    const begun = await world().begin();
    return [begun, String(await new Browser().signIn(begun.url))];
  };

  for (const [name, changed, refused] of [
    ['a wrong verifier', { verifier: 'x'.repeat(43) }, REFUSED],
    [
      'another address than the one that was left from',
      { redirectUri: 'http://localhost:3000/elsewhere' },
      ['unauthorized_client', 'invalid_redirect'],
    ],
    ['a code of another app client', { clientId: 'foreign' }, REFUSED],
  ]) {
    test(`${name} is refused`, async () => {
      assert.deepEqual(await world().redeem(...(await visit()), changed), refused);
    });
  }

  test('an app client that does not exist is refused', async () => {
    const [error] = await world().redeem(...(await visit()), { clientId: 'nobody' });
    assert.equal(error, 'invalid_client');
  });

  test('a code is good once', async () => {
    const [begun, back] = await visit();
    assert.equal(await world().redeem(begun, back, {}), undefined);
    assert.deepEqual(await world().redeem(begun, back, {}), REFUSED);
  });

  test('a code ends after five minutes', async (t) => {
    const { server, redeem } = world();
    const [begun, back] = await visit();
    await server.faults({ clockSkewMs: 301_000 });
    t.after(() => server.faults({}));
    assert.deepEqual(await redeem(begun, back, {}), REFUSED);
  });
}
