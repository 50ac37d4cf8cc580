// The modern API without WebAssembly: every scenario, on the engine that is JavaScript. The local Cognito is a process of its own, which
// has WebAssembly; this one has none.
import { createServer } from 'node:http';
import { packageFile } from '../local/server-process.mjs';
import { httpFetch } from './http-fetch.mjs';
import { runScenarios } from './in-node.mjs';

// `Response` and `Headers` come with Node's fetch, which compiles its parser when it is loaded: one request waits for that.
const echo = createServer((_, response) => response.end());
await new Promise((listening) => echo.listen(0, '127.0.0.1', listening));
await fetch(`http://127.0.0.1:${echo.address().port}/`);
echo.close();
echo.closeAllConnections();
delete globalThis.WebAssembly;
globalThis.fetch = httpFetch;

const [api, other] = await Promise.all([import(packageFile('dist/no-wasm.js')), import(packageFile('cjs/no-wasm.js'))]);
runScenarios(api, other);
