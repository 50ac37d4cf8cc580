// Makes classes safe to hand out: those of wasm-bindgen's glue, and the parts of a user.
//
// - `free()` would be a double free when it is called on a Vue or plain Proxy of an object: the registry knows the
//   object, not its proxy. So `free` is `close`, which drops secrets; only the garbage collector frees.
// - The pointer is an own property that nobody enumerates or writes: a deep clone of an object (lodash, structuredClone)
//   gets none, and is refused instead of reading memory that was freed with the original.
// - What a method is called on is checked: a Session's pointer in a Pool's method would be read as a Pool.
import { AuthError, isAuthError } from '../errors.js';

type Method = (this: object, ...args: unknown[]) => unknown;

/** The methods that answer at once; all others return a promise, whatever happens. */
const SYNCHRONOUS = /^(currentUser|resume|subscribe|keepFresh|isValid|toJSON)$/;
const POINTER = '__wbg_ptr';

/** What a method threw on the other side of the wasm. */
let left: { error: unknown } | undefined;

/** Leaves an error for the method that is being called. */
export const leave = (error: unknown): void => {
  left = { error };
};

/** The method or property that is being called, and whether it answers at once. */
interface Asked {
  readonly name: string;
  readonly isAtOnce: boolean;
}
let current: Asked;

/** What the wasm is told nothing of, and the host must know. */
export const asked = (): Asked => current;

function called(asked: Asked, call: Method, object: object, args: unknown[]): unknown {
  current = asked;
  const result = call.apply(object, args);
  if (!left) return result;
  const { error } = left;
  left = undefined;
  throw error;
}

/** Hardens the classes of the glue that people hold. */
export function hardenAll(classes: Readonly<Record<string, { prototype: object }>>): void {
  for (const [name, type] of Object.entries(classes)) {
    harden(name, type, POINTER);
    put(type.prototype, POINTER, {
      get: () => 0,
      set(this: object, value: unknown) {
        Object.defineProperty(this, POINTER, { value });
      },
    });
  }
}

function put(target: object, key: PropertyKey, descriptor: PropertyDescriptor): void {
  Object.defineProperty(target, key, { configurable: true, enumerable: false, ...descriptor });
}

/** Hardens one class; every object of it has an own property of this name. */
export function harden(name: string, type: { prototype: object }, own: PropertyKey): void {
  const { prototype } = type;
  const checked = (method: string, call: Method, isAtOnce = true): Method => {
    const asked = { name: method, isAtOnce };
    return function (...args) {
      // `instanceof` holds for a proxy of the object, too.
      if (!(this instanceof (type as never)) || !(this as Record<PropertyKey, unknown>)[own]) {
        throw new AuthError('InvalidArgument', `${name}.${method} must be called on a ${name}.`);
      }
      try {
        return called(asked, call, this, args);
      } catch (error) {
        throw ours(error);
      }
    };
  };

  const close = checked('close', (prototype as { close: Method }).close);
  const closeQuietly: Method = function () {
    try {
      close.call(this);
    } catch (error) {
      // After a trap there is nothing left to drop, and `finally { pool.close() }` must not hide what went wrong.
      if (!(isAuthError(error) && error.code === 'Internal')) throw error;
    }
  };

  for (const [key, { get, value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (get) put(prototype, key, { get: checked(key, get) });
    else if (SYNCHRONOUS.test(key)) put(prototype, key, { value: checked(key, value), writable: true });
    else if (key !== 'constructor')
      put(prototype, key, { value: promising(checked(key, value, false)), writable: true });
  }
  for (const key of ['close', 'free', Symbol.dispose]) {
    if (key) put(prototype, key, { value: closeQuietly, writable: true });
  }
  put(prototype, Symbol.toStringTag, { value: name });
  // What Node's console shows: no secret, as in JSON.
  put(prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(
      this: { toJSON?(): object },
      _: unknown,
      options: object,
      inspect: (value: unknown, options: object) => string,
    ) {
      try {
        return `${name} ${inspect({ ...this.toJSON?.() }, options)}`;
      } catch {
        return `${name} {}`;
      }
    },
  });
  // Vue leaves an object with this mark as it is.
  put(prototype, '__v_skip', { value: true });
  // Minifiers rename classes; people look at `constructor.name`.
  put(type, 'name', { value: name });
}

function promising(call: Method): Method {
  return async function (...args) {
    try {
      return await call.apply(this, args);
    } catch (error) {
      throw ours(error);
    }
  };
}

/** Every failure is an AuthError, also one that nobody thought of. */
function ours(error: unknown): AuthError {
  return isAuthError(error)
    ? error
    : new AuthError('Internal', 'Something unexpected failed; see cause.', { kind: 'internal', cause: error });
}
