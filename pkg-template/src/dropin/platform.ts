// The names under which requests go out; the incumbent's, since servers count them.

/** The version that the incumbent says, whatever its own is. */
export const version = '5.0.4';
export const AUTH_CATEGORY = 'auth';
export const FRAMEWORK = { None: '0', ReactNative: '1' };

export const Platform = { userAgent: `aws-amplify/${version}`, isReactNative: false };
export default Platform;

export const getUserAgent = (): string => Platform.userAgent;
