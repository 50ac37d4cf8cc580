// What a scenario works with: the package, a running local Cognito, and small machinery to watch both.
import { race } from '../rounds.mjs';
import { is, matches, ok, same } from './check.mjs';

export const PASSWORD = 'Correct-Horse-7';

/** An app client whose tokens end after a second; `realm.lengthen()` makes those that come later live for an hour. */
export const SHORT = {
  AccessTokenValidity: 1,
  IdTokenValidity: 1,
  TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds' },
};

const EVERY_FLOW = ['SRP', 'PASSWORD']
  .map((name) => `ALLOW_USER_${name}_AUTH`)
  .concat(['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
const platformFetch = (...args) => globalThis.fetch(...args);

const PREFIX = /^(CognitoIdentityServiceProvider\.[^.]+|AuthProxy\.https?:\/\/\S*?\/auth[-\d]*)\./;

/** A storage that shows what it holds. */
export class Memory {
  constructor(entries = {}) {
    this.items = new Map(Object.entries(entries));
  }
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  setItem(key, value) {
    if (typeof value !== 'string') throw new TypeError('a storage holds strings');
    this.items.set(key, value);
  }
  removeItem(key) {
    this.items.delete(key);
  }
  /** The entries under their names without the prefix of the app client. */
  get short() {
    return Object.fromEntries([...this.items].map(([key, value]) => [key.replace(PREFIX, ''), value]));
  }
  get names() {
    return Object.keys(this.short).sort();
  }
}

/** A `fetch` that counts what goes out; `script(operation, input)` may answer in the service's place. */
export function tap(script = () => undefined) {
  const calls = [];
  const fetch = async (url, init) => {
    const headers = init?.headers ?? {};
    const operation = (headers['X-Amz-Target'] ?? headers['x-amz-target'])?.split('.')[1];
    // An auth proxy's look at the pool's keys is no scenario's business.
    if (!operation && String(url).endsWith('/jwks.json')) return platformFetch(url, init);
    const input = operation ? JSON.parse(init.body) : {};
    const { AuthFlow, ChallengeName } = input;
    calls.push({ operation, input, name: [operation ?? 'fetch', AuthFlow ?? ChallengeName].filter(Boolean).join(' ') });
    const scripted = await tapped.script(operation, input, init);
    return scripted ?? platformFetch(url, init);
  };
  const tapped = {
    fetch,
    calls,
    script,
    get names() {
      return calls.map((call) => call.name);
    },
    count: (operation) => calls.filter((call) => call.operation === operation).length,
    /** Forgets what was counted. */
    clear: () => calls.splice(0),
  };
  return tapped;
}

/** An answer of the service. */
export const answer = (body, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers });
/** A refusal of the service. */
export const refusal = (name, message = 'No.', status = 400) =>
  answer({ __type: name, message }, status, { 'x-amzn-RequestId': 'request-7' });
/** As `fetch` tells of a broken connection. */
export const drop = () => {
  throw new TypeError('the connection broke');
};

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** `{ Pool, Session, … }` of the package under test, with where the local Cognito is, make the world of the scenarios. */
export function makeWorld({ api, other, endpoint, custom, where, behind, mount }) {
  const world = {
    ...api,
    other,
    endpoint,
    where,
    behind,
    custom,
    PASSWORD,
    is,
    ok,
    same,
    matches,
    Memory,
    tap,
    answer,
    refusal,
    drop,
    sleep,
    race,
  };

  /** One operation by hand, as somebody with AWS credentials; anything but success is a defect of the scenario. */
  world.admin = async (operation, input) => {
    const reply = await world.raw(operation, input);
    if (reply.status !== 200) throw new Error(`${operation}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  world.raw = async (operation, input) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    };
    const reply = await platformFetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
    return { status: reply.status, body: await reply.json() };
  };
  world.faults = (faults) =>
    platformFetch(`${endpoint}_local/faults`, { method: 'POST', body: JSON.stringify(faults) });
  /** What was sent to somebody of that pool, newest last. */
  world.outbox = async (username, userPoolId) => {
    const reply = await platformFetch(`${endpoint}_local/outbox?username=${encodeURIComponent(username)}`);
    return (await reply.json()).filter((mail) => !userPoolId || mail.userPoolId === userPoolId);
  };

  /** A pool and an app client of its own, so that no scenario meets another's people. */
  world.realm = async ({ pool = {}, client = {}, mfa } = {}) => {
    const { UserPool } = await world.admin('CreateUserPool', {
      PoolName: 'test',
      AutoVerifiedAttributes: ['email'],
      ...pool,
    });
    const { UserPoolClient } = await world.admin('CreateUserPoolClient', {
      UserPoolId: UserPool.Id,
      ClientName: 'test',
      ExplicitAuthFlows: EVERY_FLOW,
      ...client,
    });
    const ids = {
      userPoolId: UserPool.Id,
      clientId: UserPoolClient.ClientId,
      clientSecret: UserPoolClient.ClientSecret,
    };
    if (mfa) await world.admin('SetUserPoolMfaConfig', { UserPoolId: ids.userPoolId, ...mfa });
    // In a browser the proxies are another process's.
    if (mount) Object.assign(ids, await mount(ids));
    return realmOf(world, ids);
  };
  world.realmOf = (ids) => realmOf(world, ids);

  /** A realm with one person in it, who has an app. */
  world.person = async ({ username = 'ada', password = PASSWORD, attributes, temporary, app, ...realm } = {}) => {
    const there = await world.realm(realm);
    await there.add({ username, password, attributes, temporary });
    return { realm: there, username, password, ...there.app(app) };
  };

  /** The same, signed in. */
  world.signedIn = async (options) => {
    const person = await world.person(options);
    const step = await person.signIn();
    return { ...person, step, user: step.user, session: step.session };
  };

  /** The error that a promise rejects with; it must be one, be ours and have this code. */
  world.refused = async (promise, code, message = '') => {
    const error = await Promise.resolve(promise).then(
      (value) => {
        throw new Error(`${message} expected ${code}, got a result: ${JSON.stringify(value)}`.trim());
      },
      (caught) => caught,
    );
    return world.isOurs(error, code, message);
  };
  /** The error that a call throws. */
  world.thrown = (call, code, message = '') => {
    let value;
    try {
      value = call();
    } catch (error) {
      return world.isOurs(error, code, message);
    }
    throw new Error(`${message} expected ${code}, got a result: ${String(value)}`.trim());
  };
  world.isOurs = (error, code, message = '') => {
    if (!api.isAuthError(error)) throw error;
    is(error.code, code, `${message} (${error.message})`);
    return error;
  };

  /** Retries wait a random time, of which the shortest is none. */
  world.hastily = async (action) => {
    const { random } = Math;
    Math.random = () => 0;
    try {
      return await action();
    } finally {
      Math.random = random;
    }
  };

  world.totp = totp;
  /** Adds the person of the pool that asks its own question. */
  world.prepare = async () => {
    if (mount) Object.assign(custom, await mount(custom));
    await world.realmOf(custom).add({ username: 'custom' });
  };
  return world;
}

function realmOf(world, ids) {
  const { userPoolId, clientId, clientSecret } = ids;
  const realm = { ...ids };
  realm.admin = (operation, input) => world.admin(operation, { UserPoolId: userPoolId, ...input });
  realm.add = async ({ username, password = PASSWORD, attributes = {}, temporary = false }) => {
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    await realm.admin('AdminCreateUser', { Username: username, MessageAction: 'SUPPRESS', UserAttributes });
    await realm.admin('AdminSetUserPassword', { Username: username, Password: password, Permanent: !temporary });
  };
  realm.lengthen = () =>
    realm.admin('UpdateUserPoolClient', {
      ClientId: clientId,
      ExplicitAuthFlows: EVERY_FLOW,
      AccessTokenValidity: 1,
      IdTokenValidity: 1,
    });
  realm.mails = (username) => world.outbox(username, userPoolId);
  /** The newest code that this person was sent. */
  realm.code = async (username) => (await realm.mails(username)).at(-1)?.code;
  /** What a pool needs to reach this app client: directly, or through an auth proxy. */
  realm.reach = (net = tap(), storage = {}) =>
    world.behind?.(ids, net, storage) ?? {
      userPoolId,
      clientId,
      clientSecret,
      endpoint: world.endpoint,
      fetch: net.fetch,
    };
  /** Somebody's app: a pool of the package over a storage and a fetch that are watched. */
  realm.app = ({ storage = new Memory(), script, ...options } = {}) => {
    const net = tap(script);
    const pool = new world.Pool({ ...realm.reach(net, storage), storage, ...options });
    const signIn = async (more = {}) => {
      const step = await pool.signIn({ username: 'ada', password: PASSWORD, ...more });
      if (step.status !== 'signedIn') throw new Error(`signed in, expected; got ${step.status}`);
      return step;
    };
    return { pool, storage, net, signIn };
  };
  return realm;
}

/** The code of an authenticator app, RFC 6238, by WebCrypto. */
async function totp(secret, steps = 0) {
  const bits = [...secret.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const bytes = Uint8Array.from(bits.match(/.{8}/g), (byte) => Number.parseInt(byte, 2));
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(Date.now() / 30_000) + steps));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer));
  const offset = mac.getUint8(19) & 15;
  return String((mac.getUint32(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
