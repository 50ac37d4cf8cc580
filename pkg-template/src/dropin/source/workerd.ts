// The wasm as a module that the platform compiled.
import module from 'dropin-wasm';
import type { Source } from '../../engine/engine.js';

export const source: Source = () => module;

export const bring = undefined;
/** What compiles at run time, nothing does here. */
export const fallback = undefined;
