/**
 * Both APIs without WebAssembly, for Lockdown Mode, strict policies and React Native: the same objects as in `cognito-identity-wasm`.
 *
 * SRP is not constant-time here.
 *
 * @packageDocumentation
 */
export type { ReactNativeStorage } from './dropin-react-native.js';
export * from './index.js';
export { default } from './index.js';
export { Pool } from './pool.js';
