// The auth proxy's wire: the neutral REST contract, which src/wire/rest describes and the build takes the tables from.
import { CODES, FLOWS, MEMBERS, OWN_CODES, PARAMETERS, ROUTES } from 'client-contract';
import type { Transport } from './http.js';
import type { Json } from './json.js';

const pairs = (text: string): [string, string][] => text.split(' ').map((pair) => pair.split('=') as [string, string]);
/** One name for another; an unknown one stays, or becomes what `otherwise` makes of it. */
const lookUp = (table: string, from: 0 | 1, name: string, otherwise = (name: string) => name): string =>
  pairs(table).find((pair) => pair[from] === name)?.[1 - from] ?? otherwise(name);

/** `srpA` as `SRP_A`. */
const snake = (name: string): string => name.replace(/[A-Z]/g, '_$&').toUpperCase();
/** Marks a hook's own parameter that looks like one of the service's. */
const MARK = 'custom:';

/** The contract's name of a member or a parameter, or the service's. */
function renamed(name: string, isParameter: boolean, toNeutral: boolean): string {
  if (!isParameter) {
    const first = name.slice(0, 1);
    const other = (toNeutral ? first.toLowerCase() : first.toUpperCase()) + name.slice(1);
    return lookUp(MEMBERS, toNeutral ? 0 : 1, name, () => other);
  }
  const known = PARAMETERS.split(' ');
  if (!toNeutral) return name.startsWith(MARK) ? name.slice(MARK.length) : known.includes(name) ? snake(name) : name;
  return (
    known.find((own) => snake(own) === name) ?? (name.startsWith(MARK) || known.includes(name) ? MARK + name : name)
  );
}

/** A document under the contract's names, or under the service's. Parameters are of challenges; documents of others pass as they are. */
function rename(value: unknown, toNeutral: boolean, isParameter = false): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, toNeutral, isParameter));
  if (typeof value !== 'object' || !value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const other = renamed(name, isParameter, toNeutral);
      const wireName = toNeutral ? name : other;
      const isForeign =
        isParameter || /^(ClientMetadata|Credential|CredentialCreationOptions|(Access|Id)Claims)$/.test(wireName);
      const within = /^(AuthParameters|Challenge(Parameters|Responses))$/.test(wireName);
      return [other, isForeign ? inner : rename(inner, toNeutral, within)];
    }),
  );
}

/** Whether a string is the claims of a token that the proxy holds, and not the token. */
const standsForToken = (value: unknown): value is string => typeof value === 'string' && value[0] === '{';

export const rest = (base: string): Transport => ({
  requestId: 'x-request-id',
  credentials: 'include',
  request(operation, { AccessToken, ...input }) {
    const [, method, path] = ROUTES.split('\n')
      .map((line) => line.split(' '))
      .find(([name]) => name === operation) as [string, string, string];
    // What only stands for a token goes nowhere: its `sub` says for whom the page speaks.
    let held = standsForToken(AccessToken) ? AccessToken : undefined;
    for (const name of ['RefreshToken', 'Token']) {
      if (!standsForToken(input[name])) continue;
      held = input[name] as string;
      delete input[name];
    }
    if (input['AuthFlow']) input['AuthFlow'] = lookUp(FLOWS, 0, input['AuthFlow'] as string);
    const body = rename(input, true) as Json;
    const url = path.replace(/{(.*)}/, (_, name) => {
      const value = encodeURIComponent(body[name] as string);
      delete body[name];
      return value;
    });
    const hasQuery = /GET|DELETE/.test(method);
    // A form's plus is a space, which the contract writes as any other byte.
    const query = hasQuery ? String(new URLSearchParams(body as Record<string, string>)).replace(/\+/g, '%20') : '';
    return {
      url: base + url + (query && `?${query}`),
      method,
      headers: {
        'X-Auth-Csrf': '1',
        ...(held && { 'X-Auth-Subject': JSON.parse(held).sub }),
        ...(!held && AccessToken ? { Authorization: `Bearer ${AccessToken}` } : {}),
        ...(!hasQuery && { 'Content-Type': 'application/json' }),
      },
      ...(!hasQuery && { body }),
    };
  },
  read(body) {
    const { code, message, requestId, retryable } = (body?.['error'] ?? {}) as Json;
    if (typeof code === 'string' && code) {
      const isOwn = OWN_CODES.split(' ').includes(code);
      const known = isOwn ? code : `${lookUp(CODES, 1, code)}Exception`;
      return { code: known, message, retryable, ...((requestId as string) && { requestId }), ...(isOwn && { isOwn }) };
    }
    const answer = body && (rename(body, false) as Json);
    const result = answer?.['AuthenticationResult'] as Json | undefined;
    // Where the proxy keeps the tokens it tells their claims: as a string they stand where the token would stand. The refresh
    // token, which nobody reads, changes with the access token.
    for (const [claims, ...tokens] of [
      ['AccessClaims', 'AccessToken', 'RefreshToken'],
      ['IdClaims', 'IdToken'],
    ])
      if (result?.[claims as string])
        for (const token of tokens) result[token] = JSON.stringify(result[claims as string]);
    return { body: answer };
  },
});
