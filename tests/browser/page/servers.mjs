// The two servers behind the page: the local Cognito's command, and the example's own.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startLocal as startCommand } from '../../js/local/server-process.mjs';

export const inExample = (path) => fileURLToPath(new URL(`../../../www-example/${path}`, import.meta.url));

export const startLocal = () => startCommand(['--config', inExample('local.json')]);

/** Starts a server of the example, and waits for the line that names its address. */
export async function startServer(script, args, { flags = [], env = {} } = {}) {
  const child = spawn(process.execPath, [...flags, inExample(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  const line = new Promise((resolve) => createInterface(child.stdout).once('line', resolve));
  const first = await Promise.race([line, ended]);
  if (typeof first !== 'string') throw new Error(`${script} ended with ${first}`);
  return {
    ...JSON.parse(first),
    /** Ends it; gives its exit code. */
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** `serve.mjs` on a free port. */
export const startPage = (...args) => startServer('serve.mjs', ['--port', '0', ...args]);

export const startLocalPage = ({ endpoint, userPoolId, clientId }) =>
  startPage('--cognito', endpoint, '--pool', userPoolId, '--client', clientId);
