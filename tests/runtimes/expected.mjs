// What the program comes to, wherever it runs.
export const expected = (username) => ({
  wrong: ['AuthError', 'NotAuthorizedException', true],
  status: 'signedIn',
  username,
  valid: true,
  refreshed: true,
  shared: true,
  revoked: true,
  gone: 'NotSignedIn',
  left: null,
});
