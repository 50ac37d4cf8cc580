// Steps of a sign-in: plain frozen objects with `respond`.
import { decode, encode } from './codec.js';
import type { Task } from './task.js';

/** What a step shows. */
export interface Shown {
  readonly status: string;
  readonly session?: string;
}

export function makeStep(task: Task, shown: Shown): object {
  const step = { ...shown };
  // AssociateSoftwareToken gives a new session; the step shows the newest.
  let { session } = shown;
  const newest = (): Uint8Array => encode({ ...shown, session });
  const define = (name: string, descriptor: PropertyDescriptor): void => {
    Object.defineProperty(step, name, descriptor);
  };
  define('respond', { value: async (answer: unknown) => task.respond(newest(), answer) });
  if (shown.status === 'mfaSetup') {
    define('session', { get: () => session, enumerable: true });
    define('associate', {
      value: async (options: unknown) => {
        const { session: next, ...secret } = (await task.associate(newest(), options)) as { session?: string };
        session = next ?? session;
        return Object.freeze(secret);
      },
    });
  }
  return Object.freeze(step);
}

export const showStep = (task: Task, step: Uint8Array): object => makeStep(task, decode(step) as Shown);
