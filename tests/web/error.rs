//! What an app is told when a call fails.

use std::fmt;

use wasm_bindgen::JsValue;

use super::json::{get, object, text};

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The service's name of the error, such as `NotAuthorizedException`, or the client's own, such as `NotSignedIn`.
    pub code: String,
    /// What happened and what to do about it; never a secret.
    pub message: String,
    /// Whether the same call may succeed later.
    pub retryable: bool,
}

impl Error {
    /// An error of the host itself.
    pub(super) fn new(code: &str, message: &str) -> Error {
        Error { code: code.to_owned(), message: message.to_owned(), retryable: false }
    }

    /// What the machine says of an error.
    pub(super) fn from_js(value: &JsValue) -> Error {
        Error {
            code: text(value, "code").unwrap_or_else(|| "Internal".to_owned()),
            message: text(value, "message").unwrap_or_default(),
            retryable: get(value, "retryable").is_truthy(),
        }
    }

    /// The same for a promise to reject with.
    pub(super) fn into_js(self) -> JsValue {
        object([("code", self.code.into()), ("message", self.message.into()), ("retryable", self.retryable.into())])
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Error {}
