// What nobody passes by accident: values that throw when they are looked at, that lie, or that aim at prototypes.
const trap = () => {
  throw new Error('a trap of the caller');
};
const TRAPS = Object.getOwnPropertyNames(Reflect);
const everyTrap = Object.fromEntries(TRAPS.map((name) => [name, trap]));

const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};

/** In place of any value. Each is made anew, because some change when they are looked at. */
export const VALUES = {
  'text of two million characters': () => 'x'.repeat(2_000_000),
  'text with NUL': () => 'a\u0000b',
  'text of NUL': () => '\u0000',
  'text with quotes and a backslash at its end': () => '","x":"\\',
  'text with half a pair inside': () => 'a\uD83Db',
  'text with the halves in the wrong order': () => '\uDC00\uD800',
  'text like a line of the table of methods': () => 'x:t! | y',
  infinity: () => Infinity,
  'negative infinity': () => -Infinity,
  'not a number': () => Number.NaN,
  'negative zero': () => -0,
  'the largest number': () => Number.MAX_VALUE,
  'big integer': () => 2n ** 4096n,
  symbol: () => Symbol.iterator,
  'function that throws': () => trap,
  class: () => class {},
  'object with toJSON that throws': () => ({ toJSON: trap }),
  'object with toJSON that lies': () => ({ toJSON: () => ({ username: 'eve', challengeName: 'X', id: 'x' }) }),
  'object with toString and valueOf that throw': () => ({ toString: trap, valueOf: trap, [Symbol.toPrimitive]: trap }),
  'promise-like that throws': () => Object.defineProperty({}, 'then', { get: trap }),
  'promise-like that never settles': () => Object.defineProperty({}, 'then', { value() {} }),
  'object whose prototype throws': () => Object.create(new Proxy({}, everyTrap)),
  'member __proto__': () =>
    JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}'),
  'map with __proto__': () => JSON.parse('{"__proto__":"polluted","a":"b"}'),
  'map with a symbol': () => ({ [Symbol('s')]: 'x' }),
  'map of a thousand symbols': () =>
    Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [index, Symbol('s')])),
  'array in place of an object': () => Object.assign(['x'], { username: 'a', password: 'b', code: '1' }),
  'array that contains itself': () => {
    const list = [];
    list.push(list);
    return list;
  },
  'array with a getter that throws': () => Object.defineProperty(['x'], '0', { get: trap }),
  'array with an iterator that throws': () => Object.assign(['x'], { [Symbol.iterator]: trap }),
  'array that never ends': () =>
    Object.assign(['x'], {
      *[Symbol.iterator]() {
        for (;;) yield 'x';
      },
    }),
  'revoked object': () => revoked({}),
  'revoked array': () => revoked([]),
  'revoked function': () => revoked(() => {}),
  'boxed text': () => Object('x'),
  'typed array': () => new Uint8Array(8),
  'map of the language': () => new Map([['a', 'b']]),
  'the global object': () => globalThis,
};

/** The same members, each by a getter. */
const byGetters = (good, get) =>
  Object.defineProperties(
    {},
    Object.fromEntries(Object.entries(good).map(([name, value]) => [name, { enumerable: true, get: get(value) }])),
  );
const throwing = (thrown) => () => () => {
  throw thrown();
};

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** In place of good arguments: the same members behind something hostile. */
export const DISGUISES = {
  'without a prototype': (good) => Object.assign(Object.create(null), good),
  'inherited alone': (good) => Object.create(good),
  'with an own __proto__': (good) => Object.assign(JSON.parse('{"__proto__":{"polluted":"yes"}}'), good),
  'with a symbol': (good) => ({ ...good, [Symbol('s')]: 'x' }),
  'with toJSON that throws': (good) => Object.defineProperty({ ...good }, 'toJSON', { value: trap }),
  'as an array': (good) => Object.assign([], good),
  'as a function': (good) => Object.defineProperties(() => {}, Object.getOwnPropertyDescriptors(good)),
  'with getters that throw': (good) => byGetters(good, () => trap),
  'with getters that throw nothing at all': (good) =>
    byGetters(
      good,
      throwing(() => undefined),
    ),
  'with getters that throw a proxy that throws': (good) =>
    byGetters(
      good,
      throwing(() => new Proxy({}, everyTrap)),
    ),
  'with getters that throw a false AuthError': (good) =>
    byGetters(
      good,
      throwing(() => ({ name: 'AuthError', code: 'Eve', message: 'from outside' })),
    ),
  'with getters that change their mind': (good) =>
    byGetters(good, (value) => {
      let asked = 0;
      return () => (asked++ === 0 ? value : Symbol('later'));
    }),
  'cyclic in a member': (good) => {
    const cyclic = { ...good };
    for (const name of Object.keys(good)) if (isObject(good[name])) cyclic[name] = cyclic;
    return Object.assign(cyclic, { self: cyclic });
  },
  ...Object.fromEntries(
    TRAPS.map((name) => [
      `behind a proxy whose trap ${name} throws`,
      (good) => new Proxy({ ...good }, { [name]: trap }),
    ]),
  ),
  'behind a proxy that lists endless names': (good) =>
    new Proxy({ ...good }, { ownKeys: () => Array.from({ length: 5_000 }, (_, index) => `name${index}`) }),
  'behind a proxy that was revoked': (good) => revoked({ ...good }),
};
