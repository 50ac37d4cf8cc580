// A passkey in one call, in Chromium with its virtual authenticator: adding one, signing in by it, autofill, and every refusal.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makePool, makeUser, must, startLocal } from '../js/local/server-process.mjs';
import { addAuthenticator } from './authenticator.mjs';
import { launch } from './chromium.mjs';
import { bundleClient, serve } from './modern-page.mjs';

const PASSWORD = 'Correct-Horse-7';

let browser;
let local;
let site;
let ids;
let made = 0;

before(async () => {
  const script = await bundleClient();
  [site, local, browser] = await Promise.all([serve(script), startLocal(), launch()]);
  const pool = await makePool(local.endpoint, {
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
  });
  await must(local.endpoint, 'SetUserPoolMfaConfig', {
    UserPoolId: pool.userPoolId,
    MfaConfiguration: 'OFF',
    WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'preferred' },
  });
  ids = { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: local.endpoint };
});
after(async () => {
  await browser?.close();
  site?.server.close();
  await local?.stop();
});

/** A page of somebody new who is signed in, with an authenticator that knows its owner. */
async function person(t, { host = 'localhost', prepare = () => {}, isPresent = true } = {}) {
  const context = await browser.newContext();
  t.after(() => context.close());
  await context.addInitScript(prepare);
  const page = await context.newPage();
  await addAuthenticator(page, { isPresent });
  await page.goto(site.origin.replace('127.0.0.1', host));
  await page.waitForFunction(() => globalThis.client);
  const username = `pat-${++made}`;
  await makeUser(local.endpoint, { ...ids, username, password: PASSWORD });
  await page.evaluate(
    async ([options, username, password]) => {
      globalThis.pool = new globalThis.client.Pool(options);
      await globalThis.pool.signIn({ username, password });
      globalThis.passkeyStep = () =>
        globalThis.pool.signIn({ username, flow: 'user-auth', preferredChallenge: 'WEB_AUTHN' });
      globalThis.codeOf = async (action) =>
        action().then(
          () => 'none',
          ({ cause, code }) => `${code} ${cause?.name}`,
        );
    },
    [ids, username, PASSWORD],
  );
  return { page, username };
}
const add = (page) => page.evaluate(() => globalThis.pool.currentUser().passkeys.add());
const signIn = (page, options) =>
  page.evaluate(async (options) => {
    const step = await globalThis.passkeyStep();
    const done = await step.signInWithPasskey(options);
    return `${step.status} ${done.status} ${done.user.username}`;
  }, options);

/** Chrome 114 and Safari 16.4 have no functions for JSON. */
const withoutJson = () => {
  delete PublicKeyCredential.parseCreationOptionsFromJSON;
  delete PublicKeyCredential.parseRequestOptionsFromJSON;
  delete PublicKeyCredential.prototype.toJSON;
};

for (const [where, prepare] of Object.entries({
  'this browser': () => {},
  'a browser without JSON for them': withoutJson,
})) {
  test(`a passkey is added and used in one call each, in ${where}`, async (t) => {
    const { page, username } = await person(t, { prepare });
    const { id } = await add(page);
    assert.match(id, /^[\w-]{16,}$/);
    const { passkeys } = await page.evaluate(() => globalThis.pool.currentUser().passkeys.list());
    assert.deepEqual(
      passkeys.map((passkey) => passkey.id),
      [id],
    );
    await page.evaluate(() => globalThis.pool.currentUser().signOut());
    assert.equal(await signIn(page), `webAuthn signedIn ${username}`);
    assert.equal(await page.evaluate(() => globalThis.pool.currentUser().username), username);
  });
}

test('a second passkey of one authenticator is PasskeyExists, and another site is PasskeyWrongSite', async (t) => {
  const { page } = await person(t);
  await add(page);
  const code = () => page.evaluate(() => globalThis.codeOf(() => globalThis.pool.currentUser().passkeys.add()));
  assert.equal(await code(), 'PasskeyExists InvalidStateError');
  const other = await person(t, { host: '127.0.0.1' });
  const refused = await other.page.evaluate(() =>
    globalThis.codeOf(() => globalThis.pool.currentUser().passkeys.add()),
  );
  assert.equal(refused, 'PasskeyWrongSite SecurityError');
});

test('who is not there is Aborted by the signal, and every other DOMException has a code', async (t) => {
  const { page } = await person(t, { isPresent: false });
  const aborted = await page.evaluate(() =>
    globalThis.codeOf(() => globalThis.pool.currentUser().passkeys.add({ signal: AbortSignal.timeout(500) })),
  );
  assert.match(aborted, /^Aborted (AbortError|TimeoutError)$/);
  const found = await page.evaluate(async () => {
    const all = {};
    for (const name of ['NotAllowedError', 'ConstraintError', 'NotSupportedError', 'UnknownError', 'TimeoutError']) {
      navigator.credentials.create = () => Promise.reject(new DOMException('x', name));
      all[name] = await globalThis.codeOf(() => globalThis.pool.currentUser().passkeys.add());
    }
    navigator.credentials.create = async () => null;
    all.nothing = await globalThis.codeOf(() => globalThis.pool.currentUser().passkeys.add());
    delete globalThis.PublicKeyCredential;
    all.absent = await globalThis.codeOf(() => globalThis.pool.currentUser().passkeys.add());
    return all;
  });
  assert.deepEqual(found, {
    NotAllowedError: 'PasskeyNotAllowed NotAllowedError',
    ConstraintError: 'NotAvailable ConstraintError',
    NotSupportedError: 'NotAvailable NotSupportedError',
    UnknownError: 'PasskeyFailed UnknownError',
    TimeoutError: 'PasskeyNotAllowed TimeoutError',
    nothing: 'PasskeyFailed undefined',
    absent: 'NotAvailable undefined',
  });
});

test('autofill waits for the person, and ends by the signal when another way was taken', async (t) => {
  const { page, username } = await person(t);
  await add(page);
  await page.evaluate(() => globalThis.pool.currentUser().signOut());
  const asked = await page.evaluate(async () => {
    const { get } = navigator.credentials;
    let mediation;
    navigator.credentials.get = (options) => {
      ({ mediation } = options);
      return get.call(navigator.credentials, options);
    };
    const input = document.createElement('input');
    input.autocomplete = 'username webauthn';
    document.body.append(input);
    const step = await globalThis.passkeyStep();
    const controller = new AbortController();
    const waiting = globalThis.codeOf(() =>
      step.signInWithPasskey({ mediation: 'conditional', signal: controller.signal }),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    controller.abort();
    return [mediation, await waiting];
  });
  assert.equal(asked[0], 'conditional');
  // The virtual authenticator may have answered before the signal did.
  assert.match(asked[1], /^(Aborted AbortError|none)$/);
  assert.equal(await signIn(page), `webAuthn signedIn ${username}`);
});
