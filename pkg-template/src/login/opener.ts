// How an address is opened, and what the app wants back with its answer.
import { invalid } from '../client/input.js';
import { AuthError } from '../errors.js';

export type Open = (url: string) => unknown;

/** How an address is opened: as the caller says; else by this page, if it is one. */
export function openerOf(options: unknown): { readonly open: Open | undefined; readonly leaves: boolean } {
  const { open } = (options ?? {}) as { open?: unknown };
  if (open !== undefined && typeof open !== 'function') throw invalid('`open` must be a function.');
  const { location } = globalThis as { location?: { assign?(url: string): void } };
  const leave = location?.assign && ((url: string) => location.assign?.(url));
  return { open: (open as Open | undefined) ?? leave, leaves: !open };
}

/** The same for a sign-in, whose transaction lies in the storage until somebody comes back. */
export function leaverOf(options: unknown, storage: object): Open {
  const { leaves, open } = openerOf(options);
  if (!open) throw new AuthError('NotAvailable', 'Outside of a page, give `open`: what opens an address.');
  if (leaves && storage instanceof Map)
    throw new AuthError('NotAvailable', 'Memory ends with the page: give the pool another `storage`, or use a popup.');
  return open;
}

/** What the app gets back: any JSON, as it would be stored. */
export function stateOf(options: unknown): unknown {
  let text: string | undefined;
  try {
    const { state } = (options ?? {}) as { state?: unknown };
    if (state === undefined) return undefined;
    text = JSON.stringify(state);
  } catch {
    // A circle, or a getter that throws.
  }
  if (text === undefined || text.length > 2_000) throw invalid('`state` must be JSON of at most 2000 characters.');
  return JSON.parse(text);
}
