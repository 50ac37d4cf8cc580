// New tokens for a refresh token: one request for all who ask at once, in this tab and in others.
import type { CognitoRefreshToken as Refresh, CognitoUserSession as Session } from '../../../types/dropin.js';
import { withLock } from '../../lock.js';
import { type Answer, deliver, handler, type NodeCallback, type Reply, tellNode } from '../callbacks.js';
import { isOurs } from '../client.js';
import { deviations } from '../settings.js';
import { keyPrefix, NOTHING_STORED, type User, withContext } from './shape.js';
import { stored, storedSession } from './stored.js';

/** How long another tab may keep us waiting. */
const LOCK_MS = 10_000;
/** How long to wait for a session that another tab has got for the same token: it may not be stored yet, or in part. */
const SUCCESSOR_MS = 1000;

interface Waiting {
  user: User;
  callback: NodeCallback;
}
interface Flight {
  token: string;
  waiting: Waiting[];
}

/** What each caller is told, `[error, session]`. */
type Outcome = (user: User) => [Answer, Answer];

/** Refreshes under way: by storage, then by client id and user name. */
const flights = /*#__PURE__*/ new WeakMap<object, Map<string, Flight>>();

/**
 * Reads whose session it is that the tokens will be stored as, and the user's device.
 *
 * The incumbent takes LastAuthUser for the user. That is right where the user goes by an alias; otherwise it would give
 * one person's tokens another's name, so the token must be that person's. Gives the name to put back as the last one.
 */
function takeUser(user: User, token: string, parameters: Answer): string | undefined {
  const prefix = keyPrefix(user);
  const last = user.storage.getItem(`${prefix}.LastAuthUser`);
  if (!last) return undefined;
  const other =
    deviations() && last !== user.username && user.storage.getItem(`${prefix}.${last}.refreshToken`) !== token;
  if (!other) user.username = user.storage.getItem(`${prefix}.LastAuthUser`) as string;
  user.deviceKey = user.storage.getItem(`${prefix}.${user.username}.deviceKey`);
  parameters.DEVICE_KEY = user.deviceKey;
  return other ? last : undefined;
}

/** Calls everybody; what a callback throws keeps nobody from being called. */
function tellAll(waiting: Waiting[], outcome: Outcome): unknown {
  const [first, ...others] = waiting;
  try {
    return first && tellNode(first.callback, ...outcome(first.user));
  } finally {
    if (others.length) tellAll(others, outcome);
  }
}

const fails =
  (error: Answer): Outcome =>
  () => [error, null];

/** What another tab has stored, as everybody's session. */
function adopts(user: User): Outcome | undefined {
  const [session, usable] = storedSession(user);
  if (!usable) return undefined;
  return (waiting) => {
    waiting.signInUserSession = session as Session;
    return [null, session];
  };
}

/** The service has refused a refresh token. Only the one that is stored ends the session, and that session alone. */
function refused(user: User, token: string, error: Answer): Outcome | undefined {
  const present = stored(user, 'refreshToken');
  if (present && present !== token) return adopts(user);
  if (error.code !== 'NotAuthorizedException') return undefined;
  const key = `${keyPrefix(user)}.LastAuthUser`;
  const last = deviations() && user.storage.getItem(key);
  user.clearCachedUser();
  if (last && last !== user.username) user.storage.setItem(key, last);
  return undefined;
}

/** The rotation of refresh tokens is on, and the old way of refreshing ends there. */
const wantsRotation = (error: Answer): boolean =>
  error.code === 'UnsupportedOperationException' || /GetTokensFromRefreshToken|rotation/i.test(error.message);

export function refreshSession(
  user: User,
  refreshToken: Refresh,
  callback: NodeCallback,
  clientMetadata: unknown,
): void {
  const wrapped = user.pool.wrapRefreshSessionCallback
    ? user.pool.wrapRefreshSessionCallback(callback as never)
    : callback;
  const token = refreshToken.getToken();
  const parameters: Answer = { REFRESH_TOKEN: token };
  const last = takeUser(user, token, parameters);
  const me = { user, callback: wrapped as NodeCallback };

  const inStorage = flights.get(user.storage) ?? new Map<string, Flight>();
  const key = `${user.pool.getClientId()}\n${user.username}`;
  const under = inStorage.get(key);
  if (under && under.token === token && deviations()) {
    under.waiting.push(me);
    return;
  }
  const flight: Flight = { token, waiting: [me] };
  flights.set(user.storage, inStorage.set(key, flight));

  const land = (outcome?: Outcome): unknown => {
    if (inStorage.get(key) === flight) inStorage.delete(key);
    return outcome && tellAll(flight.waiting, outcome);
  };
  /** The stored access token when we began to wait for other tabs, if the refresh token was the stored one. */
  let before: string | undefined;
  /** What another tab did while we waited: it refreshed, or signed out. */
  const meanwhile = (): Outcome | undefined => {
    if (before === undefined) return undefined;
    if (!stored(user, 'refreshToken')) return fails(new Error(NOTHING_STORED));
    return before === `${stored(user, 'accessToken')}` ? undefined : adopts(user);
  };
  /** Stores what the service answered. */
  const keep = (error: Answer, data: Answer): Outcome | undefined => {
    if (error) {
      const ended = /^(?:NotAuthorized|RefreshTokenReuse)Exception$/.test(error.code);
      return (ended && refused(user, token, error)) || fails(error);
    }
    const theirs = data && meanwhile();
    if (theirs || !data) return theirs;
    const result = data.AuthenticationResult;
    // A service that rotates gives a new one.
    if (!Object.hasOwn(result, 'RefreshToken')) result.RefreshToken = token;
    user.signInUserSession = user.getCognitoUserSession(result);
    user.cacheTokens();
    if (last) user.storage.setItem(`${keyPrefix(user)}.LastAuthUser`, last);
    return (waiting) => {
      if (waiting !== user) waiting.signInUserSession = waiting.getCognitoUserSession(result);
      return [null, waiting.signInUserSession];
    };
  };

  const input = withContext(user, {
    ClientId: user.pool.getClientId(),
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: parameters,
    ClientMetadata: clientMetadata,
  });
  const rotate = {
    RefreshToken: token,
    ClientId: user.pool.getClientId(),
    DeviceKey: user.deviceKey ?? undefined,
    ClientMetadata: clientMetadata,
  };
  const send = (reply: Reply): void =>
    user.client.requestWithRetry(
      'InitiateAuth',
      input,
      handler((error, data) => {
        if (!error || !deviations() || !wantsRotation(error)) return reply(error, data);
        return user.client.requestWithRetry(
          'GetTokensFromRefreshToken',
          rotate,
          handler((error, data) => {
            const used = error?.code === 'RefreshTokenReuseException' && isOurs(user.client);
            const shown = (): boolean => stored(user, 'refreshToken') !== token && storedSession(user)[1];
            if (!used || shown()) return reply(error, data);
            return new Promise((done) => setTimeout(done, SUCCESSOR_MS)).then(() => deliver(handler(reply), error));
          }),
        );
      }),
    );

  // An application's own transport is called at once, as it always was.
  if (!deviations() || !globalThis.navigator?.locks || !isOurs(user.client)) {
    send((error, data) => land(keep(error, data)));
    return;
  }
  if (stored(user, 'refreshToken') === token) before = `${stored(user, 'accessToken')}`;
  const refresh = (): Promise<Outcome | undefined> =>
    new Promise((resolve) => {
      const theirs = meanwhile();
      if (theirs) resolve(theirs);
      else send((error, data) => resolve(keep(error, data)));
    });
  withLock(`${keyPrefix(user)}.${user.username}`, LOCK_MS, refresh).then(land, (error) => land(fails(error)));
}
