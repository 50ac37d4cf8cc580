// What applications write against the incumbent's declarations: it compiles against both (two tsconfigs beside this file).
import {
  AuthenticationDetails,
  appendToCognitoUserAgent,
  type ChallengeName,
  type ClientMetadata,
  type CodeDeliveryDetails,
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  CognitoUserSession,
  CookieStorage,
  type GetSessionOptions,
  type IAuthenticationCallback,
  type IAuthenticationDetailsData,
  type ICognitoStorage,
  type ICognitoUserAttributeData,
  type ICognitoUserData,
  type ICognitoUserPoolData,
  type ICognitoUserSessionData,
  type ICookieStorageData,
  type IMfaSettings,
  type ISignUpResult,
  type MFAOption,
  type NodeCallback,
  type UpdateAttributesNodeCallback,
  type UserData,
} from 'amazon-cognito-identity-js';

const poolData: ICognitoUserPoolData = {
  UserPoolId: 'eu-west-1_AbCdEf123',
  ClientId: 'client',
  endpoint: 'https://proxy.example/',
  Storage: window.localStorage,
  AdvancedSecurityDataCollectionFlag: false,
};
const userPool = new CognitoUserPool(poolData);
const wrapped = new CognitoUserPool(poolData, (callback) => callback);
export const ids: string[] = [userPool.getUserPoolId(), userPool.getUserPoolName(), wrapped.getClientId()];

const attribute: ICognitoUserAttributeData = { Name: 'email', Value: 'a@example.com' };
const email = new CognitoUserAttribute(attribute);
export const texts: string[] = [email.getName(), email.getValue(), email.setName('x').setValue('y').toString()];
const metadata: ClientMetadata = { place: 'test' };

userPool.signUp('ada', 'Secret-1', [email], [], (error?: Error, result?: ISignUpResult) => {
  if (error) return console.error(error.message || JSON.stringify(error));
  const delivery: CodeDeliveryDetails | undefined = result?.codeDeliveryDetails;
  console.log(result?.user.getUsername(), result?.userConfirmed, result?.userSub, delivery?.Destination);
});

const data: ICognitoUserData = { Username: 'ada', Pool: userPool };
const user = new CognitoUser(data);
const detailsData: IAuthenticationDetailsData = {
  Username: 'ada',
  Password: 'x',
  ClientMetadata: { a: 'b' },
  ValidationData: { c: 1 },
};
const details = new AuthenticationDetails(detailsData);
export const known: string[] = [details.getUsername(), details.getPassword()];

const callbacks: IAuthenticationCallback = {
  onSuccess(session: CognitoUserSession, confirm?: boolean) {
    console.log(session.getAccessToken().getJwtToken(), session.getIdToken().payload['email'], confirm);
    console.log(session.getIdToken().getExpiration(), session.getRefreshToken().getToken(), session.isValid());
  },
  onFailure(error) {
    console.log(error.message, error.code);
  },
  newPasswordRequired(userAttributes, requiredAttributes) {
    delete userAttributes.email_verified;
    user.completeNewPasswordChallenge(
      'New-1',
      { ...userAttributes, required: requiredAttributes },
      callbacks,
      metadata,
    );
  },
  mfaRequired(name, parameters) {
    const asked: ChallengeName = name;
    user.sendMFACode('123456', callbacks, asked, metadata);
    console.log(parameters);
  },
  totpRequired: (name: ChallengeName) => user.sendMFACode('123456', callbacks, name),
  customChallenge: (parameters) => user.sendCustomChallengeAnswer(String(parameters), callbacks, metadata),
  mfaSetup: () =>
    user.associateSoftwareToken({
      associateSecretCode: (code: string) => console.log(code),
      onFailure: (error) => console.log(error),
    }),
  selectMFAType: () =>
    user.sendMFASelectionAnswer('SOFTWARE_TOKEN_MFA', {
      onSuccess: () => {},
      onFailure: (error) => console.log(error),
      mfaRequired: () => {},
      totpRequired: () => {},
    }),
};
user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
user.authenticateUser(details, callbacks);
user.initiateAuth(details, callbacks);

const done: NodeCallback<Error, string> = (error, result) => console.log(error?.message, result?.length);
user.confirmRegistration('123456', true, (error, result) => console.log(error, result), metadata);
user.resendConfirmationCode((error, result) => console.log(error, result));
user.changePassword('a', 'b', done);
user.enableMFA(done);
user.disableMFA(done);
user.deleteUser(done);
user.deleteAttributes(['name'], done);
const updated: UpdateAttributesNodeCallback<Error, string, unknown> = (error, result, more) =>
  console.log(error, result, more);
user.updateAttributes([email, attribute], updated, metadata);
user.getUserAttributes((error, list) =>
  console.log(
    error,
    list?.map((one) => one.getName()),
  ),
);
user.getMFAOptions((error, options?: MFAOption[]) => console.log(error, options?.[0]?.DeliveryMedium));
user.getUserData(
  (error, found?: UserData) => console.log(error, found?.PreferredMfaSetting, found?.UserMFASettingList),
  { bypassCache: true },
);
const settings: IMfaSettings = { PreferredMfa: true, Enabled: true };
user.setUserMfaPreference(settings, null, done);

const options: GetSessionOptions = { clientMetadata: { a: 'b' } };
user.getSession(
  (error: Error | null, session: CognitoUserSession | null) => console.log(error, session?.isValid()),
  options,
);
user.getSession((error: Error, session: null) => console.log(error, session));
user.refreshSession(
  new CognitoRefreshToken({ RefreshToken: 'r' }),
  (error, session) => console.log(error, session),
  metadata,
);
user.getAttributeVerificationCode('email', {
  onSuccess: () => {},
  onFailure: (error) => console.log(error),
  inputVerificationCode: (sent) => console.log(sent),
});
user.verifyAttribute('email', '1', {
  onSuccess: (success: string) => console.log(success),
  onFailure: (error) => console.log(error),
});
user.forgotPassword({
  onSuccess: (value) => console.log(value),
  onFailure: (error) => console.log(error),
  inputVerificationCode: (value) => console.log(value),
});
user.confirmPassword(
  '1',
  'New-1',
  { onSuccess: (success: string) => console.log(success), onFailure: (error: Error) => console.log(error) },
  metadata,
);

const device = {
  onSuccess: (success: string) => console.log(success),
  onFailure: (error: Error) => console.log(error),
};
user.getCachedDeviceKeyAndPassword();
user.getDevice(device);
user.forgetDevice(device);
user.forgetSpecificDevice('key', device);
user.setDeviceStatusRemembered(device);
user.setDeviceStatusNotRemembered(device);
user.listDevices(10, null, {
  onSuccess: (found) => console.log(found.Devices),
  onFailure: (error) => console.log(error),
});
user.verifySoftwareToken('123456', 'phone', {
  onSuccess: (session: CognitoUserSession) => console.log(session),
  onFailure: (error) => console.log(error),
});
user.globalSignOut({ onSuccess: (message: string) => console.log(message), onFailure: (error) => console.log(error) });
user.signOut();
user.signOut(() => {});

const sessionData: ICognitoUserSessionData = {
  IdToken: new CognitoIdToken({ IdToken: 'x' }),
  AccessToken: new CognitoAccessToken({ AccessToken: 'y' }),
  RefreshToken: new CognitoRefreshToken({ RefreshToken: 'z' }),
};
user.setSignInUserSession(new CognitoUserSession(sessionData));
const current: CognitoUser | null = userPool.getCurrentUser();
const kept: CognitoUserSession | null = user.getSignInUserSession();
export const found = [current?.getUsername(), kept?.getIdToken().decodePayload()];

const cookies: ICookieStorageData = { domain: '.example.com', path: '/', expires: 365, secure: true, sameSite: 'lax' };
const storage: ICognitoStorage = new CookieStorage(cookies);
export const item: string | null = storage.getItem('key');
appendToCognitoUserAgent('my-app/1');

export class Person extends CognitoUser {
  constructor(name: string) {
    super({ Username: name, Pool: userPool, Storage: storage });
  }
  override getUsername(): string {
    return super.getUsername().toUpperCase();
  }
}
