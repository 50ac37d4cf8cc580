// What React Native gives an app and Hermes alone does not: timers, fetch and its classes, random numbers, AsyncStorage. Each is done by the
// test on the other side of a pipe: a line out asks for it, and a line in, which Hermes evaluates, is the answer.
(() => {
  const waiting = new Map();
  let count = 0;
  const ask = (what, given) => {
    const id = ++count;
    print(`@${JSON.stringify({ id, what, given })}`);
    return id;
  };
  const call = (what, given) =>
    new Promise((resolve, reject) => {
      waiting.set(ask(what, given), { resolve, reject });
    });
  globalThis.answer = (id, error, value) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new TypeError(error));
    else resolve(value);
  };
  const keys = (method) => (key, value) => call('storage', { method, key, value });
  globalThis.host = {
    call,
    storage: {
      getItem: keys('getItem'),
      setItem: keys('setItem'),
      removeItem: keys('removeItem'),
      getAllKeys: keys('getAllKeys'),
    },
  };

  const timers = new Map();
  globalThis.setTimeout = (callback, ms = 0) => {
    const id = ask('timer', ms);
    timers.set(id, callback);
    return id;
  };
  globalThis.clearTimeout = (id) => timers.delete(id);
  globalThis.fire = (id) => {
    const callback = timers.get(id);
    timers.delete(id);
    callback?.();
  };
  globalThis.queueMicrotask = (callback) => Promise.resolve().then(callback);
  globalThis.navigator = { product: 'ReactNative' };
  globalThis.window = globalThis;

  globalThis.Headers = class Headers {
    constructor(given = {}) {
      this.map = {};
      const pairs = given instanceof Headers ? Object.entries(given.map) : Object.entries(given);
      for (const [name, value] of pairs) this.set(name, value);
    }
    get(name) {
      return this.map[name.toLowerCase()] ?? null;
    }
    has(name) {
      return name.toLowerCase() in this.map;
    }
    set(name, value) {
      this.map[name.toLowerCase()] = String(value);
    }
  };
  class AbortSignal {
    aborted = false;
    listeners = new Set();
    addEventListener(_, listener) {
      this.listeners.add(listener);
    }
    removeEventListener(_, listener) {
      this.listeners.delete(listener);
    }
  }
  globalThis.AbortSignal = AbortSignal;
  globalThis.AbortController = class {
    signal = new AbortSignal();
    abort() {
      this.signal.aborted = true;
      for (const listener of this.signal.listeners) listener();
    }
  };
  globalThis.fetch = async (url, { body, headers, method } = {}) => {
    const plain = headers instanceof globalThis.Headers ? headers.map : headers;
    const reply = await call('fetch', { url, method, headers: plain, body });
    return {
      status: reply.status,
      ok: reply.status < 300,
      headers: new globalThis.Headers(reply.headers),
      text: async () => reply.text,
      json: async () => JSON.parse(reply.text),
    };
  };
  globalThis.run = (name, given) => {
    Promise.resolve()
      .then(() => globalThis.app[name](given))
      .then(
        (value) => ask('done', { value }),
        (error) => ask('done', { error: `${error?.stack ?? error} ${JSON.stringify(error)} ${error?.cause?.stack}` }),
      );
  };
})();
