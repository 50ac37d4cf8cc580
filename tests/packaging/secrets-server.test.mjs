// Who reads the memory of the auth proxy's engine later finds no token and no password that went through it, however a request ended.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makePool, makeUser, packageFile, startLocal } from '../js/local/server-process.mjs';
import { startSrp } from '../js/server/srp.mjs';
import { watchEngines } from './engines.mjs';
import { Hunt, passwordOf, planted } from './secrets.mjs';

const engines = watchEngines();
const service = await startLocal(['--issuer', 'aws']);
after(() => service.stop());
const { AuthProxy } = await import(packageFile('dist/server.js'));
const KEY = Buffer.alloc(32, 7).toString('base64url');

for (const custody of ['token', 'cookie']) {
  test(`after every request of a session nothing of it is left: custody ${custody}`, async () => {
    const ids = await makePool(service.endpoint);
    const password = passwordOf('Correct');
    await makeUser(service.endpoint, { userPoolId: ids.userPoolId, username: 'ada', password });
    const hunt = new Hunt();
    hunt.text('password', password);
    const seen = async (url, init) => {
      const reply = await fetch(url, init);
      const { AuthenticationResult: tokens } = await reply
        .clone()
        .json()
        .catch(() => ({}));
      if (tokens?.AccessToken) hunt.token('access token', tokens.AccessToken);
      if (tokens?.IdToken) hunt.token('ID token', tokens.IdToken);
      if (tokens?.RefreshToken) hunt.token('refresh token', tokens.RefreshToken);
      return reply;
    };
    const pool = { ...ids, endpoint: service.endpoint };
    const proxy = new AuthProxy(
      { pools: [pool], custody, keys: [{ id: 'k1', secret: KEY }], passwordSignIn: true },
      { fetch: seen },
    );
    const jar = new Map();
    let token;
    const ask = async (method, path, body) => {
      const headers = { 'x-auth-csrf': '1', ...(body && { 'content-type': 'application/json' }) };
      if (token) headers.authorization = `Bearer ${token}`;
      if (jar.size) headers.cookie = [...jar].map((pair) => pair.join('=')).join('; ');
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      const reply = await proxy.fetch(`https://auth.example.com${path}`, init);
      for (const line of reply.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
        if (value) jar.set(name, value);
        else jar.delete(name);
      }
      const text = await reply.text();
      assert.deepEqual(hunt.in(engines.at(-1).memory), [], `after ${method} ${path}`);
      return { status: reply.status, body: text && JSON.parse(text) };
    };
    const srp = startSrp();
    const start = { method: 'SRP', authParameters: { username: 'ada', srpA: srp.publicHex } };
    const challenge = await ask('POST', '/sign-in', start);
    const challengeResponses = srp.responses(challenge.body.challengeParameters, password);
    const signedIn = await ask('POST', '/challenge', { challengeName: 'PASSWORD_VERIFIER', challengeResponses });
    assert.equal(signedIn.status, 200);
    token = signedIn.body.tokens.accessToken;
    const byPassword = { method: 'PASSWORD', authParameters: { username: 'ada', password } };
    if (custody === 'token') assert.equal((await ask('POST', '/sign-in', byPassword)).status, 200);
    assert.equal((await ask('GET', '/user')).status, 200);
    const refreshToken = signedIn.body.tokens.refreshToken;
    assert.equal((await ask('POST', '/refresh', custody === 'token' ? { refreshToken } : {})).status, 200);
    const change = { previousPassword: 'Wrong-0001', proposedPassword: password };
    assert.equal((await ask('POST', '/password', change)).status, 401);
    assert.equal((await ask('POST', '/sign-out', custody === 'token' ? { token: refreshToken } : {})).status, 200);
    assert.deepEqual(hunt.names.sort(), ['ID token', 'access token', 'password', 'refresh token']);
    assert.deepEqual(planted(hunt, engines.at(-1).memory, Buffer.from(password)), ['password'], 'the hunt finds');
  });
}
