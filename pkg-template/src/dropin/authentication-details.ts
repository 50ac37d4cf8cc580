import type { AuthenticationDetails as Details, IAuthenticationDetailsData } from '../../types/dropin.js';
import { classOf } from './class.js';

interface Fields {
  validationData: object;
  authParameters: object;
  clientMetadata: object;
  username: string;
  password: string | undefined;
}

/** What a person gives to sign in. */
export const AuthenticationDetails = /*#__PURE__*/ classOf<typeof Details, Fields>(
  'AuthenticationDetails',
  function (data: IAuthenticationDetailsData) {
    const { ValidationData, Username, Password, AuthParameters, ClientMetadata } = data || {};
    this.validationData = ValidationData || {};
    this.authParameters = AuthParameters || {};
    this.clientMetadata = ClientMetadata || {};
    this.username = Username;
    this.password = Password;
  },
  [
    {
      getUsername() {
        return this.username;
      },
      getPassword() {
        return this.password;
      },
      getValidationData() {
        return this.validationData;
      },
      getAuthParameters() {
        return this.authParameters;
      },
      getClientMetadata() {
        return this.clientMetadata;
      },
    },
  ],
);
