// The session: from the storage, for other tokens, and its end.
import type { CognitoRefreshToken as Refresh, CognitoUserSession as Session } from '../../../types/dropin.js';
import { type Answer, type Callbacks, handler, type NodeCallback, tellNode } from '../callbacks.js';
import { type Methods, orNothing } from '../class.js';
import { CognitoUserSession } from '../session.js';
import { deviations } from '../settings.js';
import { CognitoAccessToken, CognitoIdToken, CognitoRefreshToken } from '../tokens.js';
import { refreshSession } from './refresh.js';
import { NOT_AUTHENTICATED, NOTHING_STORED, object, sendSigned, sessionOf, type User } from './shape.js';
import { stored, storedSession } from './stored.js';

export const session: Methods<User> = {
  setSignInUserSession(signInUserSession: Session) {
    this.clearCachedUserData();
    this.signInUserSession = signInUserSession;
    this.cacheTokens();
  },

  getSignInUserSession() {
    return this.signInUserSession;
  },

  getSession(callback: NodeCallback, options?: { clientMetadata?: unknown }) {
    if (this.username == null) {
      return tellNode(callback, new Error('Username is null. Cannot retrieve a new session'), null);
    }
    if (this.signInUserSession?.isValid()) return tellNode(callback, null, this.signInUserSession);

    if (!stored(this, 'idToken')) {
      tellNode(callback, new Error(NOTHING_STORED), null);
      return undefined;
    }
    const [cached, usable] = storedSession(this);
    if (usable) {
      this.signInUserSession = cached;
      return tellNode(callback, null, this.signInUserSession);
    }
    const refreshToken = cached.getRefreshToken();
    if (!refreshToken.getToken()) {
      return tellNode(callback, new Error('Cannot retrieve a new session. Please authenticate.'), null);
    }
    this.refreshSession(refreshToken, callback, orNothing(options).clientMetadata);
    return undefined;
  },

  refreshSession(refreshToken: Refresh, callback: NodeCallback, clientMetadata?: unknown) {
    return refreshSession(this, refreshToken, callback, clientMetadata);
  },

  refreshSessionIfPossible(options?: { clientMetadata?: unknown }) {
    return new Promise((resolve) => {
      const refresh = sessionOf(this).getRefreshToken();
      if (refresh?.getToken()) this.refreshSession(refresh, resolve, orNothing(options).clientMetadata);
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

  revokeTokens(revoked?: (error?: unknown) => void) {
    const callback = revoked === undefined ? () => {} : revoked;
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
