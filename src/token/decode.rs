//! From a compact JSON Web Token to the text of its payload.

use crate::error::{AuthError, Details, Result};
use crate::prelude::*;
use crate::text::base64;

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
    const NOT_WHOLE: AuthError = AuthError::known(
        const { &Details::malformed_token("The token has not three parts, or over 1 MiB: give a whole JSON Web Token.") },
    );
    const ALTERED: AuthError = AuthError::known(
        const { &Details::malformed_token("The token's payload is not UTF-8 in base64url: was it cut or altered?") },
    );
    if jwt.len() > MAX_LENGTH {
        return Err(NOT_WHOLE);
    }
    // Bytes, because the search for characters costs a kilobyte.
    let mut parts = jwt.as_bytes().split(|byte| *byte == b'.');
    let (Some(_), Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(NOT_WHOLE);
    };
    if payload.iter().all(|byte| *byte == b'=') {
        return Err(NOT_WHOLE);
    }
    let bytes = base64::decode_url(payload).ok_or(ALTERED)?;
    String::from_utf8(bytes).map_err(|_| ALTERED)
}
