// The engine of builds without WebAssembly, in the place of engine.ts.
import { bigint } from './bigint.js';

export const srp = (): typeof bigint => bigint;

/** There is nothing to start. */
export const start = async (): Promise<void> => {};
