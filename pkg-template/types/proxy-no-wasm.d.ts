/**
 * `cognito-identity-wasm/proxy` in React Native, without WebAssembly: a storage may answer later.
 *
 * @packageDocumentation
 */
import type { AsyncStorageLike, CommonPoolOptions, ProxyPoolOptions } from './options.js';
import type { Pool as AnyPool, ProxyPoolConstructor } from './pool.js';
import type { AppTokens, CookieTokens, ProxiedTokens } from './session.js';

export type { AsyncStorageLike } from './options.js';
export * from './proxy.js';

/** Options whose storage may answer later. */
type Later = Omit<ProxyPoolOptions, 'storage'> & { storage?: CommonPoolOptions['storage'] | AsyncStorageLike };

/**
 * Makes a {@link Pool} of the address of an auth proxy.
 *
 * @throws {AuthError} `InvalidArgument` for bad options.
 */
export declare const Pool: ProxyPoolConstructor & {
  new (options: Later & { custody: 'cookie' }): AnyPool<CookieTokens>;
  new (options: Later & { custody: 'token' }): AnyPool<AppTokens>;
  new (options: Later): AnyPool<ProxiedTokens>;
  readonly prototype: AnyPool;
};
