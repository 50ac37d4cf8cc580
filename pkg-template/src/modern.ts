// The modern API: the classes that Rust exports.
import { Pool, Session, User } from 'client-glue';
import { hardenAll } from './engine/harden.js';

hardenAll({ Pool, Session, User });

export { AuthError, isAuthError } from './errors.js';
export { Pool, Session, User };
