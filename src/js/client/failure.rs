//! Errors on their way to JavaScript.

use crate::error::AuthError;
use js_sys::{Error, Object, Reflect};
use wasm_bindgen::prelude::*;

/// An error of the core, with what lies below it on the JavaScript side.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: AuthError,
    pub(super) cause: Option<JsValue>,
    /// An error that is finished already: a shared refresh rejects with one.
    pub(super) ready: Option<JsValue>,
}

pub(super) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// Passes an error on that JavaScript has seen before.
    pub(super) fn ready(error: JsValue) -> Failure {
        Failure { ready: Some(error), ..AuthError::internal("An error was passed on.").into() }
    }

    pub(super) fn with_cause(error: AuthError, cause: JsValue) -> Failure {
        Failure { error, cause: Some(cause), ready: None }
    }
}

impl From<AuthError> for Failure {
    fn from(error: AuthError) -> Failure {
        Failure { error, cause: None, ready: None }
    }
}

impl From<Failure> for JsValue {
    /// An `Error` named `AuthError`; `instanceof AuthError` of the package asks for the name, so it holds across copies.
    fn from(failure: Failure) -> JsValue {
        let Failure { error, cause, ready } = failure;
        if let Some(ready) = ready {
            return ready;
        }
        let js = Error::new(&error.message);
        let put = |object: &JsValue, name: &str, value: JsValue| {
            let _ = Reflect::set(object, &name.into(), &value);
        };
        // Assignment would make an enumerable `name`, which loggers and spreads would copy.
        let name = Object::new();
        put(&name, "value", "AuthError".into());
        put(&name, "writable", JsValue::TRUE);
        put(&name, "configurable", JsValue::TRUE);
        let _ = Reflect::define_property(&js, &"name".into(), &name);
        let set = |name: &str, value: JsValue| put(&js, name, value);
        set("code", error.code.as_ref().into());
        set("kind", error.kind.name().into());
        set("retryable", error.retryable.into());
        if let Some(status) = error.status {
            set("status", status.into());
        }
        if let Some(request_id) = &error.request_id {
            set("requestId", request_id.into());
        }
        if let Some(cause) = cause {
            set("cause", cause);
        }
        js.into()
    }
}
