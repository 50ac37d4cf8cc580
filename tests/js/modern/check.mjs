// A tiny assert that runs in Node and on a page alike.

const show = (value) => {
  try {
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
};

/** Fails unless the value is truthy. */
export function ok(value, message = 'expected a truthy value') {
  if (!value) throw new Error(message);
}

/** Fails unless both are the same value. */
export function is(actual, expected, message = '') {
  if (!Object.is(actual, expected))
    throw new Error(`${message} expected ${show(expected)}, got ${show(actual)}`.trim());
}

const plain = (value) => typeof value === 'object' && value !== null;

function alike(a, b) {
  if (Object.is(a, b)) return true;
  if (!plain(a) || !plain(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && alike(a[key], b[key]));
}

/** Fails unless both have the same shape, all the way down. */
export function same(actual, expected, message = '') {
  if (!alike(actual, expected)) throw new Error(`${message} expected ${show(expected)}, got ${show(actual)}`.trim());
}

/** Fails unless the text matches. */
export function matches(text, pattern, message = '') {
  if (typeof text !== 'string' || !pattern.test(text))
    throw new Error(`${message} expected ${pattern}, got ${show(text)}`.trim());
}
