// What the types must refuse: each line would be a mistake that nobody sees before the proxy refuses it.
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';

type Schemas = components['schemas'];
const client = createClient<paths>({ baseUrl: '' });
const params = { header: { 'X-Auth-Csrf': '1' } } as const;

// @ts-expect-error the header is missing
client.GET('/user', {});
// @ts-expect-error the header has one value
client.GET('/user', { params: { header: { 'X-Auth-Csrf': '2' } } });
// @ts-expect-error there is no such route
client.GET('/users', { params });
// @ts-expect-error the body is missing
client.POST('/password/reset', { params });
// @ts-expect-error two required members are missing
client.POST('/password/reset', { params, body: { username: 'ada' } });
type Body = paths['/password/forgot']['post']['requestBody']['content']['application/json'];
// @ts-expect-error a member that the route does not take
export const unknownMember: Body = { username: 'ada', clientId: 'x' };

// @ts-expect-error SRP needs a public number
export const noNumber: Schemas['SignInRequest'] = { method: 'SRP', authParameters: { username: 'ada' } };
// @ts-expect-error there is no such method
export const noMethod: Schemas['SignInRequest'] = { method: 'MAGIC', authParameters: { username: 'ada' } };
export const noCode: Schemas['SoftwareTokenMfaAnswer'] = {
  challengeName: 'SOFTWARE_TOKEN_MFA',
  session: 's',
  // @ts-expect-error a code of an authenticator app has a name of its own
  challengeResponses: { username: 'ada', smsMfaCode: '1' },
};
// @ts-expect-error a second factor has a session
export const noSession: Schemas['ChallengeRequest'] = {
  challengeName: 'SMS_MFA',
  challengeResponses: { username: 'ada', smsMfaCode: '1' },
};

/** Which member the tokens have depends on who holds them. */
export function tokenOf({ tokens }: Schemas['SignedIn']): string {
  // @ts-expect-error cookies have no token
  return tokens.accessToken;
}
