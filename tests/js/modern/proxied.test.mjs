import { runScenarios } from './in-node.mjs';
import { behindProxy } from './behind-proxy.mjs';
import { packageFile } from '../local/server-process.mjs';
const api = await import(packageFile('dist/node.mjs'));
const { AuthProxy } = await import(packageFile('dist/server.node.mjs'));
const custody = process.env.CUSTODY ?? 'token';
runScenarios(api, api, (endpoint) => behindProxy({ AuthProxy, custody, endpoint }));
