// Account operations: members and answers under the names of the modern API, and under AWS's. Rust knows AWS's alone.
import { AuthError } from '../errors.js';
import { invalid } from './input.js';
import type { Json } from './json.js';
import { capital, type Method, methods } from './methods.js';
import type { Call } from './run.js';

/** Our names of the second factors. */
const FACTORS: Json = { SMS_MFA: 'sms', SOFTWARE_TOKEN_MFA: 'totp', EMAIL_OTP: 'email' };

/** Structures that several answers have: D, E and P of the table's shapes. */
const RECORDS: Record<string, string> = {
  D: 'destination:v medium:v:DeliveryMedium attributeName:v',
  E: 'key:v:DeviceKey attributes:A:DeviceAttributes createdAt:t:DeviceCreateDate lastModifiedAt:t:DeviceLastModifiedDate lastAuthenticatedAt:t:DeviceLastAuthenticatedDate',
  N: 'id:v:SessionId type:v:SessionType clientId:v createdAt:t:CreateDate lastActiveAt:t:LastActiveDate deviceType:v lastIpAddress:v:LastIPAddress lastLocation:L originSessionId:v isCurrent:v:IsCurrentSession',
  L: 'city:v country:v',
  P: 'id:v:CredentialId name:v:FriendlyCredentialName relyingPartyId:v attachment:v:AuthenticatorAttachment transports:v:AuthenticatorTransports createdAt:t',
};

function setting(value: unknown): object {
  if (!/^(off|on|preferred)$/.test(value as string))
    throw invalid("`sms`, `totp` and `email` must be 'off', 'on' or 'preferred'.");
  return { Enabled: value !== 'off', PreferredMfa: value === 'preferred' };
}

/** What Rust needs to send a method's operation. */
export function request(name: string, options: Json): Call {
  const { members, operation, traits } = methods().get(name) as Method;
  const input: Json = {};
  for (const { wireName, kind, name } of members) {
    let value = options[name];
    if (kind === '=') value = name;
    if (value === undefined || /^(clientMetadata|key|user(name|ContextData))$/.test(name)) continue;
    if (kind === 's') value = setting(value);
    if (kind === 'p') {
      value = Object.entries(value as Json).map(([Name, Value]) => ({ Name, Value }));
      // An empty list is left out.
      if (!(value as unknown[]).length) continue;
    }
    input[wireName] = value;
  }
  if (name === 'mfa.set' && !Object.keys(input).length) throw invalid('Name at least one factor: sms, totp or email.');
  const access = { p: 'name', u: 'token', d: 'device' }[traits[0] as string] ?? 'session';
  const { clientMetadata, key, session, userContextData, username } = options;
  return {
    method: 'account',
    operation,
    access,
    members: input,
    ...(/[pm]/.test(traits) && { takesMetadata: true }),
    ...(/i/.test(traits) && { again: true }),
    ...(/e/.test(traits) && { empty: true }),
    options: { clientMetadata, key, session, userContextData, username },
  };
}

/** What the caller is given of an answer. */
export function answer(name: string, reply: Json): unknown {
  const { shapes } = methods().get(name) as Method;
  return shapes ? record(reply, shapes) : undefined;
}

/** An object, or with an empty name the whole value, as the shapes describe it. */
function record(from: Json, shapes: string): unknown {
  const made: Json = {};
  for (const part of shapes.split(' ')) {
    const [name, marked, wireName] = part.split(':') as [string, string, string?];
    const shape = marked.replace('!', '');
    const value = from[wireName ?? capital(name)] ?? undefined;
    const items = Array.isArray(value) ? value : [];
    if (shape !== marked && (/[[A]/.test(shape) ? items !== value : value === undefined)) throw incomplete();
    const shaped =
      shape[0] === '['
        ? items.map((item) => shapedAs(shape[1] as string, item, [])).filter((item) => item !== null)
        : shapedAs(shape, value, items);
    if (!name) return shaped ?? {};
    if (shaped !== undefined) made[name] = shaped;
  }
  return made;
}

function shapedAs(shape: string, value: unknown, items: Json[]): unknown {
  if (shape === 'A')
    return Object.fromEntries(items.filter(({ Name }) => Name).map(({ Name, Value = '' }) => [Name, Value]));
  if (shape === 'F') return FACTORS[value as string] ?? null;
  if (shape === 'S') return value === true ? 'confirmed' : 'confirmationRequired';
  if (shape === 'U') return items.length ? 'confirmationRequired' : 'updated';
  if (value === undefined || shape === 'v') return value;
  return shape === 't' ? (value as number) * 1000 : record(value as Json, RECORDS[shape] as string);
}

const incomplete = (): AuthError =>
  new AuthError('Internal', 'The answer lacks what it must have: check the endpoint.', { kind: 'internal' });

/** The secret for an authenticator app. Source of the URI: "Key Uri Format" of Google Authenticator. */
export function secret(issuer: string, user: string, { SecretCode: secretCode }: Json): object {
  if (!secretCode || typeof secretCode !== 'string') throw incomplete();
  const [by, name] = [issuer, user].map((text) => encodeURIComponent(text).replace(/[!'()*]/g, escaped));
  return { secretCode, uri: `otpauth://totp/${by}:${name}?secret=${secretCode}&issuer=${by}` };
}

const escaped = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
