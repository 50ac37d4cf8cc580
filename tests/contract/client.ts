// A client of the auth proxy, written from openapi.json alone: openapi-typescript makes the types.
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';

type Schemas = components['schemas'];
export type SignInAnswer = Schemas['SignInAnswer'];

/** The maths of a proof, which is somebody else's. */
export interface Proof {
  publicHex: string;
  prove(challenge: Schemas['PasswordVerifierChallengeParameters']): Schemas['PasswordVerifierResponses'];
}

export interface SignIn {
  url: string;
  username: string;
  proof: Proof;
  /** The code that the authenticator app shows. */
  code(): string;
}

const params = { header: { 'X-Auth-Csrf': '1' } } as const;

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly details: Schemas['ErrorDetails'],
  ) {
    super(details.message);
  }
}

/** What an operation answered, or its error. */
function answerOf<T>({ data, error, response }: { data?: T; error?: Schemas['Error']; response: Response }): T {
  if (error) throw new Refused(response.status, error.error);
  if (data === undefined) throw new TypeError('an answer without a body');
  return data;
}

/** The answer to a challenge: each has members of its own. */
function respond(challenge: Schemas['Challenge'], { username, proof, code }: SignIn): Schemas['ChallengeRequest'] {
  switch (challenge.challengeName) {
    case 'PASSWORD_VERIFIER': {
      const { challengeName, challengeParameters, session } = challenge;
      return { challengeName, challengeResponses: proof.prove(challengeParameters), ...(session && { session }) };
    }
    case 'SOFTWARE_TOKEN_MFA': {
      const { challengeName, challengeParameters, session } = challenge;
      const name = challengeParameters.userIdForSrp ?? username;
      return { challengeName, challengeResponses: { username: name, softwareTokenMfaCode: code() }, session };
    }
    default:
      throw new TypeError(`this client does not know ${challenge.challengeName}`);
  }
}

/** Signs in, and tells what was asked on the way. */
export async function signIn(input: SignIn) {
  const client = createClient<paths>({ baseUrl: input.url });
  const { username, proof } = input;
  const body: Schemas['SignInRequest'] = { method: 'SRP', authParameters: { username, srpA: proof.publicHex } };
  let answer: SignInAnswer = answerOf(await client.POST('/sign-in', { params, body }));
  const asked: string[] = [];
  while (!('tokens' in answer)) {
    asked.push(answer.challengeName);
    answer = answerOf(await client.POST('/challenge', { params, body: respond(answer, input) }));
  }
  return { client, asked, tokens: answer.tokens };
}

/** What a person with tokens can do: read the account, refresh, sign out. */
export async function visit(input: SignIn) {
  const { client, asked, tokens } = await signIn(input);
  if (!('accessToken' in tokens)) return { asked, claims: tokens.accessClaims };
  const headers = { authorization: `Bearer ${tokens.accessToken}` };
  const user = answerOf(await client.GET('/user', { params, headers }));
  const email = user.userAttributes.find(({ name }) => name === 'email')?.value;
  const { refreshToken } = tokens;
  const body = { ...(refreshToken && { refreshToken }) };
  const renewed = answerOf(await client.POST('/refresh', { params, body }));
  const isNew = 'accessToken' in renewed.tokens && renewed.tokens.accessToken !== tokens.accessToken;
  const ended = await client.POST('/sign-out', {
    params,
    headers,
    body: { ...(refreshToken && { token: refreshToken }) },
  });
  const after = await client.GET('/user', { params, headers });
  const { preferredMfaSetting: mfa } = user;
  return {
    asked,
    username: user.username,
    email,
    mfa,
    isNew,
    ended: ended.response.status,
    after: after.error?.error.code,
  };
}
