// Bad input: every public method, found on the prototypes so that none is forgotten, with everything that people pass by accident.

import { CALL_OPTIONS, GOOD, NO_ARGUMENTS, OPTIONAL, TEXTS, WRONG } from '../bad-values.mjs';

const IDS = { userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc' };

/** A user, a session and a pool whose requests all fail, and are counted. */
export async function world(w) {
  const net = w.tap(() => w.refusal('ReachedTheServiceException'));
  const pool = new w.Pool({
    ...IDS,
    storage: new w.Memory(),
    fetch: net.fetch,
    audienceOrigins: ['https://api.example.com'],
  });
  const part = (claims) => btoa(JSON.stringify({ ...claims, exp: 9_999_999_999, iat: 1 })).replace(/=+$/, '');
  const accessToken = `${part({})}.${part({ username: 'ada', token_use: 'access' })}.c`;
  const user = await pool.restore({ accessToken });
  const session = await user.session();
  return {
    net,
    objects: {
      Pool: pool,
      User: user,
      UserMfa: user.mfa,
      UserDevices: user.devices,
      UserPasskeys: user.passkeys,
      UserSessions: user.sessions,
      Session: session,
    },
  };
}

/** Calls a method: what it threw, rejected with or gave. A promise method must never throw. */
export async function attempt(object, method, args) {
  let outcome;
  try {
    outcome = object[method](...args);
  } catch (error) {
    return { threw: error };
  }
  if (!(outcome instanceof Promise)) return { gave: outcome };
  return outcome.then(
    (gave) => ({ gave, promised: true }),
    (rejected) => ({ rejected, promised: true }),
  );
}

export const SYNCHRONOUS = ['resume', 'subscribe', 'keepFresh', 'isValid', ...NO_ARGUMENTS];

/** Bad input ends in an AuthError, in the way of the method; and never reaches the service. */
function refusedWell(w, { outcome, method, what, allowed = false }) {
  const error = SYNCHRONOUS.includes(method) ? outcome.threw : outcome.rejected;
  if (outcome.threw !== undefined && !SYNCHRONOUS.includes(method)) throw new Error(`${what} threw: ${outcome.threw}`);
  if (error === undefined) return w.ok(allowed, `${what} was accepted`);
  w.ok(w.isAuthError(error), `${what}: ${error}`);
  const codes = allowed
    ? ['InvalidArgument', 'MalformedToken', 'NotAvailable', 'ReachedTheServiceException']
    : ['InvalidArgument', 'MalformedToken'];
  w.ok(codes.includes(error.code), `${what}: ${error.code}: ${error.message}`);
  w.ok(error.message.length < 300 && !error.message.includes('xxxxxxxxxx'), `${what}: a message that is short`);
}

/** The places of texts, maps, lists and flags in some arguments. */
export function* places(value, path = []) {
  if (path.length > 0) yield path;
  if (typeof value === 'object' && value !== null)
    for (const key of Object.keys(value)) yield* places(value[key], [...path, key]);
}
export const at = (value, path) => path.reduce((inner, key) => inner[key], value);
function replaced(args, path, value) {
  const copy = structuredClone(args);
  at(copy, path.slice(0, -1))[path.at(-1)] = value;
  return copy;
}

const methodsOf = (object) =>
  Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter((name) => {
    const { value } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(object), name);
    return typeof value === 'function' && name !== 'constructor';
  });

export const badInput = {
  'no public method is forgotten here': async (w) => {
    const { objects } = await world(w);
    for (const [type, object] of Object.entries(objects))
      w.same(methodsOf(object).sort(), Object.keys(GOOD[type]).sort(), type);
  },

  'the good arguments reach the service, so what is refused is refused for its fault': async (w) => {
    for (const [type, methods] of Object.entries(GOOD)) {
      for (const [method, args] of Object.entries(methods)) {
        if (SYNCHRONOUS.includes(method) || ['fetch', 'load', 'restore', 'session', 'signOut'].includes(method))
          continue;
        const { net, objects } = await world(w);
        const outcome = await attempt(objects[type], method, args);
        w.is(net.calls.length, 1, `${type}.${method}: ${outcome.rejected}`);
        w.is(outcome.rejected.code, 'ReachedTheServiceException', `${type}.${method}`);
      }
    }
  },

  'every argument of the wrong type is refused, and nothing is sent': async (w) => {
    const { net, objects } = await world(w);
    for (const [type, methods] of Object.entries(GOOD)) {
      for (const [method, args] of Object.entries(methods)) {
        for (const path of places(args)) {
          for (const [kind, value] of Object.entries(WRONG)) {
            const key = String(path.at(-1));
            const absent = value === undefined || value === null;
            // Options may be left out altogether; a session's device key, too; functions are objects, and URL is no string.
            const optionalArgument =
              path.length === 1 &&
              absent &&
              (at(args, path)?.constructor === Object || type === 'UserDevices') &&
              !mustHave(type, method, path);
            const emptyObject = [
              'object without a prototype',
              'date',
              'promise',
              'function',
              'cyclic object',
              'object with throwing getters',
              'string object',
            ].includes(kind);
            const allowed =
              (absent && (optionalArgument || OPTIONAL.test(key))) ||
              (emptyObject && isOptions(args, path, method)) ||
              (typeof value === 'boolean' && typeof at(args, path) === 'boolean') ||
              (kind === 'array' && method === 'deleteAttributes' && path.length === 1) ||
              method === 'resume';
            if (method === 'signOut' && allowed) continue;
            // JSON of four thousand million nulls is the caller's own doing.
            if (method === 'resume' && kind === 'endless array') continue;
            net.clear();
            const outcome = await attempt(objects[type], method, replaced(args, path, value));
            refusedWell(w, { outcome, method, what: `${type}.${method}(${path.join('.')}: ${kind})`, allowed });
            if (!allowed) w.is(net.calls.length, 0, `${type}.${method}(${path.join('.')}: ${kind})`);
          }
        }
      }
    }
    w.is(objects.Pool.toJSON().clientId, 'abc');
  },

  'empty, huge and half texts are refused, and nothing is sent': async (w) => {
    const { net, objects } = await world(w);
    for (const [type, methods] of Object.entries(GOOD)) {
      for (const [method, args] of Object.entries(methods)) {
        for (const path of places(args)) {
          if (typeof at(args, path) !== 'string') continue;
          for (const [kind, value] of Object.entries(TEXTS)) {
            // An empty string is a value in maps of the service; a saved step is data, and travels as it is.
            const inMap = path.length > 2 || method === 'updateAttributes';
            const allowed = (kind === 'empty' && inMap) || method === 'resume';
            net.clear();
            const outcome = await attempt(objects[type], method, replaced(args, path, value));
            refusedWell(w, { outcome, method, what: `${type}.${method}(${path.join('.')}: ${kind})`, allowed });
            if (!allowed) w.is(net.calls.length, 0, `${type}.${method}(${path.join('.')}: ${kind})`);
          }
        }
      }
    }
  },

  'a signal that is none and a timeout that is none are refused by every method that takes them': async (w) => {
    const { net, objects } = await world(w);
    for (const [type, methods] of Object.entries(GOOD)) {
      for (const [method, args] of Object.entries(methods)) {
        if (SYNCHRONOUS.includes(method)) continue;
        for (const [name, values] of Object.entries(CALL_OPTIONS)) {
          for (const [index, value] of values.entries()) {
            const copy = structuredClone(args);
            copy[copy.length - 1] = { ...copy.at(-1), [name]: value };
            net.clear();
            const outcome = await attempt(objects[type], method, copy);
            refusedWell(w, { outcome, method, what: `${type}.${method}(${name}: no. ${index})` });
            w.is(net.calls.length, 0, `${type}.${method}(${name})`);
          }
        }
      }
    }
  },

  'constructors refuse what is no configuration and no tokens': async (w) => {
    for (const [kind, value] of Object.entries({ ...WRONG, ...TEXTS })) {
      w.thrown(() => new w.Pool(value), 'InvalidArgument', kind);
      w.thrown(() => new w.Session(value), 'InvalidArgument', kind);
      for (const name of [
        'userPoolId',
        'clientId',
        'clientSecret',
        'endpoint',
        'fetch',
        'trace',
        'timeoutMs',
        'clientMetadata',
        'userContextData',
        'audienceOrigins',
      ]) {
        const absent = (value === undefined || value === null) && !name.endsWith('Id');
        const fits = {
          timeoutMs: ['number'],
          fetch: ['function', 'function proxy that throws'],
          trace: ['function', 'function proxy that throws'],
          clientMetadata: ['object without a prototype', 'date', 'promise', 'function', 'string object'],
          audienceOrigins: ['array'],
          userContextData: [
            'function proxy that throws',
            'object without a prototype',
            'date',
            'promise',
            'function',
            'string object',
            'cyclic object',
            'object with throwing getters',
          ],
        };
        if (absent || fits[name]?.includes(kind)) continue;
        w.thrown(() => new w.Pool({ ...IDS, storage: 'memory', [name]: value }), 'InvalidArgument', `${name}: ${kind}`);
      }
      for (const name of ['accessToken', 'idToken', 'refreshToken']) {
        if (kind === 'missing' || kind === 'null') continue;
        w.thrown(() => new w.Session({ [name]: value }), 'InvalidArgument', `${name}: ${kind}`);
      }
    }
    for (const userPoolId of [
      'eu-central-1',
      '_',
      'a_',
      '_a',
      'eu central_a',
      'eu-central-1_a/b',
      `eu-central-1_${'a'.repeat(60)}`,
      'eu-central-1_ä',
    ]) {
      w.thrown(() => new w.Pool({ ...IDS, userPoolId }), 'InvalidArgument', userPoolId);
    }
    for (const endpoint of ['ftp://x/', 'x', 'javascript:alert(1)', '//x'])
      w.thrown(() => new w.Pool({ ...IDS, endpoint }), 'InvalidArgument', endpoint);
  },

  'after all that the engine still signs people in': async (w) => {
    const { user } = await w.signedIn();
    w.ok((await user.session({ forceRefresh: true })).isValid());
  },
};

/** Whether an argument that is an object of options must be there. */
function mustHave(type, method, path) {
  return (
    path[0] === '0' &&
    ((type === 'Pool' && method !== 'load') ||
      [
        'changePassword',
        'confirmAttribute',
        'updateAttributes',
        'deleteAttributes',
        'set',
        'verify',
        'complete',
      ].includes(method))
  );
}

/** Whether the place is an object of options of which no member is required. */
function isOptions(args, path, method) {
  if (path.length === 1)
    return (
      at(args, path)?.constructor === Object &&
      (path[0] === '1' ||
        [
          'load',
          'factors',
          'session',
          'signOut',
          'attributes',
          'delete',
          'get',
          'associate',
          'start',
          'list',
          'isValid',
          'keepFresh',
          'add',
        ].includes(method))
    );
  return ['attributes', 'validationData', 'clientMetadata'].includes(path.at(-1));
}
