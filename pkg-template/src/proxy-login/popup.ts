// Signing in in a window of its own.
import { input } from '../client/input.js';
import { inWindow } from '../login/window.js';
import { begin } from './authorize.js';
import { completeIn } from './complete.js';
import { loginOf, type Pool } from './pool.js';

export async function signInWithPopup(pool: Pool, options?: unknown): Promise<object> {
  const login = loginOf(pool);
  input('authorize', options);
  return inWindow(
    options,
    () => begin(login, options, 'p'),
    (address, rest) => completeIn(pool, login, address, rest),
  );
}
