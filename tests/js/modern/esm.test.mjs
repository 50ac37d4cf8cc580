// The modern API as an ES module in Node: the file that Deno, Bun and bundlers get (Node's own entry re-exports the
// CommonJS one, which the other run uses).
import { packageFile } from '../local/server-process.mjs';
import { runScenarios } from './in-node.mjs';

const [api, other] = await Promise.all([import(packageFile('dist/index.js')), import(packageFile('dist/node.mjs'))]);
runScenarios(api, other);
