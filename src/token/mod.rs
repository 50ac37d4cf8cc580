//! JSON Web Tokens: decoding and expiry.

use crate::error::{AuthError, Result};
use base64ct::{Base64UrlUnpadded, Encoding};

/// The payload of a token, as JSON text.
pub fn payload(jwt: &str) -> Result<String> {
    const BAD: AuthError =
        AuthError::malformed_token("This is no JSON Web Token: pass the token as the service gave it.");
    let mut parts = jwt.split('.');
    let (_, payload, _) = (parts.next().ok_or(BAD)?, parts.next().ok_or(BAD)?, parts.next().ok_or(BAD)?);
    let bytes = Base64UrlUnpadded::decode_vec(payload.trim_end_matches('=')).map_err(|_| BAD)?;
    String::from_utf8(bytes).map_err(|_| BAD)
}

/// Seconds by which this clock is ahead of the service's.
pub fn clock_drift(now: f64, access_iat: f64, id_iat: f64) -> f64 {
    now - access_iat.min(id_iat)
}

/// Whether the tokens hold for `leeway` more seconds.
pub fn is_valid(now: f64, drift: f64, leeway: f64, access_exp: Option<f64>, id_exp: Option<f64>) -> bool {
    [access_exp, id_exp].into_iter().flatten().all(|exp| now - drift + leeway < exp)
}
