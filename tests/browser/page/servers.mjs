// The two servers behind the page: the local Cognito's command line, and the example's own.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);
const inRoot = (path) => fileURLToPath(new URL(path, root));

/** Starts a program that prints one JSON line once it listens. */
async function start(...args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}`)));
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    ...JSON.parse(line),
    /** Ends it; gives its exit code. */
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

export async function startLocal() {
  const local = await start(inRoot('pkg/bin/cli.mjs'), 'local', '--port', '0', '--config', inRoot('www-example/local.json'));
  return { ...local, call: (operation, input) => call(local, operation, input), lastCode: (username) => lastCode(local, username) };
}

export function startPage({ endpoint, userPoolId, clientId }) {
  return start(inRoot('www-example/serve.mjs'), '--cognito', endpoint, '--pool', userPoolId, '--client', clientId, '--port', '0');
}

async function call({ endpoint }, operation, input) {
  const reply = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
    body: JSON.stringify(input),
  });
  const answer = await reply.json();
  if (!reply.ok) throw new Error(`${operation}: ${answer.__type}: ${answer.message}`);
  return answer;
}

/** The newest code that was sent to a person. */
async function lastCode({ endpoint }, username) {
  const reply = await fetch(new URL(`/_local/outbox?username=${encodeURIComponent(username)}`, endpoint));
  const messages = await reply.json();
  if (messages.length === 0) throw new Error(`Nothing was sent to ${username}.`);
  return messages.at(-1).code;
}
