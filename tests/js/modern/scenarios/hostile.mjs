// Hostile arguments: every method with values that throw when they are looked at, that lie, or that aim at prototypes.

import { GOOD } from '../bad-values.mjs';
import { DISGUISES, VALUES } from '../hostile-values.mjs';
import { at, attempt, places, SYNCHRONOUS, world } from './bad-input.mjs';

/** How arguments are refused, or what is said of good ones: nobody is signed in after signOut, and this service refuses everything. */
const CODES = ['InvalidArgument', 'MalformedToken', 'NotAvailable', 'NotSignedIn', 'ReachedTheServiceException'];

/** Good answers to each kind of step, whose methods stand in no prototype. */
const STEPS = {
  SMS_MFA: [{ code: '1' }],
  NEW_PASSWORD_REQUIRED: [{ newPassword: 'a', attributes: { name: 'b' } }],
  CUSTOM_CHALLENGE: [{ answer: 'a', clientMetadata: { b: 'c' } }],
  MFA_SETUP: [{ code: '1', deviceName: 'a' }],
  WEB_AUTHN: [{ credential: { id: 'x', response: { signature: 's' } } }],
  SELECT_CHALLENGE: [{ answer: 'SMS_OTP' }],
  PASSWORD: [{ password: 'a' }],
  THE_FUTURE: [{ parameters: { A: 'b' } }],
};

/** Every method of every object and its good arguments: those of the table, and those of steps. Each has a world of its own. */
async function* methods(w) {
  for (const [type, all] of Object.entries(GOOD)) {
    for (const [method, args] of Object.entries(all)) {
      if (/^(close|free)$/.test(method)) continue;
      const { objects } = await world(w);
      yield { what: `${type}.${method}`, object: objects[type], method, args };
    }
  }
  const { Pool } = (await world(w)).objects;
  for (const [challengeName, args] of Object.entries(STEPS)) {
    const handle = { challengeSession: 'handle', pool: Pool.toJSON() };
    const step = Pool.resume({ challengeName, username: 'ada', parameters: {}, ...handle });
    yield { what: `${challengeName}.respond`, object: step, method: 'respond', args };
    if (step.associate) yield { what: `${challengeName}.associate`, object: step, method: 'associate', args: [{}] };
  }
}

/** The arguments with another value at that place, which alone is not copied. */
function replaced(value, [key, ...path], other) {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = path.length > 0 ? replaced(value[key], path, other) : other;
  return copy;
}

/** Calls a method, which must answer in its own way: an AuthError with a code that is documented, or what it is for. */
async function survives(w, { object, method, what }, args, how) {
  const outcome = await attempt(object, method, args);
  const place = `${what}: ${how}`;
  if ('threw' in outcome) w.ok(SYNCHRONOUS.includes(method), `${place} threw`);
  if (!('threw' in outcome || 'rejected' in outcome)) return;
  const error = 'threw' in outcome ? outcome.threw : outcome.rejected;
  w.ok(w.isAuthError(error) && error instanceof Error, `${place} is no AuthError`);
  w.ok(CODES.includes(error.code), `${place}: ${error.code}: ${error.message}`);
  w.ok(error.message.length < 300, `${place}: a message that is short`);
}

/** After all that prototypes are as they were, and the engine signs people in. */
async function unharmed(w) {
  w.is({}.polluted, undefined);
  w.is([].polluted, undefined);
  const { user } = await w.signedIn();
  w.ok((await user.session({ forceRefresh: true })).isValid());
}

export const hostile = {
  'hostile values in every place of the arguments end in an AuthError, and the engine lives on': async (w) => {
    for await (const one of methods(w)) {
      for (const path of places(one.args)) {
        for (const [how, make] of Object.entries(VALUES))
          await survives(w, one, replaced(one.args, path, make()), `${how} at ${path.join('.')}`);
      }
      // Where nothing is taken, too much may be given.
      for (const make of Object.values(VALUES)) await survives(w, one, [...one.args, make(), make()], 'one too many');
    }
    await unharmed(w);
  },

  'good arguments behind something hostile end in an AuthError or as good ones, and the engine lives on': async (w) => {
    for await (const one of methods(w)) {
      for (const path of places(one.args)) {
        const good = at(one.args, path);
        if (typeof good !== 'object') continue;
        for (const [how, disguise] of Object.entries(DISGUISES))
          await survives(w, one, replaced(one.args, path, disguise(good)), `${path.join('.')} ${how}`);
      }
    }
    await unharmed(w);
  },

  'constructors refuse hostile options and tokens with an AuthError, and the engine lives on': async (w) => {
    const options = {
      userPoolId: 'eu-central-1_AbCdEf123',
      clientId: 'abc',
      clientMetadata: { a: 'b' },
      storage: 'memory',
    };
    const tokens = { accessToken: 'a.b.c', idToken: 'a.b.c', refreshToken: 'r' };
    for (const [type, good] of Object.entries({ Pool: options, Session: tokens })) {
      const one = { object: { toJSON: (given) => new w[type](given) }, method: 'toJSON', what: `new ${type}` };
      for (const [how, make] of Object.entries(VALUES)) {
        await survives(w, one, [make()], how);
        for (const name of Object.keys({ ...good, fetch, timeoutMs: 1, audienceOrigins: [], userContextData: {} }))
          await survives(w, one, [{ ...good, [name]: make() }], `${name}: ${how}`);
      }
      for (const [how, disguise] of Object.entries(DISGUISES)) await survives(w, one, [disguise(good)], how);
    }
    await unharmed(w);
  },
};
