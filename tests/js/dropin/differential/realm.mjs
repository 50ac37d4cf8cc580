// A world of its own for one scenario: globals, clock, timers, transport and storages, all of them told to the trace.
import { createRequire } from 'node:module';
import vm from 'node:vm';
import { EPOCH } from './epoch.mjs';
import { seen } from './srp-server.mjs';

// Runs inside: these must be the realm's own classes.
const INSIDE = `({ clock }) => {
  const Real = Date;
  globalThis.Date = class Date extends Real {
    constructor(...given) { if (given.length) super(...given); else super(clock.now); }
    static now() { return clock.now; }
  };
  Math.random = () => 0.5;
  return { Promise, JSON, Error, TypeError, SyntaxError, Object, WebAssembly };
}`;

/** A counter instead of chance. */
function entropy() {
  let drawn = 0;
  return (array) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let at = 0; at < bytes.length; at++) bytes[at] = Math.imul(++drawn, 2654435761) >>> 24;
    return array;
  };
}

/** @param trace gets every event; `kind` is `browser` or `node`. */
export function makeRealm(kind, trace) {
  const clock = { now: EPOCH };
  const timers = [];
  const replies = [];
  const globals = {
    console,
    TextEncoder,
    TextDecoder,
    atob,
    btoa,
    URL,
    queueMicrotask,
    crypto: { getRandomValues: entropy() },
    setTimeout: (run, delay, ...given) => {
      trace.event(`setTimeout ${Math.round(delay)}`);
      timers.push({ at: clock.now + (delay || 0), run: () => run(...given) });
      return timers.length;
    },
    clearTimeout: () => {},
    fetch: (url, init) => transport(url, init),
  };
  if (kind === 'node') globals.require = createRequire(import.meta.url);
  const context = vm.createContext(globals);
  globals.global = context;
  const own = vm.runInContext(INSIDE, context)({ clock });
  const localStorage = kind === 'browser' ? page(context, trace) : undefined;

  /** The stubbed fetch: a reply has only what the incumbent reads of one. */
  function transport(url, init) {
    trace.event(`fetch ${trace.describe(url)} ${trace.describe(init)}`);
    seen(trace, init.body);
    const operation = init.headers['X-Amz-Target'].split('.')[1];
    let reply = replies.shift() ?? { status: 599, body: { __type: 'NoReplyWasScripted', message: operation } };
    try {
      if (typeof reply === 'function') reply = reply({ operation, input: JSON.parse(init.body) });
    } catch (error) {
      reply = { status: 598, body: { __type: 'ScriptMeetsAnotherRequest', message: error.message } };
    }
    if (reply.rejects) return own.Promise.reject(reply.rejects(own));
    const { status = 200, body, text = JSON.stringify(body ?? {}), headers = {} } = reply;
    return own.Promise.resolve({
      ok: status >= 200 && status < 300,
      status,
      headers: { get: (name) => headers[name.toLowerCase()] ?? null },
      json: () => new own.Promise((resolve) => resolve(own.JSON.parse(text))),
    });
  }

  /** Lets everything happen that can: promises first, then the earliest timer. */
  async function settle() {
    for (;;) {
      await new Promise(setImmediate);
      if (timers.length === 0) return;
      timers.sort((one, other) => one.at - other.at);
      const { at, run } = timers.shift();
      clock.now = at;
      trace.event(`… ${Math.round(at - EPOCH)} ms`);
      run();
    }
  }

  return { context, localStorage, own, clock, replies, settle, load: (script) => script.runInContext(context) };
}

/** What a page has. */
function page(context, trace) {
  context.window = context;
  context.self = context;
  context.navigator = { userAgent: 'Page/1.0 (Test)' };
  const localStorage = keep(trace, 'localStorage', null);
  context.localStorage = localStorage;
  const jar = new Map();
  context.document = {
    get cookie() {
      return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    },
    set cookie(line) {
      trace.event(`cookie ${trace.describe(line)}`);
      const [pair, ...attributes] = line.split('; ');
      const [name, ...value] = pair.split('=');
      const expires = attributes.find((text) => text.startsWith('expires='));
      if (expires && Date.parse(expires.slice(8)) < EPOCH) jar.delete(name);
      else jar.set(name, value.join('='));
    },
  };
  context.cookies = jar;
  return localStorage;
}

/** A storage that tells what is done to it; `missing` is what it answers for a key that it lacks. */
export function keep(trace, label, missing) {
  const items = new Map();
  const told = (line, value) => {
    trace.event(`${label}.${line}`);
    return value;
  };
  const storage = {
    setItem: (key, value) => told(`setItem ${key} = ${trace.describe(value)}`, void items.set(key, String(value))),
    getItem: (key) => told(`getItem ${key} → ${trace.describe(items.get(key) ?? missing)}`, items.get(key) ?? missing),
    removeItem: (key) => told(`removeItem ${key}`, void items.delete(key)),
    clear: () => told('clear', void items.clear()),
  };
  trace.label(storage, label);
  items.storage = storage;
  storages.set(storage, items);
  return storage;
}
const storages = new WeakMap();

/** The items behind a storage, to be read and filled without a trace. */
export const itemsOf = (storage) => storages.get(storage);
