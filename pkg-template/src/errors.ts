// The errors that are made in TypeScript. Rust makes its own with the same fields, so nothing here looks at prototypes.
import type { AuthErrorCode, AuthErrorDetails, AuthErrorKind } from '../types/errors.js';

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

export class AuthError extends Error {
  static override [Symbol.hasInstance](value: unknown): value is AuthError {
    return isAuthError(value);
  }

  declare readonly name: 'AuthError';
  declare readonly code: AuthErrorCode;
  declare readonly kind: AuthErrorKind;
  declare readonly retryable: boolean;
  declare readonly status?: number;
  declare readonly requestId?: string;
  declare readonly retryAfterMs?: number;
  declare readonly cause?: unknown;

  constructor(code: AuthErrorCode, message: string, details: AuthErrorDetails = {}) {
    super(message);
    const fields = { name: 'AuthError', code, kind: 'caller', retryable: false, ...details };
    for (const [key, value] of Object.entries(fields)) {
      Object.defineProperty(this, key, { value, enumerable: key !== 'name', configurable: true, writable: true });
    }
  }

  /** What `JSON.stringify` shows: everything but the cause, which is not ours to show. */
  toJSON(): object {
    const { cause: _, message, name, ...fields } = this;
    return { name, message, ...fields };
  }
}
