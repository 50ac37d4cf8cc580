//! Why a token is refused: one code, and a message for each reason.

use crate::error::{AuthError, Details, Kind};

const fn refused(message: &'static str) -> Details {
    Details::new("TokenRefused", Kind::Caller, message)
}

macro_rules! refusals {
    ($($name:ident $message:literal)*) => {
        $(pub(crate) const $name: AuthError = AuthError::known(const { &refused($message) });)*
    };
}

refusals! {
    MALFORMED "Not a valid RS256 JWT (truncated or modified?)."
    EXTENDED "The token's header has `crit`, `b64` or `zip`, which user pools never set."
    UNSIGNED "The signature is not from this user pool: the token was modified, or comes from elsewhere."
    EXPIRED "The token has expired. Refresh the session."
    EARLY "The token is not valid yet. Check the clocks."
    ISSUER "The token was issued by another user pool."
    USE "The token has the wrong use: an access token does not replace an ID token, nor the reverse."
    CLIENT "The token was issued to another app client."
    GROUP "The user is in none of the required groups."
    SCOPE "The token has none of the required scopes."
    LEVEL "The token's authentication level (`acr`) is not sufficient. Sign in again with the required one."
    AGE "The user signed in too long ago. Sign in again."
}
