// The pool of the settings: the local Cognito of the demo, or a real one by user pool id and client id.
import { Pool, ready } from 'cognito-identity-wasm';
import { readServed, readSettings } from '../src/settings.js';
import { SessionStore } from './session-store.js';

export async function start(): Promise<SessionStore> {
  const settings = readSettings(await readServed());
  if (!settings) throw new Error('No user pool: add ?userPoolId=…&clientId=… to the address.');
  await ready();
  const { endpoint, ...ids } = settings;
  const store = new SessionStore(new Pool(endpoint ? { ...ids, endpoint } : ids));
  await store.restore();
  return store;
}
