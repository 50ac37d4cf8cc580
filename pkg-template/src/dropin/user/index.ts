// CognitoUser: its fields and its 62 methods, a file for each part of them.

import { defaultStorage } from 'dropin-storage';
import type { ICognitoUserData, CognitoUser as Typed } from '../../../types/dropin.js';
import { classOf, type Methods } from '../class.js';
import { withPromises } from '../promises.js';
import { account } from './account.js';
import { challenges } from './challenges.js';
import { devices } from './devices.js';
import { mfa } from './mfa.js';
import { session } from './session.js';
import type { User } from './shape.js';
import { signIn } from './sign-in.js';
import { storage } from './storage.js';

const accessors: Methods<User> = {
  getUsername() {
    return this.username;
  },
  getAuthenticationFlowType() {
    return this.authenticationFlowType;
  },
  setAuthenticationFlowType(authenticationFlowType: string) {
    this.authenticationFlowType = authenticationFlowType;
  },
  getUserContextData() {
    return this.pool.getUserContextData(this.username);
  },
};

/**
 * The methods in the incumbent's order, and behind some what makes a promise where it is missing: an object of callbacks (`.`) or a
 * function (`:`), as which argument.
 */
const METHODS =
  'setSignInUserSession getSignInUserSession getUsername getAuthenticationFlowType setAuthenticationFlowType ' +
  'initiateAuth.1 authenticateUser.1 authenticateUserDefaultAuth authenticateUserPlainUsernamePassword ' +
  'authenticateUserInternal completeNewPasswordChallenge.2 getDeviceResponse confirmRegistration:2 ' +
  'sendCustomChallengeAnswer.1 sendMFACode.1 changePassword:2 enableMFA:0 setUserMfaPreference:2 ' +
  'disableMFA:0 deleteUser:0 updateAttributes:1 getUserAttributes:0 getMFAOptions:0 createGetUserRequest ' +
  'refreshSessionIfPossible getUserData:0 getUserDataFromCache isFetchUserDataAndTokenRequired fetchUserData ' +
  'deleteAttributes:1 resendConfirmationCode:0 getSession:0 refreshSession:1 cacheTokens cacheUserData ' +
  'clearCachedUserData clearCachedUser cacheDeviceKeyAndPassword getCachedDeviceKeyAndPassword ' +
  'clearCachedDeviceKeyAndPassword clearCachedTokens getCognitoUserSession forgotPassword.0 ' +
  'confirmPassword.2 getAttributeVerificationCode.1 verifyAttribute.2 getDevice.0 forgetSpecificDevice.1 ' +
  'forgetDevice.0 setDeviceStatusRemembered.0 setDeviceStatusNotRemembered.0 listDevices.2 globalSignOut.0 ' +
  'signOut revokeTokens isSessionRevocable cleanClientData revokeToken sendMFASelectionAnswer.1 ' +
  'getUserContextData associateSoftwareToken.0 verifySoftwareToken.2';

/** A person of a pool. */
export const CognitoUser = /*#__PURE__*/ classOf<typeof Typed, User>(
  'CognitoUser',
  function (data: ICognitoUserData) {
    if (data == null || data.Username == null || data.Pool == null) {
      throw new Error('Username and Pool information are required.');
    }
    this.username = data.Username || '';
    this.pool = data.Pool as User['pool'];
    this.Session = null;
    this.client = this.pool.client;
    this.signInUserSession = null;
    this.authenticationFlowType = 'USER_SRP_AUTH';
    this.storage = data.Storage || defaultStorage(data.Pool);
    this.keyPrefix = `CognitoIdentityServiceProvider.${this.pool.getClientId()}`;
    this.userDataKey = `${this.keyPrefix}.${this.username}.userData`;
  },
  [/*#__PURE__*/ withPromises([accessors, signIn, challenges, session, storage, account, mfa, devices], METHODS)],
);
