/**
 * Both APIs without WebAssembly, for Lockdown Mode, strict policies and React Native: the same objects as in `cognito-identity-wasm`.
 *
 * SRP is not constant-time here. A storage may answer later: then `currentUser()` throws `NotAvailable` until `pool.load()` was awaited.
 *
 * @packageDocumentation
 */
import type { AsyncStorageLike, CommonPoolOptions, PoolOptions, ProxyPoolOptions } from './options.js';
import type { Pool as AnyPool, PoolConstructor } from './pool.js';
import type { AppTokens, CookieTokens, FullTokens, ProxiedTokens, SessionTokens } from './session.js';

export type { ReactNativeStorage } from './dropin-react-native.js';
export * from './index.js';
export { default } from './index.js';
export type { AsyncStorageLike } from './options.js';

/** Options whose storage may answer later. */
type Later<T extends CommonPoolOptions> = Omit<T, 'storage'> & {
  storage?: CommonPoolOptions['storage'] | AsyncStorageLike;
};

/** Where people sign up and sign in. */
export type Pool<T extends SessionTokens = FullTokens> = AnyPool<T>;

/**
 * Makes a {@link Pool}; its storage may answer later.
 *
 * @throws {AuthError} `InvalidArgument` for bad options.
 *
 * @example
 * ```ts
 * import { type AsyncStorageLike, Pool } from 'cognito-identity-wasm/no-wasm';
 *
 * declare const AsyncStorage: AsyncStorageLike; // @react-native-async-storage/async-storage
 * const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: '1h57kf5cpq17m0eml12EXAMPLE', storage: AsyncStorage });
 * console.log((await pool.load())?.username);
 * ```
 */
export declare const Pool: PoolConstructor & {
  new (options: Later<ProxyPoolOptions> & { custody: 'cookie' }): AnyPool<CookieTokens>;
  new (options: Later<ProxyPoolOptions> & { custody: 'token' }): AnyPool<AppTokens>;
  new (options: Later<ProxyPoolOptions>): AnyPool<ProxiedTokens>;
  new (options: Later<PoolOptions>): AnyPool;
};
