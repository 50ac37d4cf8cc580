// The engine that holds the secret arithmetic; it starts at its first use.
import { glue, hmac, modPow, passwordKey, sha256 } from 'dropin-glue';
import { source } from 'dropin-source';
import { type Bytes, type Engine, makeEngine } from '../engine/engine.js';
import { AuthError } from '../errors.js';

const functions = { hmac, modPow, passwordKey, sha256 };
let made: Engine | undefined;

function engine(): Engine {
  made ??= makeEngine(glue, 'glue', source);
  return made;
}

/** The functions of the engine. */
export function srp(): typeof functions {
  engine();
  return functions;
}

/** Starts the engine without blocking, from where `load` brings it. */
export function start(load?: () => Promise<WebAssembly.Module | Bytes>): Promise<void> {
  return engine().ready(load);
}

/** What a function of the engine gave; it gives nothing for numbers that cannot be worked with. */
export function given<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new AuthError('InvalidArgument', 'A number of the SRP exchange has the wrong size: check the endpoint.');
  }
  return value;
}
