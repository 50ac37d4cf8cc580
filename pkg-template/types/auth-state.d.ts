import type { SessionTokens } from './session.js';
import type { Challenge, Step } from './steps.js';
import type { User } from './user.js';

/**
 * Who is signed in, as the bindings for React and Vue tell it: one of five states, and the same object until it changes.
 *
 * - `loading`: nobody knows yet. So it is on a server, and in a browser until the pool was asked.
 * - `signedOut`: nobody is signed in.
 * - `step`: a sign-in waits for an answer. It survives a reload of the tab.
 * - `signedIn`: `user` is signed in.
 * - `failed`: the pool could not be asked; `retry` asks again.
 */
export type AuthState =
  | AuthStateOf<'loading'>
  | AuthStateOf<'signedOut'>
  | AuthStateOf<'step', { readonly step: Challenge }>
  | AuthStateOf<'signedIn', { readonly user: User<SessionTokens> }>
  | AuthStateOf<
      'failed',
      {
        readonly error: unknown;
        /** Asks the pool again. */
        readonly retry: () => Promise<void>;
      }
    >;

/** One of the states of {@link AuthState}: the members of the others are absent. */
export type AuthStateOf<Status extends string, Own = unknown> = { readonly status: Status } & Own &
  Partial<Readonly<Record<Exclude<'step' | 'user' | 'error' | 'retry', keyof Own>, undefined>>>;

/** What a form does: it begins a sign-in, or answers a challenge. */
export type StepAction = () => Promise<Step>;
