// Redis of the tests, in every shape: one node, a cluster of three masters, a master and a replica that three Sentinels watch.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './processes.mjs';

const run = promisify(execFile);
const PROGRAM = 'redis-server';

export const hasRedis = () => {
  try {
    execFileSync(PROGRAM, ['--version']);
    return true;
  } catch {
    return false;
  }
};

const folder = () => mkdtempSync(join(tmpdir(), 'ciw-redis-'));

/** A process of Redis that can be stopped and started again with what it had. */
async function node(t, port, args = []) {
  const dir = folder();
  let child;
  let ended;
  const start = async () => {
    const own = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      dir,
      '--appendonly',
      'yes',
      '--appendfsync',
      'no',
    ];
    child = spawn(PROGRAM, [...own, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    ended = new Promise((settle) => child.once('close', settle));
    await new Promise((settle, reject) => {
      child.once('error', reject);
      child.once('close', (code) => reject(new Error(`redis-server ended with ${code}`)));
      child.stdout
        .setEncoding('utf8')
        .on('data', (text) => /Ready to accept|Sentinel ID is|# \+monitor/.test(text) && settle());
    });
  };
  await start();
  t.after(() => {
    child.kill('SIGKILL');
    return ended;
  });
  return {
    port,
    start,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
    kill() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

export async function until(what, check, ms = 30_000) {
  const end = Date.now() + ms;
  for (;;) {
    try {
      if (await check()) return;
    } catch {}
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await sleep(50);
  }
}

const cli = async (port, ...args) => (await run('redis-cli', ['-p', String(port), ...args])).stdout;

/** One node. */
export async function single(t) {
  const one = await node(t, await freePort());
  return { redis: `redis://127.0.0.1:${one.port}`, nodes: [one], master: async () => one };
}

/** Three masters. */
export async function cluster(t) {
  const nodes = [];
  while (nodes.length < 3) {
    // The bus of a cluster listens 10,000 above.
    const port = await freePort();
    if (port > 50_000) continue;
    const own = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000', '--cluster-require-full-coverage', 'no'];
    nodes.push(await node(t, port, own));
  }
  const places = nodes.map(({ port }) => `127.0.0.1:${port}`);
  await run('redis-cli', ['--cluster', 'create', ...places, '--cluster-replicas', '0', '--cluster-yes']);
  const isWhole = async ({ port }) => /cluster_state:ok/.test(await cli(port, 'cluster', 'info'));
  await until('a whole cluster', async () => (await Promise.all(nodes.map(isWhole))).every(Boolean));
  return { redis: { cluster: places.map((place) => `redis://${place}`) }, nodes, master: async () => nodes[0] };
}

/** A master with a replica, and three Sentinels. */
export async function sentinel(t) {
  const master = await node(t, await freePort());
  const replica = await node(t, await freePort(), ['--replicaof', '127.0.0.1', String(master.port)]);
  const nodes = [master, replica];
  const synced = async () => /master_link_status:up/.test(await cli(replica.port, 'info', 'replication'));
  await until('a replica', synced);
  const watchers = [];
  for (let index = 0; index < 3; index++) {
    const path = join(folder(), 'sentinel.conf');
    const lines = [
      `sentinel monitor mymaster 127.0.0.1 ${master.port} 2`,
      'sentinel down-after-milliseconds mymaster 1000',
      'sentinel failover-timeout mymaster 3000',
    ];
    writeFileSync(path, lines.join('\n'));
    watchers.push(await sentinelProcess(t, path));
  }
  const agree = async () => /num-other-sentinels\n2/.test(await cli(watchers[0], 'sentinel', 'master', 'mymaster'));
  await until('Sentinels that know each other', agree);
  const masterNow = async () => {
    const [, port] = (await cli(watchers[0], 'sentinel', 'get-master-addr-by-name', 'mymaster')).split('\n');
    return nodes.find((one) => String(one.port) === port);
  };
  const sentinels = watchers.map((port) => `redis://127.0.0.1:${port}`);
  return { redis: { sentinels, name: 'mymaster' }, nodes, master: masterNow };
}

async function sentinelProcess(t, path) {
  const port = await freePort();
  const args = [path, '--sentinel', '--port', String(port), '--bind', '127.0.0.1'];
  const child = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((settle) => child.once('close', settle));
  t.after(() => {
    child.kill('SIGKILL');
    return ended;
  });
  await until('a Sentinel', async () => /PONG/.test(await cli(port, 'ping')));
  return port;
}

/** Every key that the store has, and what lies there. */
export async function contents({ nodes }) {
  const all = {};
  for (const { port } of nodes) {
    const keys = (await cli(port, 'keys', '*')).split('\n').filter(Boolean);
    for (const key of keys) all[key] = (await cli(port, 'get', key)).trim();
  }
  return all;
}

/** Removes the keys of a pattern. */
export async function clear(port, pattern) {
  const keys = (await cli(port, 'keys', pattern)).split('\n').filter(Boolean);
  if (keys.length) await cli(port, 'del', ...keys);
}

/** A command to one node. */
export const command = (port, ...words) => cli(port, ...words);
