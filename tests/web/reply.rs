//! What the machine is told of an answer: its parts, and what the tokens in it claim.

use cognito_identity_wasm::{srp, token};
use js_sys::Date;
use wasm_bindgen::JsValue;

use super::http::Reply;
use super::json::{get, object, parse, text};

/// The claims that the machine reads.
const CLAIMS: [&str; 6] = ["device_key", "exp", "iat", "origin_jti", "sub", "username"];

/// The answer to [`Effect::Send`](cognito_identity_wasm::client::Effect::Send).
pub(super) fn told(reply: Option<&Reply>) -> JsValue {
    let Some(Reply { status, request_id, error_type, body }) = reply else { return object([("none", true.into())]) };
    let empty = if body.is_empty() { true.into() } else { JsValue::UNDEFINED };
    let body = parse(body);
    let code = [text(&body, "__type"), text(&body, "code"), error_type.clone()].into_iter().flatten().next();
    let message = text(&body, "message").or_else(|| text(&body, "Message"));
    let result = get(&body, "AuthenticationResult");
    let claims = if result.is_object() {
        claims(text(&result, "AccessToken").as_deref(), text(&result, "IdToken").as_deref())
    } else {
        JsValue::UNDEFINED
    };
    object([
        ("status", (*status).into()),
        // The time of a proof that answers it.
        ("time", srp::timestamp(Date::now()).into()),
        ("requestId", request_id.as_deref().into()),
        ("code", code.as_deref().map(exception_name).into()),
        ("message", message.into()),
        ("body", body),
        ("empty", empty),
        ("claims", claims),
    ])
}

/// `ns#NameException:http://…` without what stands around the name.
fn exception_name(raw: &str) -> &str {
    let name = raw.split(':').next().unwrap_or(raw);
    name.rsplit('#').next().unwrap_or(name).trim()
}

/// What two tokens claim; nothing of one that is not there or cannot be read.
pub(super) fn claims(access: Option<&str>, id: Option<&str>) -> JsValue {
    object([("access", claims_of(access)), ("id", claims_of(id))])
}

fn claims_of(token: Option<&str>) -> JsValue {
    let all = token.and_then(|token| token::payload(token).ok()).map_or(JsValue::UNDEFINED, |text| parse(&text));
    if all.is_object() { object(CLAIMS.map(|name| (name, get(&all, name)))) } else { JsValue::UNDEFINED }
}
