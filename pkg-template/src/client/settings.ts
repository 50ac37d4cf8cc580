// The configuration of a pool of the main entry: Cognito itself, or an auth proxy. The entry for apps behind a proxy has ./proxy.ts alone.
import { serviceOf as cognito } from './cognito.js';
import { serviceOf as proxy } from './proxy.js';
import type { Given, Service } from './service.js';

export const serviceOf = (given: Given): Service => (given['proxy'] ? proxy(given) : cognito(given));
