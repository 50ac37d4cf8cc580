// Handlers as functions, behind an address, and in the shape of AWS's Lambda runtimes.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { claims, packageFile, startLocal } from './server-process.mjs';

const { LocalCognito } = await import(packageFile('dist/local.node.mjs'));

const PASSWORD = 'Correct-Horse-7';
const ID = 'us-east-1_Local0001';
const REFUSED = 'UserLambdaValidationException';
const FAILED = 'UnexpectedLambdaException';
const UNREADABLE = 'InvalidLambdaResponseException';

const poolWith = (members) => ({
  pool: { Id: ID, PoolName: 'test', ...members.pool },
  clients: [
    { ClientId: 'app', ClientName: 'app', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  ],
  users: [{ Username: 'ada', Password: PASSWORD, Attributes: { email: 'ada@example.com' } }],
  ...Object.fromEntries(Object.entries(members).filter(([name]) => name !== 'pool')),
});

const SIGN_IN = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'app', AuthParameters: { USERNAME: 'ada', PASSWORD } };

async function signIn(members) {
  const local = new LocalCognito({ pools: [poolWith(members)] });
  const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' };
  const reply = await local.fetch('http://local/', { method: 'POST', headers, body: JSON.stringify(SIGN_IN) });
  local.close();
  return reply.json();
}

/** A server on this machine that records what it is sent, until the test is over. */
async function serverOf(t, answer) {
  const requests = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const seen = { method: request.method, path: request.url, headers: request.headers, event: JSON.parse(body) };
    requests.push(seen);
    answer(response, seen.event);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { requests, address: `http://127.0.0.1:${server.address().port}` };
}

const addsClaim = (response, event) => {
  event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { team: 'blue' } } };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(event));
};

test('a handler behind an address gets the event by POST and answers it', async (t) => {
  const { address, requests } = await serverOf(t, addsClaim);
  const { AuthenticationResult } = await signIn({ handlers: { preTokenGeneration: `${address}/hook?a=b` } });
  assert.equal(claims(AuthenticationResult.IdToken).team, 'blue');
  const [{ method, path, headers, event }] = requests;
  assert.deepEqual([method, path, headers['content-type']], ['POST', '/hook?a=b', 'application/json']);
  assert.deepEqual([event.triggerSource, event.userName], ['TokenGeneration_Authentication', 'ada']);
});

test('functions of LambdaConfig are invoked as Lambda runtimes are, and handlers go before them', async (t) => {
  const { address, requests } = await serverOf(t, addsClaim);
  const arn = (name) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  const LambdaConfig = {
    PreAuthentication: arn('before'),
    PostAuthentication: arn('after'),
    PreTokenGenerationConfig: { LambdaArn: `${arn('tokens')}:live`, LambdaVersion: 'V1_0' },
    KMSKeyID: 'arn:aws:kms:us-east-1:000000000000:key/k',
  };
  const called = [];
  const postAuthentication = (event) => {
    called.push(event.triggerSource);
    return event;
  };
  const { AuthenticationResult } = await signIn({
    pool: { LambdaConfig },
    lambdaEndpoint: `${address}/`,
    handlers: { postAuthentication },
  });
  assert.equal(claims(AuthenticationResult.IdToken).team, 'blue');
  assert.deepEqual(
    requests.map(({ path }) => path),
    ['/2015-03-31/functions/before/invocations', '/2015-03-31/functions/tokens/invocations'],
  );
  assert.deepEqual(called, ['PostAuthentication_Authentication']);
});

const ANSWERS = [
  [
    'a function that throws',
    (reply) => reply.end('{"errorMessage":"not today","errorType":"Error"}'),
    REFUSED,
    'not today',
  ],
  [
    'a function that throws, by the header and a status',
    (reply) => reply.writeHead(502, { 'x-amz-function-error': 'Unhandled' }).end('{"errorMessage":"no","response":{}}'),
    REFUSED,
    'error no.',
  ],
  ['an answer without a response', (reply) => reply.end('{}'), UNREADABLE, 'must return the event'],
  ['another status', (reply, event) => reply.writeHead(500).end(JSON.stringify(event)), FAILED, 'status 500'],
  ['something that is not JSON', (reply) => reply.end('<html>'), FAILED, 'is not a JSON object'],
  ['a connection that breaks', (reply) => reply.destroy(), FAILED, 'cannot be reached'],
  ['a redirect', (reply) => reply.writeHead(307, { location: '/' }).end(), FAILED, 'cannot be reached'],
  ['nothing', () => {}, FAILED, 'no answer within 0.3 seconds'],
];

for (const [what, answer, name, text] of ANSWERS) {
  test(`an address that answers with ${what} ends the request with a clear error`, async (t) => {
    const { address } = await serverOf(t, answer);
    const members = { handlers: { preAuthentication: address }, handlerTimeoutMs: what === 'nothing' ? 300 : 60_000 };
    const { __type, message } = await signIn(members);
    assert.equal(__type, name);
    assert.ok(/^(Unrecognizable lambda output: )?PreAuthentication /.test(message) && message.includes(text), message);
    assert.equal(message.includes(PASSWORD), false);
  });
}

test('an address where nobody listens is named in the error, without what may be a secret in it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  const { __type, message } = await signIn({
    handlers: { preAuthentication: `http://127.0.0.1:${port}/x?key=secret` },
  });
  assert.equal(__type, FAILED);
  assert.ok(message.endsWith(` http://127.0.0.1:${port}/x cannot be reached: ECONNREFUSED.`), message);
});

test('a function that never answers ends the request as well', async () => {
  const { __type } = await signIn({
    handlers: { preAuthentication: () => new Promise(() => {}) },
    handlerTimeoutMs: 50,
  });
  assert.equal(__type, FAILED);
});

test('handlers that cannot be used are refused by name', () => {
  const lambda = { pool: { LambdaConfig: { PreSignUp: 'f' } } };
  for (const [members, message] of [
    [{ handlers: { preSignUp: 'ftp://x' } }, /pools\[0\]\.handlers\.preSignUp must be a function or an http address/],
    [{ handlers: { preSignUp: 7 } }, /pools\[0\]\.handlers\.preSignUp must be a function or an http address/],
    [{ handlers: { preSignup: () => {} } }, /preSignup is not a trigger\. Did you mean preSignUp\?/],
    [{ lambdaEndpoint: 'http://127.0.0.1:3001' }, /lambdaEndpoint needs functions in pools\[0\]\.pool\.LambdaConfig/],
    [{ ...lambda, lambdaEndpoint: 'localhost:3001' }, /lambdaEndpoint must be an http or https address/],
    [{ ...lambda, handlerTimeoutMs: 0 }, /handlerTimeoutMs must be a number/],
  ]) {
    assert.throws(() => new LocalCognito({ pools: [poolWith(members)] }), { code: 'InvalidArgument', message });
  }
});

test('the command takes addresses from its configuration', async (t) => {
  const { address, requests } = await serverOf(t, addsClaim);
  const config = join(await mkdtemp(join(tmpdir(), 'handlers-')), 'local.json');
  await writeFile(config, JSON.stringify({ pools: [poolWith({ handlers: { preTokenGeneration: address } })] }));
  const server = await startLocal(['--config', config]);
  t.after(() => server.stop());
  const { body } = await server.call('InitiateAuth', SIGN_IN);
  assert.equal(claims(body.AuthenticationResult.IdToken).team, 'blue');
  assert.equal(requests.length, 1);
});

test('two sign-ins at once of somebody who is migrated end, each after its hook', async () => {
  const calls = [];
  const handlers = {
    async userMigration(event) {
      calls.push('userMigration');
      await new Promise((done) => setTimeout(done, 20));
      const response = {
        userAttributes: { email: 'new@example.com' },
        finalUserStatus: 'CONFIRMED',
        messageAction: 'SUPPRESS',
      };
      return { ...event, response };
    },
    preAuthentication(event) {
      calls.push('preAuthentication');
      return event;
    },
  };
  const local = new LocalCognito({ pools: [poolWith({ handlers })] });
  const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' };
  const body = JSON.stringify({ ...SIGN_IN, AuthParameters: { USERNAME: 'new', PASSWORD } });
  const ask = () => local.fetch('http://local/', { method: 'POST', headers, body }).then((reply) => reply.json());
  // The second one's answer of `userMigration` comes when the first has made the user.
  const answers = await Promise.all([ask(), ask()]);
  for (const { AuthenticationResult } of answers)
    assert.equal(claims(AuthenticationResult.IdToken).email, 'new@example.com');
  assert.deepEqual(calls.toSorted(), ['preAuthentication', 'preAuthentication', 'userMigration', 'userMigration']);
  local.close();
});
