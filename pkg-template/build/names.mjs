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

/** The entries without an engine. */
export const PLAIN = {
  messages: ['de', 'en', 'messages'],
  react: ['AuthProvider', 'RequireAuth', 'useAuth', 'useStep'],
  storage: ['indexedDbStorage', 'webExtensionStorage'],
  vue: ['createAuth', 'useAuth', 'useStep'],
};

/** The same behind an auth proxy. */
export const PROXY_LOGIN = LOGIN.filter((name) => name !== 'clientCredentials');

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

/**
 * Members that only the client's own TypeScript names, and what the bundles call them: no caller, no JSON and no other file sees them, and
 * minifiers leave them alone. The short names are fixed, because managed login works on what a pool of another bundle holds.
 */
export const INTERNAL = {
  context: 'J',
  controller: 'v',
  decoded: 'q',
  drift: 'A',
  effect: 'Q',
  ended: 'h',
  forget: 'S',
  held: 'f',
  host: 'R',
  identity: 'c',
  isArgument: 'j',
  isAtOnce: 'G',
  isClosed: 'a',
  isDetached: 'M',
  isFresh: 'B',
  isNone: 'K',
  isOfTabs: 'd',
  isOurs: 'L',
  isRequired: 't',
  isShared: 'w',
  issuer: 'y',
  keepsTokens: 'x',
  leave: 'D',
  listeners: 'u',
  made: 'C',
  mayHaveHappened: 'k',
  opened: 'e',
  part: 'T',
  prefix: 'b',
  proxied: 'O',
  sessionOf: 'r',
  settings: 'i',
  shapes: 'H',
  shown: 'g',
  stands: 'o',
  summary: 'z',
  summaryOf: 'n',
  texts: 'F',
  traits: 's',
  transport: 'm',
  userOf: 'l',
  waiting: 'p',
  wireName: 'I',
};
