// The engine's life: its start, its end, and what stands between its objects and the garbage collector.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { built } from './installed.mjs';

const PRELUDE = `
  const load = () => import(${JSON.stringify(pathToFileURL(join(built, 'dist/index.js')).href)});
  const options = (more) => ({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc', storage: 'memory', ...more });
  const never = () => new Promise(() => {});
  const code = (promise) => promise.then(() => 'resolved', (error) => error.code ?? String(error));
  const thrown = (call) => { try { return call() ?? 'returned'; } catch (error) { return error.code ?? String(error); } };
  const say = (value) => console.log(JSON.stringify(value));
  const collect = async () => { for (let i = 0; i < 10; i++) { gc(); await new Promise((done) => setTimeout(done, 5)); } };
`;

/** Runs a program in a process of its own and gives what it said; it must end by itself and complain of nothing. */
function run(program) {
  const ran = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', PRELUDE + program], {
    encoding: 'utf8',
    timeout: 180_000,
  });
  assert.equal(ran.stderr, '');
  assert.equal(ran.status, 0);
  return JSON.parse(ran.stdout);
}

/** Makes exports whose names match trap while \`trap.armed\` is set. */
const TRAPPING = `
  const trap = { armed: '' };
  const unreachable = new WebAssembly.Instance(new WebAssembly.Module(
    Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11))).exports.t;
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, args) {
      const exports = {};
      for (const [name, value] of Object.entries(new target(...args).exports)) {
        exports[name] = typeof value !== 'function' ? value
          : (...given) => (trap.armed && new RegExp(trap.armed).test(name) ? unreachable() : value(...given));
      }
      return { exports };
    },
  });
`;
const PENDING_STEP = `JSON.parse(JSON.stringify({
  status: 'smsMfa', challengeName: 'SMS_MFA', username: 'mia', parameters: {}, challengeSession: 'handle',
  pool: { userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc' },
}))`;

test('after a trap in a method every promise ends, and every object says Internal', () => {
  const said = run(`${TRAPPING}
    const { Pool, Session, ready, isAuthError } = await load();
    const pool = new Pool(options({ fetch: never, timeoutMs: 2_000 }));
    const other = new Pool(options({ fetch: never, timeoutMs: 2_000 }));
    const step = other.resume(${PENDING_STEP});
    const waiting = [other.signIn({ username: 'mia', password: 'p' }), step.respond({ code: '1' })].map(code);
    trap.armed = '.';
    const first = await pool.forgotPassword({ username: 'mia' }).catch((error) => error);
    trap.armed = '';
    say({
      first: [isAuthError(first), first.code, first.kind, first.retryable, first.cause instanceof WebAssembly.RuntimeError],
      waiting: await Promise.all(waiting),
      old: [await code(other.signIn({ username: 'mia', password: 'p' })), await code(step.respond({ code: '1' })), thrown(() => other.currentUser())],
      fresh: [thrown(() => new Pool(options())), thrown(() => new Session({ idToken: 'a.e30.c' })), await code(ready())],
      close: [thrown(() => other.close()), thrown(() => pool.free())],
    });`);
  assert.deepEqual(said, {
    first: [true, 'Internal', 'internal', false, true],
    waiting: ['Internal', 'Internal'],
    old: ['Internal', 'Internal', 'Internal'],
    fresh: ['Internal', 'Internal', 'Internal'],
    close: ['returned', 'returned'],
  });
});

test('a trap in a microtask ends no process: what waited rejects', () => {
  const said = run(`${TRAPPING}
    const { Pool } = await load();
    let answer;
    const pool = new Pool(options({ timeoutMs: 2_000, fetch: () => new Promise((resolve) => { answer = resolve; }) }));
    const waiting = code(pool.forgotPassword({ username: 'mia' }));
    while (!answer) await new Promise((done) => setTimeout(done, 1));
    trap.armed = '.';
    answer(new Response('{}'));
    say([await waiting, await code(pool.signIn({ username: 'mia', password: 'p' }))]);`);
  assert.deepEqual(said, ['Internal', 'Internal']);
});

test('the collector finds objects of a dead engine, and nothing happens', () => {
  const said = run(`${TRAPPING}
    const { Pool } = await load();
    (() => { for (let i = 0; i < 100; i++) new Pool(options()); })();
    const pool = new Pool(options());
    trap.armed = '.';
    const first = await code(pool.forgotPassword({ username: 'mia' }));
    await collect();
    say(first);`);
  assert.equal(said, 'Internal');
});

test('free and close of an object and of its proxies free nothing twice: other objects stay intact', () => {
  const said = run(`
    const { Pool } = await load();
    const others = Array.from({ length: 200 }, (_, i) => new Pool(options({ clientId: 'others' + i })));
    (() => {
      for (let i = 0; i < 200; i++) {
        const pool = new Pool(options({ clientId: 'gone' + i }));
        const proxy = new Proxy(pool, {});
        proxy.free(); pool.free(); proxy.close(); pool.close(); new Proxy(proxy, {}).free();
      }
    })();
    await collect();
    const more = Array.from({ length: 400 }, (_, i) => new Pool(options({ clientId: 'more' + i })));
    say([others.every((pool, i) => pool.toJSON().clientId === 'others' + i), more.every((pool, i) => pool.toJSON().clientId === 'more' + i)]);`);
  assert.deepEqual(said, [true, true]);
});

test('a proxy of an object works as the object does', () => {
  const said = run(`
    const { Pool } = await load();
    const proxy = new Proxy(new Pool(options()), {});
    say([proxy.toJSON().clientId, proxy.currentUser(), await code(proxy.signIn({})), String(proxy), proxy.__v_skip]);`);
  assert.deepEqual(said, ['abc', null, 'InvalidArgument', '[object Pool]', true]);
});

test('a deep clone of an object is refused, also after the original is gone', () => {
  const said = run(`
    const { Pool } = await load();
    const clone = (() => {
      const pool = new Pool(options());
      return Object.assign(Object.create(Object.getPrototypeOf(pool)), pool);
    })();
    await collect();
    say([thrown(() => clone.toJSON()), await code(clone.signIn({ username: 'mia', password: 'p' })), Object.keys(clone)]);`);
  assert.deepEqual(said, ['InvalidArgument', 'InvalidArgument', []]);
});

test('methods are refused on what is no such object, and promise methods reject', () => {
  const said = run(`
    const { Pool, Session } = await load();
    const { signIn, currentUser } = Pool.prototype;
    const token = 'e30.' + btoa('{"exp":4000000000,"iat":1,"token_use":"access","sub":"s"}').replace(/=/g, '') + '.c2ln';
    const session = new Session({ accessToken: token });
    const results = [];
    for (const self of [undefined, null, {}, session, Object.create(Pool.prototype), { __wbg_ptr: 1 }]) {
      results.push(await code(signIn.call(self, {})), thrown(() => currentUser.call(self)));
    }
    say([...new Set(results)]);`);
  assert.deepEqual(said, ['InvalidArgument']);
});

test('close is idempotent, a disposer, and ends calls in flight', () => {
  const said = run(`
    const { Pool } = await load();
    const pool = new Pool(options({ fetch: never, timeoutMs: 200 }));
    const flying = code(pool.forgotPassword({ username: 'mia' }));
    await new Promise((done) => setTimeout(done, 5));
    pool.close(); pool.close(); pool.free();
    const dispose = Symbol.dispose ? pool[Symbol.dispose] === pool.close : true;
    say([dispose, pool.free === pool.close, await code(pool.signIn({ username: 'mia', password: 'p' })), thrown(() => pool.currentUser()), typeof await flying]);`);
  assert.deepEqual(said, [true, true, 'Closed', 'Closed', 'string']);
});

test('classes keep their names, and errors are AuthErrors across copies', () => {
  const said = run(`
    const one = await load();
    const other = await import(${JSON.stringify(pathToFileURL(join(built, 'cjs/index.js')).href)});
    const error = await new one.Pool(options()).signIn({}).catch((caught) => caught);
    say([one.Pool.name, one.User.name, one.Session.name, one.Pool === other.Pool, other.isAuthError(error), error instanceof other.AuthError,
      error instanceof Error, one.isAuthError(new Error('AuthError')), {} instanceof one.AuthError, new one.AuthError('Closed', 'm').kind]);`);
  assert.deepEqual(said, ['Pool', 'User', 'Session', false, true, true, true, false, false, 'caller']);
});

test('without text codecs, a registry or a Buffer everything works, also beyond ASCII', () => {
  const said = run(`
    for (const name of ['TextDecoder', 'TextEncoder', 'FinalizationRegistry', 'Buffer', 'global']) delete globalThis[name];
    const { Pool } = await load();
    const bodies = [];
    const pool = new Pool(options({ fetch: async (url, init) => { bodies.push(init.body); return { ok: true, status: 200, headers: { get: () => null }, text: async () => '{"CodeDeliveryDetails":{"Destination":"ä€🙂"}}' }; } }));
    const { destination } = await pool.forgotPassword({ username: 'mïa€🙂' });
    say([destination, JSON.parse(bodies[0]).Username, 'TextDecoder' in globalThis]);`);
  assert.deepEqual(said, ['ä€🙂', 'mïa€🙂', false]);
});

const refusals = {
  'without WebAssembly': ['delete globalThis.WebAssembly;', /has no WebAssembly/],
  'under a Content-Security-Policy': [
    `WebAssembly.Module = function () { throw new WebAssembly.CompileError("WebAssembly.Module(): Refused to compile or instantiate WebAssembly module because neither 'wasm-unsafe-eval' nor 'unsafe-eval' is an allowed source of script"); };
     WebAssembly.compile = async (bytes) => new WebAssembly.Module(bytes);`,
    /add 'wasm-unsafe-eval' to its script-src/,
  ],
  'in an engine without SIMD': [
    `WebAssembly.Module = function () { throw new WebAssembly.CompileError('invalid opcode 0xfd'); };
     WebAssembly.compile = async (bytes) => new WebAssembly.Module(bytes);`,
    /needs WebAssembly with SIMD/,
  ],
};
for (const [where, [setup, message]] of Object.entries(refusals)) {
  test(`${where} importing works, and the first object says what is missing`, () => {
    const said = run(`${setup}
      const { Pool, ready, isAuthError } = await load();
      const error = thrown(() => { try { new Pool(options()); } catch (caught) { return caught; } });
      say([isAuthError(error), error.code, error.kind, error.message, await code(ready())]);`);
    assert.match(said[3], message);
    assert.deepEqual(said.toSpliced(3, 1), [true, 'EngineUnavailable', 'internal', 'EngineUnavailable']);
  });
}

test('where only small modules compile at once, ready() starts the engine', () => {
  const said = run(`
    const { Module } = WebAssembly;
    WebAssembly.Module = new Proxy(Module, { construct() { throw new RangeError('WebAssembly.Compile is disallowed on the main thread, if the buffer size is larger than 4KB.'); } });
    const { Pool, ready } = await load();
    const before = thrown(() => new Pool(options()));
    await Promise.all([ready(), ready()]);
    say([before, String(new Pool(options()))]);`);
  assert.deepEqual(said, ['EngineUnavailable', '[object Pool]']);
});
