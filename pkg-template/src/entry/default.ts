// Browsers, bundlers and Node: the wasm is inlined and compiled at the first use.
import * as glue from 'client-glue';
import { wasm } from 'client-inline';
import { makeEngine } from '../engine/engine.js';
import { inlined } from '../engine/inline.js';
import { classOf } from '../modern.js';

export { AuthError, isAuthError } from '../modern.js';

const engine = /* @__PURE__ */ makeEngine(glue, './client_bg.js', () => inlined(wasm));
export const Pool = /* @__PURE__ */ classOf(engine, 'Pool');
export const Session = /* @__PURE__ */ classOf(engine, 'Session');
export const User = /* @__PURE__ */ classOf(engine, 'User');
export const ready = (): Promise<void> => engine.ready();
