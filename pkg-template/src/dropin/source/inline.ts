// The wasm as a string in this file.
import { wasm } from 'dropin-inline';
import type { Source } from '../../engine/engine.js';
import { inlined } from '../../engine/inline.js';

export { bigint as fallback } from '../bigint.js';

export const source: Source = () => inlined(wasm);

export const bring = undefined;
