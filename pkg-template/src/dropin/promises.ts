// A promise from a method that gets no callback.
import type { PendingChallenge } from '../../types/dropin.js';
import type { Answer, Callbacks, NodeCallback } from './callbacks.js';
import type { Methods } from './class.js';

type Method = (this: unknown, ...args: Answer[]) => unknown;

/** A promise in place of a callback object; a challenge that waits for a person resolves it, too. */
function promised(start: (callbacks: Callbacks) => unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const pending = (challengeName: string, parameters: unknown): void =>
      resolve({ challengeName, parameters } satisfies PendingChallenge);
    start({
      onSuccess: resolve,
      onFailure: reject,
      associateSecretCode: resolve,
      mfaRequired: pending,
      totpRequired: pending,
      mfaSetup: pending,
      selectMFAType: pending,
      emailOtpRequired: pending,
      selectChallenge: pending,
      webAuthnRequired: pending,
      customChallenge: (parameters: unknown) => pending('CUSTOM_CHALLENGE', parameters),
      newPasswordRequired: (userAttributes: unknown, requiredAttributes: unknown) =>
        pending('NEW_PASSWORD_REQUIRED', { userAttributes, requiredAttributes }),
    });
  });
}

/** A promise in place of a callback `(error, result)`. */
function promisedNode(start: (callback: NodeCallback) => unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    start((error, result) => (error ? reject(error) : resolve(result)));
  });
}

function orPromise(
  name: string,
  method: Method,
  place: number,
  start: (call: (callback: Answer) => unknown) => unknown,
) {
  const wrapped: Method = function (...args) {
    if (args[place]) return method.apply(this, args);
    // By name: a subclass may have the method, too.
    return start((callback) => {
      args[place] = callback;
      return (this as Record<string, Method>)[name]?.(...args);
    });
  };
  Object.defineProperty(wrapped, 'name', { value: name });
  return Object.defineProperty(wrapped, 'length', { value: method.length });
}

/**
 * The methods of all groups in the order of `names`. Where a name ends in `.` or `:` and a number, it gives a promise when that
 * argument, an object of callbacks or a function `(error, result)`, is missing.
 */
export function withPromises<T>(groups: Methods<T>[], names: string): Methods<T> {
  const methods = Object.assign({}, ...groups);
  const ordered: Record<string, Method> = {};
  for (const entry of names.split(' ')) {
    const [name = '', place] = entry.split(/[.:]/);
    const start = entry.includes(':') ? promisedNode : promised;
    ordered[name] = place ? orPromise(name, methods[name], Number(place), start as never) : methods[name];
  }
  return ordered as Methods<T>;
}
