// Our client signs in to ministack, a Cognito of other people: what the two agree on is not our own invention.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { claims, packageFile, totp } from '../local/server-process.mjs';
import { python, run } from './python.mjs';

const { Pool } = await import(packageFile('dist/node.mjs'));

const PASSWORD = 'Correct-Horse-7';
let endpoint;
let client;
let child;
let folder;
let interpreter;

before(async () => {
  const packages = ['ministack==1.5.33', 'cryptography'];
  interpreter = await python(packages);
  folder = await mkdtemp(join(tmpdir(), 'ciw-ministack-'));
  const port = await freePort();
  endpoint = `http://127.0.0.1:${port}/`;
  child = spawn(await python(packages, 'ministack'), {
    cwd: folder,
    stdio: 'ignore',
    env: {
      ...process.env,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      AUTH: 'true',
      STATE_DIR: folder,
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
    },
  });
  await healthy();
  client = new sdk.CognitoIdentityProvider({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});

after(async () => {
  client?.destroy();
  if (child) {
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill();
    await ended;
  }
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function healthy() {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const reply = await fetch(`${endpoint}_ministack/health`).catch(() => undefined);
    if (reply?.ok) return;
    if (child.exitCode !== null) throw new Error(`ministack ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('ministack does not answer');
}

/** An operation by AWS's name of it. */
const send = (operation, input) => client[operation[0].toLowerCase() + operation.slice(1)](input);

/** A pool with a user, and what our client needs to know of them. */
async function fixture({ pool = {}, app = {}, username = 'ada' } = {}) {
  const { UserPool } = await send('CreateUserPool', { PoolName: 'peers', ...pool });
  const { UserPoolClient } = await send('CreateUserPoolClient', {
    UserPoolId: UserPool.Id,
    ClientName: 'app',
    ExplicitAuthFlows: [
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ],
    ...app,
  });
  const user = { UserPoolId: UserPool.Id, Username: username };
  await send('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await send('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
  const options = { userPoolId: UserPool.Id, clientId: UserPoolClient.ClientId };
  return { options, clientSecret: UserPoolClient.ClientSecret };
}

const connect = (options) => new Pool({ ...options, endpoint, storage: 'memory' });

const refused = { name: 'AuthError', code: 'NotAuthorizedException' };

test('the right password signs in by SRP, a wrong one does not', async () => {
  const { options } = await fixture();
  const pool = connect(options);
  const step = await pool.signIn({ username: 'ada', password: PASSWORD });
  assert.equal(step.status, 'signedIn');
  assert.equal(step.session.idToken.claims['cognito:username'], 'ada');
  for (const wrong of ['Correct-Horse-8', 'correct-horse-7', `${PASSWORD} `]) {
    await assert.rejects(connect(options).signIn({ username: 'ada', password: wrong }), refused);
  }
});

test('five sign-ins in a row succeed, whatever the random numbers', async () => {
  const { options } = await fixture({ username: 'ünïcode-用户' });
  for (let round = 0; round < 5; round++) {
    const step = await connect(options).signIn({ username: 'ünïcode-用户', password: PASSWORD });
    assert.equal(step.status, 'signedIn');
  }
});

test('USER_PASSWORD_AUTH signs in, too', async () => {
  const { options } = await fixture();
  const signIn = (password) => connect(options).signIn({ username: 'ada', password, flow: 'password' });
  assert.equal((await signIn(PASSWORD)).status, 'signedIn');
  await assert.rejects(signIn('Wrong-Horse-7'), refused);
});

test('TOTP is enrolled and asked for at the next sign-in', async () => {
  const { options } = await fixture();
  await send('SetUserPoolMfaConfig', {
    UserPoolId: options.userPoolId,
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const { user } = await connect(options).signIn({ username: 'ada', password: PASSWORD });
  const { secretCode } = await user.mfa.associate();
  await assert.rejects(user.mfa.verify({ code: wrongCode(totp(secretCode)) }), { name: 'AuthError', kind: 'service' });
  await user.mfa.verify({ code: totp(secretCode) });
  await user.mfa.set({ totp: 'preferred' });

  const step = await connect(options).signIn({ username: 'ada', password: PASSWORD });
  assert.equal(step.status, 'softwareTokenMfa');
  assert.equal((await step.respond({ code: totp(secretCode) })).status, 'signedIn');
  const again = await connect(options).signIn({ username: 'ada', password: PASSWORD });
  await assert.rejects(again.respond({ code: wrongCode(totp(secretCode)) }), { name: 'AuthError', kind: 'service' });
});

/** Six digits that are not this code. */
const wrongCode = (code) => String((Number(code) + 500_000) % 1_000_000).padStart(6, '0');

// ministack runs Python.
const TRIGGERS = `
def handler(event, context):
    request, response = event["request"], event["response"]
    source = event["triggerSource"]
    if source.startswith("DefineAuthChallenge"):
        rounds = request.get("session") or []
        last = rounds[-1] if rounds else None
        response["failAuthentication"] = False
        response["issueTokens"] = bool(last and last["challengeName"] == "CUSTOM_CHALLENGE" and last["challengeResult"])
        if last and last["challengeName"] == "SRP_A":
            response["challengeName"] = "PASSWORD_VERIFIER"
        elif len(rounds) >= 5:
            response["failAuthentication"] = True
        elif not response["issueTokens"]:
            response["challengeName"] = "CUSTOM_CHALLENGE"
    elif source.startswith("CreateAuthChallenge"):
        response["publicChallengeParameters"] = {"riddle": "What walks on four legs in the morning?"}
        response["privateChallengeParameters"] = {"answer": "human"}
        response["challengeMetadata"] = "RIDDLE"
    elif source.startswith("VerifyAuthChallengeResponse"):
        response["answerCorrect"] = request["challengeAnswer"] == request["privateChallengeParameters"]["answer"]
    return event
`;

const ZIP = `
import base64, io, sys, zipfile
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w") as archive:
    archive.writestr("triggers.py", sys.argv[1])
print(base64.b64encode(buffer.getvalue()).decode())
`;

/** A request to another service of ministack, which wants credentials and, with this key, looks no further. */
async function aws(service, path, contentType, body) {
  const scope = `Credential=test/20260101/us-east-1/${service}/aws4_request`;
  const reply = await fetch(new URL(path, endpoint), {
    method: 'POST',
    headers: {
      'content-type': contentType,
      authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=00`,
    },
    body,
  });
  const text = await reply.text();
  assert.ok(reply.ok, text);
  return text;
}

/** The Lambda function of the three triggers. */
async function deployTriggers() {
  const principal = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const role = new URLSearchParams({
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName: 'triggers',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [principal] }),
  });
  await aws('iam', '/', 'application/x-www-form-urlencoded', role.toString());
  const lambda = {
    FunctionName: 'triggers',
    Runtime: 'python3.12',
    Handler: 'triggers.handler',
    Role: 'arn:aws:iam::000000000000:role/triggers',
    Code: { ZipFile: (await run(interpreter, ['-c', ZIP, TRIGGERS])).trim() },
  };
  return JSON.parse(await aws('lambda', '/2015-03-31/functions', 'application/json', JSON.stringify(lambda)))
    .FunctionArn;
}

test('custom challenges are answered, with and without SRP before them', async () => {
  const lambda = await deployTriggers();
  const { options } = await fixture({
    pool: {
      LambdaConfig: { DefineAuthChallenge: lambda, CreateAuthChallenge: lambda, VerifyAuthChallengeResponse: lambda },
    },
  });
  const step = await connect(options).signIn({ username: 'ada', flow: 'custom' });
  assert.equal(step.status, 'customChallenge');
  assert.equal(step.parameters.riddle, 'What walks on four legs in the morning?');
  assert.equal((await step.respond({ answer: 'human' })).status, 'signedIn');

  const second = await connect(options).signIn({ username: 'ada', flow: 'custom' });
  const third = await second.respond({ answer: 'dog' });
  assert.equal(third.status, 'customChallenge');
  assert.equal((await third.respond({ answer: 'human' })).status, 'signedIn');

  const proven = await connect(options).signIn({ username: 'ada', password: PASSWORD, flow: 'custom-srp' });
  assert.equal(proven.status, 'customChallenge');
  assert.equal((await proven.respond({ answer: 'human' })).status, 'signedIn');
  await assert.rejects(
    connect(options).signIn({ username: 'ada', password: 'Wrong-Horse-7', flow: 'custom-srp' }),
    refused,
  );
});

test('a session is refreshed by many callers at once, in one request', async () => {
  const { options } = await fixture();
  let refreshes = 0;
  const counting = (url, init) => {
    const operation = init.headers['X-Amz-Target'] ?? init.headers['x-amz-target'];
    if (/GetTokensFromRefreshToken|InitiateAuth/.test(operation)) refreshes++;
    return fetch(url, init);
  };
  const pool = new Pool({ ...options, endpoint, storage: 'memory', fetch: counting });
  const { user, session } = await pool.signIn({ username: 'ada', password: PASSWORD });
  refreshes = 0;
  const fresh = await Promise.all(Array.from({ length: 10 }, () => user.session({ forceRefresh: true })));
  assert.equal(refreshes, 1);
  assert.notEqual(fresh[0].accessToken.jwt, session.accessToken.jwt);
  assert.equal(new Set(fresh.map(({ accessToken }) => accessToken.jwt)).size, 1);
});

test('a sign-out revokes the refresh token', async () => {
  const { options } = await fixture();
  const pool = connect(options);
  const { user, session } = await pool.signIn({ username: 'ada', password: PASSWORD });
  const refreshToken = session.refreshToken.jwt ?? session.refreshToken;
  assert.deepEqual(await user.signOut(), { revoked: true });
  assert.equal(pool.currentUser(), null);
  await assert.rejects(
    send('InitiateAuth', {
      ClientId: options.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    }),
    sdk.NotAuthorizedException,
  );
});

test('a global sign-out ends the sessions of other devices', async () => {
  const { options } = await fixture();
  const here = await connect(options).signIn({ username: 'ada', password: PASSWORD });
  const there = await connect(options).signIn({ username: 'ada', password: PASSWORD });
  assert.deepEqual(await here.user.signOut({ global: true }), { revoked: true });
  await assert.rejects(there.user.session({ forceRefresh: true }), { name: 'AuthError', kind: /service|caller/ });
});

test('the hash of an app client’s secret is accepted, and a wrong secret or none is not', async () => {
  const { options, clientSecret } = await fixture({ app: { GenerateSecret: true } });
  const { user, session } = await connect({ ...options, clientSecret }).signIn({ username: 'ada', password: PASSWORD });
  assert.equal(claims(session.accessToken.jwt).client_id, options.clientId);
  assert.notEqual((await user.session({ forceRefresh: true })).accessToken.jwt, session.accessToken.jwt);
  const wrong = createHmac('sha256', 'another').update('secret').digest('hex');
  await assert.rejects(
    connect({ ...options, clientSecret: wrong }).signIn({ username: 'ada', password: PASSWORD }),
    refused,
  );
  await assert.rejects(connect(options).signIn({ username: 'ada', password: PASSWORD }), refused);
});
