//! Refresh-token families: every token that goes back to one sign-in, revoked together.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::env::Rng;
use super::pool::Pool;
use super::refusal::{Checked, internal, not_authorized};

/// A refresh token: only its hash is kept.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct RefreshToken {
    hash: String,
    /// When a newer one took its place.
    pub(super) rotated: Option<f64>,
}

/// What one sign-in gave out.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Family {
    /// The claim `origin_jti`.
    pub(super) id: String,
    /// The claim `event_id`, which every token of the family carries.
    pub(super) event_id: String,
    /// What ListUserSessions calls it.
    pub(super) session_id: String,
    pub(super) username: String,
    pub(super) client_id: String,
    pub(super) device_key: Option<String>,
    /// Seconds since 1970.
    pub(super) auth_time: u64,
    pub(super) created: f64,
    pub(super) used: f64,
    pub(super) expires: f64,
    pub(super) revoked: bool,
    pub(super) tokens: Vec<RefreshToken>,
}

fn hash(token: &str) -> String {
    Base64::encode_string(&Sha256::digest(token.as_bytes()))
}

/// An opaque token in the shape of the service's: a JWE in compact form.
fn opaque(rng: &mut Rng) -> String {
    let mut part = |length: usize| Base64UrlUnpadded::encode_string(&rng.bytes(length));
    let header = Base64UrlUnpadded::encode_string(br#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#);
    [header, part(256), part(12), part(700), part(16)].join(".")
}

impl Family {
    /// A new refresh token of this family.
    pub(super) fn mint(&mut self, rng: &mut Rng) -> String {
        let token = opaque(rng);
        self.tokens.push(RefreshToken { hash: hash(&token), rotated: None });
        token
    }

    pub(super) fn holds(&self, token: &str) -> Option<&RefreshToken> {
        let hash = hash(token);
        self.tokens.iter().find(|known| known.hash == hash)
    }

    /// Marks the token as replaced.
    pub(super) fn rotate(&mut self, token: &str, now: f64) {
        let hash = hash(token);
        if let Some(known) = self.tokens.iter_mut().find(|known| known.hash == hash) {
            known.rotated.get_or_insert(now);
        }
    }
}

impl Pool {
    pub(super) fn family(&self, id: &str) -> Checked<&Family> {
        self.families.iter().find(|family| family.id == id).ok_or_else(internal)
    }

    pub(super) fn family_mut(&mut self, id: &str) -> Checked<&mut Family> {
        self.families.iter_mut().find(|family| family.id == id).ok_or_else(internal)
    }

    /// The family of a refresh token that still works for this app client.
    pub(super) fn live_family(&self, token: &str, client_id: &str, now: f64) -> Checked<&Family> {
        let family = self
            .families
            .iter()
            .find(|family| family.client_id == client_id && family.holds(token).is_some())
            .ok_or_else(|| not_authorized("Invalid Refresh Token"))?;
        if family.revoked {
            return Err(not_authorized("Refresh Token has been revoked"));
        }
        if family.expires <= now {
            return Err(not_authorized("Refresh Token has expired"));
        }
        Ok(family)
    }

    /// Revokes every family of a user; those of one device, when it is named.
    pub(super) fn revoke_all(&mut self, username: &str, device_key: Option<&str>) {
        for family in &mut self.families {
            let of_device = device_key.is_none() || family.device_key.as_deref() == device_key;
            if family.username == username && of_device {
                family.revoked = true;
            }
        }
    }
}
