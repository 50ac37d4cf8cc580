// The drop-in API: what people import, and below it what only the deep paths of the incumbent lead to.

export { default as StorageHelper, MemoryStorage } from 'dropin-storage';
export { BigInteger } from '../dropin/big-integer.js';
export { Client } from '../dropin/client.js';
export { configure } from '../dropin/configure.js';
export * from '../dropin/index.js';
export { AUTH_CATEGORY, FRAMEWORK, getUserAgent, Platform, version } from '../dropin/platform.js';
export { default as cryptoSecureRandomInt } from '../dropin/random.js';
export { CognitoJwtToken } from '../dropin/tokens.js';
export {
  addAuthCategoryToCognitoUserAgent,
  addFrameworkToCognitoUserAgent,
  default as UserAgent,
  getAmplifyUserAgent,
} from '../dropin/user-agent.js';
