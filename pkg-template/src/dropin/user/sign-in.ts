// Signing in: by SRP, by password, by a custom challenge, and the proof of a remembered device.

import { srp } from 'dropin-engine';
import type { AuthenticationDetails as Details, BigInteger as Integer } from '../../../types/dropin.js';
import AuthenticationHelper from '../authentication-helper.js';
import BigInteger from '../big-integer.js';
import { type Answer, type Callbacks, handler, tell } from '../callbacks.js';
import type { Methods } from '../class.js';
import { DateHelper } from '../date-helper.js';
import { concatenated, fromBase64, toBase64, utf8 } from '../encoding.js';
import { deviations } from '../settings.js';
import { challenged, signedIn } from './challenges.js';
import { object, send, type User, withContext } from './shape.js';

type Typed = Required<Details>;

/** What the pool's Lambda functions see of the sign-in. */
function metadata(details: Typed): object {
  return Object.keys(details.getValidationData()).length !== 0
    ? details.getValidationData()
    : details.getClientMetadata();
}

interface Proof {
  group: string;
  name: string;
  password: string;
  /** The service's challenge. */
  parameters: Answer;
}

/** A device that was forgotten here has neither key nor group. */
class NoDevice extends TypeError {}

/** Computes the proof of a password, and hands out the members that carry it. */
function prove(
  helper: Answer,
  { group, name, password, parameters }: Proof,
  done: (error: unknown, proof?: Answer) => void,
) {
  if (group == null || name == null) throw new NoDevice('The service asks for a device that is not known here.');
  const [B, salt] = [new BigInteger(parameters.SRP_B, 16), new BigInteger(parameters.SALT, 16)];
  helper.getPasswordAuthenticationKey(name, password, B, salt, (error: unknown, key: Uint8Array) => {
    if (error) return done(error);
    const timestamp = new DateHelper().getNowString();
    const block = fromBase64(parameters.SECRET_BLOCK);
    const signature = srp().hmac(key, concatenated(utf8(`${group}${name}`), block, utf8(timestamp)));
    return done(null, {
      PASSWORD_CLAIM_SECRET_BLOCK: parameters.SECRET_BLOCK,
      TIMESTAMP: timestamp,
      PASSWORD_CLAIM_SIGNATURE: toBase64(signature),
    });
  });
}

/** Whether the service refused because it does not know the device. */
const isUnknownDevice = (error: Answer): boolean =>
  (error?.code === 'ResourceNotFoundException' || (error?.code === 'InvalidParameterException' && deviations())) &&
  error.message.toLowerCase().includes('device');

const isRefusedProof = (error: Answer): boolean =>
  error.code === 'NotAuthorizedException' && !/session/i.test(error.message);

/** Forgets the device. In the incumbent's order, which the object's fields show. */
function forget(user: User): void {
  user.deviceKey = null;
  user.randomPassword = null;
  user.deviceGroupKey = null;
  user.clearCachedDeviceKeyAndPassword();
}

/** How the sign-in that is under way begins anew, once. */
const restarts = /*#__PURE__*/ new WeakMap<User, (callback: Callbacks) => unknown>();
let restarting: User | undefined;

function mayRestart(user: User, restart: (callback: Callbacks) => unknown): void {
  if (restarting !== user) restarts.set(user, restart);
}

/** A device whose password was lost can never prove itself again: it is forgotten, and the sign-in begins anew without it. */
function withoutDevice(user: User, error: Answer, callback: Callbacks, isLost: boolean): unknown {
  const restart = restarts.get(user);
  restarts.delete(user);
  if (!isLost || !deviations()) return tell(callback, 'onFailure', error);
  forget(user);
  if (!restart) return tell(callback, 'onFailure', error);
  restarting = user;
  try {
    return restart(callback);
  } finally {
    restarting = undefined;
  }
}

/** Sends the proof of the password; without the device, if the service does not know it. */
function sendProof(user: User, input: Answer, done: (error: Answer, data: Answer) => unknown): void {
  user.client.request(
    'RespondToAuthChallenge',
    input,
    handler((error, data) => {
      if (!isUnknownDevice(error)) return done(error, data);
      input.ChallengeResponses.DEVICE_KEY = null;
      forget(user);
      return sendProof(user, input, done);
    }),
  );
}

export const signIn: Methods<User> = {
  initiateAuth(details: Typed, callback: Callbacks) {
    const parameters: Answer = details.getAuthParameters();
    parameters.USERNAME = this.username;
    const input = withContext(this, {
      AuthFlow: 'CUSTOM_AUTH',
      ClientId: this.pool.getClientId(),
      AuthParameters: parameters,
      ClientMetadata: metadata(details),
    });
    return send(this, 'InitiateAuth', input, {
      ...object(callback),
      done: (data) => {
        if (data.ChallengeName === 'CUSTOM_CHALLENGE' || !data.AuthenticationResult) {
          return challenged(this, data, callback);
        }
        return signedIn(this, data, callback, { confirm: false });
      },
    });
  },

  authenticateUser(details: Typed, callback: Callbacks) {
    const flow = this.authenticationFlowType;
    if (flow === 'USER_PASSWORD_AUTH') return this.authenticateUserPlainUsernamePassword(details, callback);
    if (flow === 'USER_SRP_AUTH' || flow === 'CUSTOM_AUTH') return this.authenticateUserDefaultAuth(details, callback);
    return tell(callback, 'onFailure', new Error('Authentication flow type is invalid.'));
  },

  authenticateUserDefaultAuth(details: Typed, callback: Callbacks) {
    const helper = new AuthenticationHelper(this.pool.getUserPoolName());
    const parameters: Answer = {};
    mayRestart(this, (next) => this.authenticateUserDefaultAuth(details, next));
    if (this.deviceKey != null) parameters.DEVICE_KEY = this.deviceKey;
    parameters.USERNAME = this.username;
    helper.getLargeAValue((error: unknown, A: Integer | null) => {
      if (error) return tell(callback, 'onFailure', error);
      parameters.SRP_A = (A as Integer).toString(16);
      if (this.authenticationFlowType === 'CUSTOM_AUTH') parameters.CHALLENGE_NAME = 'SRP_A';
      const ClientMetadata = metadata(details);
      const input = withContext(this, {
        AuthFlow: this.authenticationFlowType,
        ClientId: this.pool.getClientId(),
        AuthParameters: parameters,
        ClientMetadata,
      });
      return send(this, 'InitiateAuth', input, {
        ...object(callback),
        done: (data) => {
          const question = data.ChallengeParameters;
          // Another challenge has no USER_ID_FOR_SRP, and the name of the user must not be lost over it.
          if (
            (!question && !data.ChallengeName) ||
            (deviations() && data.ChallengeName && data.ChallengeName !== 'PASSWORD_VERIFIER')
          ) {
            return this.authenticateUserInternal(data, helper, callback);
          }
          this.username = question.USER_ID_FOR_SRP;
          this.userDataKey = `${this.keyPrefix}.${this.username}.userData`;
          const login = { group: this.pool.getUserPoolName(), name: this.username, parameters: question };
          this.getCachedDeviceKeyAndPassword();
          return prove(helper, { ...login, password: details.getPassword() }, (failure, proof) => {
            if (failure) return tell(callback, 'onFailure', failure);
            const responses: Answer = { USERNAME: this.username, ...proof };
            if (this.deviceKey != null) responses.DEVICE_KEY = this.deviceKey;
            const answer = withContext(this, {
              ChallengeName: 'PASSWORD_VERIFIER',
              ClientId: this.pool.getClientId(),
              ChallengeResponses: responses,
              Session: data.Session,
              ClientMetadata,
            });
            return sendProof(this, answer, (refused, reply) =>
              refused ? tell(callback, 'onFailure', refused) : this.authenticateUserInternal(reply, helper, callback),
            );
          });
        },
      });
    });
  },

  authenticateUserPlainUsernamePassword(details: Typed, callback: Callbacks) {
    const parameters: Answer = { USERNAME: this.username, PASSWORD: details.getPassword() };
    if (!parameters.PASSWORD) {
      tell(callback, 'onFailure', new Error('PASSWORD parameter is required'));
      return undefined;
    }
    const helper = new AuthenticationHelper(this.pool.getUserPoolName());
    this.getCachedDeviceKeyAndPassword();
    mayRestart(this, (next) => this.authenticateUserPlainUsernamePassword(details, next));
    if (this.deviceKey != null) parameters.DEVICE_KEY = this.deviceKey;
    const input = withContext(this, {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: this.pool.getClientId(),
      AuthParameters: parameters,
      ClientMetadata: metadata(details),
    });
    return send(this, 'InitiateAuth', input, {
      ...object(callback),
      done: (data) => this.authenticateUserInternal(data, helper, callback),
    });
  },

  getDeviceResponse(callback: Callbacks, clientMetadata?: unknown) {
    const helper = new AuthenticationHelper(this.deviceGroupKey as string);
    helper.getLargeAValue((error: unknown, A: Integer | null) => {
      if (error) return tell(callback, 'onFailure', error);
      const input = withContext(this, {
        ChallengeName: 'DEVICE_SRP_AUTH',
        ClientId: this.pool.getClientId(),
        ChallengeResponses: {
          USERNAME: this.username,
          DEVICE_KEY: this.deviceKey,
          SRP_A: (A as Integer).toString(16),
        },
        ClientMetadata: clientMetadata,
        Session: this.Session,
      });
      return send(this, 'RespondToAuthChallenge', input, {
        fail: (refused) =>
          withoutDevice(this, refused, callback, refused instanceof NoDevice || isUnknownDevice(refused)),
        done: (data) => {
          const [group, name, password] = [this.deviceGroupKey, this.deviceKey, this.randomPassword] as string[];
          const login = { group, name, password, parameters: data.ChallengeParameters } as Proof;
          return prove(helper, login, (failure, proof) => {
            if (failure) return tell(callback, 'onFailure', failure);
            const answer = withContext(this, {
              ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
              ClientId: this.pool.getClientId(),
              ChallengeResponses: { USERNAME: this.username, ...proof, DEVICE_KEY: this.deviceKey },
              Session: data.Session,
            });
            return send(this, 'RespondToAuthChallenge', answer, {
              // A proof that is refused will be refused the next time, too; a sign-in that took too long says nothing of it.
              fail: (refused) => withoutDevice(this, refused, callback, isRefusedProof(refused)),
              done: (reply) =>
                reply.AuthenticationResult
                  ? signedIn(this, reply, callback, { confirm: false })
                  : challenged(this, reply, callback),
            });
          });
        },
      });
    });
  },
};
