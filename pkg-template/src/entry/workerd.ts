// Cloudflare Workers: they compile only wasm that is imported statically.
import * as glue from 'client-glue';
import module from 'client-wasm';
import { makeEngine } from '../engine/engine.js';
import { classOf } from '../modern.js';

export { AuthError, isAuthError } from '../modern.js';

const engine = /* @__PURE__ */ makeEngine(glue, './client_bg.js', () => module);
export const Pool = /* @__PURE__ */ classOf(engine, 'Pool');
export const Session = /* @__PURE__ */ classOf(engine, 'Session');
export const User = /* @__PURE__ */ classOf(engine, 'User');
export const ready = (): Promise<void> => engine.ready();
