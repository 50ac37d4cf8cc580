// The local Cognito with its engine: Node, browsers and bundlers.

import * as glue from 'local-glue';
import { wasm } from 'local-inline';
import { makeEngine } from '../engine/engine.js';
import { inlined } from '../engine/inline.js';

export { AuthError, isAuthError } from '../errors.js';
export { LocalCognito } from './local-cognito.js';

makeEngine(glue, './local_bg.js', () => inlined(wasm));
