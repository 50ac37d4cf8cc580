// `user.fetch` and `session.fetch` against a server on loopback: the token, a second try after a 401, the caller's signal, redirects.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { IDS, makeService } from './in-process.mjs';
import { Memory, PASSWORD } from './world.mjs';

const service = makeService('ada');
let api;
let origin;
const seen = [];
let answer;

before(async () => {
  api = createServer(async (request, reply) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    seen.push({ token: request.headers.authorization, method: request.method, body: Buffer.concat(parts).toString() });
    answer(reply, seen.length);
  });
  await new Promise((listening) => api.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${api.address().port}`;
});
after(() => {
  api.closeAllConnections();
  api.close();
});

function open(more = {}) {
  const fetch = (url, init) =>
    `${url.url ?? url}`.startsWith(origin) ? globalThis.fetch(url, init) : service.fetch(url, init);
  return service.open(new Memory(), { fetch, audienceOrigins: [`${origin}/`], ...more });
}

async function signedIn() {
  seen.length = 0;
  const pool = open();
  return { pool, ...(await pool.signIn({ username: 'ada', password: PASSWORD })) };
}
const status = (code) => (reply) => {
  reply.writeHead(code);
  reply.end('{}');
};

test('user.fetch sends a valid token, and once more with a new one after a 401', async () => {
  const { session, user } = await signedIn();
  answer = status(200);
  assert.equal((await user.fetch(`${origin}/a`)).status, 200);
  assert.equal(seen[0].token, `Bearer ${session.accessToken.jwt}`);
  answer = (reply, count) => status(count % 2 ? 200 : 401)(reply);
  assert.equal((await user.fetch(`${origin}/a`, { method: 'POST', body: 'x' })).status, 200);
  assert.equal(seen.length, 3);
  assert.notEqual(seen[2].token, seen[1].token);
  assert.deepEqual([seen[1].body, seen[2].body], ['x', 'x']);
  answer = status(401);
  assert.equal((await user.fetch(`${origin}/a`)).status, 401);
  assert.equal(seen.length, 5, 'once');
});

test('a Request with a body is sent twice, a stream once', async () => {
  const { user } = await signedIn();
  answer = (reply, count) => status(count === 1 ? 401 : 200)(reply);
  const request = new Request(`${origin}/a`, { method: 'PUT', body: 'y', headers: { 'x-a': '1' } });
  assert.equal((await user.fetch(request)).status, 200);
  assert.deepEqual(
    seen.map(({ body, method }) => [method, body]),
    [
      ['PUT', 'y'],
      ['PUT', 'y'],
    ],
  );
  seen.length = 0;
  const body = new Blob(['z']).stream();
  assert.equal((await user.fetch(`${origin}/a`, { method: 'POST', body, duplex: 'half' })).status, 401);
});

test('the caller’s signal stops a body that is still arriving', async () => {
  const { session, user } = await signedIn();
  for (const object of [user, session]) {
    answer = (reply) => {
      reply.writeHead(200);
      const timer = setInterval(() => reply.write('x'), 10);
      reply.on('close', () => clearInterval(timer));
    };
    const controller = new AbortController();
    const reply = await object.fetch(`${origin}/a`, { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await assert.rejects(reply.text(), { name: 'AbortError' });
  }
});

test('the token goes nowhere else', async () => {
  const { session, user } = await signedIn();
  for (const url of ['https://api.example.com/', 'http://127.0.0.1:1/', '/a', new Request('https://x.example/')])
    for (const object of [user, session]) await assert.rejects(object.fetch(url), { code: 'InvalidArgument' });
  for (const audienceOrigins of [['*'], ['api.example.com'], ['https://api.example.com/a'], ['ftp://x.example']])
    assert.throws(() => open({ audienceOrigins }), { code: 'InvalidArgument' });
  assert.ok(open({ audienceOrigins: ['https://API.example.com:443/'] }));
});

test('whoever confirms an account signs in without another code', async () => {
  const pool = open();
  const attributes = { email: 'mia@example.com' };
  await pool.signUp({ username: 'mia', password: PASSWORD, attributes });
  const { code } = service.local.outbox.at(-1);
  const { challengeSession } = await pool.confirmSignUp({ username: 'mia', code });
  const step = await pool.signIn({ username: 'mia', flow: 'user-auth', challengeSession });
  assert.equal(step.status, 'signedIn');
});

test('sessions, factors, acr and amr are told under our names', async () => {
  const { session, user } = await signedIn();
  assert.deepEqual([session.acr, session.amr], [undefined, []]);
  const { enabledMfa, preferredMfa, signIn } = await user.factors();
  assert.deepEqual([enabledMfa, preferredMfa], [[], null]);
  assert.ok(signIn.includes('PASSWORD'));
  const listed = await user.sessions.list().catch((error) => error);
  assert.ok(Array.isArray(listed.sessions) || listed.code, JSON.stringify(listed));
});

test('what threat protection is told: the call’s data, the pool’s function, AWS’s script', async () => {
  const sent = [];
  const fetch = async (url, init) => {
    sent.push(JSON.parse(init.body).UserContextData);
    return service.fetch(url, init);
  };
  const data = async (options, call = {}) => {
    sent.length = 0;
    await service
      .open('none', { fetch, ...options })
      .forgotPassword({ username: 'ada', ...call })
      .catch(() => {});
    return sent[0];
  };
  const userContextData = (username) => ({ encodedData: `of ${username}` });
  assert.equal(await data({}), undefined);
  globalThis.AmazonCognitoAdvancedSecurityData = { getData: (...ids) => ids.join() };
  try {
    assert.deepEqual(await data({}), { EncodedData: `ada,${IDS.userPoolId},${IDS.clientId}` });
    assert.deepEqual(await data({ userContextData }), { EncodedData: 'of ada' });
    assert.deepEqual(await data({ userContextData }, { userContextData: { ipAddress: '::1' } }), { IpAddress: '::1' });
    assert.equal(await data({ userContextData: () => undefined }), undefined);
  } finally {
    delete globalThis.AmazonCognitoAdvancedSecurityData;
  }
});
