//! How an operation ends early: a refusal for the client, or a trigger that must run first.

use std::borrow::Cow;

use serde_json::Value;

use super::types::OutgoingRequest;

/// An exception of the service.
#[derive(Debug)]
pub(in crate::local) struct Refusal {
    /// AWS's name, with the suffix `Exception`.
    pub(in crate::local) name: &'static str,
    pub(in crate::local) message: Cow<'static, str>,
    pub(in crate::local) status: u16,
}

/// Why an operation did not finish.
#[derive(Debug)]
pub(in crate::local) enum Stop {
    Refuse(Refusal),
    /// The answer of this trigger is not known yet: the request is run again once it is.
    Invoke {
        trigger: &'static str,
        event: Box<Value>,
    },
    /// The answer of another server is not known yet: the request is run again once it is.
    Fetch(Box<OutgoingRequest>),
}

pub(in crate::local) type Answer = std::result::Result<Value, Stop>;
pub(in crate::local) type Checked<T> = std::result::Result<T, Stop>;

/// A refusal with HTTP status 400.
pub(in crate::local) fn refuse(name: &'static str, message: impl Into<Cow<'static, str>>) -> Stop {
    Stop::Refuse(Refusal { name, message: message.into(), status: 400 })
}

macro_rules! refusals {
    ($($function:ident $name:literal)*) => {
        $(pub(in crate::local) fn $function(message: impl Into<Cow<'static, str>>) -> Stop {
            refuse($name, message)
        })*
    };
}

refusals! {
    alias_exists "AliasExistsException"
    code_mismatch "CodeMismatchException"
    device_key_exists "DeviceKeyExistsException"
    enable_software_token "EnableSoftwareTokenMFAException"
    expired_code "ExpiredCodeException"
    invalid_lambda_response "InvalidLambdaResponseException"
    invalid_parameter "InvalidParameterException"
    invalid_password "InvalidPasswordException"
    limit_exceeded "LimitExceededException"
    not_authorized "NotAuthorizedException"
    not_found "ResourceNotFoundException"
    password_reset_required "PasswordResetRequiredException"
    unsupported "UnsupportedOperationException"
    user_not_confirmed "UserNotConfirmedException"
    user_not_found "UserNotFoundException"
    username_exists "UsernameExistsException"
}

/// The one text for a wrong user name and a wrong password.
pub(in crate::local) fn wrong_credentials() -> Stop {
    not_authorized("Incorrect username or password.")
}

pub(in crate::local) fn no_device() -> Stop {
    not_found("Device does not exist.")
}

/// A state that the code above excludes.
pub(in crate::local) fn internal() -> Stop {
    Stop::Refuse(Refusal { name: "InternalErrorException", message: "The local Cognito failed.".into(), status: 500 })
}
