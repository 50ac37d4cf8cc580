// What the tests of managed login share: the provider, pools of it, and a browser without pages.
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { authorize, completeRedirect } from '../../../pkg/dist/login.node.mjs';
import { Pool } from '../../../pkg/dist/node.mjs';
import { Memory } from '../modern/world.mjs';
import { browser, CLIENT, POOL, start } from './provider.mjs';

export { CLIENT, Memory, POOL };
export const PREFIX = `CognitoIdentityServiceProvider.${CLIENT}.`;

/** The provider of a file's tests, as `world.provider` once they run. */
export const world = {};
before(async () => {
  world.provider = await start();
});
afterEach(() => world.provider.reset());
after(() => world.provider.stop());

/** A pool whose storage can be looked at. */
export function makePool({ storage = new Memory(), ...options } = {}) {
  const { base, redirectUri } = world.provider;
  const login = { domain: base, redirectUri, logoutUri: `${base}/bye`, ...options.login };
  const pool = new Pool({ userPoolId: POOL, clientId: CLIENT, endpoint: base, storage, ...options, login });
  return Object.assign(Object.create(null), { pool, storage });
}

/** Opens an address as a browser does, and gives the one that leads back. */
export const visit = (url, redirectUri = world.provider.redirectUri) => browser(redirectUri)(url);

/** Begins a sign-in, and comes back: the address with the answer. */
export async function roundTrip(pool, options) {
  const { url } = await authorize(pool, options);
  return visit(url, options?.redirectUri);
}

/** Signs in. */
export const signIn = async (pool, options) => completeRedirect(pool, await roundTrip(pool, options));

/** The transactions and their list that a storage holds. */
export const transactions = ({ items }) => [...items.keys()].filter((key) => /(\.login|\.logins)$/.test(key));

/** Fails unless the promise rejects with this code; gives the error, which holds none of these texts. */
export async function refused(promise, code, ...secrets) {
  const error = await promise.then(
    () => assert.fail(`it should fail with ${code}`),
    (error) => error,
  );
  assert.equal(error.code, code, String(error.stack));
  const shown = JSON.stringify(error) + error.stack;
  for (const secret of secrets) assert.ok(!shown.includes(secret), 'an error holds a secret');
  return error;
}

/** The address with parts of its query changed, or without them. */
export function changed(address, parts) {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parts)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

/** A part of an address's query. */
export const part = (address, name) => new URL(address).searchParams.get(name);
