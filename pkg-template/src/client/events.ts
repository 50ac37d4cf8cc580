// What happens to the sessions of a storage, told to whoever subscribed: in this tab, and in the others of the page's origin.
import type { Write } from './effect.js';
import type { Host } from './host.js';
import { belongings } from './storage.js';

export interface Happening {
  readonly type: 'signedIn' | 'signedOut' | 'refreshed' | 'ended' | 'changed';
  readonly username: string;
  /** Why a session ended; other tabs are not told. */
  readonly cause?: unknown;
  readonly elsewhere: boolean;
}

type Listener = (happening: Happening) => void;

interface Feed {
  readonly listeners: Set<Listener>;
  /** What has happened and was not told yet. */
  readonly waiting: Happening[];
  /** Stops hearing of the other tabs. */
  leave?: (() => void) | undefined;
}

const feedOf = (host: Host): Feed => belongings(host, 'events', () => ({ listeners: new Set(), waiting: [] }));

/** Takes up what these changes mean; `before` is what was stored under their keys. */
export function note(
  host: Host,
  method: string,
  writes: readonly Write[],
  before: readonly Write[],
  cause: unknown,
): void {
  const { prefix } = host;
  const old = (name: string): string | null | undefined => before.find(([key]) => key === prefix + name)?.[1];
  for (const [name, value] of writes) {
    const username = name.replace(/\.accessToken$/, '');
    const was = old(name);
    if (username === name || (value ? value === was : !(was || old(`${username}.refreshToken`)))) continue;
    const last = old('LastAuthUser') ?? username;
    const isLoad = method === 'load';
    const type = value
      ? method === 'refresh' || (isLoad && was)
        ? 'refreshed'
        : last === username
          ? 'signedIn'
          : 'changed'
      : cause || isLoad
        ? 'ended'
        : 'signedOut';
    feedOf(host).waiting.push({ type, username, cause, elsewhere: false });
  }
}

/** Calls the listener after each event. Whoever hears it may call anything: no lock is held. */
export function listen(host: Host, listener: Listener): () => void {
  const feed = feedOf(host);
  const { listeners } = feed;
  // One for each call, so that the same function may listen twice.
  const own: Listener = (happening) => listener(happening);
  listeners.add(own);
  feed.leave ??= hear(host, feed);
  return () => {
    listeners.delete(own);
    if (listeners.size) return;
    feed.leave?.();
    feed.leave = undefined;
  };
}

function emit({ listeners }: Feed, happening: Happening): void {
  for (const listener of listeners) {
    try {
      listener(happening);
    } catch (error) {
      // It is for whoever wrote the listener, and not for whoever made the change.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

/** Tells what has happened, here and, where the storage does not, in the other tabs. It is called when no lock is held. */
export function tell(host: Host): void {
  const feed = feedOf(host);
  for (const happening of feed.waiting.splice(0)) {
    channelOf(host)?.postMessage([happening.type, happening.username]);
    emit(feed, happening);
  }
}

/** One for each pool's keys: a channel does not hear itself, so what happens in this tab is not told as if it were another. */
const channels = new Map<string, BroadcastChannel>();

/** The channel of the tabs, in a page whose storage does not tell of changes. No token is ever sent. */
function channelOf({ isDetached, prefix, store }: Host): BroadcastChannel | undefined {
  if (isDetached || store.isOfTabs || !globalThis.document || !globalThis.BroadcastChannel) return undefined;
  const channel = channels.get(prefix) ?? new BroadcastChannel(`auth-session:${prefix}`);
  channels.set(prefix, channel);
  // A test runner's window has Node's, which would keep the process alive.
  (channel as { unref?(): void }).unref?.();
  return channel;
}

/** Hears what happens in other tabs: by the storage where that tells of changes, else by the channel. */
function hear(host: Host, feed: Feed): () => void {
  const { prefix, store } = host;
  const elsewhere = (type: unknown, username: unknown): void => {
    if (type && username) emit(feed, { type, username, elsewhere: true } as Happening);
  };
  if (!store.isOfTabs) {
    const channel = channelOf(host);
    const heard = ({ data: [type, username] }: MessageEvent): void => elsewhere(type, username);
    channel?.addEventListener('message', heard);
    return () => channel?.removeEventListener('message', heard);
  }
  let last = store.get(`${prefix}LastAuthUser`);
  const changed = ({ key, newValue, oldValue, storageArea }: StorageEvent): void => {
    if (storageArea !== store.identity) return;
    if (!key) {
      // All of it was removed.
      elsewhere('signedOut', last);
      last = null;
    } else if (key === `${prefix}LastAuthUser`) {
      elsewhere(newValue && (oldValue ? 'changed' : 'signedIn'), newValue);
      last = newValue;
    } else if (oldValue && key.startsWith(prefix) && key.endsWith('.accessToken'))
      elsewhere(newValue ? 'refreshed' : 'signedOut', key.slice(prefix.length, -12));
  };
  addEventListener('storage', changed);
  return () => removeEventListener('storage', changed);
}
