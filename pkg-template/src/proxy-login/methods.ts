// What callers pass: lines as in src/operation/methods.rs, which says how they are read.
export const METHODS = `\
authorize - - provider:t idpIdentifier:t loginHint:t lang:t prompt:t screen:t acrValues:l maxAge:n resource:t redirectUri:t state:x open:x
signOut - - logoutUri:t global:f open:x
`;
