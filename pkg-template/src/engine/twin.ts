// Starts the engine that is JavaScript, at the first use, behind the same guard as one of WebAssembly.
import { type Engine, type Glue, makeLife } from './engine.js';

/** `instantiate` is what binaryen's wasm2js writes. */
export function makeTwin(glue: Glue, moduleName: string, instantiate: (imports: object) => object): Engine {
  const { isStarted, start } = makeLife(glue, () => instantiate({ [moduleName]: glue }));
  return {
    start,
    async ready() {
      if (!isStarted()) start();
    },
  };
}
