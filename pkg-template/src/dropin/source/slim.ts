// The wasm as a separate file, which `configure` brings.
import type { Bytes, Source } from '../../engine/engine.js';
import { type Loadable, load } from '../../engine/load.js';
import { AuthError } from '../../errors.js';

export { bigint as fallback } from '../bigint.js';

export const source: Source = () => {
  throw new AuthError(
    'EngineUnavailable',
    'The engine is not loaded: await configure({ wasm: true }) before the first sign-in.',
  );
};

export const bring = (wasm: Loadable | undefined): Promise<WebAssembly.Module | Bytes> =>
  load(wasm, 'dropin.wasm', () => new URL('./dropin.wasm', import.meta.url));
