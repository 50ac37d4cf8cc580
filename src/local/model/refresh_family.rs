//! Refresh-token families: every token that goes back to one sign-in, revoked together.

use base64ct::{Base64, Encoding};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::login::Hosted;

/// A refresh token: only its hash is kept.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct RefreshToken {
    hash: String,
    /// When a newer one took its place.
    pub(in crate::local) rotated: Option<f64>,
}

/// What one sign-in gave out.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Family {
    /// The claim `origin_jti`.
    pub(in crate::local) id: String,
    /// The claim `event_id`, which every token of the family carries.
    pub(in crate::local) event_id: String,
    /// What ListUserSessions calls it.
    pub(in crate::local) session_id: String,
    pub(in crate::local) username: String,
    pub(in crate::local) client_id: String,
    pub(in crate::local) device_key: Option<String>,
    /// Seconds since 1970.
    pub(in crate::local) auth_time: u64,
    pub(in crate::local) created: f64,
    pub(in crate::local) used: f64,
    pub(in crate::local) expires: f64,
    pub(in crate::local) revoked: bool,
    pub(in crate::local) tokens: Vec<RefreshToken>,
    /// What managed login granted; none for a sign-in by the API.
    #[serde(default)]
    pub(in crate::local) hosted: Option<Hosted>,
}

fn hash(token: &str) -> String {
    Base64::encode_string(&Sha256::digest(token.as_bytes()))
}

impl Family {
    /// Takes a new refresh token.
    pub(in crate::local) fn add(&mut self, token: &str) {
        self.tokens.push(RefreshToken { hash: hash(token), rotated: None });
    }

    pub(in crate::local) fn holds(&self, token: &str) -> Option<&RefreshToken> {
        let hash = hash(token);
        self.tokens.iter().find(|known| known.hash == hash)
    }

    /// Marks the token as replaced.
    pub(in crate::local) fn rotate(&mut self, token: &str, now: f64) {
        let hash = hash(token);
        if let Some(known) = self.tokens.iter_mut().find(|known| known.hash == hash) {
            known.rotated.get_or_insert(now);
        }
    }
}
