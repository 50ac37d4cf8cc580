// The modern API: the classes that Rust exports.
//
// An entry takes each by a call that bundlers may leave out, so that a page that imports `isAuthError` alone gets no engine.
import type * as Glue from 'client-glue';
import type { Engine } from './engine/engine.js';
import { hardenAll } from './engine/harden.js';

export { AuthError, isAuthError } from './errors.js';

/** A class of the engine's. All are made safe together: a pool makes users, and users sessions. */
export function classOf<Name extends 'Pool' | 'Session' | 'User'>(
  { glue }: Engine<typeof Glue>,
  name: Name,
): (typeof Glue)[Name] {
  hardenAll(glue);
  return glue[name];
}
