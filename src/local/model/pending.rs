//! Sign-ins under way: what is proven, what is asked next.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::credential::Exchange;
use super::user::Factor;

/// What is known of a sign-in under way.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Progress {
    /// The inner name; for a simulated user, the name that the caller gave.
    pub(in crate::local) username: String,
    pub(in crate::local) client_id: String,
    pub(in crate::local) flow: String,
    pub(in crate::local) device_key: Option<String>,
    /// ClientMetadata of the latest request.
    pub(in crate::local) metadata: Value,
    /// Results so far, for the custom flow's triggers.
    pub(in crate::local) results: Vec<Value>,
    /// The user does not exist, and the client must not notice.
    pub(in crate::local) simulated: bool,
    /// The sign-in set a new password on its way.
    pub(in crate::local) renewed: bool,
    /// The sign-in is one of managed login: it ends with the person known, and tokens come later.
    #[serde(default)]
    pub(in crate::local) hosted: bool,
}

/// A challenge that was given and not answered yet.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) enum Awaits {
    NewPassword,
    /// A code by SMS or e-mail, or from an authenticator (no digits then).
    Code {
        challenge: String,
        digits: Option<String>,
        /// The address that a correct code gives the user.
        enrols: Option<String>,
        /// The code is the first factor.
        first: bool,
    },
    SelectMfa(Vec<Factor>),
    MfaSetup {
        /// The secret that AssociateSoftwareToken handed out.
        secret: Option<String>,
        verified: bool,
    },
    Custom {
        private: Value,
        metadata: Option<String>,
    },
    SelectChallenge,
    Password,
    PasswordSrp,
    PasswordVerifier,
    DeviceSrp,
    DeviceVerifier,
    /// A passkey's answer to this challenge, in base64url.
    WebAuthn {
        challenge: String,
    },
    /// The sign-in that follows a confirmed sign-up.
    SignIn,
}

impl Awaits {
    pub(in crate::local) fn challenge(&self) -> &str {
        match self {
            Awaits::NewPassword => "NEW_PASSWORD_REQUIRED",
            Awaits::Code { challenge, .. } => challenge,
            Awaits::SelectMfa(_) => "SELECT_MFA_TYPE",
            Awaits::MfaSetup { .. } => "MFA_SETUP",
            Awaits::Custom { .. } => "CUSTOM_CHALLENGE",
            Awaits::SelectChallenge => "SELECT_CHALLENGE",
            Awaits::Password => "PASSWORD",
            Awaits::PasswordSrp => "PASSWORD_SRP",
            Awaits::PasswordVerifier => "PASSWORD_VERIFIER",
            Awaits::DeviceSrp => "DEVICE_SRP_AUTH",
            Awaits::DeviceVerifier => "DEVICE_PASSWORD_VERIFIER",
            Awaits::WebAuthn { .. } => "WEB_AUTHN",
            Awaits::SignIn => "SIGN_IN_AFTER_SIGN_UP",
        }
    }
}

/// What a Session stands for.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Session {
    pub(in crate::local) progress: Progress,
    pub(in crate::local) awaits: Awaits,
    pub(in crate::local) expires: f64,
    pub(in crate::local) attempts: u32,
}

/// What a SECRET_BLOCK stands for.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct SrpAttempt {
    pub(in crate::local) progress: Progress,
    pub(in crate::local) exchange: Exchange,
    /// The device that proves itself; `None` for a password.
    pub(in crate::local) device_key: Option<String>,
    pub(in crate::local) expires: f64,
}
