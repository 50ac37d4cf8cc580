// The session that is in the storage.
import type { CognitoUserSession as Session } from '../../../types/dropin.js';
import type { Answer } from '../callbacks.js';
import { CognitoUserSession } from '../session.js';
import { deviations } from '../settings.js';
import { CognitoAccessToken, CognitoIdToken, CognitoRefreshToken } from '../tokens.js';
import { keyPrefix, type User } from './shape.js';

/** What is stored for a user under that name. */
export const stored = (user: User, name: string): string =>
  user.storage.getItem(`${keyPrefix(user)}.${user.username}.${name}`) as string;

/**
 * Whether a stored session can be used as it is.
 *
 * Amplify v6 keeps its drift under the same key, in milliseconds and with the other sign. Which of the two wrote the
 * number does not show, so it counts only when both readings agree. The modern API writes its unit: `90s`.
 */
function isUsable(session: Session, data: Answer, drift: string): boolean {
  if (!session.isValid()) return false;
  if (!deviations() || data.ClockDrift === 0 || /\ds$/.test(drift)) return true;
  return new CognitoUserSession({ ...data, ClockDrift: -data.ClockDrift / 1000 }).isValid();
}

/** The stored session, and whether it can be used without a refresh. */
export function storedSession(user: User): [session: Required<Session>, usable: boolean] {
  const tokens = {
    IdToken: new CognitoIdToken({ IdToken: stored(user, 'idToken') }),
    AccessToken: new CognitoAccessToken({ AccessToken: stored(user, 'accessToken') }),
    RefreshToken: new CognitoRefreshToken({ RefreshToken: stored(user, 'refreshToken') }),
  };
  const drift = stored(user, 'clockDrift');
  const data = { ...tokens, ClockDrift: Number.parseInt(drift, 10) || 0 };
  const session = new CognitoUserSession(data);
  return [session as Required<Session>, isUsable(session, data, drift)];
}
