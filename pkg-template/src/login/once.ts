// An answer in an address is completed once, whoever asks and how often.
import type { Host } from '../client/host.js';
import { invalid } from '../client/input.js';
import { handOver } from './channel.js';

/** Answers that are being completed or were, by storage and address: a second call gets the first one's promise. */
const known = new WeakMap<object, Map<string, Promise<unknown>>>();

/** The address that came back: the page's own, when nothing is given. */
export function addressOf(address: unknown): string {
  const given = address ?? globalThis.location;
  const text = typeof given === 'string' ? given : (given as { href?: unknown } | undefined)?.href;
  if (typeof text !== 'string') throw invalid('`address` must be the address that came back, a string or a URL.');
  return text;
}

/** An answer that was found in an address. */
export interface Found {
  readonly state: string;
  /** The address without it. */
  readonly rest: string;
  /** Whether it is an answer to us. */
  isOurs(): Promise<unknown>;
  complete(): Promise<unknown>;
}

export function once(
  { prefix, store }: Host,
  address: string,
  find: (address: string) => Found | undefined,
): Promise<unknown> {
  const all = known.get(store.identity) ?? new Map<string, Promise<unknown>>();
  known.set(store.identity, all);
  const key = prefix + address;
  const before = all.get(key);
  if (before) return before;
  const found = find(address);
  if (!found) return Promise.resolve(null);
  const clean = prefix + found.rest;
  const begin = async (): Promise<unknown> => {
    if (!(await found.isOurs())) {
      all.delete(key);
      return null;
    }
    if (globalThis.location?.href === address) {
      // A second call may come with what is left.
      all.set(clean, promise);
      history.replaceState(history.state, '', found.rest);
    }
    try {
      return (await handOver(found.state, address)) ? null : await found.complete();
    } finally {
      all.delete(clean);
    }
  };
  // It begins when it can be found here.
  const promise = Promise.resolve().then(begin);
  all.set(key, promise);
  return promise;
}
