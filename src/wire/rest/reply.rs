//! Answers of the neutral contract: written by the proxy, read by the client as if Cognito had given them.

use super::Reply;
use super::names::{self, to_aws, to_neutral};
use crate::error::{AuthError, Details, Kind, Result, code};
use crate::operation::Json;
use crate::prelude::*;
use alloc::borrow::Cow;

/// Whether a text is the claims of a token that the proxy holds, and not the token.
pub(super) fn stands_for_a_token(text: &str) -> bool {
    text.starts_with('{')
}

/// The service's answer with neutral names.
pub fn answer(reply: &Json) -> Json {
    to_neutral(reply)
}

/// The body that tells an error.
pub fn refusal(code: &str, message: &str, retryable: bool, request_id: &str) -> Json {
    Json::Map(vec![(
        "error".into(),
        Json::Map(vec![
            ("code".into(), Json::text(code)),
            ("message".into(), Json::text(message)),
            ("retryable".into(), Json::Bool(retryable)),
            ("requestId".into(), Json::text(request_id)),
        ]),
    )])
}

/// The answer in a reply, in the service's names, or the error that it tells.
///
/// Where the proxy keeps the tokens it tells their claims. `print` makes these a text, which then stands where the token
/// would stand: whoever reads claims finds them, and [`write_call`](super::write_call) sends none of it.
pub fn read(reply: Reply<'_>, print: fn(&Json) -> String) -> Result<Json> {
    if !(200..300).contains(&reply.status) {
        return Err(error(&reply));
    }
    match &reply.body {
        None | Some(Json::Null) => Ok(Json::Map(Vec::new())),
        Some(body @ Json::Map(_)) => {
            let mut body = to_aws(body);
            stand_in(&mut body, print);
            Ok(body)
        }
        Some(_) => Err(error(&reply)),
    }
}

fn stand_in(body: &mut Json, print: fn(&Json) -> String) {
    let Json::Map(members) = body else { return };
    let Some((_, result)) = members.iter_mut().find(|(name, _)| name == "AuthenticationResult") else { return };
    // The refresh token, which nobody reads, changes with the access token.
    for (claims, token) in [("AccessClaims", "AccessToken"), ("IdClaims", "IdToken"), ("AccessClaims", "RefreshToken")]
    {
        if let Some(text) = result.get(claims).map(print) {
            result.set(token, Json::text(text));
        }
    }
}

const NO_PROXY: &str = "This is no answer of an auth proxy: check the address, and what stands between it and here.";

fn error(reply: &Reply<'_>) -> AuthError {
    let told = reply.body.as_ref().and_then(|body| body.get("error"));
    let text = |name| told.and_then(|told| told.text_at(name)).filter(|text| !text.is_empty());
    let neutral = text("code");
    let own = neutral.is_none_or(|code| names::OWN_CODES.contains(&code));
    let retryable = match told.and_then(|told| told.get("retryable")) {
        Some(Json::Bool(value)) => *value,
        _ => reply.status >= 500,
    };
    let kind = match (neutral, own) {
        _ if retryable => Kind::Server,
        (None | Some("Internal"), _) => Kind::Internal,
        (_, true) => Kind::Caller,
        (_, false) => Kind::Service,
    };
    Details {
        code: neutral.map_or(Cow::Borrowed(code::INTERNAL), |neutral| Cow::Owned(names::aws_code(neutral))),
        kind,
        message: text("message").map_or(Cow::Borrowed(NO_PROXY), |message| Cow::Owned(message.to_owned())),
        status: Some(reply.status),
        request_id: text("requestId").or(reply.request_id).map(str::to_owned),
        retryable,
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn print(json: &Json) -> String {
        Value::from(json).to_string()
    }

    fn reply(status: u16, body: &Value) -> Result<Json> {
        read(Reply { status, error_type: None, request_id: Some("header-1"), body: Some(Json::from(body)) }, print)
    }

    #[test]
    fn tokens_and_challenges_come_back_as_the_service_gave_them() {
        for aws in [
            json!({ "AuthenticationResult": { "AccessToken": "a", "IdToken": "i", "RefreshToken": "r", "ExpiresIn": 3600,
                "NewDeviceMetadata": { "DeviceKey": "k", "DeviceGroupKey": "g" } } }),
            json!({ "ChallengeName": "PASSWORD_VERIFIER", "Session": "s", "ChallengeParameters": {
                "SRP_B": "b", "SALT": "s", "REALM": "p", "captchaUrl": "u" }, "AvailableChallenges": ["EMAIL_OTP"] }),
            json!({ "UserMFASettingList": ["SMS_MFA"], "UserAttributes": [{ "Name": "sub", "Value": "1" }] }),
        ] {
            let neutral = answer(&Json::from(&aws));
            assert_eq!(Value::from(&reply(200, &Value::from(&neutral)).unwrap()), aws);
        }
    }

    #[test]
    fn claims_stand_where_the_tokens_would_and_are_never_sent() {
        let body = json!({ "tokens": { "accessClaims": { "sub": "1", "cognito:groups": ["a"] }, "idClaims": { "sub": "1" } } });
        let read = Value::from(&reply(200, &body).unwrap());
        let result = &read["AuthenticationResult"];
        assert_eq!(result["AccessToken"], r#"{"sub":"1","cognito:groups":["a"]}"#);
        assert_eq!(result["IdToken"], r#"{"sub":"1"}"#);
        for text in ["AccessToken", "IdToken", "RefreshToken"] {
            assert!(stands_for_a_token(result[text].as_str().unwrap()));
        }
        assert!(!stands_for_a_token("eyJhbGciOiJSUzI1NiJ9.e30.x"));
    }

    #[test]
    fn an_error_has_the_services_code_and_says_whose_it_is() {
        let error = |status, code: &str, retryable: bool| {
            let body = Value::from(&refusal(code, "No.", retryable, "id-1"));
            let error = reply(status, &body).unwrap_err();
            assert_eq!((error.message.as_ref(), error.request_id.as_deref()), ("No.", Some("id-1")));
            (error.code.to_string(), error.kind)
        };
        assert_eq!(error(401, "NotAuthorized", false), ("NotAuthorizedException".into(), Kind::Service));
        assert_eq!(error(400, "RefusedByHook", false), ("UserLambdaValidationException".into(), Kind::Service));
        assert_eq!(error(429, "TooManyRequests", true), ("TooManyRequestsException".into(), Kind::Server));
        assert_eq!(error(429, "RateLimited", true), ("RateLimited".into(), Kind::Server));
        assert_eq!(error(401, "NotSignedIn", false), ("NotSignedIn".into(), Kind::Caller));
        assert_eq!(error(503, "ServiceUnavailable", true), ("ServiceUnavailable".into(), Kind::Server));
        let portal = read(Reply { status: 302, error_type: None, request_id: None, body: None }, print).unwrap_err();
        assert_eq!((portal.code.as_ref(), portal.kind), ("Internal", Kind::Internal));
    }
}
