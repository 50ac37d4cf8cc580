//! What a deny list keeps of a token: its ids and its digest, never the token.

use sha2::{Digest, Sha256};

use crate::token::verify::Claims;

/// The longest that an access token can hold: a family that was ended is denied for so long, in seconds.
const LONGEST: f64 = 86_400.0;

/// One token's marks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Marks {
    pub(super) keys: Vec<String>,
    /// When the last of them means nothing any more, in seconds since 1970.
    pub(super) until: f64,
}

/// A digest for what has no id, or whose id may be forged.
pub(super) fn digest(text: &str) -> String {
    let hex = |byte: &u8| format!("{byte:02x}");
    Sha256::digest(text.as_bytes()).iter().map(hex).collect()
}

/// The marks of an access or ID token: by itself, and by its family when `family` is to be denied or asked for, too.
pub(super) fn marks(token: &str, claims: &Claims, now_s: f64) -> Marks {
    let text = |name: &str| claims.get(name).and_then(serde_json::Value::as_str);
    let ids = ["jti", "origin_jti"].into_iter().filter_map(|name| Some(format!("{name}:{}", text(name)?)));
    Marks { keys: ids.chain([format!("sha256:{}", digest(token))]).collect(), until: now_s + LONGEST }
}

/// The mark of a refresh token, which nobody but the service can read.
pub(super) fn mark_of_refresh(token: &str) -> String {
    format!("sha256:{}", digest(token))
}

/// The keys under which a token would be denied, its signature unseen; for `TokenVerifier` and `proxy.deny`.
///
/// A text that is no token has its digest alone.
pub fn keys_of_token(token: &str) -> (Vec<String>, Option<f64>) {
    let payload = crate::token::payload(token).ok();
    let claims: Option<Claims> = payload.and_then(|text| serde_json::from_str(&text).ok());
    match claims {
        Some(claims) => {
            let expiry = claims.get("exp").and_then(serde_json::Value::as_f64);
            (marks(token, &claims, 0.0).keys, expiry)
        }
        None => (vec![mark_of_refresh(token)], None),
    }
}

/// What to add to a deny list for a token: by its own marks, or with all that were refreshed from one sign-in.
///
/// It is kept as long as the token holds, its family as long as any of its tokens can, and what tells no expiry (a refresh
/// token) for ten years, the longest that the service lets one hold.
pub fn denial(token: &str, family: bool, now_s: f64) -> (Vec<String>, f64) {
    let (mut keys, expiry) = keys_of_token(token);
    keys.retain(|key| family || !key.starts_with("origin_jti:"));
    let until = match expiry {
        Some(expiry) if !family => expiry,
        Some(expiry) => expiry.max(now_s + LONGEST),
        None => now_s + 10.0 * 365.0 * 86_400.0,
    };
    (keys, until)
}
