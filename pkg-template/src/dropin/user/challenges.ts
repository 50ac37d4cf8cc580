// The service's questions between a password and the tokens, and the person's answers.
import type { AuthenticationHelper as Helper } from '../../../types/dropin.js';
import AuthenticationHelper from '../authentication-helper.js';
import { type Answer, type Callbacks, tell } from '../callbacks.js';
import type { Methods } from '../class.js';
import { fromHex, toBase64 } from '../encoding.js';
import { deviations } from '../settings.js';
import { accessToken, object, send, type User, withContext } from './shape.js';

/** The callbacks that every application has. */
const KNOWN: Record<string, string> = {
  SMS_MFA: 'mfaRequired',
  SELECT_MFA_TYPE: 'selectMFAType',
  MFA_SETUP: 'mfaSetup',
  SOFTWARE_TOKEN_MFA: 'totpRequired',
};
/** The callbacks that the incumbent does not know: an application that has them gets these challenges. */
const OPTIONAL: Record<string, string> = {
  EMAIL_OTP: 'emailOtpRequired',
  SELECT_CHALLENGE: 'selectChallenge',
  WEB_AUTHN: 'webAuthnRequired',
};
/** The member that carries a code; a code by SMS stands in one of its own in every answer. */
const CODES: Record<string, string> = { SOFTWARE_TOKEN_MFA: 'SOFTWARE_TOKEN_MFA_CODE', EMAIL_OTP: 'EMAIL_OTP_CODE' };

const own = (names: Record<string, string>, name: string): string | undefined =>
  Object.hasOwn(names, name) ? names[name] : undefined;

/** An answer without tokens that no callback takes: nothing of it is stored. */
function unsupported(name: unknown, parameters: unknown, wanted: string | undefined): Error {
  const advice = wanted ? `give the callback ${wanted}` : 'this package does not know it';
  const [code, message] = name
    ? ['UnsupportedChallenge', `The service asks for ${name}: ${advice}.`]
    : ['UnexpectedAnswer', "The service's answer has neither tokens nor a challenge: check the endpoint."];
  const details = name ? { challengeName: name, challengeParameters: parameters } : {};
  return Object.assign(new Error(message), { code, name: code }, details);
}

function requiredAttributes(parameters: Answer, helper: Helper): [unknown, string[]] {
  const prefix = helper.getNewPasswordRequiredChallengeUserAttributePrefix();
  if (!parameters) return [null, []];
  const attributes = JSON.parse(parameters.userAttributes);
  const required: string[] | null = JSON.parse(parameters.requiredAttributes);
  return [attributes, (required ?? []).map((name) => name.slice(prefix.length))];
}

/** Hands a challenge to the callback that takes it. */
export function challenged(user: User, data: Answer, callback: Callbacks, helper?: Helper): unknown {
  const { ChallengeName: name, ChallengeParameters: parameters } = data;
  const known = own(KNOWN, name);
  if (known) {
    user.Session = data.Session;
    return tell(callback, known, name, parameters);
  }
  if (name === 'CUSTOM_CHALLENGE') {
    user.Session = data.Session;
    return tell(callback, 'customChallenge', parameters);
  }
  if (name === 'NEW_PASSWORD_REQUIRED') {
    user.Session = data.Session;
    const questions = requiredAttributes(parameters, helper ?? new AuthenticationHelper(user.pool.getUserPoolName()));
    return tell(callback, 'newPasswordRequired', ...questions);
  }
  if (name === 'DEVICE_SRP_AUTH') {
    user.Session = data.Session;
    user.getDeviceResponse(callback);
    return undefined;
  }
  const optional = own(OPTIONAL, name);
  if (optional && typeof callback[optional] === 'function') {
    user.Session = data.Session;
    return tell(callback, optional, name, parameters);
  }
  return tell(callback, 'onFailure', unsupported(name, parameters, optional));
}

interface SignedIn {
  /** Whether a new device is confirmed. */
  confirm?: boolean;
  helper?: Helper;
  /** The challenge that led here, where the incumbent remembers it. */
  challengeName?: { name: unknown };
}

/** Takes the tokens, and makes the device known that came with them. */
export function signedIn(user: User, data: Answer, callback: Callbacks, options: SignedIn = {}): unknown {
  const result = data.AuthenticationResult;
  user.signInUserSession = user.getCognitoUserSession(result);
  if (options.challengeName) user.challengeName = options.challengeName.name as never;
  user.cacheTokens();
  if (result.NewDeviceMetadata == null || options.confirm === false) {
    return tell(callback, 'onSuccess', user.signInUserSession);
  }
  confirmDevice(user, result.NewDeviceMetadata, options.helper, callback);
  return undefined;
}

function deviceName(): string {
  if (NO_WASM && globalThis.navigator?.product === 'ReactNative') return 'react-native';
  return typeof navigator === 'undefined' ? 'nodejs' : navigator.userAgent;
}

function confirmDevice(user: User, device: Answer, given: Helper | undefined, callback: Callbacks): void {
  const helper = given ?? new AuthenticationHelper(user.pool.getUserPoolName());
  helper.generateHashDevice(device.DeviceGroupKey, device.DeviceKey, (error) => {
    if (error) return tell(callback, 'onFailure', error);
    const config = {
      Salt: toBase64(fromHex(helper.getSaltDevices() as string)),
      PasswordVerifier: toBase64(fromHex(helper.getVerifierDevices() as string)),
    };
    user.verifierDevices = config.PasswordVerifier;
    user.deviceGroupKey = device.DeviceGroupKey;
    user.randomPassword = helper.getRandomPassword() as string;
    const input = {
      DeviceKey: device.DeviceKey,
      AccessToken: accessToken(user),
      DeviceSecretVerifierConfig: config,
      DeviceName: deviceName(),
    };
    return send(user, 'ConfirmDevice', input, {
      ...object(callback),
      done: ({ UserConfirmationNecessary: necessary }) => {
        user.deviceKey = device.DeviceKey;
        user.cacheDeviceKeyAndPassword();
        const more = necessary === true ? [necessary] : [];
        return tell(callback, 'onSuccess', user.signInUserSession, ...more);
      },
    });
  });
}

/** Sends the answer to a challenge. */
function respond(user: User, input: Answer, callback: Callbacks, done: (data: Answer) => unknown): undefined {
  return send(user, 'RespondToAuthChallenge', withContext(user, input), { ...object(callback), done });
}

export const challenges: Methods<User> = {
  authenticateUserInternal(data: Answer, helper: Helper, callback: Callbacks) {
    const { ChallengeName: name } = data;
    const asks = own(KNOWN, name) || /^(?:CUSTOM_CHALLENGE|NEW_PASSWORD_REQUIRED|DEVICE_SRP_AUTH)$/.test(name);
    if (asks || !data.AuthenticationResult) return challenged(this, data, callback, helper);
    return signedIn(this, data, callback, { helper, challengeName: { name } });
  },

  completeNewPasswordChallenge(
    newPassword: string,
    requiredAttributeData: Record<string, unknown> | undefined,
    callback: Callbacks,
    clientMetadata?: unknown,
  ) {
    if (!newPassword) return tell(callback, 'onFailure', new Error('New password is required.'));
    const helper = new AuthenticationHelper(this.pool.getUserPoolName());
    const prefix = helper.getNewPasswordRequiredChallengeUserAttributePrefix();
    const responses: Answer = {};
    for (const key of Object.keys(requiredAttributeData || {})) responses[prefix + key] = requiredAttributeData?.[key];
    responses.NEW_PASSWORD = newPassword;
    responses.USERNAME = this.username;
    const input = {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ClientId: this.pool.getClientId(),
      ChallengeResponses: responses,
      Session: this.Session,
      ClientMetadata: clientMetadata,
    };
    return respond(this, input, callback, (data) => this.authenticateUserInternal(data, helper, callback));
  },

  sendCustomChallengeAnswer(answer: unknown, callback: Callbacks, clientMetadata?: unknown) {
    const responses: Answer = { USERNAME: this.username, ANSWER: answer };
    const helper = new AuthenticationHelper(this.pool.getUserPoolName());
    this.getCachedDeviceKeyAndPassword();
    if (this.deviceKey != null) responses.DEVICE_KEY = this.deviceKey;
    const input = {
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeResponses: responses,
      ClientId: this.pool.getClientId(),
      Session: this.Session,
      ClientMetadata: clientMetadata,
    };
    return respond(this, input, callback, (data) => this.authenticateUserInternal(data, helper, callback));
  },

  sendMFACode(code: string, callback: Callbacks, mfaType?: string, clientMetadata?: unknown) {
    const name = mfaType || 'SMS_MFA';
    const responses: Answer = { USERNAME: this.username, SMS_MFA_CODE: code };
    const member = own(CODES, name);
    if (member) responses[member] = code;
    if (this.deviceKey != null) responses.DEVICE_KEY = this.deviceKey;
    const input = {
      ChallengeName: name,
      ChallengeResponses: responses,
      ClientId: this.pool.getClientId(),
      Session: this.Session,
      ClientMetadata: clientMetadata,
    };
    return respond(this, input, callback, (data) => {
      if (data.ChallengeName === 'DEVICE_SRP_AUTH') {
        // The answer's Session, not that of the question which was answered.
        if (deviations()) this.Session = data.Session;
        return this.getDeviceResponse(callback);
      }
      return data.AuthenticationResult ? signedIn(this, data, callback) : challenged(this, data, callback);
    });
  },

  sendMFASelectionAnswer(answer: string, callback: Callbacks) {
    const input = {
      ChallengeName: 'SELECT_MFA_TYPE',
      ChallengeResponses: { USERNAME: this.username, ANSWER: answer },
      ClientId: this.pool.getClientId(),
      Session: this.Session,
    };
    return respond(this, input, callback, (data) => {
      this.Session = data.Session;
      const known = answer === 'SMS_MFA' || answer === 'SOFTWARE_TOKEN_MFA' ? own(KNOWN, answer) : undefined;
      if (known) return tell(callback, known, data.ChallengeName, data.ChallengeParameters);
      if (!deviations()) return undefined;
      return data.AuthenticationResult ? signedIn(this, data, callback) : challenged(this, data, callback);
    });
  },
};
