// The command's state outlives a kill at any point of its writing.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { race, rounds } from '../rounds.mjs';
import { packageFile, startLocal } from './server-process.mjs';

const { LocalCognito } = await import(packageFile('dist/local.node.mjs'));
const KILLER = new URL('kill-while-writing.mjs', import.meta.url).href;
const ID = 'us-east-1_State0001';
const CONFIG = { pools: [{ pool: { Id: ID, PoolName: 'state' }, clients: [{ ClientId: 'app', ClientName: 'app' }] }] };

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'state-'));
  await writeFile(join(path, 'local.json'), JSON.stringify(CONFIG));
  const state = join(path, 'state.json');
  return { path, state, args: ['--config', join(path, 'local.json'), '--state', state] };
}

const add = (server, Username) =>
  server.call('AdminCreateUser', { UserPoolId: ID, Username, MessageAction: 'SUPPRESS' });

/** Whom a state file names, by a reader that refuses what is not whole. */
async function users(state) {
  const snapshot = await readFile(state, 'utf8');
  const local = new LocalCognito(CONFIG, { snapshot });
  const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers' };
  const body = JSON.stringify({ UserPoolId: ID });
  const reply = await local.fetch('http://local/', { method: 'POST', headers, body });
  local.close();
  return (await reply.json()).Users.map(({ Username }) => Username);
}

async function restart(args) {
  const server = await startLocal(args);
  await server.stop();
}

/** A state with the user ada, and how long it is. */
async function withAda() {
  const place = await folder();
  const server = await startLocal(place.args);
  await add(server, 'ada');
  await server.stop();
  return { ...place, size: (await readFile(place.state)).length };
}

test('a process that is killed while it writes leaves the state as it was, or as it was to be', async (t) => {
  const { path, state, args, size } = await withAda();
  const before = await readFile(state, 'utf8');
  t.after(() => delete process.env.KILL_AT);
  const cuts = [0, 1, 2, ...[0.1, 0.3, 0.5, 0.7, 0.9].map((part) => Math.floor(size * part)), size, size + 50];
  for (const at of [...cuts, 'sync', 'rename', 'renamed']) {
    await writeFile(state, before);
    process.env.KILL_AT = String(at);
    const server = await startLocal(args, [process.execPath, '--import', KILLER]);
    assert.equal((await add(server, 'bob')).status, 200);
    const { signal } = await server.ended;
    assert.equal(signal, 'SIGKILL', `killed at ${at}`);
    const left = await readFile(state, 'utf8');
    if (at !== 'renamed') assert.equal(left, before, `killed at ${at}`);
    assert.deepEqual(await users(state), at === 'renamed' ? ['ada', 'bob'] : ['ada'], `killed at ${at}`);
  }
  // Drafts of the dead go at the next start.
  delete process.env.KILL_AT;
  await restart(args);
  assert.deepEqual((await readdir(path)).sort(), ['local.json', 'state.json']);
});

test('a process that is killed at any time leaves a whole state', async () => {
  await race(
    async (round) => {
      const { args, state } = await folder();
      const server = await startLocal(args);
      let stop = false;
      let added = 0;
      const adding = (async () => {
        while (!stop) {
          const reply = await add(server, `user${String(added).padStart(4, '0')}`).catch(() => undefined);
          if (!reply) return;
          added += 1;
        }
      })();
      // Not a time to wait for: where in the writing it falls is left to chance.
      await new Promise((resolve) => setTimeout(resolve, 250 + ((round * 37) % 300)));
      server.child.kill('SIGKILL');
      await server.ended;
      stop = true;
      await adding;
      const found = existsSync(state) ? await users(state) : [];
      assert.ok(found.length <= added + 1);
      assert.deepEqual(found, found.map((_, index) => `user${String(index).padStart(4, '0')}`).slice(0, 60));
    },
    Math.ceil(rounds / 2),
  );
});

test('a state that was cut at any byte is no state, and is said to be none', async () => {
  const local = new LocalCognito(CONFIG);
  const snapshot = await local.snapshot();
  local.close();
  for (let length = 0; length < snapshot.length; length += 1) {
    const restore = () => new LocalCognito(CONFIG, { snapshot: snapshot.slice(0, length) });
    assert.throws(restore, { code: 'InvalidArgument', message: /remove the state file/ }, `${length} characters`);
  }
});

test('the drafts of processes that live, and files of others, stay', async () => {
  const { path, args } = await withAda();
  const others = [`state.json.${process.pid}.tmp`, 'state.json.bak', 'other.json.1.tmp'];
  for (const name of others) await writeFile(join(path, name), 'x');
  await restart(args);
  const left = await readdir(path);
  for (const name of others) assert.ok(left.includes(name), name);
});
