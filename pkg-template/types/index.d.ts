/**
 * Signs people in to Amazon Cognito user pools, in Rust and WebAssembly.
 *
 * Two rules hold for every asynchronous method. It rejects with an {@link AuthError} and never throws. And it takes
 * `signal` and `timeoutMs`: in its one object of named options; or, when its first argument is a name, a list, a map of
 * attributes or a set of tokens, in an object behind it. An option that is `undefined` counts as left out.
 *
 * @packageDocumentation
 */

import * as dropIn from './dropin.js';

export * from './dropin.js';
export * from './modern.js';
export type { LoginOptions, PoolOptions } from './options.js';
export type { PoolConstructor, PoolJson } from './pool.js';
export { Pool } from './pool.js';

/** The drop-in API as one object: `import cognito from 'amazon-cognito-identity-js'` goes on working. */
export default dropIn;
