// What the wasm imports of the driver by itself: functions whose arguments the glue need not convert.

import { isRecord } from './given.js';
import { forget } from './host.js';
import { fetchAs } from './session-fetch.js';

export const direct = { 'client-driver': { fetchAs, forget, isRecord, now: Date.now } };
