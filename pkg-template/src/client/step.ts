// Steps of a sign-in: what a pending challenge shows, and how an answer to it is read. Rust knows AWS's names alone.
import { onDemand } from 'client-on-demand';
import { secret } from './account.js';
import type { Host } from './host.js';
import { input, invalid } from './input.js';
import type { Json } from './json.js';
import { progress, runWithin } from './objects.js';
import { freeze } from './token.js';

/** What each challenge is called in `step.status`, the detail that it shows, and where that comes from. */
const CHALLENGES: Record<string, [status: string, detail?: string, source?: string]> = {
  NEW_PASSWORD_REQUIRED: ['newPasswordRequired', 'userAttributes', 'userAttributes'],
  SMS_MFA: ['smsMfa', 'delivery', 'SMS'],
  SOFTWARE_TOKEN_MFA: ['softwareTokenMfa'],
  EMAIL_OTP: ['emailOtp', 'delivery', 'EMAIL'],
  SMS_OTP: ['smsOtp', 'delivery', 'SMS'],
  SELECT_MFA_TYPE: ['selectMfaType', 'options', 'MFAS_CAN_CHOOSE'],
  MFA_SETUP: ['mfaSetup', 'options', 'MFAS_CAN_SETUP'],
  CUSTOM_CHALLENGE: ['customChallenge'],
  SELECT_CHALLENGE: ['selectChallenge', 'options'],
  PASSWORD: ['password'],
  PASSWORD_SRP: ['passwordSrp'],
  WEB_AUTHN: ['webAuthn', 'credentialRequestOptions', 'CREDENTIAL_REQUEST_OPTIONS'],
};

/** A pending challenge as it can be stored. */
export interface Saved {
  readonly challengeName: string;
  /** The name to answer with. */
  readonly username: string;
  readonly parameters: Json;
  /** AWS's `Session`, which holds the requests of one sign-in together. */
  readonly challengeSession?: string;
  readonly availableChallenges?: readonly string[];
  /** Chosen among the challenges of SELECT_CHALLENGE, and the service does not know yet. */
  readonly selected?: true;
  /** The pool whose challenge it is. */
  readonly pool: object;
}

/** The pending challenge of an answer. */
export function pending({ ids: pool }: Host, username: string, reply: Json): Saved {
  const { AvailableChallenges, ChallengeName, ChallengeParameters, Session } = reply;
  return {
    challengeName: ChallengeName as string,
    username,
    parameters: (ChallengeParameters as Json) ?? {},
    ...((Session as string) && { challengeSession: Session as string }),
    ...((AvailableChallenges as []) && { availableChallenges: AvailableChallenges as [] }),
    pool,
  };
}

/** What was saved, through text: it may be cyclic, or lie about its members. */
export function savedStep({ ids }: Host, saved: unknown): Saved {
  let isForeign = false;
  try {
    const {
      availableChallenges,
      challengeName,
      challengeSession,
      parameters = {},
      pool,
      selected,
      username,
    } = JSON.parse(JSON.stringify(saved)) as Saved;
    const texts = [challengeName, username].every((text) => text && typeof text === 'string');
    isForeign = Object.entries(ids).some(([name, id]) => (pool as Json)[name] !== id);
    if (texts && !isForeign && typeof parameters === 'object' && !Array.isArray(parameters))
      return {
        challengeName,
        username,
        parameters: parameters ?? {},
        ...(challengeSession && { challengeSession }),
        ...(Array.isArray(availableChallenges) && { availableChallenges }),
        ...(selected === true && { selected }),
        pool: ids,
      };
  } catch {
    // Nothing that can be written is nothing that was saved.
  }
  if (isForeign) throw invalid('This step was saved by another pool or app client: resume it there.');
  throw invalid('Not a saved step. Pass JSON.parse of what JSON.stringify(step) returned.');
}

/** A JSON document inside a parameter; `otherwise` where it is missing, or of another type. */
function document<T>(text: unknown, otherwise: T): T {
  try {
    const value = JSON.parse(text as string);
    if (value && Array.isArray(value) === Array.isArray(otherwise)) return value;
  } catch {
    // As if it were missing.
  }
  return otherwise;
}

/** What the parameters of a challenge mean: callers would have to read JSON inside JSON. */
function detailsOf({ availableChallenges, challengeName, parameters }: Saved): Json {
  const [, detail, source] = CHALLENGES[challengeName] ?? ['', 'name'];
  if (!detail) return {};
  const { CODE_DELIVERY_DELIVERY_MEDIUM: medium, CODE_DELIVERY_DESTINATION: destination } = parameters;
  if (detail === 'name') return { name: challengeName };
  if (detail === 'delivery')
    return { delivery: { ...((destination as string) && { destination }), medium: medium ?? source } };
  if (!source) return { options: availableChallenges ?? [] };
  const value = document(parameters[source], detail === 'options' ? [] : {});
  if (challengeName !== 'NEW_PASSWORD_REQUIRED') return { [detail]: value };
  const required = document<string[]>(parameters['requiredAttributes'], []).filter((name) => typeof name === 'string');
  return { requiredAttributes: required.map((name) => name.replace(/^userAttributes\./, '')), [detail]: value };
}

const WRONG_ANSWER = 'This answer does not fit the step: give what step.status asks for.';

/** What Rust needs to answer a challenge; or the challenge that was chosen, which the service hears of with the password. */
function answerTo(
  { challengeName: name, challengeSession: session, selected, username }: Saved,
  options: Json,
): Json | string {
  const need = (option: string): unknown => {
    if (options[option] === undefined) throw invalid(`\`${option}\` must be given.`);
    return options[option];
  };
  const { attributes, clientMetadata, credential, deviceName, parameters, userContextData } = options;
  const members: Json = selected ? { ANSWER: name } : {};
  const more: Json = {};
  if (name === 'NEW_PASSWORD_REQUIRED') {
    members['NEW_PASSWORD'] = need('newPassword');
    for (const [key, value] of Object.entries((attributes as Json) ?? {})) members[`userAttributes.${key}`] = value;
  } else if (/^(SMS_MFA|SMS_OTP|EMAIL_OTP|SOFTWARE_TOKEN_MFA)$/.test(name)) {
    members[`${name}_CODE`] = need('code');
  } else if (name === 'MFA_SETUP' && options['answer'] === undefined) {
    more['software'] = { UserCode: need('code'), FriendlyDeviceName: deviceName };
  } else if (/^PASSWORD(_SRP)?$/.test(name)) {
    more['password'] = need('password');
    if (name === 'PASSWORD') members[name] = more['password'];
    else more['srp'] = true;
  } else if (name === 'WEB_AUTHN') {
    if (!credential) throw invalid(WRONG_ANSWER);
    members['CREDENTIAL'] = credential;
  } else if (parameters && !CHALLENGES[name]) {
    Object.assign(members, parameters);
  } else {
    const answer = need('answer') as string;
    if (name === 'SELECT_CHALLENGE' && /^PASSWORD(_SRP)?$/.test(answer)) return answer;
    members[name === 'MFA_SETUP' ? 'EMAIL' : 'ANSWER'] = answer;
  }
  const challenge = selected ? 'SELECT_CHALLENGE' : name;
  return { challenge, session, username, members, clientMetadata, userContextData, ...more };
}

/** A step: a plain frozen object with `respond`. */
export function showStep(host: Host, saved: Saved): object {
  const { challengeName, username: user } = saved;
  const [status] = CHALLENGES[challengeName] ?? ['other'];
  const step = { status, ...freeze({ ...saved, ...detailsOf(saved) }) };
  // AssociateSoftwareToken gives a new one; the step shows the newest.
  let { challengeSession } = saved;
  const newest = (): Saved => ({ ...saved, ...(challengeSession && { challengeSession }) });
  const define = (name: string, descriptor: PropertyDescriptor): void => {
    Object.defineProperty(step, name, descriptor);
  };
  define('respond', {
    value: async (given: unknown) => {
      const options = answerTo(newest(), input('respond', given));
      if (typeof options === 'string') return showStep(host, { ...newest(), challengeName: options, selected: true });
      return progress(host, await runWithin(host, { method: 'signIn', user, options }, given));
    },
  });
  if (status === 'webAuthn')
    define('signInWithPasskey', {
      value: async (given: unknown) => {
        input('signInWithPasskey', given);
        return (await onDemand()).signInWithPasskey(step as never, given as object);
      },
    });
  if (status === 'mfaSetup') {
    define('challengeSession', { get: () => challengeSession, enumerable: true });
    define('associate', {
      value: async (given: unknown) => {
        input('associate', given);
        const options = { session: challengeSession };
        const call = { method: 'account', operation: 'AssociateSoftwareToken', again: true, options };
        const reply = (await runWithin(host, call, given)).what as Json;
        challengeSession = (reply['Session'] as string) ?? challengeSession;
        return freeze(secret(host.issuer, user, reply));
      },
    });
  }
  return Object.freeze(step);
}
