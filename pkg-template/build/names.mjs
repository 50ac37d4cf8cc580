// What the package exports, by name.

/** The modern API's errors, which ES modules have in a file of their own. */
export const ERRORS = ['AuthError', 'isAuthError'];

/** The rest of the modern API. */
export const MODERN = ['Pool', 'ready', 'Session', 'User'];

/** Managed login. */
export const LOGIN = [
  'authorize',
  'clientCredentials',
  'completeRedirect',
  'signInWithPopup',
  'signInWithRedirect',
  'signOutWithRedirect',
];

/** The exports of amazon-cognito-identity-js, in its order. */
export const INCUMBENT = [
  'AuthenticationDetails',
  'AuthenticationHelper',
  'CognitoAccessToken',
  'CognitoIdToken',
  'CognitoRefreshToken',
  'CognitoUser',
  'CognitoUserAttribute',
  'CognitoUserPool',
  'CognitoUserSession',
  'CookieStorage',
  'DateHelper',
  'appendToCognitoUserAgent',
  'WordArray',
];

/** What a page imports of the drop-in API. */
export const DROP_IN = [...INCUMBENT, 'configure'];

/** The incumbent's files with one class each, which is their default export. */
const CLASSES = [
  'AuthenticationDetails',
  'AuthenticationHelper',
  'BigInteger',
  'Client',
  'CognitoAccessToken',
  'CognitoIdToken',
  'CognitoJwtToken',
  'CognitoRefreshToken',
  'CognitoUser',
  'CognitoUserAttribute',
  'CognitoUserPool',
  'CognitoUserSession',
  'CookieStorage',
  'DateHelper',
];

/** The names under which a file exports them; `default` is given. */
const same = (names) => Object.fromEntries(names.map((name) => [name, name]));

const AGENTS = ['addAuthCategoryToCognitoUserAgent', 'addFrameworkToCognitoUserAgent'];

/** The incumbent's files, below `lib`, `es` and `src`: each export, and the name of ours that it is. */
export const DEEP_PATHS = {
  index: same(INCUMBENT),
  ...Object.fromEntries(CLASSES.map((name) => [name, { default: name }])),
  StorageHelper: { MemoryStorage: 'MemoryStorage', default: 'StorageHelper' },
  UserAgent: {
    ...same([...AGENTS, 'appendToCognitoUserAgent']),
    default: 'UserAgent',
    getAmplifyUserAgent: 'getAmplifyUserAgent',
  },
  'Platform/index': { Platform: 'Platform', default: 'Platform', getUserAgent: 'getUserAgent' },
  'Platform/constants': same(['AUTH_CATEGORY', 'FRAMEWORK']),
  'Platform/version': same(['version']),
  'utils/WordArray': { default: 'WordArray' },
  'utils/cryptoSecureRandomInt': { default: 'cryptoSecureRandomInt' },
  'internals/index': same(AGENTS),
};

/** The incumbent's storage for React Native, with what it exports. */
export const REACT_NATIVE_STORAGE = {
  path: 'StorageHelper-rn',
  exports: { MemoryStorage: 'MemoryStorage', default: 'StorageHelper' },
};

/** Members that only the client's own TypeScript names: no caller, no JSON and no other file sees them. Minifiers leave them alone. */
export const INTERNAL = [
  'context',
  'controller',
  'decoded',
  'drift',
  'effect',
  'ended',
  'forget',
  'held',
  'host',
  'identity',
  'isArgument',
  'isAtOnce',
  'isClosed',
  'isDetached',
  'isFresh',
  'isNone',
  'isRequired',
  'isShared',
  'issuer',
  'keepsTokens',
  'made',
  'mayHaveHappened',
  'opened',
  'part',
  'prefix',
  'proxied',
  'sessionOf',
  'settings',
  'shapes',
  'shown',
  'stands',
  'summary',
  'summaryOf',
  'texts',
  'traits',
  'transport',
  'wireName',
];
