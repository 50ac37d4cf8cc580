// The platform's types: those of the DOM library, or of Node, Deno, Bun or Workers, where the program has them; elsewhere
// the part of them that this package uses. So the typings need no library beyond ES2022.

/** The platform's `AbortSignal`; without typings of it, {@link AbortSignalLike}. */
export type WebAbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer T } } ? T : AbortSignalLike;

/** The platform's `URL`; without typings of it, {@link UrlLike}. */
export type WebUrl = typeof globalThis extends { URL: { prototype: infer T } } ? T : UrlLike;

/** The platform's `Request`; without typings of it, {@link RequestLike}. */
export type WebRequest = typeof globalThis extends { Request: { prototype: infer T } } ? T : RequestLike;

/** The platform's `Response`; without typings of it, {@link ResponseLike}. */
export type WebResponse = typeof globalThis extends { Response: { prototype: infer T } } ? T : ResponseLike;

/** The platform's `Headers`; without typings of it, {@link HeadersLike}. */
export type WebHeaders = typeof globalThis extends { Headers: { prototype: infer T } } ? T : HeadersLike;

/** The platform's `RequestInit`; without typings of it, {@link RequestInitLike}. */
export type WebRequestInit = typeof globalThis extends {
  Request: {
    /** `new Request(input, init)`. */
    new (input: never, init?: infer T): unknown;
  };
}
  ? NonNullable<T>
  : RequestInitLike;

/** What the platform's `fetch` takes as a body. */
export type WebBody = WebRequestInit extends { body?: infer T } ? NonNullable<T> : string | object;

/** The platform's `fetch`; without typings of it, a function like it. */
export type WebFetch = typeof globalThis extends { fetch: infer T }
  ? T
  : (input: string | WebUrl | WebRequest, init?: WebRequestInit) => Promise<WebResponse>;

/** The platform's `WebAssembly.Module`; without typings of it, any object. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer T } } } ? T : object;

/** The bytes that the platform's `WebAssembly.Module` is made of. */
export type WasmBytes = typeof globalThis extends {
  WebAssembly: {
    Module: {
      /** `new WebAssembly.Module(bytes)`. */
      new (bytes: infer T): unknown;
    };
  };
}
  ? T
  : ArrayBufferView | ArrayBuffer;

/** Where an engine comes from: an address, an answer of `fetch`, its bytes, or a compiled module. */
export type WasmSource = WasmModule | WasmBytes | WebResponse | PromiseLike<WebResponse> | WebUrl | string;

/** What is read of an `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  /** Calls the listener when the signal fires. */
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  /** Takes the listener back. */
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What is read of a `URL`. */
export interface UrlLike {
  readonly href: string;
}

/** What is read of `Headers`. */
export interface HeadersLike {
  /** The value of a header; `null` when it is not there. */
  get(name: string): string | null;
  /** The values of `Set-Cookie`, one by one. */
  getSetCookie(): string[];
}

/** What is read of a `Request`. */
export interface RequestLike {
  readonly url: string;
  readonly method: string;
  readonly headers: {
    /** The value of a header; `null` when it is not there. */
    get(name: string): string | null;
  };
}

/** What a `Response` has everywhere. */
export interface ResponseLike {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly redirected: boolean;
  readonly bodyUsed: boolean;
  /** A stream of bytes. */
  readonly body: unknown;
  readonly headers: {
    /** The value of a header; `null` when it is not there. */
    get(name: string): string | null;
    /** Whether there is such a header. */
    has(name: string): boolean;
  };
  /** The body as text. */
  text(): Promise<string>;
  /** The body, parsed as JSON. */
  json(): Promise<unknown>;
  /** The body as bytes. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The members of `RequestInit` that `fetch` has everywhere. */
export interface RequestInitLike {
  method?: string;
  headers?: Record<string, string> | [string, string][];
  body?: string | object | null;
  signal?: WebAbortSignal | null;
  credentials?: 'omit' | 'same-origin' | 'include';
  redirect?: 'follow' | 'error' | 'manual';
}
