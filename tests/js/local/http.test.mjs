// The local Cognito over HTTP: what a browser and a verifier of tokens need, the outbox, the faults.
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { claims, makePool, makeUser, must, startLocal } from './server-process.mjs';

const PASSWORD = 'Correct-Horse-7';
let server;
before(async () => {
  server = await startLocal();
  await makeUser(server.endpoint, {
    userPoolId: server.userPoolId,
    username: 'ada',
    password: PASSWORD,
    attributes: { email: 'ada@example.com' },
  });
});
after(() => server?.stop());

const signIn = (password = PASSWORD) => ({
  AuthFlow: 'USER_PASSWORD_AUTH',
  ClientId: server.clientId,
  AuthParameters: { USERNAME: 'ada', PASSWORD: password },
});

test('a preflight allows what browsers and SDKs send', async () => {
  for (const headers of [
    'content-type,x-amz-target,x-amz-user-agent,cache-control',
    'amz-sdk-invocation-id,amz-sdk-request,content-type,x-amz-target',
  ]) {
    const reply = await fetch(server.endpoint, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:5173',
        'access-control-request-method': 'POST',
        'access-control-request-headers': headers,
      },
    });
    assert.ok(reply.ok, String(reply.status));
    assert.ok(['*', 'http://localhost:5173'].includes(reply.headers.get('access-control-allow-origin')));
    assert.match(reply.headers.get('access-control-allow-methods'), /POST/);
    const allowed = reply.headers
      .get('access-control-allow-headers')
      .toLowerCase()
      .split(/\s*,\s*/);
    for (const header of headers.split(',')) assert.ok(allowed.includes(header), header);
  }
});

test('answers and refusals carry what a browser must be shown', async () => {
  for (const input of [signIn(), signIn('wrong')]) {
    const { headers } = await server.call('InitiateAuth', input, { origin: 'http://localhost:5173' });
    assert.ok(headers.get('access-control-allow-origin'));
    const exposed = headers.get('access-control-expose-headers').toLowerCase();
    assert.match(exposed, /x-amzn-requestid/);
    assert.match(exposed, /x-amzn-errortype/);
    assert.match(headers.get('x-amzn-requestid'), /^[0-9a-f-]{36}$/);
  }
});

test('a refusal is an exception of the service', async () => {
  const { status, headers, body } = await server.call('InitiateAuth', signIn('wrong'));
  assert.equal(status, 400);
  assert.match(headers.get('x-amzn-errortype'), /^NotAuthorizedException/);
  assert.deepEqual(body, { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' });
});

test("tokens verify with the pool's JWKS by another implementation, and no longer when they are changed", async () => {
  const { AuthenticationResult } = await must(server.endpoint, 'InitiateAuth', signIn());
  const { keys } = await (await fetch(`${server.endpoint}${server.userPoolId}/.well-known/jwks.json`)).json();
  for (const token of [AuthenticationResult.IdToken, AuthenticationResult.AccessToken]) {
    const [header, payload, signature] = token.split('.');
    const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url'));
    assert.equal(alg, 'RS256');
    const jwk = keys.find((key) => key.kid === kid);
    assert.deepEqual([jwk.kty, jwk.use, jwk.alg], ['RSA', 'sig', 'RS256']);
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    assert.equal(key.asymmetricKeyDetails.modulusLength, 2048);
    const sound = (text) => verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
    assert.ok(sound(`${header}.${payload}`));
    assert.ok(!sound(`${header}.${Buffer.from('{"sub":"someone else"}').toString('base64url')}`));
  }
  const id = claims(AuthenticationResult.IdToken);
  assert.equal(id.aud, server.clientId);
  assert.equal(id.token_use, 'id');
  assert.equal(id['cognito:username'], 'ada');
  assert.equal(id.email, 'ada@example.com');
  const access = claims(AuthenticationResult.AccessToken);
  assert.equal(access.client_id, server.clientId);
  assert.equal(access.token_use, 'access');
  assert.equal(access.sub, id.sub);
  assert.equal(access.iss, id.iss);
  assert.ok(access.iss.endsWith(`/${server.userPoolId}`));
  assert.equal(access.exp - access.iat, 3600);
});

test('two servers have two keys', async () => {
  const other = await startLocal();
  const jwks = async ({ endpoint, userPoolId }) =>
    (await (await fetch(`${endpoint}${userPoolId}/.well-known/jwks.json`)).json()).keys[0].n;
  assert.notEqual(await jwks(server), await jwks(other));
  await other.stop();
});

test('codes reach the outbox of their user, newest last, and never the client', async () => {
  const pool = await makePool(server.endpoint, { pool: { AutoVerifiedAttributes: ['email'] } });
  const signUp = await server.call('SignUp', {
    ClientId: pool.clientId,
    Username: 'ben',
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: 'ben@example.com' }],
  });
  assert.deepEqual(signUp.body.CodeDeliveryDetails, {
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: 'b***@e***',
  });
  await must(server.endpoint, 'ResendConfirmationCode', { ClientId: pool.clientId, Username: 'ben' });
  const sent = await server.outbox('ben');
  assert.deepEqual(
    sent.map(({ kind }) => kind),
    ['signUp', 'resendCode'],
  );
  for (const mail of sent) {
    assert.deepEqual(
      [mail.username, mail.userPoolId, mail.medium, mail.destination],
      ['ben', pool.userPoolId, 'EMAIL', 'ben@example.com'],
    );
    assert.match(mail.code, /^\d{6}$/);
    assert.ok(!JSON.stringify(signUp.body).includes(mail.code));
  }
  assert.deepEqual(await server.outbox('nobody'), []);
  const wrong = String((Number(sent[1].code) + 1) % 1_000_000).padStart(6, '0');
  const confirm = (ConfirmationCode) =>
    server.call('ConfirmSignUp', { ClientId: pool.clientId, Username: 'ben', ConfirmationCode });
  assert.equal((await confirm(wrong)).body.__type, 'CodeMismatchException');
  assert.equal((await confirm(sent[1].code)).status, 200);
});

test('faults strike as often as they are told, and only the operation that they name', async () => {
  await server.faults({ throttle: { operation: 'InitiateAuth', times: 2 } });
  assert.equal((await server.call('DescribeUserPool', { UserPoolId: server.userPoolId })).status, 200);
  assert.equal((await server.call('InitiateAuth', signIn())).body.__type, 'TooManyRequestsException');
  assert.equal((await server.call('InitiateAuth', signIn())).body.__type, 'TooManyRequestsException');
  assert.equal((await server.call('InitiateAuth', signIn())).status, 200);
  await server.faults({ serverError: { times: 1, status: 503 } });
  assert.equal(
    (
      await fetch(server.endpoint, {
        method: 'POST',
        headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      })
    ).status,
    503,
  );
  await server.faults({});
});

test('a dropped connection is one that breaks', async () => {
  await server.faults({ drop: { times: 1 } });
  await assert.rejects(server.call('InitiateAuth', signIn()), TypeError);
  assert.equal((await server.call('InitiateAuth', signIn())).status, 200);
  await server.faults({});
});

test('latency delays every answer', async () => {
  await server.faults({ latencyMs: 300 });
  const started = Date.now();
  assert.equal((await server.call('InitiateAuth', signIn())).status, 200);
  assert.ok(Date.now() - started >= 295);
  await server.faults({});
});

test("the server's clock can be wrong", async () => {
  await server.faults({ clockSkewMs: -3_600_000 });
  const { AuthenticationResult } = await must(server.endpoint, 'InitiateAuth', signIn());
  assert.ok(Math.abs(claims(AuthenticationResult.IdToken).iat - (Date.now() / 1000 - 3600)) < 60);
  await server.faults({});
});

test('a fault that does not exist is refused', async () => {
  await assert.rejects(server.faults({ earthquake: true }), /400/);
});

test('what is no operation of the service is refused, not crashed on', async () => {
  const send = (init) => fetch(server.endpoint, init);
  const target = { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' };
  for (const init of [
    { method: 'GET' },
    { method: 'PUT', body: '{}' },
    { method: 'POST', body: '{}' },
    { method: 'POST', headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.MakeCoffee' }, body: '{}' },
    { method: 'POST', headers: target, body: '' },
    { method: 'POST', headers: target, body: '{"AuthFlow":' },
    { method: 'POST', headers: target, body: '[]' },
    { method: 'POST', headers: target, body: '{"AuthFlow":7,"ClientId":{}}' },
    { method: 'POST', headers: target, body: Buffer.from([0xff, 0xfe, 0x00]) },
  ]) {
    const reply = await send(init);
    assert.ok(reply.status >= 400 && reply.status < 500, `${reply.status} for ${JSON.stringify(init)}`);
  }
  assert.equal((await send({ method: 'POST', headers: target, body: 'x'.repeat(2 << 20) })).status, 413);
  assert.equal((await server.call('InitiateAuth', signIn())).status, 200);
});

test('odd paths find nothing', async () => {
  const { hostname, port } = new URL(server.endpoint);
  for (const path of ['//x', '/nothing', '/../etc/passwd', '/%', 'http://elsewhere.example/x', '*']) {
    const status = await new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
      });
      socket.once('data', (data) => resolve(Number(String(data).split(' ')[1])));
      socket.once('error', reject);
    });
    assert.ok(status === 404 || status === 405 || status === 400, `${status} for ${path}`);
  }
});

test('a caller who hangs up in the middle of a request does not stop the server', async () => {
  const { hostname, port } = new URL(server.endpoint);
  await new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"Auth');
      setTimeout(() => socket.destroy(), 50);
    });
    socket.once('close', resolve).once('error', reject);
  });
  assert.equal((await server.call('InitiateAuth', signIn())).status, 200);
});

test('a web page of another machine reads no code, sets no fault and lists nobody', async () => {
  const { request } = await import('node:http');
  /** With any Host and Origin, as `fetch` would not send them. */
  const ask = (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const sent = request(new URL(path, server.endpoint), { method, headers }, (reply) => {
        reply.resume().on('end', () => resolve([reply.statusCode, reply.headers['access-control-allow-origin']]));
      });
      sent.on('error', reject).end(body);
    });
  const target = 'AWSCognitoIdentityProviderService.ListUsers';
  const list = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
  const users = JSON.stringify({ UserPoolId: server.userPoolId });
  const own = [
    ['GET', '/_local/outbox?username=ben', {}, undefined],
    ['POST', '/_local/faults', { 'content-type': 'text/plain' }, '{"latencyMs":0}'],
    ['POST', '/', list, users],
    // What stands behind the path changes nothing.
    ['POST', '/?x', list, users],
    ['POST', '/?', list, users],
  ];
  const foreign = ['https://evil.example', 'null', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example'];
  const pages = ['http://localhost:5173', 'http://127.0.0.1:8080', 'http://app.localhost', 'http://[::1]:3000'];
  for (const [method, path, headers, body] of own) {
    for (const origin of [...foreign, 'http://10.0.0.1'])
      assert.deepEqual(await ask(method, path, { ...headers, origin }, body), [403, undefined], `${path} ${origin}`);
    const embedded = await ask(method, path, { ...headers, 'sec-fetch-site': 'cross-site' }, body);
    assert.equal(embedded[0], 403, path);
    for (const origin of pages)
      assert.deepEqual(await ask(method, path, { ...headers, origin }, body), [200, origin], `${path} ${origin}`);
    assert.equal((await ask(method, path, headers, body))[0], 200, 'no page at all');
    for (const host of ['evil.example', 'evil.example:9400', 'localhost.evil.example', '127.0.0.1.evil.example'])
      assert.equal((await ask(method, path, { ...headers, host }, body))[0], 421, `${path} Host: ${host}`);
    for (const host of ['localhost', 'app.localhost:9400', '127.0.0.1', '[::1]:9400'])
      assert.equal((await ask(method, path, { ...headers, host }, body))[0], 200, host);
  }
  // What cannot be decoded is nobody's name, and not everybody's.
  const outbox = await fetch(`${server.endpoint}_local/outbox?username=%zz`);
  assert.deepEqual(await outbox.json(), []);
  const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
  assert.deepEqual(await ask('OPTIONS', '/_local/faults', preflight), [204, undefined]);
});
