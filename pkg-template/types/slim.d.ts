/**
 * The same as `cognito-identity-wasm`, with the wasm as a separate file: fewer bytes, for one call of {@link ready}.
 *
 * @packageDocumentation
 */
import type { WasmSource } from './platform.js';

export * from './index.js';
export { default } from './index.js';

/**
 * Loads and starts the engine; `await` it before the first `Pool` or `Session`.
 *
 * The file is `cognito-identity-wasm/client.wasm`. Bundlers that know `new URL(…, import.meta.url)` (Vite, webpack,
 * Rspack, Parcel, Next) find it by themselves, and so do pages without a bundler. For others give a URL, a reply, bytes
 * or a compiled module. In Node and Workers the engine is there already.
 *
 * @throws {AuthError} `EngineUnavailable`, also when the file cannot be fetched: then another call may succeed.
 *
 * @example
 * ```ts
 * import { Pool, ready } from 'cognito-identity-wasm/slim';
 *
 * await ready(fetch('/assets/client.wasm'));
 * export const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * ```
 */
export declare function ready(source?: WasmSource): Promise<void>;
