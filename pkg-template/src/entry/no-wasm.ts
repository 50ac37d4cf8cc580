// No WebAssembly: the engine is JavaScript, made of the same crate.
import { glue } from 'client-glue';
import { instantiate } from 'client-twin';
import { makeTwin } from '../engine/twin.js';

export * from '../modern.js';

const engine = makeTwin(glue, 'glue', instantiate);
export const ready = (): Promise<void> => engine.ready();
