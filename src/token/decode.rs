//! From a compact JSON Web Token to the text of its payload.

use crate::error::{AuthError, Result};
use base64ct::{Base64UrlUnpadded, Encoding};

/// The longest token that is read: far above what a header of HTTP can carry.
const MAX_LENGTH: usize = 1 << 20;

/// The JSON text of the payload; the signature is not checked, and neither is the JSON.
///
/// Padding (`=`) at the end of the payload is tolerated.
///
/// # Errors
/// `MalformedToken` when the text has not three parts, or the payload is no base64url or no UTF-8.
/// Source: RFC 7515, section 7.1.
pub fn payload(jwt: &str) -> Result<String> {
    if jwt.len() > MAX_LENGTH {
        return Err(AuthError::malformed_token("The token is longer than 1 MiB: give a JSON Web Token."));
    }
    let mut parts = jwt.split('.');
    let (Some(_), Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(AuthError::malformed_token("The token has not three parts: give a whole JSON Web Token."));
    };
    let payload = payload.trim_end_matches('=');
    if payload.is_empty() {
        return Err(AuthError::malformed_token("The token's payload is empty: give a whole JSON Web Token."));
    }
    let bytes = Base64UrlUnpadded::decode_vec(payload)
        .map_err(|_| AuthError::malformed_token("The token's payload is not base64url: was it cut or altered?"))?;
    String::from_utf8(bytes)
        .map_err(|_| AuthError::malformed_token("The token's payload is not UTF-8: was it cut or altered?"))
}
