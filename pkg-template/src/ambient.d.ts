// What `cargo xtask build` generates; esbuild is told where it lies.
//
// The crate built with one feature is an engine: `<feature>-glue` is what wasm-bindgen writes for it, `<feature>-inline`
// its wasm as a string. An engine other than `client` is built when `src/<feature>/index.ts` exists; beside it stand
// `node.mjs`, which hands Node's import the instance of `../dist/<feature>.cjs`, and `cli.ts`, if it is a program, too.
declare module 'client-glue' {
  export const Pool: typeof import('../types/index.js').Pool;
  export const Session: typeof import('../types/index.js').Session;
  export const User: typeof import('../types/index.js').User;
  export function __wbg_set_wasm(exports: object): void;
}
declare module 'client-inline' {
  export const wasm: string;
}
declare module 'client-wasm' {
  const module: WebAssembly.Module;
  export default module;
}
