// A window of its own for a sign-in, while the page stays as it is.
import { Deadline } from '../client/deadline.js';
import { timeoutMs } from '../client/input.js';
import { AuthError } from '../errors.js';
import { listen } from './channel.js';
import { stateOf } from './opener.js';

/** How long somebody may take; a transaction ends then, too. */
const LONGEST_MS = 600_000;
/** How often the window is looked at: nobody says that it was closed. */
const LOOK_MS = 500;

const FEATURES = 'popup,width=500,height=720';

/** Opens it at once, begins there, and completes with the address that comes back. */
export async function inWindow(
  options: unknown,
  begin: () => Promise<{ state: string; url: string }>,
  complete: (address: string, options: object) => Promise<unknown>,
): Promise<object> {
  const deadline = new Deadline(options, timeoutMs(options, LONGEST_MS));
  // Before anything is awaited: browsers open windows for a click alone.
  const popup = globalThis.open?.('', '_blank', FEATURES);
  if (!popup || popup.closed) {
    deadline.close();
    const message =
      'The browser opened no window: call signInWithPopup in the handler of a click, or use signInWithRedirect.';
    throw new AuthError('PopupBlocked', message);
  }
  let timer: ReturnType<typeof setInterval> | undefined;
  let leave = (): void => {};
  try {
    const { state, url } = await begin();
    const address = new Promise<string>((resolve, reject) => {
      leave = listen(state, resolve);
      let looks = 0;
      timer = setInterval(() => {
        // Twice: what it said last may still be on its way.
        if (popup.closed && ++looks > 1)
          reject(
            new AuthError('PopupClosed', 'The window was closed before the sign-in was complete.', {
              state: stateOf(options),
            } as object),
          );
      }, LOOK_MS);
    });
    popup.location.replace(url);
    const { signal } = (options ?? {}) as { signal?: unknown };
    return (await complete(await deadline.race(address), { signal })) as object;
  } finally {
    clearInterval(timer);
    leave();
    deadline.close();
    popup.close();
  }
}
