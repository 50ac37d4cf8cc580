// The errors that are made in TypeScript. Rust makes its own with the same fields, so nothing here looks at prototypes.
import type { AuthErrorCode, AuthErrorDetails, AuthError as Class } from '../types/errors.js';

/** Holds for errors of every copy of this package, and for those that Rust made. */
export function isAuthError(value: unknown): value is AuthError {
  // Not `instanceof Error`: an error of another window or of a vm context is no instance of this one's Error.
  const error = value as { name?: unknown; code?: unknown } | null | undefined;
  try {
    return typeof error === 'object' && error?.name === 'AuthError' && typeof error.code === 'string';
  } catch {
    // Somebody threw a proxy, and that throws when it is looked at.
    return false;
  }
}

export type AuthError = Class;

/** A plain function: code compiled to ES5 calls a class that it extends on an object of its own, which a native class refuses. */
export const AuthError = /*#__PURE__*/ (() => {
  const type = function AuthError(this: object, code: AuthErrorCode, message: string, details: AuthErrorDetails = {}) {
    const error = Reflect.construct(Error, [message], this.constructor);
    const fields = { name: 'AuthError', code, kind: 'caller', retryable: false, ...details };
    for (const [key, value] of Object.entries(fields)) {
      Object.defineProperty(error, key, { value, enumerable: key !== 'name', configurable: true, writable: true });
    }
    return error;
  };
  type.prototype = Object.create(Error.prototype, {
    constructor: { value: type },
    toJSON: {
      /** Everything but the cause, which is not ours to show. */
      value(this: AuthError) {
        const { cause: _, message, name, ...fields } = this;
        return { name, message, ...fields };
      },
    },
  });
  return Object.defineProperty(type, Symbol.hasInstance, {
    /** Every AuthError is one of this class, also that of another copy; of a class that extends it is what that made. */
    value(this: () => void, value: unknown) {
      return this === type ? isAuthError(value) : Function.prototype[Symbol.hasInstance].call(this, value);
    },
  }) as unknown as typeof Class;
})();
