/**
 * `Pool`, `User` and `Session` for apps behind an auth proxy: the same objects as in `cognito-identity-wasm`, in fewer bytes.
 *
 * Nothing that a page downloads from here names the provider. A pool that is reached directly needs the main entry.
 *
 * @packageDocumentation
 */
import type { Pool as AnyPool, ProxyPoolConstructor } from './pool.js';
import type { ProxiedTokens, SessionTokens } from './session.js';

export * from './modern.js';

/** An auth proxy: where people sign up and sign in. */
export type Pool<T extends SessionTokens = ProxiedTokens> = AnyPool<T>;

/**
 * Makes a {@link Pool} of the address of an auth proxy.
 *
 * @throws {AuthError} `InvalidArgument` for bad options and for the ids of a user pool, `EngineUnavailable` where WebAssembly cannot run.
 *
 * @example
 * ```ts
 * import { Pool } from 'cognito-identity-wasm/proxy';
 *
 * const pool = new Pool({ proxy: 'https://app.example.com/auth', custody: 'cookie' });
 * const user = await pool.load();
 * console.log(user ? `Signed in as ${user.username}` : 'Signed out');
 * ```
 */
export declare const Pool: ProxyPoolConstructor & { readonly prototype: AnyPool };
