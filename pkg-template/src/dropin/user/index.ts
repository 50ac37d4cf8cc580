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

/** Where the callbacks stand: before them no argument, one, two. */
const CALLBACKS = {
  objects: [
    'forgotPassword associateSoftwareToken globalSignOut getDevice forgetDevice setDeviceStatusRemembered setDeviceStatusNotRemembered',
    'authenticateUser initiateAuth sendCustomChallengeAnswer sendMFACode sendMFASelectionAnswer getAttributeVerificationCode forgetSpecificDevice',
    'completeNewPasswordChallenge confirmPassword verifyAttribute verifySoftwareToken listDevices',
  ],
  functions: [
    'getSession getUserData getUserAttributes getMFAOptions enableMFA disableMFA deleteUser resendConfirmationCode',
    'refreshSession updateAttributes deleteAttributes',
    'confirmRegistration changePassword setUserMfaPreference',
  ],
};

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
  [/*#__PURE__*/ withPromises([accessors, signIn, challenges, session, storage, account, mfa, devices], CALLBACKS)],
);
