// Processes of the tests: the proxy as people start it, the local Cognito behind it, a Redis of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLI, startLocal } from '../local/server-process.mjs';
import { config, LOCAL } from './world.mjs';

const folder = () => mkdtempSync(join(tmpdir(), 'ciw-proxy-'));

export function writeJson(name, value) {
  const path = join(folder(), name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

/** The local Cognito with the users of the tests; ended with the test. */
export async function localCognito(t) {
  const local = await startLocal(['--config', writeJson('local.json', LOCAL)]);
  t.after(() => local.stop());
  return local;
}

/** A program that says in its first line of JSON that it listens. */
export async function startProxy(t, configuration, args = [], env = {}) {
  const path = writeJson('proxy.json', configuration);
  const child = spawn(process.execPath, [CLI, 'proxy', '--config', path, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const out = { stdout: '', stderr: '' };
  child.stderr.setEncoding('utf8').on('data', (text) => {
    out.stderr += text;
  });
  const ended = new Promise((settle) => child.once('close', (code, signal) => settle({ code, signal, ...out })));
  const line = new Promise((settle) =>
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out.stdout += text;
      if (out.stdout.includes('\n')) settle();
    }),
  );
  const early = await Promise.race([line, ended]);
  if (early) return { ended, ...early };
  t.after(() => {
    child.kill('SIGKILL');
    return ended;
  });
  const told = JSON.parse(out.stdout.split('\n')[0]);
  const log = () =>
    out.stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((text) => JSON.parse(text));
  return { url: told.listening.replace(/\/$/, ''), metrics: told.metrics, child, ended, out, log };
}

/** The configuration with a local Cognito behind it. */
export const behind = (local, custody, more = {}) => {
  const whole = config(custody, more);
  whole.pools[0].endpoint = local.endpoint;
  return whole;
};

/** A Redis on a port of its own, in memory alone. */
export async function startRedis(t, port) {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder()];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((settle) => child.once('close', settle));
  t.after(() => {
    child.kill('SIGKILL');
    return ended;
  });
  await new Promise((settle, reject) => {
    child.once('error', reject);
    child.stdout.setEncoding('utf8').on('data', (text) => /Ready to accept/.test(text) && settle());
  });
  return {
    stop() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

/** A server of the test on loopback. */
export async function serve(t, listener) {
  const server = createServer({ keepAliveTimeout: 75_000 }, listener);
  await new Promise((settle) => server.listen(0, '127.0.0.1', settle));
  t.after(() => server.closeAllConnections() ?? server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

/** A port that was free a moment ago. */
export async function freePort() {
  const server = createServer();
  await new Promise((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address();
  await new Promise((settle) => server.close(settle));
  return port;
}
