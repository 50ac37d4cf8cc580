// A user pool's keys in a test's own hands: tokens that say whatever a test wants, with good signatures.
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { server } from './world.mjs';

export const POOL_ID = 'eu-central-1_Issued001';
export const ISSUER = `https://cognito-idp.eu-central-1.amazonaws.com/${POOL_ID}`;
export const part = (value) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A key pair with an id, and its public half as key sets have it. */
export function makeKey(kid, modulusLength = 2048, publicExponent = 0x10001) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  return { kid, privateKey, jwk: { kid, alg: 'RS256', use: 'sig', ...publicKey.export({ format: 'jwk' }) } };
}

export const KEY = makeKey('first');
export const JWKS = { keys: [KEY.jwk] };
export const now = () => Math.floor(Date.now() / 1000);

export const accessClaims = (more) => ({
  iss: ISSUER,
  sub: 'subject',
  token_use: 'access',
  client_id: 'app',
  username: 'mia',
  exp: now() + 600,
  iat: now(),
  ...more,
});

/** Signs a header and claims, each a value or the text of its JSON. */
export function sign(claims = accessClaims(), header = {}, key = KEY) {
  const whole = typeof header === 'string' ? header : { alg: 'RS256', kid: key.kid, ...header };
  const message = `${part(whole)}.${part(claims)}`;
  return `${message}.${createSign('sha256').update(message).sign(key.privateKey, 'base64url')}`;
}

export const OPTIONS = { userPoolId: POOL_ID, clientId: 'app', tokenUse: 'access' };
export const make = (more) => new server.TokenVerifier({ ...OPTIONS, jwks: JWKS, ...more });

/** The error of a refused token, whose message matches and shows nothing of the token. */
export async function refused(verifier, token, message) {
  const error = await verifier.verify(token).then(
    () => assert.fail(`accepted, in place of ${message}`),
    (error) => error,
  );
  assert.equal(error.code, 'TokenRefused', error.stack);
  assert.match(error.message, message);
  for (const piece of String(token).split('.')) assert.ok(piece.length < 20 || !error.message.includes(piece));
  return error;
}

/** A fetch that serves key sets, and counts. Its `reply` may be changed. */
export function keyServer(reply = () => Response.json(JWKS)) {
  const served = { count: 0, reply, fetch: undefined };
  served.fetch = async (...args) => {
    served.count++;
    return served.reply(...args);
  };
  return served;
}
