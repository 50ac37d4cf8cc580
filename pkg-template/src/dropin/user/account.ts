// The account of the person: sign-up's end, passwords, attributes.
import { CognitoUserAttribute } from '../attribute.js';
import { type Answer, type Callbacks, type NodeCallback, tell, tellNode } from '../callbacks.js';
import type { Methods } from '../class.js';
import { node, object, send, sendSigned, type User, withContext } from './shape.js';

/** Where a code went, for whoever wants to ask the person for it; otherwise the request's end. */
function codeSent(callback: Callbacks, end: (data: Answer) => unknown): (data: Answer) => unknown {
  return (data) =>
    typeof callback['inputVerificationCode'] === 'function'
      ? tell(callback, 'inputVerificationCode', data)
      : tell(callback, 'onSuccess', end(data));
}

export const account: Methods<User> = {
  confirmRegistration(code: string, forceAliasCreation: boolean, callback: NodeCallback, clientMetadata?: unknown) {
    const input = withContext(this, {
      ClientId: this.pool.getClientId(),
      ConfirmationCode: code,
      Username: this.username,
      ForceAliasCreation: forceAliasCreation,
      ClientMetadata: clientMetadata,
    });
    return send(this, 'ConfirmSignUp', input, node(callback));
  },

  resendConfirmationCode(callback: NodeCallback, clientMetadata?: unknown) {
    const input = { ClientId: this.pool.getClientId(), Username: this.username, ClientMetadata: clientMetadata };
    return send(
      this,
      'ResendConfirmationCode',
      input,
      node(callback, (data) => data),
    );
  },

  changePassword(previous: string, proposed: string, callback: NodeCallback, clientMetadata?: unknown) {
    return sendSigned(
      this,
      'ChangePassword',
      (token) => ({
        PreviousPassword: previous,
        ProposedPassword: proposed,
        AccessToken: token,
        ClientMetadata: clientMetadata,
      }),
      node(callback),
    );
  },

  forgotPassword(callback: Callbacks, clientMetadata?: unknown) {
    const input = withContext(this, {
      ClientId: this.pool.getClientId(),
      Username: this.username,
      ClientMetadata: clientMetadata,
    });
    return send(this, 'ForgotPassword', input, { ...object(callback), done: codeSent(callback, (data) => data) });
  },

  confirmPassword(code: string, newPassword: string, callback: Callbacks, clientMetadata?: unknown) {
    const input = withContext(this, {
      ClientId: this.pool.getClientId(),
      Username: this.username,
      ConfirmationCode: code,
      Password: newPassword,
      ClientMetadata: clientMetadata,
    });
    return send(this, 'ConfirmForgotPassword', input, object(callback));
  },

  deleteUser(callback: NodeCallback, clientMetadata?: unknown) {
    return sendSigned(
      this,
      'DeleteUser',
      (token) => ({ AccessToken: token, ClientMetadata: clientMetadata }),
      node(callback, () => {
        this.clearCachedUser();
        return 'SUCCESS';
      }),
    );
  },

  updateAttributes(attributes: unknown, callback: NodeCallback, clientMetadata?: unknown) {
    return sendSigned(
      this,
      'UpdateUserAttributes',
      (token) => ({ AccessToken: token, UserAttributes: attributes, ClientMetadata: clientMetadata }),
      {
        ...node(callback),
        // What is cached about the person is old now.
        done: (data) => this.getUserData(() => tellNode(callback, null, 'SUCCESS', data), { bypassCache: true }),
      },
    );
  },

  deleteAttributes(names: string[], callback: NodeCallback) {
    return sendSigned(this, 'DeleteUserAttributes', (token) => ({ UserAttributeNames: names, AccessToken: token }), {
      ...node(callback),
      done: () => this.getUserData(() => tellNode(callback, null, 'SUCCESS'), { bypassCache: true }),
    });
  },

  getUserAttributes(callback: NodeCallback) {
    return sendSigned(
      this,
      'GetUser',
      (token) => ({ AccessToken: token }),
      node(callback, ({ UserAttributes }) => {
        const attributes = [];
        for (let index = 0; index < UserAttributes.length; index++) {
          const { Name, Value } = UserAttributes[index];
          attributes.push(new CognitoUserAttribute({ Name, Value }));
        }
        return attributes;
      }),
    );
  },

  getAttributeVerificationCode(name: string, callback: Callbacks, clientMetadata?: unknown) {
    return sendSigned(
      this,
      'GetUserAttributeVerificationCode',
      (token) => ({ AttributeName: name, AccessToken: token, ClientMetadata: clientMetadata }),
      { ...object(callback), done: codeSent(callback, () => 'SUCCESS') },
    );
  },

  verifyAttribute(name: string, code: string, callback: Callbacks) {
    return sendSigned(
      this,
      'VerifyUserAttribute',
      (token) => ({ AttributeName: name, Code: code, AccessToken: token }),
      object(callback),
    );
  },
};
