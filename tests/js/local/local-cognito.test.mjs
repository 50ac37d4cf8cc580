// The class LocalCognito inside the process: its fetch, its handlers, its state.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { claims, PACKAGE, packageFile } from './server-process.mjs';

const { LocalCognito, isAuthError } = await import(packageFile('dist/local.node.mjs'));

const PASSWORD = 'Correct-Horse-7';
const CLIENT = {
  ClientName: 'app',
  ClientId: 'app0000000',
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
};
const POOL = {
  pool: { Id: 'us-east-1_Local0001', PoolName: 'test' },
  clients: [CLIENT],
  users: [{ Username: 'ada', Password: PASSWORD }],
};

async function call(local, operation, input, init = {}) {
  const reply = await local.fetch('http://local/', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
    ...init,
  });
  return { status: reply.status, body: await reply.json() };
}

const signIn = (local, password = PASSWORD, init) =>
  call(
    local,
    'InitiateAuth',
    { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'app0000000', AuthParameters: { USERNAME: 'ada', PASSWORD: password } },
    init,
  );

test('pools are known at once, before any request', () => {
  const local = new LocalCognito({
    pools: [POOL, { pool: { PoolName: 'second' }, clients: [{ ClientName: 'a' }, { ClientName: 'b' }] }],
  });
  const [first, second] = local.pools;
  assert.deepEqual(first, {
    userPoolId: 'us-east-1_Local0001',
    name: 'test',
    clientIds: ['app0000000'],
    domains: [],
  });
  assert.match(second.userPoolId, /^us-east-1_\w+$/);
  assert.equal(second.clientIds.length, 2);
  local.close();
});

test('without a configuration there is a pool to sign up in', async () => {
  const local = new LocalCognito();
  const ClientId = local.pools[0].clientIds[0];
  const signUp = {
    ClientId,
    Username: 'ada',
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
  };
  assert.equal((await call(local, 'SignUp', signUp)).status, 200);
  const [mail, ...others] = local.outbox;
  assert.deepEqual(others, []);
  assert.equal(mail.destination, 'ada@example.com');
  assert.equal(
    (await call(local, 'ConfirmSignUp', { ClientId, Username: 'ada', ConfirmationCode: mail.code })).status,
    200,
  );
  local.close();
});

test('fetch is bound, takes a Request or a URL with init, and answers with a Response', async () => {
  const local = new LocalCognito({ pools: [POOL] });
  const { fetch } = local;
  const url = new URL('http://elsewhere.example/us-east-1_Local0001/.well-known/jwks.json');
  for (const input of [url, url.href, new Request(url)]) {
    const reply = await fetch(input);
    assert.ok(reply instanceof Response);
    assert.equal((await reply.json()).keys[0].alg, 'RS256');
  }
  const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.DescribeUserPool' };
  const body = JSON.stringify({ UserPoolId: 'us-east-1_Local0001' });
  for (const input of [
    [new Request('http://local/', { method: 'POST', headers, body })],
    ['http://local/', { method: 'POST', headers: new Headers(headers), body }],
    ['http://local/', { method: 'POST', headers: Object.entries(headers), body: new TextEncoder().encode(body) }],
    [new Request('http://local/', { headers }), { method: 'POST', body }],
    ['http://local/', { method: 'post', headers, body: new Blob([body]) }],
  ]) {
    assert.equal((await (await fetch(...input)).json()).UserPool.Name, 'test');
  }
  assert.equal((await fetch('http://local/', { method: 'OPTIONS' })).status, 204);
  local.close();
});

test('one key serves requests that arrive together', async () => {
  const local = new LocalCognito({ pools: [POOL] });
  const replies = await Promise.all(Array.from({ length: 8 }, () => signIn(local)));
  const kids = replies.map(
    ({ body }) => JSON.parse(Buffer.from(body.AuthenticationResult.IdToken.split('.')[0], 'base64url')).kid,
  );
  assert.equal(new Set(kids).size, 1);
  local.close();
});

test('an aborted request rejects with the reason of its signal', async () => {
  const local = new LocalCognito({ pools: [POOL] });
  // With its key made, the latency is what they wait for.
  await signIn(local);
  await local.setFaults({ latencyMs: 200_000 });
  const reason = new Error('changed my mind');
  await assert.rejects(signIn(local, PASSWORD, { signal: AbortSignal.abort(reason) }), reason);
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 50);
  await assert.rejects(signIn(local, PASSWORD, { signal: controller.signal }), reason);
  await assert.rejects(signIn(local, PASSWORD, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
  const request = new Request('http://local/_local/outbox', { signal: AbortSignal.timeout(50) });
  await assert.rejects(local.fetch(request), { name: 'TimeoutError' });
  local.close();
});

test('an aborted request leaves handlers and later requests alone', async () => {
  let release;
  const held = new Promise((settle) => {
    release = settle;
  });
  let calls = 0;
  let first;
  const asked = new Promise((settle) => {
    first = settle;
  });
  const preAuthentication = async (event) => {
    if (calls++ === 0) {
      first();
      await held;
    }
    return event;
  };
  const local = new LocalCognito({ pools: [{ ...POOL, handlers: { preAuthentication } }] });
  const controller = new AbortController();
  const stuck = assert.rejects(signIn(local, PASSWORD, { signal: controller.signal }), { name: 'AbortError' });
  await asked;
  controller.abort();
  assert.equal((await signIn(local)).status, 200, 'others do not wait for a handler that is slow');
  await stuck;
  release();
  assert.equal((await signIn(local)).status, 200);
  local.close();
});

test('faults reject like fetch, answer like an overloaded service, and end when they are taken back', async () => {
  const local = new LocalCognito({ pools: [POOL] });
  await local.setFaults({ drop: { times: 1 } });
  await assert.rejects(signIn(local), (error) => error instanceof TypeError && error.cause.code === 'ECONNRESET');
  assert.equal((await signIn(local)).status, 200);
  await local.setFaults({ throttle: {} });
  assert.equal((await signIn(local)).body.__type, 'TooManyRequestsException');
  await local.setFaults({ serverError: { status: 502, body: '<html>' } });
  const reply = await local.fetch('http://local/', {
    method: 'POST',
    headers: { 'x-amz-target': 'X.InitiateAuth' },
    body: '{}',
  });
  assert.deepEqual([reply.status, await reply.text()], [502, '<html>']);
  await local.setFaults();
  assert.equal((await signIn(local)).status, 200);
  await assert.rejects(
    local.setFaults({ earthquake: true }),
    (error) => isAuthError(error) && error.code === 'InvalidArgument' && /earthquake/.test(error.message),
  );
  local.close();
});

test('handlers decide: the event they return counts, an error refuses with its text', async () => {
  const seen = [];
  const local = new LocalCognito({
    pools: [
      {
        ...POOL,
        handlers: {
          preTokenGeneration: async (event) => {
            seen.push(event.triggerSource, event.userName, event.request.userAttributes.sub);
            await new Promise((settle) => setTimeout(settle, 20));
            return {
              ...event,
              response: {
                claimsOverrideDetails: { claimsToAddOrOverride: { tier: 'gold' }, claimsToSuppress: ['email'] },
              },
            };
          },
        },
      },
    ],
  });
  const { AuthenticationResult } = (await signIn(local)).body;
  const id = claims(AuthenticationResult.IdToken);
  assert.equal(id.tier, 'gold');
  assert.deepEqual(seen, ['TokenGeneration_Authentication', 'ada', id.sub]);
  local.close();

  for (const [handler, message] of [
    [
      () => {
        throw new Error('not today');
      },
      /not today/,
    ],
    [async () => Promise.reject(new Error('not today')), /not today/],
    [() => undefined, /must return the event/],
    [() => 'event', /must return the event/],
    [
      () => {
        throw null;
      },
      /null/,
    ],
    [
      (event) => {
        event.self = event;
        return event;
      },
      /circular/,
    ],
  ]) {
    const refusing = new LocalCognito({ pools: [{ ...POOL, handlers: { preAuthentication: handler } }] });
    const { status, body } = await signIn(refusing);
    assert.equal(status, 400);
    const unreadable = /must return the event/.test(body.message);
    assert.equal(body.__type, unreadable ? 'InvalidLambdaResponseException' : 'UserLambdaValidationException');
    assert.match(body.message, message);
    refusing.close();
  }
});

test('a snapshot brings everything back, and the handlers stay those of the configuration', async () => {
  const handlers = {
    preTokenGeneration: (event) => ({
      ...event,
      response: { claimsOverrideDetails: { claimsToAddOrOverride: { tier: 'gold' } } },
    }),
  };
  const first = new LocalCognito({ pools: [{ ...POOL, handlers }] });
  const { AuthenticationResult } = (await signIn(first)).body;
  await call(first, 'CreateUserPool', { PoolName: 'made later' });
  const snapshot = await first.snapshot();
  assert.ok(!snapshot.includes(PASSWORD));
  first.close();
  const second = new LocalCognito({ pools: [{ ...POOL, handlers }] }, { snapshot });
  assert.deepEqual(
    second.pools.map(({ name }) => name),
    ['test', 'made later'],
  );
  assert.equal((await call(second, 'GetUser', { AccessToken: AuthenticationResult.AccessToken })).body.Username, 'ada');
  const refresh = { ClientId: 'app0000000', RefreshToken: AuthenticationResult.RefreshToken };
  assert.equal(
    claims((await call(second, 'GetTokensFromRefreshToken', refresh)).body.AuthenticationResult.IdToken).tier,
    'gold',
  );
  assert.equal((await signIn(second, 'wrong')).body.__type, 'NotAuthorizedException');
  second.close();
  // Taken before the first request: there must be a key in it all the same.
  const early = new LocalCognito({ pools: [POOL] });
  const again = new LocalCognito({ pools: [POOL] }, { snapshot: await early.snapshot() });
  assert.equal((await signIn(again)).status, 200);
});

test('a pool without a fixed id keeps its handlers over a snapshot', async () => {
  const config = {
    pools: [
      { pool: { PoolName: 'other' } },
      {
        pool: { PoolName: 'test' },
        clients: [CLIENT],
        users: [{ Username: 'ada', Password: PASSWORD }],
        handlers: {
          preTokenGeneration: (event) => ({
            ...event,
            response: { claimsOverrideDetails: { claimsToAddOrOverride: { tier: 'gold' } } },
          }),
        },
      },
    ],
  };
  const first = new LocalCognito(config);
  await call(first, 'DeleteUserPool', { UserPoolId: first.pools[0].userPoolId });
  const second = new LocalCognito(config, { snapshot: await first.snapshot() });
  assert.deepEqual(second.pools, first.pools);
  assert.equal(claims((await signIn(second)).body.AuthenticationResult.IdToken).tier, 'gold');
});

test('a closed one says so, and closing twice is nothing', async () => {
  const local = new LocalCognito({ pools: [POOL] });
  await signIn(local);
  await local.setFaults({ latencyMs: 100 });
  const underWay = signIn(local);
  await new Promise((settle) => setTimeout(settle, 20));
  local.close();
  local.close();
  assert.equal((await underWay).status, 200, 'what was answered already arrives');
  const closed = (error) => isAuthError(error) && error.code === 'Closed';
  await assert.rejects(signIn(local), closed);
  await assert.rejects(local.snapshot(), closed);
  assert.throws(() => local.pools, closed);
  assert.throws(() => local.outbox, closed);
});

test('a configuration that cannot be used is refused with its reason', () => {
  const circular = { pools: [] };
  circular.pools.push({ pool: circular });
  for (const [config, reason] of [
    [null, /must be an object/],
    ['pools', /must be an object/],
    [{ pools: {} }, /pools must be an array/],
    [{ pools: [null] }, /pools\[0\] must be an object/],
    [{ pool: [] }, /pool/],
    [{ pools: [{ handlers: './file.mjs' }] }, /only the command line/],
    [{ pools: [{ handlers: 7 }] }, /pools\[0\]\.handlers must be an object/],
    [{ pools: [{ handlers: { preSignup() {} } }] }, /preSignup is not a trigger\. Did you mean preSignUp\?/],
    [{ pools: [{ handlers: { preSignUp: 'yes' } }] }, /preSignUp must be a function/],
    [{ pools: [{ pool: { Id: 'nonsense' } }] }, /pools\[0\]\.pool/],
    [{ pools: [POOL, POOL] }, /us-east-1_Local0001/],
    [{ pools: [{ users: [{ Username: 'ada', Password: 'weak' }] }] }, /pools\[0\]\.users\[0\]/],
    [{ faults: { earthquake: true } }, /earthquake/],
    [circular, /plain data/],
  ]) {
    assert.throws(
      () => new LocalCognito(config),
      (error) => isAuthError(error) && error.code === 'InvalidArgument' && reason.test(error.message),
      String(reason),
    );
  }
  for (const snapshot of ['', '{}', '{"version":1}', 'null', '[]']) {
    assert.throws(
      () => new LocalCognito({ pools: [POOL] }, { snapshot }),
      (error) => error.code === 'InvalidArgument' && /snapshot/.test(error.message),
    );
  }
});

test('import and require give the same class', () => {
  const required = createRequire(import.meta.url)(resolve(PACKAGE, 'cjs/local.js'));
  assert.equal(required.LocalCognito, LocalCognito);
  assert.equal(LocalCognito.name, 'LocalCognito');
  assert.equal(Object.prototype.toString.call(new LocalCognito({ pools: [POOL] })), '[object LocalCognito]');
});

test('importing makes no key, draws nothing random and compiles nothing', async () => {
  const code = await readFile(resolve(PACKAGE, 'cjs/local.js'), 'utf8');
  const forbidden = () => assert.fail('used while importing');
  const scope = {
    module: { exports: {} },
    TextDecoder,
    TextEncoder,
    Uint8Array,
    FinalizationRegistry,
    crypto: {
      getRandomValues: forbidden,
      get subtle() {
        return forbidden();
      },
    },
    WebAssembly: { Module: forbidden, Instance: forbidden, compile: forbidden, instantiate: forbidden },
  };
  scope.exports = scope.module.exports;
  runInNewContext(code, scope);
  assert.equal(typeof scope.module.exports.LocalCognito, 'function');
});

test('without Request and Response it answers what a client needs, as under jsdom', async () => {
  const platform = { Request: globalThis.Request, Response: globalThis.Response, Headers: globalThis.Headers };
  for (const name of Object.keys(platform)) delete globalThis[name];
  try {
    const local = new LocalCognito({ pools: [POOL] });
    const reply = await local.fetch('http://local/', {
      method: 'POST',
      headers: { 'x-amz-target': 'X.InitiateAuth' },
      body: '{}',
    });
    assert.deepEqual([reply.ok, reply.status], [false, 400]);
    assert.match(reply.headers.get('X-Amzn-RequestId'), /^[0-9a-f-]{36}$/);
    assert.equal(reply.headers.get('nothing'), null);
    assert.equal(JSON.parse(await reply.text()).__type, (await reply.json()).__type);
    local.close();
  } finally {
    Object.assign(globalThis, platform);
  }
});
