// What must compile, and what must not: the types are an interface like any other.
import {
  AuthError,
  type AuthErrorCode,
  type Challenge,
  type IdToken,
  isAuthError,
  type MfaMethod,
  Pool,
  type PoolJson,
  type ProxyJson,
  ready,
  Session,
  type SignedInStep,
  type SmsMfaStep,
  type Step,
  type StepJson,
  type StorageLike,
  type User,
  type UserSession,
} from 'cognito-identity-wasm';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const sure = <T extends true>(_?: T): void => {};

export async function aPoolIsMadeOfTwoIdsAndOptions(): Promise<void> {
  await ready();
  const storage: StorageLike = new Map() as unknown as StorageLike;
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c' });
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage: 'memory', timeoutMs: 1, fetch });
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage, audienceOrigins: ['https://api.example.com'] });
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage: localStorage });
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage: 'none' });
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', userContextData: { encodedData: 'x' } });
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', userContextData: (name) => ({ encodedData: name.trim() }) });
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', userContextData: () => undefined });
  // @ts-expect-error what it gives is what the service reads
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', userContextData: () => 'x' });
  new Pool({
    userPoolId: 'eu-central-1_A',
    clientId: 'c',
    fetch: async () => ({ ok: true, status: 200, headers: { get: () => null }, text: async () => '{}' }),
  });
  // @ts-expect-error the client id is missing
  new Pool({ userPoolId: 'eu-central-1_A' });
  // @ts-expect-error no such storage
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage: 'cookie' });
  const later = { getItem: async () => 'x', setItem: async () => {}, removeItem: async () => {} };
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage: later });
  // @ts-expect-error a storage answers at once, or later
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage: { ...later, setItem() {} } });
  // @ts-expect-error a pool is an object, not a function
  Pool({ userPoolId: 'eu-central-1_A', clientId: 'c' });
}

export async function aPoolBehindAnAuthProxySaysWhoHoldsTheTokens(): Promise<void> {
  const kept = await new Pool({ proxy: 'https://x.example/auth', custody: 'cookie' }).currentUser()?.session();
  if (kept) sure<Equal<typeof kept.accessToken.jwt, undefined>>();
  if (kept) sure<Equal<typeof kept.refreshToken, undefined>>();
  const held = await new Pool({ proxy: '/auth', custody: 'token' }).currentUser()?.session();
  if (held) sure<Equal<typeof held.accessToken.jwt, string>>();
  const either = await new Pool({ proxy: '/auth' }).currentUser()?.session();
  if (either) sure<Equal<typeof either.idToken.jwt, string | undefined>>();
  const step = await new Pool({ proxy: '/auth', custody: 'cookie' }).signIn({ username: 'mia', password: 'p' });
  if (step.status === 'smsMfa') {
    const next = await step.respond({ code: '1' });
    if (next.status === 'signedIn') sure<Equal<typeof next.session.idToken.jwt, undefined>>();
  }
  sure<Equal<ReturnType<Pool['toJSON']>, { userPoolId: string; clientId: string }>>();
  new Pool({ proxy: '/auth' }).toJSON().proxy satisfies string;
  // @ts-expect-error the proxy knows the ids
  new Pool({ proxy: '/auth', userPoolId: 'eu-central-1_A' });
  // @ts-expect-error there are two custodies
  new Pool({ proxy: '/auth', custody: 'jar' });
}

export async function theStatusDecidesHowAStepIsAnswered(pool: Pool, signal: AbortSignal): Promise<Step> {
  const step = await pool.signIn({
    username: 'mia',
    password: 'p',
    flow: 'user-auth',
    preferredChallenge: 'EMAIL_OTP',
    signal,
  });
  // @ts-expect-error a step that is signed in has nothing to answer, so it must be told apart first
  step.respond({ code: '1' });
  switch (step.status) {
    case 'signedIn':
      sure<Equal<typeof step, SignedInStep>>();
      // @ts-expect-error nothing to answer
      step.respond({ code: '1' });
      return step;
    case 'newPasswordRequired':
      // @ts-expect-error a new password is not a password
      step.respond({ password: 'p' });
      return step.respond({ newPassword: 'p', attributes: { [step.requiredAttributes[0] ?? 'email']: 'a@b.c' } });
    case 'smsMfa':
    case 'smsOtp':
    case 'emailOtp':
      sure<Equal<typeof step.delivery.destination, string | undefined>>();
      // @ts-expect-error a code is a string: leading zeros count
      step.respond({ code: 123456 });
      return step.respond({ code: '1', clientMetadata: { a: 'b' }, signal, timeoutMs: 1000 });
    case 'softwareTokenMfa':
      return step.respond({ code: '1' });
    case 'selectMfaType':
    case 'selectChallenge':
      // @ts-expect-error a choice is an answer, not a code
      step.respond({ code: '1' });
      return step.respond({ answer: step.options[0] ?? '' });
    case 'mfaSetup': {
      const { secretCode, uri } = await step.associate({ signal });
      return step.respond({ code: secretCode + uri, deviceName: 'phone' });
    }
    case 'customChallenge':
      return step.respond({ answer: step.parameters['question'] ?? '' });
    case 'password':
    case 'passwordSrp':
      return step.respond({ password: 'p' });
    case 'webAuthn': {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(step.credentialRequestOptions);
      const credential = await navigator.credentials.get({ publicKey });
      // @ts-expect-error the person may have chosen none
      step.respond({ credential });
      return step.respond({ credential: credential ?? { id: 'x' } });
    }
    case 'other':
      return step.respond({ answer: step.name });
    default:
      step satisfies never;
      return step;
  }
}

export function aSavedStepIsTakenUpAgain(pool: Pool, step: Challenge): Challenge {
  // @ts-expect-error only a step that was signed in has a user
  step.user;
  // @ts-expect-error a string is JSON to parse first
  pool.resume(JSON.stringify(step));
  return pool.resume(JSON.parse(JSON.stringify(step)));
}

export function theHandleOfAChallengeIsNoSession(step: Challenge, saved: StepJson): string {
  // @ts-expect-error a session is of who is signed in
  step.session;
  const { pool } = saved;
  sure<Equal<typeof pool, PoolJson | ProxyJson>>();
  // @ts-expect-error a saved step says where it was started
  saved = { status: 'smsMfa', challengeName: 'SMS_MFA', username: 'mia', parameters: {}, challengeSession: 's' };
  return step.challengeSession + saved.challengeSession;
}

export async function whatSignInGivesIsTyped(pool: Pool): Promise<void> {
  // @ts-expect-error a username is needed
  pool.signIn({ password: 'p' });
  // @ts-expect-error no such flow
  pool.signIn({ username: 'mia', flow: 'magic' });
  const { session, user } = (await pool.signIn({ username: 'mia' })) as SignedInStep;
  sure<Equal<typeof user, User>>();
  sure<Equal<typeof session.idToken.claims.email, string | undefined>>();
  sure<Equal<typeof session.accessToken.claims.token_use, 'access'>>();
  sure<Equal<typeof session.accessToken.expiresAt, number>>();
  sure<Equal<typeof session.refreshToken, string | undefined>>();
  sure<Equal<typeof session.groups, readonly string[]>>();
  sure<Equal<typeof session.acr, string | undefined>>();
  sure<Equal<typeof session.amr, readonly string[]>>();
  sure<Equal<typeof session.idToken.claims.acr, string | undefined>>();
  // @ts-expect-error tokens do not change
  session.idToken = {} as IdToken;
  // @ts-expect-error claims do not change
  session.idToken.claims.email = 'b@c.d';
  const reply: Response = await session.fetch('/api', { method: 'POST', timeoutMs: 1 });
  await reply.json();
  await session.fetch(new Request('/api'), { signal: AbortSignal.timeout(1) });
  const sent: Response = await user.fetch(new URL('https://api.example.com'), { headers: new Headers(), timeoutMs: 1 });
  await user.fetch('/api', { method: 'POST', body: sent.body ?? 'x' } satisfies RequestInit);
  // @ts-expect-error no number is a URL
  await user.fetch(1);
  // @ts-expect-error no such member
  await user.fetch('/api', { timeout: 1 });
}

export async function aSignInSaysHowStrongItIsToBe(pool: Pool): Promise<void> {
  const levels: readonly string[] = ['urn:cognito:loa:2'];
  await pool.signIn({ username: 'mia', flow: 'user-auth', acrValues: levels, maxAge: 300 });
  // @ts-expect-error levels are a list
  await pool.signIn({ username: 'mia', flow: 'user-auth', acrValues: 'urn:cognito:loa:2' });
  // @ts-expect-error seconds are a number
  await pool.signIn({ username: 'mia', flow: 'user-auth', maxAge: '300' });
  const { challengeSession } = await pool.confirmSignUp({ username: 'mia', code: '1' });
  sure<Equal<typeof challengeSession, string | undefined>>();
  await pool.signIn({ username: 'mia', flow: 'user-auth', challengeSession });
}

export async function dataForThreatProtectionGoesAlong(pool: Pool, step: SmsMfaStep): Promise<void> {
  const [username, code, userContextData] = ['mia', '1', { encodedData: 'x', ipAddress: '192.0.2.1' }] as const;
  await pool.signUp({ username, password: 'p', userContextData });
  await pool.confirmSignUp({ username, code, userContextData });
  await pool.resendConfirmationCode({ username, userContextData });
  await pool.forgotPassword({ username, userContextData });
  await pool.confirmForgotPassword({ username, code, newPassword: 'p', userContextData });
  await pool.signIn({ username, password: 'p', userContextData });
  await step.respond({ code, userContextData });
  // @ts-expect-error for one call it is an object: who it is for is known
  await pool.signIn({ username, password: 'p', userContextData: () => userContextData });
}

declare function useSyncExternalStore<T>(subscribe: (changed: () => void) => () => void, snapshot: () => T): T;

export async function aPoolTellsWhoIsSignedIn(pool: Pool, signal: AbortSignal): Promise<void> {
  sure<Equal<ReturnType<typeof pool.load>, Promise<User | null>>>();
  await pool.load({ signal, timeoutMs: 5 });
  const unsubscribe = pool.subscribe(() => void pool.currentUser());
  sure<Equal<typeof unsubscribe, () => void>>();
  const user = useSyncExternalStore(pool.subscribe.bind(pool), () => pool.currentUser());
  sure<Equal<typeof user, User | null>>();
  // @ts-expect-error nothing is told: ask currentUser
  pool.subscribe((event: string) => void event);
  // @ts-expect-error changes have no names
  pool.subscribe('signedIn', () => {});
}

export async function aSessionKnowsWhichTokensItWasGiven(pool: Pool): Promise<void> {
  const one = new Session({ idToken: 'a.b.c' });
  one.idToken.claims.email;
  // @ts-expect-error there may be no access token
  one.accessToken.jwt;
  const all: Session = new Session({ idToken: 'a.b.c', accessToken: 'a.b.c' });
  all.isValid({ leewaySeconds: 5 });
  // @ts-expect-error only some of the tokens
  const notAll: Session = one;
  notAll.close();
  const user = await pool.restore({ accessToken: 'a.b.c', username: 'mia' });
  const session = await user.session();
  session.accessToken.jwt;
  // @ts-expect-error there may be no ID token
  session.idToken.jwt;
  // @ts-expect-error an access token is needed
  await pool.restore({ idToken: 'a.b.c' });
  // Whoever was restored with both tokens is a person like any other.
  const full: User = await pool.restore({ accessToken: 'a.b.c', idToken: 'a.b.c' }, { store: true, timeoutMs: 5 });
  const { accessToken, idToken, refreshToken } = await full.session();
  await pool.restore({ accessToken: accessToken.jwt, idToken: idToken.jwt, refreshToken });
  // @ts-expect-error no such option
  await pool.restore({ accessToken: 'a.b.c' }, { persist: true });
}

export async function theAccountIsTyped(user: User, signal: AbortSignal): Promise<void> {
  await user.changePassword({ previousPassword: 'a', proposedPassword: 'b', signal });
  sure<Equal<Awaited<ReturnType<typeof user.attributes>>, Record<string, string>>>();
  const { status, deliveries } = await user.updateAttributes({ email: 'a@b.c' }, { timeoutMs: 5 });
  sure<Equal<typeof status, 'updated' | 'confirmationRequired'>>();
  sure<Equal<(typeof deliveries)[number]['medium'], 'SMS' | 'EMAIL' | (string & {}) | undefined>>();
  await user.deleteAttributes(['nickname'], { signal });
  await user.requestAttributeCode('email');
  await user.confirmAttribute({ name: 'email', code: '1' });
  await user.mfa.set({ totp: 'preferred', sms: 'off', signal });
  // @ts-expect-error a setting is off, on or preferred
  await user.mfa.set({ totp: true });
  const { preferred } = await user.mfa.get();
  sure<Equal<typeof preferred, 'sms' | 'totp' | 'email' | null>>();
  await user.mfa.verify({ code: (await user.mfa.associate()).secretCode });
  const page = await user.devices.list({ limit: 10 });
  await user.devices.forget(page.devices[0]?.key, { signal });
  await user.devices.remember();
  await user.devices.stopRemembering();
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await user.passkeys.start({ signal }));
  const credential = await navigator.credentials.create({ publicKey });
  // @ts-expect-error the browser may have made none
  await user.passkeys.complete({ credential });
  if (credential) await user.passkeys.complete({ credential, timeoutMs: 5 });
  // @ts-expect-error a credential must be given
  await user.passkeys.complete({ signal });
  const { passkeys } = await user.passkeys.list({ limit: 5 });
  // @ts-expect-error which one must be said
  await user.passkeys.delete();
  await user.passkeys.delete(passkeys[0]?.id ?? '');
  const { paginationToken, sessions } = await user.sessions.list({ signal });
  await user.sessions.list({ paginationToken });
  sure<Equal<typeof sessions, readonly UserSession[]>>();
  const [first] = sessions;
  sure<Equal<NonNullable<typeof first>['createdAt'], number | undefined>>();
  sure<Equal<NonNullable<typeof first>['isCurrent'], boolean | undefined>>();
  if (first?.lastLocation?.city) await user.sessions.revoke(first.id, { timeoutMs: 5 });
  // @ts-expect-error which one must be said
  await user.sessions.revoke();
  const { enabledMfa, preferredMfa, signIn } = await user.factors({ signal });
  sure<Equal<typeof enabledMfa, readonly MfaMethod[]>>();
  sure<Equal<typeof preferredMfa, MfaMethod | null>>();
  if (signIn.includes('WEB_AUTHN')) signIn satisfies readonly string[];
  const { revoked } = await user.signOut({ global: true });
  sure<Equal<typeof revoked, boolean>>();
  await user.session({ forceRefresh: true, minValiditySeconds: 60, signal });
  // @ts-expect-error users are made by a pool
  new (user.constructor as typeof User)();
}

export function errorsAreToldApartByCode(error: unknown): AuthErrorCode {
  if (isAuthError(error)) {
    sure<Equal<typeof error.kind, 'caller' | 'service' | 'network' | 'server' | 'internal'>>();
    if (error.code === 'NotAuthorizedException' || error.code === 'AnExceptionOfTomorrow') return error.code;
    sure<Equal<typeof error.retryAfterMs, number | undefined>>();
    const { code, kind, message, requestId, retryable, retryAfterMs, status } = error.toJSON();
    sure<Equal<typeof status | typeof retryAfterMs, number | undefined>>();
    console.log(code, kind, message, requestId, retryable);
    sure<Equal<typeof error.cause, unknown>>();
    // @ts-expect-error neither the cause nor the stack is shown
    error.toJSON().cause;
    // @ts-expect-error the fields are read-only
    error.retryable = true;
  }
  if (error instanceof AuthError) return error.code;
  // @ts-expect-error it can be anything
  return error.code;
}
