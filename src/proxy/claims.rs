//! What a token claims whose signature is nobody's question here: it comes from the service itself, or was sealed as it came.

use serde_json::Value;

use crate::token::verify::Claims;

/// The claims of a token that needs no proof.
pub(super) fn claims_of(token: &str) -> Option<Claims> {
    serde_json::from_str(&crate::token::payload(token).ok()?).ok()
}

/// Whom a token is about.
pub(super) fn subject(claims: &Claims) -> Option<&str> {
    claims.get("sub").and_then(Value::as_str)
}

/// The sign-in that a token comes of.
pub(super) fn family(claims: &Claims) -> Option<&str> {
    claims.get("origin_jti").and_then(Value::as_str)
}
