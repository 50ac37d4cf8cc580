//! The wire as a server speaks it, in trees of JSON.

use super::{exception_name, judge, no_message};
use crate::error::{AuthError, Details, Result, code};
use crate::operation::{Call, Json};
use crate::prelude::*;
use alloc::borrow::Cow;

/// What a host has to send.
#[derive(Debug)]
pub struct Request {
    /// The HTTP method.
    pub method: &'static str,
    /// Where to.
    pub url: String,
    /// Names and values.
    pub headers: Json,
    /// The body, to be written as JSON.
    pub body: Option<Json>,
}

/// What a host has received, with the body already parsed.
#[derive(Debug)]
pub struct Reply<'a> {
    /// The HTTP status.
    pub status: u16,
    /// `x-amzn-ErrorType`.
    pub error_type: Option<&'a str>,
    /// `x-amzn-RequestId`.
    pub request_id: Option<&'a str>,
    /// The body; `None` when it is not JSON.
    pub body: Option<Json>,
    /// Whether the body is empty and the operation has no output.
    pub is_empty: bool,
}

/// The request of a call.
pub fn request(endpoint: &str, call: &Call) -> Request {
    let target = ["AWSCognitoIdentityProviderService.", call.operation.name()].concat();
    Request {
        method: "POST",
        url: endpoint.to_owned(),
        headers: Json::texts([
            ("Content-Type", "application/x-amz-json-1.1"),
            ("X-Amz-Target", &target),
            ("Cache-Control", "no-store"),
        ]),
        body: Some(call.input.clone()),
    }
}

/// The answer in a reply, or the error that it tells.
pub fn read(reply: Reply<'_>) -> Result<Json> {
    match reply.body {
        Some(body @ Json::Map(_)) if (200..300).contains(&reply.status) => Ok(body),
        // Some operations answer with nothing at all; a firewall does so, too, and 200 alone is the service's own.
        None if reply.status == 200 && reply.is_empty => Ok(Json::Map(Vec::new())),
        _ => Err(error(&reply)),
    }
}

fn error(reply: &Reply<'_>) -> AuthError {
    let body = reply.body.as_ref();
    let text = |name| body.and_then(|body| body.text_at(name));
    let name = text("__type")
        .or_else(|| text("code"))
        .or(reply.error_type)
        .map(exception_name)
        .filter(|name| !name.is_empty());
    let message = text("message").or_else(|| text("Message")).filter(|message| !message.is_empty());
    let (kind, retryable) = judge(name, reply.status.into());
    Details {
        code: name.map_or(Cow::Borrowed(code::INTERNAL), |name| Cow::Owned(name.to_owned())),
        kind,
        message: message.map_or(Cow::Borrowed(no_message(kind)), |message| Cow::Owned(message.to_owned())),
        status: Some(reply.status),
        request_id: reply.request_id.map(str::to_owned),
        retryable,
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;
    use serde_json::json;

    fn reply(status: u16, error_type: Option<&str>, body: Option<serde_json::Value>) -> Result<Json> {
        let body = body.as_ref().map(Json::from);
        read(Reply { status, error_type, request_id: Some("id-1"), body, is_empty: false })
    }

    #[test]
    fn every_shape_of_error_gets_its_code() {
        let code = |status, header, body| reply(status, header, body).unwrap_err().code.to_string();
        let typed = json!({"__type": "com.amazonaws#NotAuthorizedException", "message": "No."});
        assert_eq!(code(400, None, Some(typed)), "NotAuthorizedException");
        assert_eq!(code(400, None, Some(json!({"__type": "FooException"}))), "FooException");
        assert_eq!(code(400, None, Some(json!({"code": "FooException"}))), "FooException");
        assert_eq!(code(400, Some("FooException:http://internal.amazon.com/"), None), "FooException");
        assert_eq!(code(503, None, None), "Internal");
        assert_eq!(code(200, None, Some(json!([1]))), "Internal");
    }

    #[test]
    fn messages_of_the_service_pass_through_unaltered() {
        for name in ["message", "Message"] {
            let error =
                reply(400, None, Some(json!({"__type": "X", name: "Access Token has been revoked"}))).unwrap_err();
            assert_eq!(error.message, "Access Token has been revoked");
            assert_eq!((error.status, error.request_id.as_deref()), (Some(400), Some("id-1")));
        }
    }

    #[test]
    fn only_outages_and_throttling_are_retryable() {
        let judged = |status, name: &str| {
            let error = reply(status, Some(name), None).unwrap_err();
            (error.kind, error.retryable)
        };
        assert_eq!(judged(400, "TooManyRequestsException"), (Kind::Server, true));
        assert_eq!(judged(429, "Whatever"), (Kind::Server, true));
        assert_eq!(judged(500, "InternalErrorException"), (Kind::Server, true));
        assert_eq!(judged(400, "LimitExceededException"), (Kind::Service, false));
        assert_eq!(judged(403, "ForbiddenException"), (Kind::Service, false));
        assert_eq!(judged(400, "NotAuthorizedException"), (Kind::Service, false));
        assert_eq!(reply(404, None, None).unwrap_err().kind, Kind::Internal);
    }

    #[test]
    fn an_empty_success_is_an_empty_answer_where_the_operation_has_none_and_the_status_is_the_services() {
        let empty = |status, is_empty| {
            read(Reply { status, error_type: None, request_id: None, body: None, is_empty })
                .map(|body| body.entries().len())
        };
        assert_eq!(empty(200, true).unwrap(), 0);
        for (status, is_empty) in [(200, false), (202, true), (204, true)] {
            assert_eq!(empty(status, is_empty).unwrap_err().code, "Internal");
        }
        for body in [json!(null), json!([{}]), json!(7), json!("ok")] {
            assert_eq!(reply(200, None, Some(body)).unwrap_err().code, "Internal");
        }
    }
}
