// The modern API through `require`, in Node.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { PACKAGE, packageFile } from '../local/server-process.mjs';
import { runScenarios } from './in-node.mjs';

const api = createRequire(import.meta.url)(resolve(PACKAGE, 'cjs/index.js'));
runScenarios(api, await import(packageFile('dist/index.js')));
