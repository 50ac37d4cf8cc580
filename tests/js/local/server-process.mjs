// The local Cognito as a process of its own, started by the command that people use.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The package under test. */
export const PACKAGE = process.env.CIW_PKG
  ? resolve(process.env.CIW_PKG)
  : fileURLToPath(new URL('../../../pkg', import.meta.url));
export const CLI = resolve(PACKAGE, 'bin/cli.mjs');
/** A file of the package, as `import` takes it. */
export const packageFile = (path) => pathToFileURL(resolve(PACKAGE, path)).href;

/** Starts `cognito-identity-wasm local` on a free port, in Node or by another command. */
export async function startLocal(args = [], [runtime, ...flags] = [process.execPath]) {
  const all = [...flags, CLI, 'local', '--port', '0', ...args];
  const child = spawn(runtime, all, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise((settle) =>
    child.once('close', (code, signal) => settle({ code, signal, stdout, stderr })),
  );
  const line = new Promise((settle) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      if (stdout.includes('\n')) settle();
    });
  });
  const early = await Promise.race([line, ended]);
  if (early) throw new Error(`the server ended with ${early.code ?? early.signal}: ${early.stderr}`);
  const told = JSON.parse(stdout);
  const server = {
    ...told,
    child,
    ended,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
    call: (operation, input, headers) => call(told.endpoint, operation, input, headers),
    /** What was sent to somebody, newest last. */
    async outbox(username) {
      const reply = await fetch(`${told.endpoint}_local/outbox?username=${encodeURIComponent(username)}`);
      if (!reply.ok) throw new Error(`outbox: ${reply.status}`);
      return reply.json();
    },
    async lastCode(username) {
      return (await server.outbox(username)).at(-1)?.code;
    },
    async faults(faults) {
      const reply = await fetch(`${told.endpoint}_local/faults`, { method: 'POST', body: JSON.stringify(faults) });
      if (!reply.ok) throw new Error(`faults: ${reply.status} ${await reply.text()}`);
    },
  };
  return server;
}

/** One operation by hand: `{ status, headers, body }`. */
export async function call(endpoint, operation, input, headers = {}) {
  const reply = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      ...headers,
    },
    body: JSON.stringify(input),
  });
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, body: text ? JSON.parse(text) : {} };
}

/** The same, where anything but success is a defect of the test. */
export async function must(endpoint, operation, input) {
  const { status, body } = await call(endpoint, operation, input);
  if (status !== 200) throw new Error(`${operation}: ${status} ${JSON.stringify(body)}`);
  return body;
}

export const EVERY_FLOW = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
];

/** An app client whose refresh tokens rotate, and the old one ends at once. */
export const ROTATING = {
  ExplicitAuthFlows: EVERY_FLOW.filter((flow) => flow !== 'ALLOW_REFRESH_TOKEN_AUTH'),
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
};

/** A pool and an app client, as somebody with AWS credentials would make them. */
export async function makePool(endpoint, { pool = {}, client = {} } = {}) {
  const { UserPool } = await must(endpoint, 'CreateUserPool', { PoolName: 'test', ...pool });
  const { UserPoolClient } = await must(endpoint, 'CreateUserPoolClient', {
    UserPoolId: UserPool.Id,
    ClientName: 'test',
    ExplicitAuthFlows: EVERY_FLOW,
    ...client,
  });
  return { userPoolId: UserPool.Id, clientId: UserPoolClient.ClientId, clientSecret: UserPoolClient.ClientSecret };
}

/** A user whose password is permanent, or temporary. */
export async function makeUser(endpoint, { userPoolId, username, password, attributes = {}, temporary = false }) {
  await must(endpoint, 'AdminCreateUser', {
    UserPoolId: userPoolId,
    Username: username,
    MessageAction: 'SUPPRESS',
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  });
  await must(endpoint, 'AdminSetUserPassword', {
    UserPoolId: userPoolId,
    Username: username,
    Password: password,
    Permanent: !temporary,
  });
}

/** The code of an authenticator app, RFC 6238, some steps of 30 seconds from now. */
export function totp(secret, steps = 0) {
  const bits = [...secret.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The claims of a token. */
export const claims = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());
