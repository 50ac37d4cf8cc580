// What both programs promise about connections: they keep them, and they close them in order.
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as passed } from 'node:timers/promises';
import { race, rounds, thorough } from './rounds.mjs';

/** Node's own default is 5 seconds, and a second of mercy. */
const IDLE_MS = thorough ? 65_000 : 7_000;
/** Far below what a server may wait for the slow, and far above what a busy machine needs. */
const PROMPT_MS = 20_000;

/** Sends a request; `sent` resolves when all of it is with the system, `answered` with the answer. */
export function send(url, { method = 'GET', headers = {}, body, agent } = {}) {
  const outgoing = request(url, { method, headers, agent });
  const sent = new Promise((settle) => outgoing.once('finish', settle));
  const answered = new Promise((settle, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const told = {
        status: incoming.statusCode,
        headers: incoming.headers,
        port: incoming.socket.localPort,
        reused: outgoing.reusedSocket,
      };
      incoming.once('error', reject);
      incoming.once('end', () => settle(told)).resume();
    });
  });
  // Whoever waits for `sent` first must not find it unhandled.
  answered.catch(() => {});
  outgoing.end(body);
  return { sent, answered };
}

/** Whether the process ends by itself, with 0, and soon. */
async function endsInOrder({ ended }) {
  const late = passed(PROMPT_MS, { code: 'late' }, { ref: false });
  const { code, signal } = await Promise.race([ended, late]);
  assert.deepEqual({ code, signal: signal ?? null }, { code: 0, signal: null });
}

/**
 * `start(t)` gives a running program: `child`, `ended`, the `url` of a quick answer, and `slow`, a request that takes a
 * while once `slowDown()` was called.
 */
export function connectionTests(start) {
  test('a connection that idles longer than Node’s default is used again', { timeout: 120_000 }, async (t) => {
    const { url } = await start(t);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    t.after(() => agent.destroy());
    const first = await send(url, { agent }).answered;
    assert.match(first.headers['keep-alive'], /^timeout=75$/);
    await passed(IDLE_MS);
    const second = await send(url, { agent }).answered;
    assert.deepEqual([second.reused, second.port, second.status], [true, first.port, first.status]);
  });

  for (const signal of ['SIGTERM', 'SIGINT']) {
    test(`${signal} while fifty requests are under way: each is answered, and told that it was the last`, async (t) => {
      const server = await start(t);
      const agent = new Agent({ keepAlive: true });
      t.after(() => agent.destroy());
      await server.slowDown();
      const { url, ...init } = server.slow;
      const requests = Array.from({ length: 50 }, () => send(url, { ...init, agent }));
      await Promise.all(requests.map(({ sent }) => sent));
      server.child.kill(signal);
      const answers = await Promise.all(requests.map(({ answered }) => answered));
      const told = new Set(answers.map(({ status, headers }) => `${status < 500} ${headers.connection}`));
      assert.deepEqual([...told], ['true close']);
      await endsInOrder(server);
      await assert.rejects(send(url, init).answered, { code: 'ECONNREFUSED' });
    });
  }

  test('a request on an idle connection that races SIGTERM is answered, or refused before it is sent', async (t) => {
    const width = Math.min(rounds, 20);
    await race(
      async () => {
        const server = await start(t);
        const agent = new Agent({ keepAlive: true });
        t.after(() => agent.destroy());
        await Promise.all(Array.from({ length: width + 1 }, () => send(server.url, { agent }).answered));
        const begin = performance.now();
        const outcome = async () => {
          // A machine so busy that the client itself is late says nothing about the server.
          const late = performance.now() - begin > 250;
          const answer = await send(server.url, { agent }).answered.catch((error) => error);
          return late ? 'late' : (answer.code ?? answer.headers.connection);
        };
        server.child.kill('SIGTERM');
        const outcomes = await Promise.all(Array.from({ length: width }, (_, index) => passed(index).then(outcome)));
        for (const told of outcomes) assert.match(told, /^(close|keep-alive|ECONNREFUSED|late)$/);
        while (await send(server.url, { agent: false }).answered.catch(() => undefined));
        assert.match(await outcome(), /^(close|ECONNREFUSED|late)$/, 'once it accepts no more');
        await endsInOrder(server);
      },
      Math.ceil(rounds / width),
    );
  });

  test('connections that are idle, or have never sent anything, do not keep it from ending', async (t) => {
    const server = await start(t);
    const agent = new Agent({ keepAlive: true });
    const silent = connect(new URL(server.url).port, '127.0.0.1');
    t.after(() => agent.destroy() ?? silent.destroy());
    silent.on('error', () => {});
    await new Promise((settle) => silent.once('connect', settle));
    await send(server.url, { agent }).answered;
    server.child.kill('SIGTERM');
    await endsInOrder(server);
  });
}
