//! App clients with a secret: SECRET_HASH, and the secret itself.

use base64ct::{Base64, Encoding};
use subtle::ConstantTimeEq;

use super::host::refusal::{Checked, not_authorized};
use super::model::app_client::Client;
use super::proof::random::hmac_sha256;

impl Client {
    /// Checks SECRET_HASH, which may have been made with any of these names.
    pub(super) fn check_secret_hash(&self, sent: Option<&str>, names: &[&str]) -> Checked<()> {
        if self.secrets.is_empty() {
            return Ok(());
        }
        let Some(sent) = sent else {
            return Err(not_authorized(format!(
                "Client {} is configured with secret but SECRET_HASH was not received",
                self.client_id
            )));
        };
        let made_with = |secret: &str| {
            names.iter().any(|name| bool::from(self.hash(secret, name).as_bytes().ct_eq(sent.as_bytes())))
        };
        let fits = self.secrets.iter().any(|secret| made_with(&secret.value));
        if fits {
            return Ok(());
        }
        Err(not_authorized(format!("Unable to verify secret hash for client {}", self.client_id)))
    }

    fn hash(&self, secret: &str, name: &str) -> String {
        Base64::encode_string(&hmac_sha256(secret.as_bytes(), &[name.as_bytes(), self.client_id.as_bytes()]))
    }

    /// SECRET_HASH for a name, where the app client has a secret.
    pub(super) fn secret_hash(&self, name: &str) -> Option<String> {
        self.secrets.first().map(|secret| self.hash(&secret.value, name))
    }

    /// Whether the secret itself is right; an app client without a secret takes any.
    pub(super) fn knows_secret(&self, sent: Option<&str>) -> bool {
        let is = |secret: &str, sent: &str| bool::from(secret.as_bytes().ct_eq(sent.as_bytes()));
        self.secrets.is_empty() || sent.is_some_and(|sent| self.secrets.iter().any(|secret| is(&secret.value, sent)))
    }
}
