// What `cargo xtask build` generates for the server, beside the engine's glue, which has typings of its own.
declare module 'server-inline' {
  export const wasm: string;
}
declare module 'server-wasm' {
  const module: WebAssembly.Module;
  export default module;
}
