// The incumbent's tests that cannot hold here, each with its reason. One that passes after all fails the run.
const LIMBS = 'counts the limbs of its big integers; ours hold one bigint (DEVIATIONS.md, "BigInteger holds a bigint")';
const EMPTY =
  'expects a session out of an answer without tokens (DEVIATIONS.md, "An answer without tokens stores nothing")';
const RANDOM =
  'replaces `window.crypto` or Node’s module; ours asks the platform’s (DEVIATIONS.md, "The platform is not changed")';

const device = 'getDeviceResponse() RespondToAuthChallenge nested Client method suite';
const cookies = 'Cookie Storage Unit Tests Constructor methods Setters and getters';

export const exceptions = {
  'AuthenticationHelper.test.js › calculateA() Calculate A happy path': LIMBS,
  'AuthenticationHelper.test.js › calculateS() happy path should callback with null, and a bigInteger': LIMBS,
  [`CognitoUser.test.js › ${device} Client request RespondToAuthChallenge nested client calls success callbacks`]:
    EMPTY,
  'CognitoUser.test.js › verifySoftwareToken() happy case should callback onSuccess with the token': EMPTY,
  'cryptoSecureRandomInt.test.js › cryptoSecureRandomInt test crypto is set for window (browser)': RANDOM,
  'cryptoSecureRandomInt.test.js › cryptoSecureRandomInt test crypto is set for window (IE 11)': RANDOM,
  'cryptoSecureRandomInt.test.js › cryptoSecureRandomInt test crypto is set for Node (< 18)': RANDOM,
  'cryptoSecureRandomInt.test.js › cryptoSecureRandomInt test crypto is set for Node (>= 18)': RANDOM,
  [`CookieStorage.test.js › ${cookies} Clearing cookies should remove all items within the storage`]:
    'clears a cookie of a foreign name (DEVIATIONS.md, "CookieStorage.clear removes our cookies only")',
};
