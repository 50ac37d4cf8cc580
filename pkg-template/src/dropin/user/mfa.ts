// Second factors: which ones a person has, and the set-up of an authenticator.
import { type Answer, type Callbacks, type NodeCallback, tell } from '../callbacks.js';
import type { Methods } from '../class.js';
import { deviations } from '../settings.js';
import { challenged, signedIn } from './challenges.js';
import { accessToken, isAuthenticated, node, object, send, sendSigned, type User, withContext } from './shape.js';

function setSettings(user: User, options: object[], callback: NodeCallback): unknown {
  return sendSigned(user, 'SetUserSettings', (token) => ({ MFAOptions: options, AccessToken: token }), node(callback));
}

export const mfa: Methods<User> = {
  enableMFA(callback: NodeCallback) {
    return setSettings(this, [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }], callback);
  },

  disableMFA(callback: NodeCallback) {
    return setSettings(this, [], callback);
  },

  setUserMfaPreference(sms: unknown, softwareToken: unknown, callback: NodeCallback) {
    return sendSigned(
      this,
      'SetUserMFAPreference',
      (token) => ({ SMSMfaSettings: sms, SoftwareTokenMfaSettings: softwareToken, AccessToken: token }),
      node(callback),
    );
  },

  getMFAOptions(callback: NodeCallback) {
    return sendSigned(
      this,
      'GetUser',
      (token) => ({ AccessToken: token }),
      node(callback, ({ MFAOptions }) => MFAOptions),
    );
  },

  associateSoftwareToken(callback: Callbacks) {
    const signed = isAuthenticated(this);
    const input = signed ? { AccessToken: accessToken(this) } : { Session: this.Session };
    return send(this, 'AssociateSoftwareToken', input, {
      ...object(callback),
      done: (data) => {
        if (!signed) this.Session = data.Session;
        return tell(callback, 'associateSecretCode', data.SecretCode);
      },
    });
  },

  verifySoftwareToken(code: string, friendlyDeviceName: string, callback: Callbacks) {
    const given = { UserCode: code, FriendlyDeviceName: friendlyDeviceName };
    if (isAuthenticated(this)) {
      const input = { AccessToken: accessToken(this), ...given };
      return send(
        this,
        'VerifySoftwareToken',
        input,
        object(callback, (data) => data),
      );
    }
    return send(
      this,
      'VerifySoftwareToken',
      { Session: this.Session, ...given },
      {
        ...object(callback),
        done: (data) => {
          this.Session = data.Session;
          const input = withContext(this, {
            ChallengeName: 'MFA_SETUP',
            ClientId: this.pool.getClientId(),
            ChallengeResponses: { USERNAME: this.username },
            Session: this.Session,
          });
          return send(this, 'RespondToAuthChallenge', input, {
            ...object(callback),
            done: (answer: Answer) => {
              if (!answer.AuthenticationResult) return challenged(this, answer, callback);
              return signedIn(this, answer, callback, { confirm: deviations() });
            },
          });
        },
      },
    );
  },
};
