// The pool of the settings: the local Cognito of the demo, or a real one by user pool id and client id. With
// `?custody=cookie` or `?custody=token` in the address the app knows no pool: it speaks to the auth proxy on its own origin.
import { Pool, ready } from 'cognito-identity-wasm';
import { comeBack, loginOf, loginOptions, servedLogin } from '../src/login.js';
import { type Custody, readServed, readSettings, type Served } from '../src/settings.js';
import { custodyInAddress } from './custody.js';
import { SessionStore } from './session-store.js';

export async function start(custody = custodyInAddress()): Promise<SessionStore> {
  const served = await readServed();
  await ready();
  const store = custody ? new SessionStore(proxied(served, custody)) : direct(served);
  await store.restore(store.login ? await comeBack(store.pool) : undefined);
  return store;
}

function direct(served: Served): SessionStore {
  const settings = readSettings(served);
  if (!settings) throw new Error('No user pool: add ?userPoolId=…&clientId=… to the address.');
  const { endpoint, ...ids } = settings;
  const login = servedLogin(served, settings);
  const options = login ? { ...ids, login: loginOptions(login) } : ids;
  const pool = new Pool(endpoint ? { ...options, endpoint } : options);
  return new SessionStore(pool, login && loginOf(pool, login));
}

/** Views read claims, which both custodies have; only in one of them `jwt` is there, so nothing here may need it. */
function proxied({ proxy }: Served, custody: Custody): Pool {
  if (!proxy) throw new Error('No auth proxy runs here: start serve.mjs with --pool and --client.');
  return new Pool({ proxy: proxy[custody], custody }) as Pool<never> as Pool;
}
