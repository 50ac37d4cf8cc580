// What `cargo xtask build` generates; esbuild is told where it lies.
//
// The crate built with one feature is an engine: `<feature>-glue` is what wasm-bindgen writes for it, `<feature>-inline`
// its wasm as a string. Beside the `index.ts` of `local` and of `server` stand `workerd.ts`, for Workers, and `cli.ts`, the program, where
// there is one.
declare module 'client-glue' {
  export const Pool: typeof import('../types/index.js').Pool;
  export const Session: typeof import('../types/index.js').Session;
  export const User: typeof import('../types/index.js').User;
  export type User = import('../types/index.js').User;
  export type Session = import('../types/index.js').Session;
  /** One call of a method: src/bindings/client/machine.rs. */
  export class Machine {
    constructor(call: string, random: boolean, now: number);
    resume(answer: string, now: number): void;
    free(): void;
  }
  export function makeUser(held: object): User;
  export function makeSession(held: object): Session;
  export function isValid(nowMs: number, drift: number, leeway: number, access: number, id: number): boolean;
  /** What the wasm imports. */
  export const glue: import('./engine/engine.js').Glue;
}
/** Whether the build is one without WebAssembly. */
declare const NO_WASM: boolean;
/** `client/settings.ts`, or `client/proxy.ts` where an entry is for apps behind an auth proxy alone. */
declare module 'client-service' {
  export const serviceOf: typeof import('./client/settings.js').serviceOf;
}
/** `client/rest.ts`, or `client/rest-apart.ts` where its code is a file apart. */
declare module 'client-rest' {
  export const rest: typeof import('./client/rest.js').rest;
}
/** `client/on-demand-here.ts`, or `client/on-demand-apart.ts` where the code is a file apart. */
declare module 'client-on-demand' {
  export const onDemand: typeof import('./client/on-demand-apart.js').onDemand;
}
declare module 'client-methods' {
  export const METHODS: string;
}
declare module 'client-contract' {
  export const ROUTES: string;
  export const PARAMETERS: string;
  export const MEMBERS: string;
  export const CODES: string;
  export const OWN_CODES: string;
  export const FLOWS: string;
}
declare module 'client-inline' {
  export const wasm: string;
}
/** The engine as JavaScript. */
declare module 'client-twin' {
  export const instantiate: (imports: object) => object;
}
declare module 'client-wasm' {
  const module: WebAssembly.Module;
  export default module;
}
declare module 'login-glue' {
  /** One call: src/bindings/login.rs. */
  export class LoginMachine {
    constructor(call: string, now: number);
    resume(answer: string, now: number): void;
    free(): void;
  }
  /** What the wasm imports. */
  export const glue: import('./engine/engine.js').Glue;
}
declare module 'login-inline' {
  export const wasm: string;
}
declare module 'login-twin' {
  export const instantiate: (imports: object) => object;
}
declare module 'login-wasm' {
  const module: WebAssembly.Module;
  export default module;
}
declare module 'dropin-glue' {
  export function modPow(base: string, exponent: string): string | undefined;
  export function passwordKey(
    a: string,
    largeA: string,
    poolName: string,
    username: string,
    password: string,
    salt: string,
    b: string,
  ): Uint8Array | undefined;
  export function sha256(bytes: Uint8Array): Uint8Array;
  export function hmac(key: Uint8Array, message: Uint8Array): Uint8Array;
  /** What the wasm imports. */
  export const glue: import('./engine/engine.js').Glue;
}
declare module 'dropin-inline' {
  export const wasm: string;
}
declare module 'dropin-wasm' {
  const module: WebAssembly.Module;
  export default module;
}
/** One of the files in `dropin/source`. */
declare module 'dropin-source' {
  export const source: import('./engine/engine.js').Source;
  export const bring: typeof import('./dropin/source/slim.js').bring | undefined;
  /** The same functions without WebAssembly; none where the platform compiles what is imported. */
  export const fallback: typeof import('./dropin/bigint.js').bigint | undefined;
}
/** `dropin/engine.ts`, or `dropin/engine-bigint.ts` in builds without WebAssembly. */
declare module 'dropin-engine' {
  export const srp: typeof import('./dropin/engine.js').srp;
  export const start: typeof import('./dropin/engine.js').start;
}
/** `dropin/storage-helper.ts`, or `dropin/storage-helper-rn.ts` for React Native. */
declare module 'dropin-storage' {
  export const defaultStorage: typeof import('./dropin/storage-helper.js').defaultStorage;
  export const MemoryStorage: typeof import('./dropin/storage-helper.js').MemoryStorage;
  const StorageHelper: typeof import('./dropin/storage-helper.js').default;
  export default StorageHelper;
}
