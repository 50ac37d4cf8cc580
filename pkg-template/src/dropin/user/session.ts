// The session: from the storage, for other tokens, and its end.
import type { CognitoRefreshToken as Refresh, CognitoUserSession as Session } from '../../../types/dropin.js';
import { type Answer, type Callbacks, handler, type NodeCallback, tellNode } from '../callbacks.js';
import type { Methods } from '../class.js';
import { CognitoUserSession } from '../session.js';
import { deviations } from '../settings.js';
import { CognitoAccessToken, CognitoIdToken, CognitoRefreshToken } from '../tokens.js';
import { refreshSession } from './refresh.js';
import { keyPrefix, NOT_AUTHENTICATED, object, sendSigned, sessionOf, type User } from './shape.js';

/**
 * Whether a stored session can be used as it is.
 *
 * Amplify v6 keeps its drift under the same key, in milliseconds and with the other sign. Which of the two wrote the
 * number does not show, so it counts only when both readings agree. The modern face writes its unit: `90s`.
 */
function isUsable(session: Session, data: Answer, drift: string): boolean {
  if (!session.isValid()) return false;
  if (!deviations() || data.ClockDrift === 0 || /\ds$/.test(drift)) return true;
  return new CognitoUserSession({ ...data, ClockDrift: -data.ClockDrift / 1000 }).isValid();
}

export const session: Methods<User> = {
  setSignInUserSession(signInUserSession: Session) {
    this.clearCachedUserData();
    this.signInUserSession = signInUserSession;
    this.cacheTokens();
  },

  getSignInUserSession() {
    return this.signInUserSession;
  },

  getSession(callback: NodeCallback, options: { clientMetadata?: unknown } = {}) {
    if (this.username == null) {
      return tellNode(callback, new Error('Username is null. Cannot retrieve a new session'), null);
    }
    if (this.signInUserSession?.isValid()) return tellNode(callback, null, this.signInUserSession);

    const prefix = `${keyPrefix(this)}.${this.username}`;
    if (!this.storage.getItem(`${prefix}.idToken`)) {
      const missing = new Error('Local storage is missing an ID Token, Please authenticate');
      tellNode(callback, missing, null);
      return undefined;
    }
    const stored = (name: string): string => this.storage.getItem(`${prefix}.${name}`) as string;
    const tokens = {
      IdToken: new CognitoIdToken({ IdToken: stored('idToken') }),
      AccessToken: new CognitoAccessToken({ AccessToken: stored('accessToken') }),
      RefreshToken: new CognitoRefreshToken({ RefreshToken: stored('refreshToken') }),
    };
    const drift = stored('clockDrift');
    const data = { ...tokens, ClockDrift: Number.parseInt(drift, 10) || 0 };
    const cached = new CognitoUserSession(data);
    if (isUsable(cached, data, drift)) {
      this.signInUserSession = cached;
      return tellNode(callback, null, this.signInUserSession);
    }
    if (!data.RefreshToken.getToken()) {
      return tellNode(callback, new Error('Cannot retrieve a new session. Please authenticate.'), null);
    }
    this.refreshSession(data.RefreshToken, callback, options.clientMetadata);
    return undefined;
  },

  refreshSession(refreshToken: Refresh, callback: NodeCallback, clientMetadata?: unknown) {
    return refreshSession(this, refreshToken, callback, clientMetadata);
  },

  refreshSessionIfPossible(options: { clientMetadata?: unknown } = {}) {
    return new Promise((resolve) => {
      const refresh = sessionOf(this).getRefreshToken();
      if (refresh?.getToken()) this.refreshSession(refresh, resolve, options.clientMetadata);
      else resolve(undefined);
    });
  },

  getCognitoUserSession(result: Answer) {
    return new CognitoUserSession({
      IdToken: new CognitoIdToken(result),
      AccessToken: new CognitoAccessToken(result),
      RefreshToken: new CognitoRefreshToken(result),
    });
  },

  globalSignOut(callback: Callbacks) {
    return sendSigned(
      this,
      'GlobalSignOut',
      (token) => ({ AccessToken: token }),
      object(callback, () => {
        this.clearCachedUser();
        // Its tokens are worth nothing any more.
        if (deviations()) this.signInUserSession = null;
        return 'SUCCESS';
      }),
    );
  },

  signOut(callback?: (error?: unknown) => void) {
    if (!callback || typeof callback !== 'function') {
      this.cleanClientData();
      return;
    }
    this.getSession((error: unknown) => {
      if (error) {
        if (deviations()) this.cleanClientData();
        return callback(error);
      }
      return this.revokeTokens((failure: unknown) => {
        this.cleanClientData();
        callback(failure);
      });
    });
  },

  revokeTokens(callback: (error?: unknown) => void = () => {}) {
    if (typeof callback !== 'function') throw new Error('Invalid revokeTokenCallback. It should be a function.');
    if (!this.signInUserSession) return callback(new Error(NOT_AUTHENTICATED));
    const accessToken = this.signInUserSession.getAccessToken();
    if (!accessToken) return callback(new Error('No Access token available'));
    const token = (this.signInUserSession.getRefreshToken() as Refresh).getToken();
    if (this.isSessionRevocable(accessToken) && token) return this.revokeToken({ token, callback });
    return callback();
  },

  isSessionRevocable(token: { decodePayload?: () => Answer }) {
    try {
      return Boolean(token && typeof token.decodePayload === 'function' && token.decodePayload().origin_jti);
    } catch {
      return false;
    }
  },

  revokeToken({ token, callback }: { token: string; callback: (error?: unknown) => void }) {
    this.client.requestWithRetry(
      'RevokeToken',
      { Token: token, ClientId: this.pool.getClientId() },
      handler((error) => (error ? tellNode(callback, error) : tellNode(callback))),
    );
  },
};
