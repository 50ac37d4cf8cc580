// Calls between this package and an application's callbacks.
//
// Everything that goes wrong in a handler of ours, such as an answer without its members, belongs to the application's
// failure callback. What an application's own callback throws does not: it is the application's to hear of, once.
import type { CognitoServiceError } from '../../types/dropin.js';

// biome-ignore lint/suspicious/noExplicitAny: the service's JSON, read unchecked, so that its gaps give the known errors
export type Answer = any;
/** An error of the service, or of the program: those have no code. */
export type Failure = Error & Partial<CognitoServiceError>;
export type Reply = (error: Failure | null, data?: Answer) => unknown;
/** The object of callbacks that a method takes. */
export type Callbacks = Record<string, unknown>;
export type NodeCallback = (error: Failure | null, ...results: Answer[]) => unknown;

const ours = /*#__PURE__*/ new WeakSet<Reply>();
let thrown: { error: unknown } | undefined;

/** Says that a handler is ours. */
export function handler(reply: Reply): Reply {
  ours.add(reply);
  return reply;
}

/** Gives a handler its answer; a failure of its own is an answer, too. */
export function deliver(reply: Reply, ...answer: [error: Failure | null, data?: Answer]): unknown {
  thrown = undefined;
  try {
    return reply(...answer);
  } catch (error) {
    const byApplication = (thrown as { error: unknown } | undefined)?.error === error && thrown !== undefined;
    if (byApplication || !ours.has(reply)) throw error;
    return reply(error as Failure);
  }
}

/** Calls one callback of an object, as its method. */
export function tell(callbacks: Callbacks, name: string, ...args: unknown[]): unknown {
  const callback = callbacks[name];
  if (typeof callback !== 'function') throw new TypeError(`callback.${name} is not a function`);
  try {
    return callback.apply(callbacks, args);
  } catch (error) {
    thrown = { error };
    throw error;
  }
}

/** Calls a callback that stands alone. */
export function tellNode(callback: (...args: Answer[]) => unknown, ...args: unknown[]): unknown {
  try {
    return callback(...args);
  } catch (caught) {
    thrown = { error: caught };
    throw caught;
  }
}
