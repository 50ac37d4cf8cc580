//! Device tracking: a device that proves, by SRP with a password of its own, that it was seen before.

use crate::error::{AuthError, Result};
use crate::operation::{Call, NewDevice, Operation};
use crate::prelude::*;
use crate::secret::Secret;
use crate::srp;
use crate::text::base64;

/// A device that this storage remembers.
#[derive(Clone, Debug)]
pub struct Device {
    /// `DeviceKey`
    pub key: String,
    /// `DeviceGroupKey`: stands where the pool's name stands in a person's SRP.
    pub group_key: String,
    /// The password that only this device knows.
    pub password: Secret<String>,
}

impl Device {
    /// The stored device; `None` unless all three values are there.
    pub(super) fn from_loaded(values: Vec<Option<Secret<String>>>) -> Option<Device> {
        let mut values = values.into_iter().map(|value| value.filter(|value| !value.expose().is_empty()));
        Some(Device {
            key: values.next()??.expose().clone(),
            group_key: values.next()??.expose().clone(),
            password: values.next()??,
        })
    }

    /// Invents the password of a new device, and the call that hands its verifier to the service.
    pub(super) fn confirm(
        new: &NewDevice,
        access_token: &Secret<String>,
        name: &str,
        password: &[u8],
        salt: &[u8; 16],
    ) -> Result<(Device, Call)> {
        let password = Secret::new(base64::encode(password));
        let verifier = srp::device_verifier(&new.group_key, &new.key, password.expose(), salt)?;
        let config =
            crate::operation::Json::texts([("Salt", verifier.salt), ("PasswordVerifier", verifier.password_verifier)]);
        let call = Call::new(Operation::ConfirmDevice)
            .text("DeviceKey", &new.key)
            .secret("AccessToken", access_token)
            .with("DeviceSecretVerifierConfig", config)
            .text("DeviceName", name);
        Ok((Device { key: new.key.clone(), group_key: new.group_key.clone(), password }, call))
    }
}

/// What came of the device's part in a sign-in.
#[derive(Clone, Debug, PartialEq)]
pub enum DeviceOutcome {
    /// The pool offered nothing to remember.
    Unchanged,
    /// The device is known from now on.
    Confirmed {
        /// Whether the person must still agree: `UserConfirmationNecessary`.
        confirmation_necessary: bool,
    },
    /// The service did not take the device; the person is signed in all the same.
    Failed(AuthError),
}

/// Whether the service says that it does not know the device.
pub(super) fn is_unknown(error: &AuthError) -> bool {
    error.is("ResourceNotFoundException")
        && error.message.as_bytes().windows(6).any(|word| word.eq_ignore_ascii_case(b"device"))
}
