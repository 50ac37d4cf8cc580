// The modern API: the classes that Rust exports.
import * as glue from 'client-glue';
import { hardenAll } from './engine/harden.js';

hardenAll(glue);

export { Pool, Session, User } from 'client-glue';
export { AuthError, isAuthError } from './errors.js';
