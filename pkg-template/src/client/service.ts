// What of a pool's configuration depends on whom it asks: Cognito itself, or an auth proxy.
import type { Transport } from './http.js';

export type Given = Readonly<Record<string, string | undefined>>;

export interface Service {
  readonly transport: Transport;
  /** What `JSON.stringify` shows of the pool. */
  readonly ids: Given;
  /** What the keys of the storage begin with. */
  readonly prefix: string;
  /** What Rust knows of it. */
  readonly settings: object;
}

export const isUrl = (text: string): boolean => /^https?:\/\//.test(text);
