//! What callers pass: lines as in [`operation::METHODS`](crate::operation::METHODS), which says how they are read.

/// A line for each function, and one for the pool's option `login`.
pub const METHODS: &str = "\
login - - domain:t! redirectUri:t! logoutUri:t scopes:l
authorize - - provider:t idpIdentifier:t loginHint:t lang:t prompt:t screen:t acrValues:l maxAge:n resource:t scopes:l redirectUri:t parameters:m state:x open:x
complete - -
signOut - - logoutUri:t global:f open:x
clientCredentials - o domain:t userPoolId:t clientId:t! clientSecret:t! scopes:l endpoint:t clientMetadata:m fetch:x
";
