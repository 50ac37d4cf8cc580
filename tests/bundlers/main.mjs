// The page's program: the settings come from the test, the outcome goes back to it.
import { visit } from './program.mjs';

globalThis.outcome = visit(globalThis.settings).catch((error) => [error.code, error.message]);
