// What this page keeps from the way out to the way back: what the app gave, an entry of its own for each sign-in. The rest is the proxy's.
import type { Host } from '../client/host.js';
import { apply } from '../client/storage.js';

/** How long somebody may take to come back. The clock may have been set back meanwhile. */
const LONGEST_MS = 600_000;
const isOver = (began: unknown): boolean => !(Math.abs(Date.now() - (began as number)) <= LONGEST_MS);

/** The list of those under way, for a storage cannot tell its keys. */
const INDEX = 'logins';
const nameOf = (state: string): string => `${state}.login`;

export interface Transaction {
  readonly began: number;
  readonly state?: unknown;
}

async function read({ prefix, store }: Host, name: string): Promise<Record<string, unknown> | undefined> {
  if (NO_WASM && store.bring) await store.bring([prefix + name]);
  try {
    const found = JSON.parse(store.get(prefix + name) as string);
    return typeof found === 'object' && found ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the transaction of this state, or removes it, and forgets those that nobody came back to. */
export async function keep(host: Host, state: string, entry?: Transaction): Promise<void> {
  const { [state]: _, ...others } = (await read(host, INDEX)) ?? {};
  const over = Object.keys(others).filter((name) => isOver(others[name]));
  for (const name of over) delete others[name];
  const index = { ...others, ...(entry && { [state]: entry.began }) };
  const writing = apply(host, [
    [nameOf(state), entry ? JSON.stringify(entry) : null],
    ...over.map((name) => [nameOf(name), null] as const),
    [INDEX, Object.keys(index).length ? JSON.stringify(index) : null],
  ]);
  if (writing) await writing;
}

/** What was kept for it. */
export async function load(host: Host, state: string): Promise<Transaction | undefined> {
  const entry = (await read(host, nameOf(state))) as Transaction | undefined;
  return entry && !isOver(entry.began) ? entry : undefined;
}
