// What `cargo xtask build` generates for the local Cognito.
declare module 'local-glue' {
  /** Texts are JSON; `src/bindings/local.rs` says which. */
  export class LocalEngine {
    constructor(config: string, nowMs: number, entropy: Uint8Array);
    restore(snapshot: string): void;
    needsKey(): boolean;
    setKey(pkcs8: Uint8Array): void;
    handle(request: string, nowMs: number, entropy: Uint8Array): string;
    resume(id: string, answer: string, nowMs: number, entropy: Uint8Array): string;
    pools(): string;
    outbox(): string;
    snapshot(): string;
    free(): void;
  }
  export function __wbg_set_wasm(exports: object): void;
}
declare module 'local-inline' {
  export const wasm: string;
}
