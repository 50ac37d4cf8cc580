//! What a deny list keeps of a token: its ids and its digest, never the token.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::claims::{claims_of, family, subject};
use crate::token::verify::Claims;

/// The longest that an access token can hold: a family that was ended is denied for so long, in seconds.
pub(super) const LONGEST: f64 = 86_400.0;

/// What a deny list is asked about a token.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Marks {
    /// Ids and a digest, any of which may be denied.
    pub keys: Vec<String>,
    /// Names of what may be denied up to a time, with the time that the token has there, in seconds since 1970: all sessions of
    /// a person, by when the person signed in, and all access tokens of a person, by when they were issued.
    #[cfg_attr(test, ts(type = "Record<string, number>"))]
    pub issued: BTreeMap<String, f64>,
    /// The tokens of one sign-in, which a denial up to a time may except.
    pub family: Option<String>,
}

/// A digest for what has no id, or whose id may be forged.
pub(super) fn digest(text: &str) -> String {
    let hex = |byte: &u8| format!("{byte:02x}");
    Sha256::digest(text.as_bytes()).iter().map(hex).collect()
}

/// Everything of a person that began up to a time.
pub(super) fn sessions_of(subject: &str) -> String {
    format!("sessions:{subject}")
}

/// The access tokens of a person that were issued up to a time: what they claim is not so any more.
pub(super) fn tokens_of(subject: &str) -> String {
    format!("tokens:{subject}")
}

/// Whether a name is that of all sessions of a person.
pub(super) fn is_of_sessions(name: &str) -> bool {
    name.starts_with("sessions:")
}

/// The marks of an access or ID token.
pub(super) fn marks(token: &str, claims: &Claims) -> Marks {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let ids = ["jti", "origin_jti"].into_iter().filter_map(|name| Some(format!("{name}:{}", text(name)?)));
    let mut issued = BTreeMap::new();
    if let Some(subject) = subject(claims) {
        let time = |name: &str| claims.get(name).and_then(Value::as_f64);
        let began = time("auth_time").or_else(|| time("iat"));
        issued.extend(began.map(|at| (sessions_of(subject), at)));
        issued.extend(time("iat").map(|at| (tokens_of(subject), at)));
    }
    Marks {
        keys: ids.chain([format!("sha256:{}", digest(token))]).collect(),
        issued,
        family: family(claims).map(str::to_owned),
    }
}

/// The mark of a refresh token, which nobody but the service can read.
pub(super) fn mark_of_refresh(token: &str) -> String {
    format!("sha256:{}", digest(token))
}

/// What a deny list is to be asked about a token, its signature unseen; for `TokenVerifier`.
///
/// A text that is no token has its digest alone.
pub fn marks_of_token(token: &str) -> Marks {
    claims_of(token).map_or_else(
        || Marks { keys: vec![mark_of_refresh(token)], ..Marks::default() },
        |claims| marks(token, &claims),
    )
}

/// What to add to a deny list.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Denial {
    /// Ids and a digest.
    pub keys: Vec<String>,
    /// For how long, in seconds since 1970.
    pub until: f64,
}

/// What to add to a deny list for a token: by its own marks, or with all that were refreshed from one sign-in.
///
/// It is kept as long as the token holds, its family as long as any of its tokens can, and what tells no expiry (a refresh
/// token) for ten years, the longest that the service lets one hold.
pub fn denial(token: &str, family: bool, now_s: f64) -> Denial {
    let mut keys = marks_of_token(token).keys;
    let expiry = claims_of(token).and_then(|claims| claims.get("exp").and_then(Value::as_f64));
    keys.retain(|key| family || !key.starts_with("origin_jti:"));
    let until = match expiry {
        Some(expiry) if !family => expiry,
        Some(expiry) => expiry.max(now_s + LONGEST),
        None => now_s + 10.0 * 365.0 * 86_400.0,
    };
    Denial { keys, until }
}
