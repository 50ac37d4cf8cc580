// Signing in in a window of its own.
import { input } from '../client/input.js';
import { begin } from './authorize.js';
import { complete } from './complete.js';
import { loginOf, type Pool } from './pool.js';
import { inWindow } from './window.js';

export async function signInWithPopup(pool: Pool, options?: unknown): Promise<object> {
  const login = loginOf(pool);
  input('authorize', options);
  return inWindow(
    options,
    () => begin(login, options, 'p'),
    (address, rest) => complete(pool, login, address, rest),
  );
}
