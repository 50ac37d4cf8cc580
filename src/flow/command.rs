//! What a sign-in takes, and what comes of it.

use super::{DeviceOutcome, Pending, SessionTokens};
use crate::operation::Json;
use crate::prelude::*;
use crate::secret::Secret;

/// How a sign-in starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// USER_SRP_AUTH
    Srp,
    /// USER_PASSWORD_AUTH
    Password,
    /// CUSTOM_AUTH
    Custom,
    /// CUSTOM_AUTH that starts with SRP.
    CustomSrp,
    /// USER_AUTH
    UserAuth,
}

/// What a person gives to sign in.
#[derive(Clone, Debug)]
pub struct SignInCommand {
    /// The name, or an alias of it.
    pub username: String,
    /// The password, where the method wants one.
    pub password: Option<Secret<String>>,
    /// How to start.
    pub method: Method,
    /// The factor to begin with, in USER_AUTH.
    pub preferred_challenge: Option<String>,
    /// `ClientMetadata` of the first request: the pool's Lambda functions see it as validation data.
    pub validation_data: Option<Json>,
}

/// What goes along with every request of a sign-in.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    /// `ClientMetadata`
    pub client_metadata: Option<Json>,
    /// `UserContextData`
    pub user_context: Option<Json>,
    /// `DeviceName` of a device that is seen for the first time.
    pub device_name: String,
}

/// The random bytes that one turn of a sign-in may need.
pub struct Entropy {
    /// Two secret exponents: the second serves when the sign-in starts anew without its device.
    pub exponents: [Secret<[u8; 32]>; 2],
    /// The secret exponent of the device's proof.
    pub device_exponent: Secret<[u8; 32]>,
    /// The password of a new device.
    pub device_password: Secret<[u8; 40]>,
    /// The salt of a new device.
    pub device_salt: [u8; 16],
}

impl Entropy {
    /// Draws from the platform's CSPRNG.
    pub fn draw<E>(mut fill: impl FnMut(&mut [u8]) -> core::result::Result<(), E>) -> core::result::Result<Entropy, E> {
        let mut entropy = Entropy {
            exponents: [Secret::new([0; 32]), Secret::new([0; 32])],
            device_exponent: Secret::new([0; 32]),
            device_password: Secret::new([0; 40]),
            device_salt: [0; 16],
        };
        for exponent in &mut entropy.exponents {
            fill(exponent.expose_mut())?;
        }
        fill(entropy.device_exponent.expose_mut())?;
        fill(entropy.device_password.expose_mut())?;
        fill(&mut entropy.device_salt)?;
        Ok(entropy)
    }
}

/// What came of a sign-in, so far.
#[derive(Debug)]
pub enum SignInOutcome {
    /// The person is signed in; the session is stored.
    SignedIn(SignedIn),
    /// The service asks; nothing is stored.
    Pending(Pending),
}

/// A finished sign-in.
#[derive(Debug)]
pub struct SignedIn {
    /// The name under which the session is stored.
    pub username: String,
    /// The tokens.
    pub tokens: Box<SessionTokens>,
    /// What came of the device.
    pub device: DeviceOutcome,
}
