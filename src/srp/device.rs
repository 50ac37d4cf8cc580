//! The verifier that a remembered device leaves with the service, in `ConfirmDevice`.

use super::client::private_key;
use super::encoding::{Integer, pad};
use super::power::generator_power;
use crate::error::{AuthError, Result};
use crate::prelude::*;
use crate::text::base64;
use core::fmt;

/// `DeviceSecretVerifierConfig`: base64 of `padHex` bytes.
#[non_exhaustive]
pub struct DeviceVerifier {
    /// `Salt`: 1 to 17 bytes in base64.
    pub salt: String,
    /// `PasswordVerifier`: `g^x mod N`, 384 or 385 bytes in base64 as a rule.
    pub password_verifier: String,
}

impl fmt::Debug for DeviceVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceVerifier(…)")
    }
}

/// Makes the verifier of a device from the password that was drawn for it and a random salt.
///
/// # Errors
/// `InvalidArgument` when the group key, the device key or the password is empty.
pub fn device_verifier(
    device_group_key: &str,
    device_key: &str,
    device_password: &str,
    salt: &[u8; 16],
) -> Result<DeviceVerifier> {
    DeviceVerifier::make(device_group_key, device_key, device_password, salt)
        .ok_or_else(|| AuthError::invalid("A device needs a group key, a key and a password: none may be empty."))
}

impl DeviceVerifier {
    /// As [`device_verifier`], without words for what is refused.
    pub(crate) fn make(group_key: &str, key: &str, password: &str, salt: &[u8]) -> Option<DeviceVerifier> {
        if group_key.is_empty() || key.is_empty() || password.is_empty() {
            return None;
        }
        let salt = Integer::from_bytes(salt).padded();
        let x = private_key(group_key, key, password, &salt);
        let verifier = pad(&generator_power(x.as_slice()));
        Some(DeviceVerifier { salt: base64::encode(&salt), password_verifier: base64::encode(&verifier) })
    }
}
