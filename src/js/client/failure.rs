//! Errors on their way to JavaScript.

use super::object::{define, set};
use crate::error::AuthError;
use crate::prelude::*;
use js_sys::{Error, Object};
use wasm_bindgen::prelude::*;

/// An error of the core, with what lies below it on the JavaScript side.
///
/// Boxed, and boxed in one place: every `?` would otherwise copy and drop 60 bytes where it stands, which costs more code
/// than all failures are worth.
#[derive(Debug)]
pub(super) struct Failure(Box<Details>);

#[derive(Debug)]
struct Details {
    error: AuthError,
    cause: Option<JsValue>,
    /// An error that is finished already: a shared refresh rejects with one.
    ready: Option<JsValue>,
}

pub(super) type Result<T> = core::result::Result<T, Failure>;

impl Failure {
    /// Passes an error on that JavaScript has seen before.
    pub(super) fn ready(error: JsValue) -> Failure {
        let mut failure = Failure::from(AuthError::internal("An error was passed on."));
        failure.0.ready = Some(error);
        failure
    }

    #[inline(never)]
    pub(super) fn with_cause(error: AuthError, cause: JsValue) -> Failure {
        Failure::from(error).caused_by(cause)
    }

    /// The same failure with what lies below it.
    pub(super) fn caused_by(mut self, cause: JsValue) -> Failure {
        self.0.cause = Some(cause);
        self
    }

    /// The error of the core.
    pub(super) fn error(&self) -> &AuthError {
        &self.0.error
    }

    /// The error of the core, for a flow to judge.
    pub(super) fn into_error(self) -> AuthError {
        self.0.error
    }
}

impl From<AuthError> for Failure {
    #[inline(never)]
    fn from(error: AuthError) -> Failure {
        Failure(Box::new(Details { error, cause: None, ready: None }))
    }
}

impl From<Failure> for JsValue {
    /// An `Error` named `AuthError`; `instanceof AuthError` of the package asks for the name, so it holds across copies.
    #[inline(never)]
    fn from(failure: Failure) -> JsValue {
        let Details { error, cause, ready } = *failure.0;
        if let Some(ready) = ready {
            return ready;
        }
        let js = Error::new(&error.message);
        // Assignment would make an enumerable `name`, which loggers and spreads would copy.
        let name = Object::new();
        set(&name, "value", &"AuthError".into());
        set(&name, "writable", &JsValue::TRUE);
        set(&name, "configurable", &JsValue::TRUE);
        define(&js, "name", &name);
        set(&js, "code", &error.code.as_ref().into());
        set(&js, "kind", &error.kind.name().into());
        set(&js, "retryable", &error.retryable.into());
        if let Some(status) = error.status {
            set(&js, "status", &status.into());
        }
        if let Some(request_id) = &error.request_id {
            set(&js, "requestId", &request_id.into());
        }
        if let Some(cause) = cause {
            set(&js, "cause", &cause);
        }
        js.into()
    }
}
