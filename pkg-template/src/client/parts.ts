// `user.mfa`, `user.devices`, `user.passkeys`: objects over methods of the user, as the table of methods names them.
import { harden } from '../engine/harden.js';
import { capital, methods } from './methods.js';

/** Whose methods these are. */
export interface Whole {
  call(method: string, first: unknown, second?: unknown): Promise<unknown>;
}

export interface Part {
  close(): void;
}

const WHOLE = Symbol('user');
const classes = new Map<string, new (whole: Whole) => Part>();

function makeClass(prefix: string): new (whole: Whole) => Part {
  const type = class {
    constructor(whole: Whole) {
      Object.defineProperty(this, WHOLE, { value: whole });
    }
    /** Nothing: what there is to drop belongs to the user. */
    close(): void {}
  };
  for (const method of methods().keys()) {
    const [before, after] = method.split('.');
    if (before === prefix && after) {
      const value = function (this: { [WHOLE]: Whole }, first: unknown, second: unknown): Promise<unknown> {
        return this[WHOLE].call(method, first, second);
      };
      Object.defineProperty(type.prototype, after, { value, configurable: true, writable: true });
    }
  }
  harden(`User${capital(prefix)}`, type, WHOLE);
  return type;
}

/** The part of a user whose methods stand in the table behind this prefix. */
export function part(prefix: string, whole: Whole): Part {
  const type = classes.get(prefix) ?? makeClass(prefix);
  classes.set(prefix, type);
  return new type(whole);
}
