// What is in a token, and whether it is genuine: decoding beside amazon-cognito-identity-js, Amplify and aws-jwt-verify,
// verification beside aws-jwt-verify.
//
//   node tests/bench/tokens.mjs [--markdown | --json]
import { decodeJWT } from '@aws-amplify/core';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { packageFile } from '../js/local/server-process.mjs';
import { config, LOCAL, LocalCognito, Page, POOL, server } from '../js/server/world.mjs';
import { promise, ratio, takeTurns, timeTable } from './stats.mjs';

const TURNS = 20;
const ours = await import(packageFile('dist/node.mjs'));
const { default: theirs } = await import('amazon-cognito-identity-js');

const local = new LocalCognito(LOCAL);
const jwks = await (await local.fetch(`http://x/${POOL.userPoolId}/.well-known/jwks.json`)).json();
const page = new Page(new server.AuthProxy(config('token'), { fetch: local.fetch }).fetch);
await page.signIn();
const token = page.token;
const subject = decodeJWT(token).payload.sub;

/** Microseconds of one call, out of many; each must find the same person. */
const many = (amount, call) => async () => {
  if ((await call()) !== subject) throw new Error('not what is in the token');
  const begin = performance.now();
  for (let index = 0; index < amount; index++) {
    const result = call();
    if (result instanceof Promise) await result;
  }
  return ((performance.now() - begin) * 1000) / amount;
};

const classic =
  ({ CognitoAccessToken }) =>
  () =>
    new CognitoAccessToken({ AccessToken: token }).decodePayload().sub;
const decoding = {
  'cognito-identity-wasm, drop-in': many(2000, classic(ours)),
  'cognito-identity-wasm, modern: new Session': many(
    500,
    () => new ours.Session({ accessToken: token }).accessToken.claims.sub,
  ),
  'amazon-cognito-identity-js': many(2000, classic(theirs)),
  '@aws-amplify/core': many(2000, () => decodeJWT(token).payload.sub),
  'aws-jwt-verify': many(2000, () => decomposeUnverifiedJwt(token).payload.sub),
};

const verifier = new server.TokenVerifier({ ...POOL, tokenUse: 'access', fetch: local.fetch });
const peer = CognitoJwtVerifier.create({ ...POOL, tokenUse: 'access' });
peer.cacheJwks(jwks);
const verified = async (by) => (await by.verify(token)).sub;
const verifying = {
  'cognito-identity-wasm/server, TokenVerifier': many(300, () => verified(verifier)),
  'aws-jwt-verify': many(300, () => verified(peer)),
};

const decodes = await takeTurns(decoding, { turns: TURNS, warm: 3 });
const verifies = await takeTurns(verifying, { turns: 5 * TURNS, warm: 10 });
timeTable('decoding an access token', decodes, 'µs');
timeTable('verifying an access token: signature, claims, key cached', verifies, 'µs');

const [own, others] = Object.values(verifies);
// Turn by turn: what slows the machine down for a moment slows both.
promise({ 'verification takes at most 0.8 of the time of aws-jwt-verify': ratio(own, others).median <= 0.8 });
