// What is kept in the storage: tokens, and what the service said about the person.
import { type Answer, type NodeCallback, tellNode } from '../callbacks.js';
import type { Methods } from '../class.js';
import { accessToken, isAuthenticated, keyPrefix, NOT_AUTHENTICATED, sessionOf, type User } from './shape.js';

export const storage: Methods<User> = {
  cacheTokens() {
    const prefix = keyPrefix(this);
    const own = `${prefix}.${this.username}`;
    const session = sessionOf(this);
    this.storage.setItem(`${own}.idToken`, session.getIdToken().getJwtToken());
    this.storage.setItem(`${own}.accessToken`, session.getAccessToken().getJwtToken());
    this.storage.setItem(`${own}.refreshToken`, session.getRefreshToken().getToken());
    this.storage.setItem(`${own}.clockDrift`, `${session.getClockDrift()}`);
    this.storage.setItem(`${prefix}.LastAuthUser`, this.username);
  },

  clearCachedTokens() {
    const prefix = keyPrefix(this);
    const own = `${prefix}.${this.username}`;
    this.storage.removeItem(`${own}.idToken`);
    this.storage.removeItem(`${own}.accessToken`);
    this.storage.removeItem(`${own}.refreshToken`);
    this.storage.removeItem(`${prefix}.LastAuthUser`);
    this.storage.removeItem(`${own}.clockDrift`);
  },

  clearCachedUser() {
    this.clearCachedTokens();
    this.clearCachedUserData();
  },

  cleanClientData() {
    this.signInUserSession = null;
    this.clearCachedUser();
  },

  cacheUserData(data: Answer) {
    this.storage.setItem(this.userDataKey, JSON.stringify(data));
  },

  clearCachedUserData() {
    this.storage.removeItem(this.userDataKey);
  },

  getUserDataFromCache() {
    return this.storage.getItem(this.userDataKey);
  },

  isFetchUserDataAndTokenRequired(params: { bypassCache?: boolean } | undefined) {
    const { bypassCache = false } = params || {};
    return bypassCache;
  },

  createGetUserRequest() {
    return this.client.promisifyRequest('GetUser', { AccessToken: accessToken(this) });
  },

  fetchUserData() {
    return this.createGetUserRequest().then((data: Answer) => {
      this.cacheUserData(data);
      return data;
    });
  },

  getUserData(callback: NodeCallback, params?: { bypassCache?: boolean; clientMetadata?: unknown }) {
    if (!isAuthenticated(this)) {
      this.clearCachedUserData();
      return tellNode(callback, new Error(NOT_AUTHENTICATED), null);
    }
    const cached = this.getUserDataFromCache();
    if (!cached || this.isFetchUserDataAndTokenRequired(params)) {
      let fetched: Promise<Answer> = this.fetchUserData();
      // Attributes stand in the tokens, too.
      if (cached) fetched = fetched.then((data) => this.refreshSessionIfPossible(params).then(() => data));
      fetched.then((data) => callback(null, data), callback);
      return undefined;
    }
    let data: Answer;
    try {
      data = JSON.parse(cached);
    } catch (error) {
      this.clearCachedUserData();
      callback(error as Error, null);
      return undefined;
    }
    callback(null, data);
    return undefined;
  },
};
