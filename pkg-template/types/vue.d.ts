/**
 * Vue's bindings of a {@link Pool}: who is signed in as a ref, and the forms of a sign-in with theirs.
 *
 * For Vue 3, and 2.7. Rendering on a server and hydration show `loading` first, so markup never differs.
 *
 * @packageDocumentation
 */
import type { ShallowRef } from 'vue';
import type { AuthState, StepAction } from './auth-state.js';
import type { Pool } from './pool.js';
import type { SessionTokens } from './session.js';
import type { Challenge, Step } from './steps.js';

export type { AuthState, AuthStateOf, StepAction } from './auth-state.js';

/** A plugin: `app.use` takes it. */
export interface AuthPlugin {
  /** Called by Vue. */
  install(app: object): void;
}

/**
 * Makes the plugin that gives a pool to the components of an app.
 *
 * @example
 * ```ts
 * import { Pool } from 'cognito-identity-wasm';
 * import { createAuth, useAuth } from 'cognito-identity-wasm/vue';
 * import { createApp, h } from 'vue';
 *
 * const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * const App = {
 *   setup() {
 *     const auth = useAuth();
 *     return () => h('p', auth.value.status === 'signedIn' ? `Hello ${auth.value.user.username}` : 'Hello');
 *   },
 * };
 * createApp(App).use(createAuth(pool)).mount('#app');
 * ```
 */
export declare function createAuth(pool: Pool<SessionTokens>): AuthPlugin;

/**
 * Who is signed in, in a shallow ref that follows it, in this tab and in others. Call it in `setup`.
 *
 * The state is the same object until it changes: a refreshed token renders nothing.
 *
 * @throws {Error} Without the plugin.
 */
export declare function useAuth(): Readonly<ShallowRef<AuthState>>;

/** What {@link useStep} gives a form. */
export interface StepForm {
  /** The challenge that waits for an answer; it survives a reload of the tab. */
  readonly step: Readonly<ShallowRef<Challenge | undefined>>;
  /** Whether an action is on its way. */
  readonly busy: Readonly<ShallowRef<boolean>>;
  /** Why the last action failed. */
  readonly error: Readonly<ShallowRef<unknown>>;
  /** Runs an action that begins or continues a sign-in; it never rejects. A second one at the same time is not run. */
  submit(this: void, action: StepAction): Promise<Step | undefined>;
  /** Gives up the sign-in. */
  cancel(this: void): void;
}

/**
 * A form of a sign-in. Call it in `setup`.
 *
 * @throws {Error} Without the plugin.
 */
export declare function useStep(): StepForm;
