// What `cargo xtask build` generates for the server.
declare module 'server-glue' {
  /** Texts are JSON; `src/bindings/proxy.rs` says which. */
  export class ProxyEngine {
    constructor(config: string);
    /** The addresses of the key sets, as a list. */
    keySets(): string;
    denial(token: string, family: boolean, nowS: number): string;
    handle(request: string, nowMs: number, id: string): ProxyExchange;
    read(request: string, reading: string, nowMs: number, id: string): ProxyExchange;
    free(): void;
  }
  export class ProxyExchange {
    resume(event?: string): string;
    free(): void;
  }
  export class VerifierEngine {
    constructor(options: string);
    jwks(pool: number): string;
    denialMarks(token: string): string;
    keyId(token: Uint8Array): string;
    poolOf(token: Uint8Array): number;
    claims(pool: number, token: Uint8Array, isGood: boolean, nowMs: number): string;
    free(): void;
  }
  export function __wbg_set_wasm(exports: object): void;
}
declare module 'server-inline' {
  export const wasm: string;
}
declare module 'server-wasm' {
  const module: WebAssembly.Module;
  export default module;
}
