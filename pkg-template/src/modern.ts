// The modern face: the classes that Rust exports.
import * as glue from 'client-glue';
import { dress } from './engine/dress.js';

dress(glue);

export { Pool, Session, User } from 'client-glue';
export { AuthError, isAuthError } from './errors.js';
