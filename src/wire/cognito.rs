//! Amazon Cognito's wire: AWS JSON 1.1 over one endpoint.
//!
//! Source: Amazon Cognito user pools API Reference, "Making API requests" and "Common Errors".

pub use super::{Reply, Request};
use crate::error::{AuthError, Details, Kind, Result, code};
use crate::operation::{Call, Json};
use crate::prelude::*;
use alloc::borrow::Cow;

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

/// What the id of a user pool tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPoolId<'a> {
    /// The AWS region.
    pub region: &'a str,
    /// The pool's name: what SRP mixes into the password.
    pub name: &'a str,
}

/// Reads an id such as `eu-central-1_AbCdEf123`; at most 55 characters.
pub fn user_pool_id(id: &str) -> Result<UserPoolId<'_>> {
    const BAD: AuthError = AuthError::known(
        const { &Details::invalid("`userPoolId` must look like eu-central-1_AbCdEf123: copy it from the console.") },
    );
    let mark = id.bytes().position(|byte| byte == b'_').ok_or(BAD)?;
    let (region, name) = (id.get(..mark).unwrap_or_default(), id.get(mark + 1..).unwrap_or_default());
    let region_fits = region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let name_fits = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if id.len() > 55 || region.is_empty() || name.is_empty() || !region_fits || !name_fits {
        return Err(BAD);
    }
    Ok(UserPoolId { region, name })
}

/// The service's address in a region, in the partition that the region belongs to.
pub fn endpoint(region: &str) -> String {
    // The prefixes of the partitions' regular expressions in AWS's endpoint rules.
    const DOMAINS: [(&str, &str); 7] = [
        ("cn-", "amazonaws.com.cn"),
        ("us-isob-", "sc2s.sgov.gov"),
        ("us-isof-", "csp.hci.ic.gov"),
        ("us-iso-", "c2s.ic.gov"),
        ("eu-isoe-", "cloud.adc-e.uk"),
        ("eusc-", "amazonaws.eu"),
        ("", "amazonaws.com"),
    ];
    let domain =
        DOMAINS.iter().find(|(prefix, _)| region.starts_with(prefix)).map_or("amazonaws.com", |(_, domain)| domain);
    ["https://cognito-idp.", region, ".", domain, "/"].concat()
}

/// The answer in a reply, or the error that it tells.
pub fn read(reply: Reply<'_>) -> Result<Json> {
    if (200..300).contains(&reply.status) {
        // Some operations answer with nothing at all.
        return match reply.body {
            Some(body @ Json::Map(_)) => Ok(body),
            None | Some(Json::Null) => Ok(Json::Map(Vec::new())),
            Some(_) => Err(error(&reply)),
        };
    }
    Err(error(&reply))
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
    let (kind, retryable) = judge(name, reply.status);
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

/// `ns#NameException:http://…` without what stands around the name.
fn exception_name(raw: &str) -> &str {
    // By bytes: the search for characters, and the table of Unicode's spaces, cost the client a kilobyte.
    let end = raw.bytes().position(|byte| byte == b':').unwrap_or(raw.len());
    let name = raw.get(..end).unwrap_or(raw);
    let start = name.bytes().rposition(|byte| byte == b'#').map_or(0, |at| at + 1);
    name.get(start..).unwrap_or(name).trim_ascii()
}

/// Whose fault, and whether to try again. Throttling has names of its own and comes as 400 or 429.
fn judge(name: Option<&str>, status: u16) -> (Kind, bool) {
    const THROTTLING: [&str; 6] = [
        "TooManyRequestsException",
        "ThrottlingException",
        "Throttling",
        "RequestThrottled",
        "RequestLimitExceeded",
        "SlowDown",
    ];
    if status == 429 || name.is_some_and(|name| THROTTLING.contains(&name)) {
        return (Kind::Server, true);
    }
    match (status, name) {
        (500.., _) => (Kind::Server, true),
        (_, Some(_)) => (Kind::Service, false),
        // No AWS service answers like this: a captive portal, a firewall, a wrong endpoint.
        (_, None) => (Kind::Internal, false),
    }
}

fn no_message(kind: Kind) -> &'static str {
    match kind {
        Kind::Server => "The service failed without saying why: try again later.",
        Kind::Service => "The service refused without saying why.",
        _ => "This is no answer of Amazon Cognito: check the endpoint, and what stands between it and here.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reply(status: u16, error_type: Option<&str>, body: Option<serde_json::Value>) -> Result<Json> {
        read(Reply { status, error_type, request_id: Some("id-1"), body: body.as_ref().map(Json::from) })
    }

    #[test]
    fn every_partition_has_its_own_domain() {
        for (region, host) in [
            ("eu-central-1", "https://cognito-idp.eu-central-1.amazonaws.com/"),
            ("us-gov-west-1", "https://cognito-idp.us-gov-west-1.amazonaws.com/"),
            ("cn-north-1", "https://cognito-idp.cn-north-1.amazonaws.com.cn/"),
            ("us-iso-east-1", "https://cognito-idp.us-iso-east-1.c2s.ic.gov/"),
            ("us-isob-east-1", "https://cognito-idp.us-isob-east-1.sc2s.sgov.gov/"),
            ("us-isof-south-1", "https://cognito-idp.us-isof-south-1.csp.hci.ic.gov/"),
            ("eu-isoe-west-1", "https://cognito-idp.eu-isoe-west-1.cloud.adc-e.uk/"),
            ("eusc-de-east-1", "https://cognito-idp.eusc-de-east-1.amazonaws.eu/"),
        ] {
            assert_eq!(endpoint(region), host);
        }
    }

    #[test]
    fn a_user_pool_id_is_read_or_refused() {
        assert_eq!(user_pool_id("us-east-1_abc").unwrap(), UserPoolId { region: "us-east-1", name: "abc" });
        for bad in ["", "_", "us-east-1", "us-east-1_", "_abc", "us east_abc", "us-east-1_a-b", "us-east-1_é"] {
            assert!(user_pool_id(bad).is_err(), "{bad}");
        }
        let longest = format!("us-east-1_{}", "a".repeat(45));
        assert!(user_pool_id(&longest).is_ok());
        assert!(user_pool_id(&format!("{longest}a")).is_err());
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
    fn an_empty_success_is_an_empty_answer() {
        assert!(reply(200, None, None).unwrap().entries().is_empty());
    }
}
