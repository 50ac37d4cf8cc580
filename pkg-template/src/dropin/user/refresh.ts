// New tokens for a refresh token: one request for all who ask at once.
import type { CognitoRefreshToken as Refresh } from '../../../types/dropin.js';
import { type Answer, handler, type NodeCallback, tellNode } from '../callbacks.js';
import { deviations } from '../settings.js';
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
  const finish = (error: Answer, data: Answer): unknown => {
    land();
    if (error) {
      if (error.code === 'NotAuthorizedException') user.clearCachedUser();
      return tellAll(flight.waiting, () => [error, null]);
    }
    if (!data) return undefined;
    const result = data.AuthenticationResult;
    // A service that rotates gives a new one.
    if (!Object.hasOwn(result, 'RefreshToken')) result.RefreshToken = token;
    user.signInUserSession = user.getCognitoUserSession(result);
    user.cacheTokens();
    if (last) user.storage.setItem(`${keyPrefix(user)}.LastAuthUser`, last);
    return tellAll(flight.waiting, (waiting) => {
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
  user.client.requestWithRetry(
    'InitiateAuth',
    input,
    handler((error, data) => {
      if (!error || !deviations() || !wantsRotation(error)) return finish(error, data);
      return user.client.requestWithRetry('GetTokensFromRefreshToken', rotate, handler(finish));
    }),
  );
}
