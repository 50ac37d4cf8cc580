/**
 * `cognito-identity-wasm/proxy` in React Native, without WebAssembly.
 *
 * @packageDocumentation
 */
export * from './proxy.js';
