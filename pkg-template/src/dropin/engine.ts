// The engine that holds the secret arithmetic. It starts at its first use: in WebAssembly, or in BigInt where nothing compiles.
import { glue, hmac, modPow, passwordKey, sha256 } from 'dropin-glue';
import { fallback, source } from 'dropin-source';
import { type Bytes, compiles, type Engine, makeEngine } from '../engine/engine.js';

const functions = { hmac, modPow, passwordKey, sha256 };
let made: Engine | undefined;
let chosen: typeof functions | undefined;

function engine(): Engine {
  made ??= makeEngine(glue, 'glue', source);
  return made;
}

/** What to do without WebAssembly: an engine that compiles and then fails is not replaced. */
function instead(error: unknown): typeof functions {
  if (!fallback || compiles()) throw error;
  return fallback;
}

/** The functions of the engine. */
export function srp(): typeof functions {
  if (!chosen) {
    try {
      engine().start();
      chosen = functions;
    } catch (error) {
      chosen = instead(error);
    }
  }
  return chosen;
}

/** Starts the engine without blocking, from where `load` brings it. */
export async function start(load?: () => Promise<WebAssembly.Module | Bytes>): Promise<void> {
  try {
    await engine().ready(load);
  } catch (error) {
    chosen = instead(error);
  }
}
