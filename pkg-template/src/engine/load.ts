// Brings the wasm of the slim entry: from where the caller says, else from beside the bundle.
import { AuthError } from '../errors.js';
import type { Bytes } from './engine.js';

/** A compiled module, its bytes, a reply that carries them, or where to fetch them. */
export type Loadable = WebAssembly.Module | BufferSource | Response | PromiseLike<Response> | URL | string;

/** `beside` names the file next to the bundle, in the one form that bundlers recognise: `new URL('./…', import.meta.url)`. */
export async function load(
  source: Loadable | undefined,
  file: string,
  beside: () => URL,
): Promise<WebAssembly.Module | Bytes> {
  const given = await (source ?? neighbour(file, beside));
  if (given instanceof WebAssembly.Module) return given;
  if (ArrayBuffer.isView(given)) return new Uint8Array(given.buffer as ArrayBuffer, given.byteOffset, given.byteLength);
  if (given instanceof ArrayBuffer) return new Uint8Array(given);
  const reply = typeof given === 'string' || given instanceof URL ? await fetch(given) : given;
  if (!reply.ok) {
    throw new AuthError('EngineUnavailable', `The wasm file cannot be fetched: HTTP ${reply.status}.`, {
      kind: 'network',
      status: reply.status,
    });
  }
  return new Uint8Array(await reply.arrayBuffer());
}

function neighbour(file: string, beside: () => URL): URL {
  // CommonJS has none.
  if (import.meta.url) return beside();
  throw new AuthError(
    'EngineUnavailable',
    `Give the engine its file cognito-identity-wasm/${file}: the URL, bytes or module.`,
  );
}
