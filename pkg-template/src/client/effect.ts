// What a machine asks of its host, and how it ends: src/client/effect.rs has the same list, and says what comes with each.
export type Effect =
  | 'load'
  | 'send'
  | 'wait'
  | 'refresh'
  | 'value'
  | 'step'
  | 'signedIn'
  | 'session'
  | 'failed'
  | 'stopped';

/** Changes of the storage, then what to do. */
export type Turn = readonly [writes: readonly Write[], effect: Effect, what: unknown];

/** `[key, value]`, the key relative to the pool's prefix; `null` removes it. */
export type Write = readonly [key: string, value: string | null];
