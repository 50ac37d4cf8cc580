//! One HTTP request, by whatever `fetch` there is.

use super::failure::{Failure, Result};
use super::json;
use super::object::Build;
use super::scope::Scope;
use crate::error::{AuthError, Kind, code};
use crate::operation::{Call, Json};
use crate::wire::cognito;
use js_sys::{Function, Promise, Reflect, global};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What a `fetch` answers with; any object with these members will do.
    type Reply;
    #[wasm_bindgen(method, getter, catch)]
    fn status(this: &Reply) -> std::result::Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn headers(this: &Reply) -> std::result::Result<Headers, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn text(this: &Reply) -> std::result::Result<JsValue, JsValue>;
    type Headers;
    #[wasm_bindgen(method, catch)]
    fn get(this: &Headers, name: &str) -> std::result::Result<JsValue, JsValue>;
}

const NETWORK: AuthError = AuthError::unanswered(
    code::NETWORK_ERROR,
    "No answer arrived: check the connection, the endpoint, and the page's Content-Security-Policy (connect-src).",
);
const NO_FETCH: AuthError = AuthError::new(
    code::NOT_AVAILABLE,
    Kind::Caller,
    "There is no fetch here: give the pool one as its option `fetch`.",
);
const BAD_REPLY: AuthError = AuthError::internal("`fetch` answered with something that is no Response.");

/// Calls `fetch`, looked up now, with `this` undefined.
pub(super) async fn send(fetch: Option<&Function>, url: &JsValue, init: &JsValue, scope: &Scope) -> Result<JsValue> {
    let fetch = match fetch {
        Some(fetch) => fetch.clone(),
        None => {
            Reflect::get(&global(), &"fetch".into()).ok().and_then(|fetch| fetch.dyn_into().ok()).ok_or(NO_FETCH)?
        }
    };
    let outcome = match fetch.call2(&JsValue::UNDEFINED, url, init) {
        Ok(promise) => scope.wait(&Promise::resolve(&promise)).await?,
        Err(thrown) => Err(thrown),
    };
    outcome.map_err(|cause| {
        *scope.cause.borrow_mut() = Some(cause.clone());
        Failure::with_cause(NETWORK, cause)
    })
}

/// Sends one call to Cognito and reads the answer.
pub(super) async fn call(fetch: Option<&Function>, endpoint: &str, call: &Call, scope: &Scope) -> Result<Json> {
    let headers = Build::new()
        .with("Content-Type", cognito::CONTENT_TYPE)
        .with("X-Amz-Target", cognito::target(call.operation))
        .with("Cache-Control", "no-store")
        .frozen();
    let init = Build::new()
        .with("method", "POST")
        .with("headers", headers)
        .with("body", json::stringify(&call.input))
        .with("signal", scope.signal())
        .frozen();
    let reply = send(fetch, &endpoint.into(), &init, scope).await?;
    let reply: &Reply = if reply.is_object() { reply.unchecked_ref() } else { return Err(BAD_REPLY.into()) };
    let bad = |cause| Failure::with_cause(BAD_REPLY, cause);
    let status = reply.status().map_err(bad)?.as_f64().ok_or(BAD_REPLY)? as u16;
    let headers = reply.headers().map_err(bad)?;
    let header = |name| headers.get(name).ok().and_then(|value| value.as_string());
    let (error_type, request_id) = (header("x-amzn-ErrorType"), header("x-amzn-RequestId"));
    let text = scope.wait(&Promise::resolve(&reply.text().map_err(bad)?)).await?.map_err(|cause| {
        *scope.cause.borrow_mut() = Some(cause.clone());
        Failure::with_cause(NETWORK, cause)
    })?;
    let body = text.as_string().and_then(|text| json::parse(&text));
    let reply = cognito::Reply { status, error_type: error_type.as_deref(), request_id: request_id.as_deref(), body };
    Ok(cognito::read(reply)?)
}
