// Brings the wasm of the slim entry: from where the caller says, else from beside this file.
import { AuthError } from '../errors.js';
import type { Bytes } from './engine.js';

/** A compiled module, its bytes, a reply that carries them, or where to fetch them. */
export type Loadable = WebAssembly.Module | BufferSource | Response | PromiseLike<Response> | URL | string;

export async function load(source: Loadable | undefined): Promise<WebAssembly.Module | Bytes> {
  const given = await (source ?? beside());
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

function beside(): URL {
  if (!import.meta.url) {
    // CommonJS.
    throw new AuthError(
      'EngineUnavailable',
      'Give ready() the file cognito-identity-wasm/client.wasm: its URL, bytes or module.',
    );
  }
  // The one form that bundlers recognise.
  return new URL('./client.wasm', import.meta.url);
}
