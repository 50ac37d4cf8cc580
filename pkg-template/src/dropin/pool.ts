import { defaultStorage } from 'dropin-storage';
import type { ICognitoUserPoolData, CognitoUserPool as Pool } from '../../types/dropin.js';
import { type Answer, handler, type NodeCallback, tellNode } from './callbacks.js';
import { classOf, type Methods } from './class.js';
import Client from './client.js';
import { withPromises } from './promises.js';
import { CognitoUser } from './user/index.js';

const MAX_LENGTH = 55;

/** What Amazon's advanced security script leaves in the page. */
declare const AmazonCognitoAdvancedSecurityData:
  | { getData(username: string, userPoolId: string, clientId: string): string | undefined }
  | undefined;

const methods: Methods<Required<Pool>> = {
  getUserPoolId() {
    return this.userPoolId;
  },
  getUserPoolName() {
    return this.getUserPoolId().split('_')[1];
  },
  getClientId() {
    return this.clientId;
  },
  signUp(
    username: string,
    password: string,
    userAttributes: unknown,
    validationData: unknown,
    callback: NodeCallback,
    clientMetadata?: unknown,
  ) {
    const input: Answer = {
      ClientId: this.clientId,
      Username: username,
      Password: password,
      UserAttributes: userAttributes,
      ValidationData: validationData,
      ClientMetadata: clientMetadata,
    };
    if (this.getUserContextData(username)) input.UserContextData = this.getUserContextData(username);
    this.client.request(
      'SignUp',
      input,
      handler((error, data) => {
        if (error) return tellNode(callback, error, null);
        return tellNode(callback, null, {
          user: new CognitoUser({ Username: username, Pool: this, Storage: this.storage }),
          userConfirmed: data.UserConfirmed,
          userSub: data.UserSub,
          codeDeliveryDetails: data.CodeDeliveryDetails,
        });
      }),
    );
    return undefined;
  },
  getCurrentUser() {
    const name = this.storage.getItem(`CognitoIdentityServiceProvider.${this.clientId}.LastAuthUser`);
    return name ? new CognitoUser({ Username: name, Pool: this, Storage: this.storage }) : null;
  },
  getUserContextData(username: string) {
    if (typeof AmazonCognitoAdvancedSecurityData === 'undefined') return undefined;
    if (this.advancedSecurityDataCollectionFlag) {
      const EncodedData = AmazonCognitoAdvancedSecurityData.getData(username, this.userPoolId, this.clientId);
      if (EncodedData) return { EncodedData };
    }
    return {};
  },
};

/** A user pool, as one app client sees it. */
export const CognitoUserPool = /*#__PURE__*/ classOf<typeof Pool, Required<Pool>>(
  'CognitoUserPool',
  function (data: ICognitoUserPoolData, wrapRefreshSessionCallback?: Pool['wrapRefreshSessionCallback']) {
    const { UserPoolId, ClientId, endpoint, fetchOptions, AdvancedSecurityDataCollectionFlag } = data || {};
    if (!UserPoolId || !ClientId) throw new Error('Both UserPoolId and ClientId are required.');
    if (UserPoolId.length > MAX_LENGTH || !/^[\w-]+_[0-9a-zA-Z]+$/.test(UserPoolId)) {
      throw new Error('Invalid UserPoolId format.');
    }
    this.userPoolId = UserPoolId;
    this.clientId = ClientId;
    this.client = new Client(UserPoolId.split('_')[0] as string, endpoint, fetchOptions);
    this.advancedSecurityDataCollectionFlag = AdvancedSecurityDataCollectionFlag !== false;
    this.storage = data.Storage || defaultStorage();
    if (wrapRefreshSessionCallback) this.wrapRefreshSessionCallback = wrapRefreshSessionCallback;
  },
  [
    /*#__PURE__*/ withPromises(
      [methods],
      'getUserPoolId getUserPoolName getClientId signUp:4 getCurrentUser getUserContextData',
    ),
  ],
);
