// Every option takes `undefined`, which counts as left out: with `exactOptionalPropertyTypes`, what may be missing fits.
import { AuthError, Pool, type Session, type SmsMfaStep, type User } from 'cognito-identity-wasm';

declare const text: string | undefined;
declare const texts: readonly string[] | undefined;
declare const map: Record<string, string> | undefined;
declare const flag: boolean | undefined;
declare const number: number | undefined;
declare const signal: AbortSignal | undefined;
const call = { signal, timeoutMs: number };
const withMetadata = { ...call, clientMetadata: map };
const inContext = { ...withMetadata, userContextData: flag ? { encodedData: text, ipAddress: text } : undefined };

export function ofPools(fetchLike: typeof fetch | undefined, storage: Storage | undefined): void {
  const common = { storage, fetch: fetchLike, timeoutMs: number, clientMetadata: map, audienceOrigins: texts };
  const ids = { userPoolId: 'eu-central-1_A', clientId: 'c', clientSecret: text, endpoint: text };
  new Pool({ ...ids, ...common, userContextData: undefined });
  new Pool({ proxy: '/auth', ...common, custody: undefined });
  // @ts-expect-error an id must be given
  new Pool({ userPoolId: text, clientId: 'c' });
}

export async function ofAPool(pool: Pool, session: Session): Promise<void> {
  const [username, password, code] = ['mia', 'p', '1'];
  await pool.signUp({ username, password, attributes: map, validationData: map, ...inContext });
  await pool.confirmSignUp({ username, code, forceAliasCreation: flag, ...inContext });
  await pool.resendConfirmationCode({ username, ...inContext });
  await pool.forgotPassword({ username, ...inContext });
  await pool.confirmForgotPassword({ username, code, newPassword: password, ...inContext });
  const chosen = { flow: undefined, preferredChallenge: undefined, challengeSession: text };
  const level = { acrValues: texts, maxAge: number, validationData: map };
  await pool.signIn({ username, password: text, ...chosen, ...level, ...inContext });
  await pool.load(call);
  const { accessToken, refreshToken } = session;
  await pool.restore({ accessToken: accessToken.jwt, idToken: text, refreshToken, username: text, ...call });
  await pool.restore({ accessToken: accessToken.jwt, refreshToken }, { store: flag, ...call });
  // @ts-expect-error an access token must be given
  await pool.restore({ accessToken: text });
}

export async function ofAUserAndASession(user: User, session: Session): Promise<void> {
  session.isValid({ leewaySeconds: number });
  const init = { method: text, headers: map, body: text, credentials: undefined, ...call };
  await session.fetch('/api', init);
  await user.fetch('/api', init);
  await user.session({ forceRefresh: flag, minValiditySeconds: number, ...withMetadata });
  await user.signOut({ global: flag, ...call });
  await user.changePassword({ previousPassword: 'a', proposedPassword: 'b', ...call });
  await user.attributes(call);
  await user.updateAttributes({ email: 'a@b.c' }, withMetadata);
  await user.deleteAttributes(['nickname'], call);
  await user.requestAttributeCode('email', withMetadata);
  await user.confirmAttribute({ name: 'email', code: '1', ...call });
  await user.factors(call);
  await user.delete(call);
}

export async function ofThePartsOfAUser({ devices, mfa, passkeys, sessions }: User): Promise<void> {
  await mfa.get(call);
  await mfa.set({ sms: undefined, totp: undefined, email: undefined, ...call });
  await mfa.associate(call);
  await mfa.verify({ code: '1', deviceName: text, ...call });
  await devices.list({ limit: number, paginationToken: text, ...call });
  await devices.get(text, call);
  await devices.forget(text, call);
  await passkeys.start(call);
  await passkeys.list({ limit: number, paginationToken: text, ...call });
  await passkeys.complete({ credential: '{}', ...call });
  await passkeys.delete('id', call);
  await sessions.list({ paginationToken: text, ...call });
  await sessions.revoke('id', call);
}

export async function ofAStepAndAnError(step: SmsMfaStep, cause: unknown): Promise<void> {
  await step.respond({ code: '1', ...inContext });
  // @ts-expect-error a code must be given
  await step.respond({ code: text });
  const details = { kind: undefined, retryable: flag, status: number, requestId: text, retryAfterMs: number, cause };
  throw new AuthError('NetworkError', 'No answer arrived.', details);
}
