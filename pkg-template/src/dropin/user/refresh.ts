// New tokens for a refresh token: one request for all who ask at once.
import type { CognitoRefreshToken as Refresh } from '../../../types/dropin.js';
import { withLock } from '../../lock.js';
import { type Answer, handler, type NodeCallback, tellNode } from '../callbacks.js';
import { Client } from '../client.js';
import { CognitoUserSession } from '../session.js';
import { deviations } from '../settings.js';
import { CognitoAccessToken, CognitoIdToken, CognitoRefreshToken } from '../tokens.js';
import { keyPrefix, type User, withContext } from './shape.js';

interface Waiting {
  user: User;
  callback: NodeCallback;
}
interface Flight {
  token: string;
  waiting: Waiting[];
}

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
function tellAll(waiting: Waiting[], result: (user: User) => [Answer, Answer]): unknown {
  const [first, ...others] = waiting;
  try {
    return first && tellNode(first.callback, ...result(first.user));
  } finally {
    if (others.length) tellAll(others, result);
  }
}

/** The rotation of refresh tokens is on, and the old way of refreshing ends there. */
const wantsRotation = (error: Answer): boolean =>
  error.code === 'UnsupportedOperationException' || /GetTokensFromRefreshToken|rotation/i.test(error.message);

/** How long a refresh waits for that of another tab. */
const LOCK_MS = 10_000;

/** Whether the requests go out by the package's own transport: what an application replaced keeps its timing. */
const sendsItself = ({ client }: User): boolean =>
  client.request === Client.prototype.request && client.requestWithRetry === Client.prototype.requestWithRetry;

/** What another tab has stored since: its session, when it is valid. `before` are the tokens that were stored. */
function storedSince(user: User, before: Stored): object | undefined {
  const now = storedOf(user);
  if (now.refreshToken === before.refreshToken && now.accessToken === before.accessToken) return undefined;
  if (!now.idToken || !now.accessToken || !now.refreshToken) return undefined;
  const session = new CognitoUserSession({
    IdToken: new CognitoIdToken({ IdToken: now.idToken }),
    AccessToken: new CognitoAccessToken({ AccessToken: now.accessToken }),
    RefreshToken: new CognitoRefreshToken({ RefreshToken: now.refreshToken }),
  });
  return session.isValid() ? session : undefined;
}

type Stored = Record<'accessToken' | 'idToken' | 'refreshToken', string | null | undefined>;

function storedOf(user: User): Stored {
  const stored = (name: string) => user.storage.getItem(`${keyPrefix(user)}.${user.username}.${name}`) as string | null;
  return { accessToken: stored('accessToken'), idToken: stored('idToken'), refreshToken: stored('refreshToken') };
}

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

  const land = (): void => {
    if (inStorage.get(key) === flight) inStorage.delete(key);
  };
  const before = storedOf(user);
  /** Takes over what another tab has stored since, when these tokens were the stored ones. */
  const adopt = (): (() => unknown) | undefined => {
    const session = deviations() && before.refreshToken === token ? storedSince(user, before) : undefined;
    if (!session) return undefined;
    land();
    return () =>
      tellAll(flight.waiting, (waiting) => {
        waiting.signInUserSession = session as User['signInUserSession'];
        return [null, session];
      });
  };
  /** Stores what came, and gives what tells the callers: they are called when no lock is held. */
  const settle = (error: Answer, data: Answer): (() => unknown) => {
    // The loser of a race is refused, and what the winner has stored stays.
    const adopted = error && /^(NotAuthorized|RefreshTokenReuse)Exception$/.test(error.code) && adopt();
    if (adopted) return adopted;
    land();
    if (error) {
      if (error.code === 'NotAuthorizedException') user.clearCachedUser();
      return () => tellAll(flight.waiting, () => [error, null]);
    }
    if (!data) return () => undefined;
    const result = data.AuthenticationResult;
    // A service that rotates gives a new one.
    if (!Object.hasOwn(result, 'RefreshToken')) result.RefreshToken = token;
    user.signInUserSession = user.getCognitoUserSession(result);
    user.cacheTokens();
    if (last) user.storage.setItem(`${keyPrefix(user)}.LastAuthUser`, last);
    return () =>
      tellAll(flight.waiting, (waiting) => {
        if (waiting !== user) waiting.signInUserSession = waiting.getCognitoUserSession(result);
        return [null, waiting.signInUserSession];
      });
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
  const ask = (finish: (error: Answer, data: Answer) => unknown): void => {
    user.client.requestWithRetry(
      'InitiateAuth',
      input,
      handler((error, data) => {
        if (!error || !deviations() || !wantsRotation(error)) return finish(error, data);
        return user.client.requestWithRetry('GetTokensFromRefreshToken', rotate, handler(finish));
      }),
    );
  };
  const locks = (globalThis as { navigator?: { locks?: unknown } }).navigator?.locks;
  if (!locks || !deviations() || !sendsItself(user)) {
    ask((error, data) => settle(error, data)());
    return;
  }
  const work = async (): Promise<() => unknown> =>
    adopt() ??
    new Promise((resolve) => {
      // A failure of ours, such as an answer without its members, comes back here as an error.
      ask((error, data) => resolve(settle(error, data)));
    });
  withLock(`${keyPrefix(user)}.${user.username}.refreshToken`, LOCK_MS, work).then((tell) => tell());
}
