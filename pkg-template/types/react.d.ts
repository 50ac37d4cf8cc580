/**
 * React's bindings of a {@link Pool}: who is signed in as a hook, and the forms of a sign-in as another.
 *
 * For React 18 and later. Rendering on a server and hydration show `loading` first, so markup never differs.
 *
 * @packageDocumentation
 */
import type { ReactElement, ReactNode } from 'react';
import type { AuthState, StepAction } from './auth-state.js';
import type { Pool } from './pool.js';
import type { SessionTokens } from './session.js';
import type { Challenge, Step } from './steps.js';

export type { AuthState, AuthStateOf, StepAction } from './auth-state.js';

/** What {@link AuthProvider} takes. */
export interface AuthProviderProps {
  /** Whose users sign in. Make it once, outside of components. */
  pool: Pool<SessionTokens>;
  children?: ReactNode;
}

/**
 * Gives a pool to the components inside.
 *
 * @example
 * ```tsx
 * import { Pool } from 'cognito-identity-wasm';
 * import { AuthProvider, useAuth } from 'cognito-identity-wasm/react';
 *
 * const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 *
 * function Greeting() {
 *   const { status, user } = useAuth();
 *   return status === 'signedIn' ? <p>Hello {user.username}</p> : <p>Hello</p>;
 * }
 *
 * export const App = () => (
 *   <AuthProvider pool={pool}>
 *     <Greeting />
 *   </AuthProvider>
 * );
 * ```
 */
export declare function AuthProvider(props: AuthProviderProps): ReactElement;

/**
 * Who is signed in; the component renders again when that changes, in this tab or in another.
 *
 * The state is the same object until it changes: a refreshed token renders nothing.
 *
 * @throws {Error} Without an {@link AuthProvider} around the component.
 */
export declare function useAuth(): AuthState;

/** What {@link useStep} gives a form. */
export interface StepForm {
  /** The challenge that waits for an answer; it survives a reload of the tab. */
  readonly step: Challenge | undefined;
  /** Whether an action is on its way. */
  readonly busy: boolean;
  /** Why the last action failed. */
  readonly error: unknown;
  /** Runs an action that begins or continues a sign-in; it never rejects. A second one at the same time is not run. */
  submit(this: void, action: StepAction): Promise<Step | undefined>;
  /** Gives up the sign-in. */
  cancel(this: void): void;
}

/**
 * A form of a sign-in.
 *
 * @throws {Error} Without an {@link AuthProvider} around the component.
 *
 * @example
 * ```tsx
 * import type { Pool } from 'cognito-identity-wasm';
 * import { useStep } from 'cognito-identity-wasm/react';
 *
 * export function SignIn({ pool }: { pool: Pool }) {
 *   const { busy, error, step, submit } = useStep();
 *   const send = (form: FormData) => {
 *     const text = (name: string) => String(form.get(name));
 *     if (step?.status === 'softwareTokenMfa') return submit(() => step.respond({ code: text('code') }));
 *     return submit(() => pool.signIn({ username: text('username'), password: text('password') }));
 *   };
 *   return (
 *     <form action={(form) => void send(form)}>
 *       {step ? <input name="code" autoComplete="one-time-code" /> : <input name="username" autoComplete="username" />}
 *       {!step && <input name="password" type="password" autoComplete="current-password" />}
 *       <button disabled={busy}>Continue</button>
 *       {error instanceof Error && <p role="alert">{error.message}</p>}
 *     </form>
 *   );
 * }
 * ```
 */
export declare function useStep(): StepForm;

/** What {@link RequireAuth} takes. */
export interface RequireAuthProps {
  /** For the person who is signed in. */
  children?: ReactNode;
  /** For everybody else, such as a form to sign in. */
  fallback?: ReactNode;
  /** Until it is known. */
  loading?: ReactNode;
}

/** Shows its children to people who are signed in. It hides, and does not protect: servers must check tokens. */
export declare function RequireAuth(props: RequireAuthProps): ReactNode;
