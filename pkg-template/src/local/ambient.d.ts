// What `cargo xtask build` generates for the local Cognito, beside the engine's glue, which has typings of its own.
declare module 'local-inline' {
  export const wasm: string;
}
