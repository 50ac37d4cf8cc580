//! Decoded tokens as JavaScript sees them: plain, frozen, made once.

use super::failure::Result;
use super::object::{Build, freeze_deeply, get};
use crate::error::{AuthError, Details};
use crate::operation::Json;
use crate::token;
use js_sys::JSON;
use wasm_bindgen::prelude::*;

const NOT_AN_OBJECT: AuthError = AuthError::known(
    const { &Details::malformed_token("The token's payload is not a JSON object: pass the token as the service gave it.") },
);

/// `{ jwt, claims, expiresAt, issuedAt }`; times are milliseconds since the epoch.
pub(super) fn decode(jwt: &str) -> Result<JsValue> {
    let claims = JSON::parse(&token::payload(jwt)?).map_err(|_| NOT_AN_OBJECT)?;
    // Reading it bounds its depth, too: tokens come from anyone, and freezing recurses.
    if !matches!(super::json::read(&claims), Some(Json::Map(_))) {
        return Err(NOT_AN_OBJECT.into());
    }
    freeze_deeply(&claims);
    let milliseconds = |claim: &str| number(&claims, claim).map(|seconds| seconds * 1000.0);
    let (expires_at, issued_at) = (milliseconds("exp"), milliseconds("iat"));
    Ok(Build::new()
        .with("jwt", jwt)
        .with("claims", &claims)
        .maybe("expiresAt", expires_at)
        .maybe("issuedAt", issued_at)
        .frozen())
}

/// A member of a decoded token.
pub(super) fn member(token: &JsValue, name: &str) -> JsValue {
    get(token, name).unwrap_or(JsValue::UNDEFINED)
}

/// A numeric claim.
pub(super) fn number(claims: &JsValue, name: &str) -> Option<f64> {
    member(claims, name).as_f64()
}
