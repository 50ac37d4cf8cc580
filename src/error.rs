//! The one error of the product: what went wrong, whose fault it is, and whether trying again can help.

use crate::prelude::*;
use alloc::borrow::Cow;
use core::fmt;
use core::ops::Deref;

/// Who has to act on an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The arguments or the order of calls are wrong: the program must change.
    Caller,
    /// The service understood the request and refused it: the person or the configuration must change.
    Service,
    /// No answer arrived: the network, a timeout, an abort.
    Network,
    /// The service failed or is overloaded: the same request may work later.
    Server,
    /// A defect of this package, or an engine that cannot run it.
    Internal,
}

impl Kind {
    /// The word that the JavaScript API shows as `error.kind`.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Caller => "caller",
            Kind::Service => "service",
            Kind::Network => "network",
            Kind::Server => "server",
            Kind::Internal => "internal",
        }
    }
}

/// Codes that this package gives itself; every other code is the name of an AWS exception.
pub mod code {
    /// No answer arrived from the service.
    pub const NETWORK_ERROR: &str = "NetworkError";
    /// The call took longer than `timeoutMs`.
    pub const TIMEOUT: &str = "Timeout";
    /// The caller's `AbortSignal` fired.
    pub const ABORTED: &str = "Aborted";
    /// An argument is missing, empty, too long or of the wrong type.
    pub const INVALID_ARGUMENT: &str = "InvalidArgument";
    /// Nobody is signed in.
    pub const NOT_SIGNED_IN: &str = "NotSignedIn";
    /// A token is no JSON Web Token.
    pub const MALFORMED_TOKEN: &str = "MalformedToken";
    /// WebAssembly cannot run here.
    pub const ENGINE_UNAVAILABLE: &str = "EngineUnavailable";
    /// The object was closed.
    pub const CLOSED: &str = "Closed";
    /// The operation does not exist in this configuration.
    pub const NOT_AVAILABLE: &str = "NotAvailable";
    /// A defect of this package, or an answer that no service should give.
    pub const INTERNAL: &str = "Internal";
}

/// A failure with a stable code; its parts are those of [`Details`].
///
/// The message says what was wrong and what to do. It never holds an input, a token or a password of ours; a message
/// of the service passes through unaltered.
///
/// Two words, because nearly every function can fail and each `?` moves what it passes on: with the details inside, these
/// moves were a twelfth of the client.
#[derive(Clone)]
pub struct AuthError(Place);

#[derive(Clone)]
enum Place {
    Known(&'static Details),
    Made(Box<Details>),
}

/// What an [`AuthError`] tells.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Details {
    /// AWS's exception name, or one of [`code`].
    pub code: Cow<'static, str>,
    /// Who has to act.
    pub kind: Kind,
    /// What was wrong and what to do.
    pub message: Cow<'static, str>,
    /// The HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// `x-amzn-RequestId`, when there was one.
    pub request_id: Option<String>,
    /// Whether the same request can succeed later.
    pub retryable: bool,
}

impl Details {
    /// As [`AuthError::new`].
    pub const fn new(code: &'static str, kind: Kind, message: &'static str) -> Details {
        Details {
            code: Cow::Borrowed(code),
            kind,
            message: Cow::Borrowed(message),
            status: None,
            request_id: None,
            retryable: false,
        }
    }

    /// As [`AuthError::unanswered`].
    pub const fn unanswered(code: &'static str, message: &'static str) -> Details {
        let mut details = Details::new(code, Kind::Network, message);
        details.retryable = true;
        details
    }

    /// As [`AuthError::invalid`].
    pub const fn invalid(message: &'static str) -> Details {
        Details::new(code::INVALID_ARGUMENT, Kind::Caller, message)
    }

    /// As [`AuthError::internal`].
    pub const fn internal(message: &'static str) -> Details {
        Details::new(code::INTERNAL, Kind::Internal, message)
    }

    /// As [`AuthError::malformed_token`].
    pub const fn malformed_token(message: &'static str) -> Details {
        Details::new(code::MALFORMED_TOKEN, Kind::Caller, message)
    }
}

impl AuthError {
    /// An error that is known before the program runs: nothing is allocated for it.
    pub const fn known(details: &'static Details) -> AuthError {
        AuthError(Place::Known(details))
    }

    /// An error of ours, made before or without an answer.
    #[inline(never)]
    pub fn new(code: &'static str, kind: Kind, message: &'static str) -> AuthError {
        Details::new(code, kind, message).into()
    }

    /// No answer arrived: the same request can succeed later.
    pub fn unanswered(code: &'static str, message: &'static str) -> AuthError {
        Details::unanswered(code, message).into()
    }

    /// The caller gave something unusable.
    #[inline(never)]
    pub fn invalid(message: &'static str) -> AuthError {
        AuthError::new(code::INVALID_ARGUMENT, Kind::Caller, message)
    }

    /// An answer or a state that should not exist.
    #[inline(never)]
    pub fn internal(message: &'static str) -> AuthError {
        AuthError::new(code::INTERNAL, Kind::Internal, message)
    }

    /// A token that cannot be read.
    #[inline(never)]
    pub fn malformed_token(message: &'static str) -> AuthError {
        AuthError::new(code::MALFORMED_TOKEN, Kind::Caller, message)
    }

    /// Nobody is signed in.
    pub const fn not_signed_in() -> AuthError {
        AuthError::known(
            const { &Details::new(code::NOT_SIGNED_IN, Kind::Caller, "Nobody is signed in: call pool.signIn first.") },
        )
    }

    /// Somebody was signed in, and is no longer.
    pub const fn session_ended() -> AuthError {
        AuthError::known(
            const { &Details::new(code::NOT_SIGNED_IN, Kind::Caller, "The session has ended: sign in again.") },
        )
    }

    /// Whether the service named this exception.
    pub fn is(&self, code: &str) -> bool {
        self.code == code
    }
}

impl From<Details> for AuthError {
    fn from(details: Details) -> AuthError {
        AuthError(Place::Made(Box::new(details)))
    }
}

impl Deref for AuthError {
    type Target = Details;

    fn deref(&self) -> &Details {
        match &self.0 {
            Place::Known(details) => details,
            Place::Made(details) => details,
        }
    }
}

impl fmt::Debug for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl PartialEq for AuthError {
    fn eq(&self, other: &AuthError) -> bool {
        **self == **other
    }
}

impl Eq for AuthError {}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        f.write_str(": ")?;
        f.write_str(&self.message)
    }
}

impl core::error::Error for AuthError {}

/// What fallible functions of this crate return.
pub type Result<T> = core::result::Result<T, AuthError>;
