// The programs of docs/mount.md, run as they are printed: the packed package, a server, and somebody who signs in through it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { blocks } from '../js/docs/blocks.mjs';
import { behind, localCognito } from '../js/server/processes.mjs';
import { project } from '../packaging/installed.mjs';
import { below, journey } from './journey.mjs';
import { installed, RUNTIMES } from './others.mjs';

const printed = new Map(
  blocks('docs/mount.md')
    .filter(({ language }) => language === 'js')
    .map(({ heading, code }) => [heading, code]),
);
const NODE = [process.execPath];
const PROGRAMS = ['node:http', 'Express', 'Fastify', 'Hono', 'Deno', 'Bun'];

let local;
before(async (t) => {
  local = await localCognito(t);
});

async function freePort() {
  const server = createServer();
  await new Promise((settle) => server.listen(0, settle));
  const { port } = server.address();
  await new Promise((settle) => server.close(settle));
  return port;
}

async function answers(base, ended) {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const reply = await Promise.race([fetch(`${base}/health`).catch(() => undefined), ended]);
    if (typeof reply === 'string') throw new Error(reply);
    if (reply?.status === 200) return;
    await new Promise((settle) => setTimeout(settle, 50));
  }
  throw new Error('it never answered');
}

for (const name of PROGRAMS) {
  test(name, async (t) => {
    const { folder } = project(t);
    for (const entry of readdirSync(installed))
      if (!entry.startsWith('.')) symlinkSync(join(installed, entry), join(folder, 'node_modules', entry));
    const configuration = below('/auth', behind(local, 'cookie'));
    writeFileSync(join(folder, 'proxy.json'), JSON.stringify(configuration));
    writeFileSync(join(folder, 'proxy.mjs'), printed.get('One module for all of them'));
    const port = await freePort();
    const program = printed.get(name);
    assert.match(program, /\b3000\b/, 'the port is all that is changed');
    writeFileSync(join(folder, 'main.mjs'), program.replace(/\b3000\b/, port));
    const [command, ...flags] = RUNTIMES[name] ?? NODE;
    const child = spawn(command, [...flags, 'main.mjs'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    const ended = new Promise((settle) => child.once('exit', (code) => settle(`it ended with ${code}: ${output}`)));
    t.after(() => child.kill('SIGKILL'));
    const base = `http://127.0.0.1:${port}/auth`;
    await answers(base, ended);
    await journey(base);
    const lines = output.split('\n').filter((line) => line.startsWith('{'));
    const told = lines.map((line) => JSON.parse(line));
    assert.ok(
      told.some(({ ip }) => /127\.0\.0\.1$/.test(ip)),
      'the proxy knows the address of the connection',
    );
    assert.doesNotMatch(output, /eyJ|Correct-Horse/i);
  });
}

test('the route handler of Next.js is the one that tests/bundlers runs', () => {
  const route = readFileSync(new URL('../bundlers/next/app/api/auth/[...path]/route.js', import.meta.url), 'utf8');
  assert.equal(route.replace(/^\/\/.*\n/, '').trim(), printed.get('Next.js').trim());
});
