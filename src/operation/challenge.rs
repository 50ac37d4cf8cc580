//! The names of authentication flows and challenges.

use crate::prelude::*;

/// How a sign-in starts: `AuthFlow` of InitiateAuth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthFlow {
    /// USER_SRP_AUTH: the password never leaves the client.
    UserSrpAuth,
    /// USER_PASSWORD_AUTH: the password travels inside TLS.
    UserPasswordAuth,
    /// CUSTOM_AUTH: challenges of the pool's own Lambda functions, with or without SRP first.
    CustomAuth,
    /// USER_AUTH: the person chooses among the first factors.
    UserAuth,
    /// REFRESH_TOKEN_AUTH: new tokens for a refresh token.
    RefreshTokenAuth,
}

impl AuthFlow {
    /// AWS's name.
    pub const fn name(self) -> &'static str {
        match self {
            AuthFlow::UserSrpAuth => "USER_SRP_AUTH",
            AuthFlow::UserPasswordAuth => "USER_PASSWORD_AUTH",
            AuthFlow::CustomAuth => "CUSTOM_AUTH",
            AuthFlow::UserAuth => "USER_AUTH",
            AuthFlow::RefreshTokenAuth => "REFRESH_TOKEN_AUTH",
        }
    }
}

macro_rules! challenge_names {
    ($($variant:ident $name:literal)*) => {
        /// A challenge that the service may answer with.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names are AWS's own")]
        #[non_exhaustive]
        pub enum ChallengeName {
            $($variant,)*
            /// A challenge that this version does not know: it is shown to the caller, never a crash.
            Other(String),
        }

        impl ChallengeName {
            /// Every known challenge.
            pub const KNOWN: &'static [ChallengeName] = &[$(ChallengeName::$variant),*];

            /// AWS's name.
            pub fn name(&self) -> &str {
                match self { $(ChallengeName::$variant => $name,)* ChallengeName::Other(name) => name }
            }

            /// The challenge of that name; an unknown one becomes `Other`.
            pub fn from_name(name: &str) -> ChallengeName {
                match name { $($name => ChallengeName::$variant,)* _ => ChallengeName::Other(name.to_owned()) }
            }
        }
    };
}

challenge_names! {
    CustomChallenge "CUSTOM_CHALLENGE"
    DevicePasswordVerifier "DEVICE_PASSWORD_VERIFIER"
    DeviceSrpAuth "DEVICE_SRP_AUTH"
    EmailOtp "EMAIL_OTP"
    MfaSetup "MFA_SETUP"
    NewPasswordRequired "NEW_PASSWORD_REQUIRED"
    Password "PASSWORD"
    PasswordSrp "PASSWORD_SRP"
    PasswordVerifier "PASSWORD_VERIFIER"
    SelectChallenge "SELECT_CHALLENGE"
    SelectMfaType "SELECT_MFA_TYPE"
    SmsMfa "SMS_MFA"
    SmsOtp "SMS_OTP"
    SoftwareTokenMfa "SOFTWARE_TOKEN_MFA"
    WebAuthn "WEB_AUTHN"
}
