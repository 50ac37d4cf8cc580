// Scenarios that are not the same behind an auth proxy, and why. A name that no scenario has fails the tests.

const BOTH = {
  'toJSON and strings of every object hold no token and no secret': 'a pool shows the address, not the ids',
  'a revoked refresh token makes one request, and signs out': 'the proxy answers 401 where the service answers 400',
  'a broken network keeps the stored session, after three requests': 'it breaks behind the proxy: ServiceUnavailable',
  'a service that fails, drops connections or throttles keeps the stored session': 'ServiceUnavailable, as before',
  'a service that does not know GetTokensFromRefreshToken is asked the old way': 'the proxy asks the new way alone',
  'clocks that differ do not end a session, and do not keep one alive': 'the proxy in this process shares the clock',
  'the keys of other people and of other libraries stay': 'keys have a prefix of their own',
  'userData of the older library goes, too': 'keys have a prefix of their own',
  'the keys are those of amazon-cognito-identity-js': 'keys have a prefix of their own',
  'a network that is down is a NetworkError with what fetch said as its cause': 'it gives the pool an endpoint',
};

const KEPT = 'the proxy keeps the tokens: see cookie-custody.test.mjs';

export const different = {
  token: BOTH,
  cookie: {
    ...BOTH,
    'SRP signs in with the right password, and the password never travels': KEPT,
    'names and passwords beyond ASCII sign in, by SRP and in clear': KEPT,
    'a session on a device refreshes, because the device goes along': KEPT,
    'tokens are decoded once, and frozen all the way down': KEPT,
    'a session of one to three tokens needs no pool and no network': KEPT,
    'a token nested a thousandfold is malformed, and harms nothing': KEPT,
    'a restored user works with the tokens alone, and nothing is stored': KEPT,
    'a user restored from an access token alone can do what that token allows': KEPT,
    'two restored users share nothing': KEPT,
    'a rotated refresh token is stored, and the next refresh works': KEPT,
    'a session that another page has refreshed meanwhile is taken from the storage': KEPT,
    'signing out revokes the refresh token and clears the storage': KEPT,
    'signing out clears the storage even when the network is down, and resolves':
      'the cookies are cleared all the same',
    'the token goes to an origin of the audience, as a bearer token': KEPT,
    'every other origin is refused before anything is sent': KEPT,
    'an Authorization header of the caller does not survive, and timeoutMs is not passed on': KEPT,
    'an empty audience, and no page, mean no origin at all': KEPT,
    'what cannot be fetched is refused': KEPT,
    'a signal and a timeout stop it, and a broken network is a NetworkError': KEPT,
    'two calls at once on one object do not meet': 'two people at once in one browser: cookies hold one of them',
    'closing a pool closes what it made for the network, and leaves the stored session': KEPT,
  },
};
