// Who holds the tokens is a part of the type: where an auth proxy keeps them, `jwt` is undefined, so what reads it must not
// be handed such a pool, person, session or step.
import {
  type AppTokens,
  type Challenge,
  type CookieTokens,
  type FullTokens,
  Pool,
  type PoolOptions,
  type ProxiedTokens,
  type Session,
  type SessionTokens,
  type SignedInStep,
  type Step,
  type User,
} from 'cognito-identity-wasm';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const sure = <T extends true>(_?: T): void => {};

declare function readsTokens(of: Pool | User | Session | Step | SignedInStep | Challenge): void;
declare function takesPool(pool: Pool): Promise<string>;
declare function takesUser(user: User): Promise<string>;
declare function takesSession(session: Session): string;
declare function takesStep(step: Step): void;
declare function takesChallenge(challenge: Challenge): void;
declare function takesProxied(pool: Pool<ProxiedTokens>): void;

const direct = new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c' });
const cookie = new Pool({ proxy: '/auth', custody: 'cookie' });
const app = new Pool({ proxy: '/auth', custody: 'token' });
const either = new Pool({ proxy: '/auth' });

export function everyPoolIsOfItsTokens(): void {
  sure<Equal<typeof direct, Pool<FullTokens>>>();
  sure<Equal<typeof cookie, Pool<CookieTokens>>>();
  sure<Equal<typeof app, Pool<AppTokens>>>();
  sure<Equal<typeof either, Pool<ProxiedTokens>>>();
}

export function editorsShowAmazonCognitosOptionsFirst(): void {
  type Overloads<T> = T extends {
    new (options: infer First): unknown;
    new (options: never): unknown;
    new (options: never): unknown;
    new (options: never): unknown;
  }
    ? First
    : never;
  sure<Equal<Overloads<typeof Pool>, PoolOptions>>();
}

export function aPoolWhoseTokensTheProxyKeepsIsNoPoolThatHasThem(): void {
  takesPool(direct);
  takesPool(app);
  // @ts-expect-error the proxy keeps the tokens
  takesPool(cookie);
  // @ts-expect-error the proxy may keep the tokens
  takesPool(either);
  // @ts-expect-error the proxy keeps the tokens
  readsTokens(cookie);
  // @ts-expect-error the tokens are there
  const kept: Pool<CookieTokens> = direct;
  kept.close();
}

export function norIsThePerson(
  ofCookie: User<CookieTokens>,
  ofApp: User<AppTokens>,
  ofEither: User<ProxiedTokens>,
): void {
  takesUser(ofApp);
  // @ts-expect-error the proxy keeps the tokens
  takesUser(ofCookie);
  // @ts-expect-error the proxy may keep the tokens
  takesUser(ofEither);
  // @ts-expect-error the proxy keeps the tokens
  readsTokens(ofCookie);
}

export function norIsTheSession(
  ofCookie: Session<CookieTokens>,
  ofApp: Session<AppTokens>,
  ofEither: Session<ProxiedTokens>,
): void {
  takesSession(ofApp);
  // @ts-expect-error the proxy keeps the tokens
  takesSession(ofCookie);
  // @ts-expect-error the proxy may keep the tokens
  takesSession(ofEither);
  // @ts-expect-error the proxy keeps the tokens
  readsTokens(ofCookie);
}

export function norIsAStep(
  ofCookie: Step<CookieTokens>,
  pending: Challenge<CookieTokens>,
  ofApp: Step<AppTokens>,
): void {
  takesStep(ofApp);
  // @ts-expect-error the proxy keeps the tokens
  takesStep(ofCookie);
  // @ts-expect-error the proxy keeps the tokens
  takesChallenge(pending);
  // @ts-expect-error the proxy keeps the tokens
  readsTokens(pending);
}

export function whatTakesAProxysPoolTakesBothCustodies(): void {
  takesProxied(cookie);
  takesProxied(app);
  takesProxied(either);
  // @ts-expect-error no proxy is asked
  takesProxied(direct);
}

export async function aGenericFunctionGivesWhatItsPoolHas(): Promise<void> {
  async function signedIn<T extends SessionTokens>(pool: Pool<T>): Promise<Session<T> | undefined> {
    const step: Step<T> = await pool.signIn({ username: 'mia', password: 'p' });
    return step.status === 'signedIn' ? step.session : pool.currentUser()?.session();
  }
  async function behindProxy<T extends ProxiedTokens>(pool: Pool<T>): Promise<User<T> | null> {
    return pool.load();
  }
  const [ofDirect, ofCookie] = [await signedIn(direct), await signedIn(cookie)];
  if (ofDirect) sure<Equal<typeof ofDirect.accessToken.jwt, string>>();
  if (ofCookie) sure<Equal<typeof ofCookie.accessToken.jwt, undefined>>();
  const user = await behindProxy(cookie);
  if (user) sure<Equal<typeof user, User<CookieTokens>>>();
  // @ts-expect-error no proxy is asked
  await behindProxy(direct);
}
