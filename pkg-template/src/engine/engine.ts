// Starts the WebAssembly engine at the first use, and keeps its end from spreading.
//
// The glue of wasm-bindgen is handed a stand-in for the exports, so that importing never compiles. Every call into wasm
// goes through one guard. Whatever escapes from a wasm frame is a trap or an exception that skipped Rust's clean-up, so
// the memory cannot be trusted any more: the engine is dead from then on. Errors that Rust means to give are values and
// are thrown by the glue, outside the guard. A dead engine stays dead until the page is loaded again: the glue caches
// views of one memory, and a fresh instance would take the old objects' pointers for its own.
import { AuthError } from '../errors.js';

export interface Glue {
  __wbg_set_wasm(exports: object): void;
}

export type Bytes = Uint8Array<ArrayBuffer>;
/**
 * Where the wasm comes from: a compiled module, or bytes that are decoded only when they are needed.
 * A module may be another realm's (the edge runtime of Next.js runs in one), so nothing asks what it is an instance of.
 */
export type Source = () => WebAssembly.Module | Bytes;

const isBytes = (code: WebAssembly.Module | Bytes): code is Bytes => code instanceof Uint8Array;

type Call = (...args: unknown[]) => unknown;
type Exports = Record<string, unknown>;

export interface Engine {
  /** Compiles at once, unless that is done. */
  start(): void;
  /** Compiles without blocking; `load` can bring the source first. */
  ready(load?: () => Promise<WebAssembly.Module | Bytes>): Promise<void>;
}

/** What the engine's code exports, behind the guard. */
export interface Life {
  /** Starts the engine with these exports, unless one has started. */
  adopt(exports: object): Exports;
  start(): Exports;
  /** Whether the engine has started; throws when it is dead. */
  isStarted(): boolean;
}

/** Hands the glue what `open` exports at the first use. */
export function makeLife(glue: Glue, open: () => object): Life {
  let exports: Exports | undefined;
  let dead: AuthError | undefined;

  const guard =
    (name: string, call: Call): Call =>
    (...args) => {
      if (!dead) {
        try {
          return call(...args);
        } catch (cause) {
          const message = 'The engine stopped on an internal error. Load the page or start the process again.';
          dead = new AuthError('Internal', message, { kind: 'internal', cause });
        }
      }
      // The garbage collector calls `free`: there a throw would end a Node process.
      if (!name.endsWith('_free')) throw dead;
      return undefined;
    };

  const adopt = (opened: object): Exports => {
    if (exports) return exports;
    exports = {};
    for (const [name, value] of Object.entries(opened)) {
      exports[name] = typeof value === 'function' ? guard(name, value as Call) : value;
    }
    glue.__wbg_set_wasm(exports);
    (exports['__wbindgen_start'] as Call | undefined)?.();
    return exports;
  };

  const start = (): Exports => exports ?? adopt(open());

  glue.__wbg_set_wasm(new Proxy({}, { get: (_, name) => start()[name as string] }));

  return {
    adopt,
    start,
    isStarted() {
      if (dead) throw dead;
      return !!exports;
    },
  };
}

export function makeEngine(glue: Glue, moduleName: string, source: Source): Engine {
  const imports = { [moduleName]: glue } as unknown as WebAssembly.Imports;
  const { adopt, isStarted, start } = makeLife(glue, () => {
    try {
      const code = source();
      return new WebAssembly.Instance(isBytes(code) ? new WebAssembly.Module(code) : code, imports).exports;
    } catch (cause) {
      throw unavailable(cause);
    }
  });
  return {
    start,
    async ready(load) {
      if (isStarted()) return;
      try {
        const code = load ? await load() : source();
        const module = isBytes(code) ? await WebAssembly.compile(code) : code;
        const instance = await WebAssembly.instantiate(module, imports);
        adopt(instance.exports);
      } catch (cause) {
        throw unavailable(cause);
      }
    },
  };
}

/**
 * Whether anything compiles here: the smallest module that names a vector. Nothing does in Lockdown Mode, which has no WebAssembly, under
 * a policy without `wasm-unsafe-eval`, and before Safari 16.4, which has no vectors.
 */
export function compiles(): boolean {
  try {
    return !!new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123));
  } catch {
    return false;
  }
}

/** Says why WebAssembly does not run here, and what to change. */
function unavailable(cause: unknown): AuthError {
  if (cause instanceof AuthError) return cause;
  const reason = String((cause as { message?: unknown } | null)?.message);
  let message =
    'This JavaScript engine cannot run the package: it needs WebAssembly with SIMD (Chrome 91, Firefox 89, Safari 16.4, Node 16.4).';
  if (typeof WebAssembly !== 'object') {
    message = 'This JavaScript engine has no WebAssembly, which the package needs.';
  } else if (/unsafe-eval|Content.Security|CSP/i.test(reason)) {
    message = "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src.";
  } else if (cause instanceof RangeError) {
    message = 'This JavaScript engine compiles no WebAssembly at once: await ready() before the first Pool or Session.';
  }
  return new AuthError('EngineUnavailable', message, { kind: 'internal', cause });
}
