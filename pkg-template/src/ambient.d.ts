// What `cargo xtask build` generates; esbuild is told where it lies.
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
