//! Refresh and sign-out, step by step, against a scripted service.

use crate::support::{Host, NOW, context, context_with, jwt, key, refusal, tokens};
use cognito_identity_wasm::error::{AuthError, Details, Kind, Result, code};
use cognito_identity_wasm::flow::{Refresh, SessionTokens, SignOut};
use serde_json::{Value, json};

fn refresh(host: &mut Host, answers: Vec<Result<Value>>) -> Result<Box<SessionTokens>> {
    host.run(Refresh::start(context(), "mia", "r1".into(), None, None), answers)
}

fn outage() -> AuthError {
    AuthError::unanswered(code::NETWORK_ERROR, "No answer.")
}

#[test]
fn new_tokens_keep_the_refresh_token_when_the_service_gives_no_other() {
    let mut host = Host::default().session("mia", "r1");
    refresh(&mut host, vec![Ok(tokens("mia", None))]).unwrap();
    assert_eq!(host.stored("mia.refreshToken"), Some("r1"));
    host.matches("refresh");
}

#[test]
fn a_rotated_refresh_token_is_written_before_anything_else() {
    let mut host = Host::default().session("mia", "r1");
    refresh(&mut host, vec![Ok(tokens("mia", Some("r2")))]).unwrap();
    let first_write = host.transcript.iter().find(|entry| entry["set"] != Value::Null).unwrap();
    assert_eq!(first_write, &json!({ "set": "mia.refreshToken", "to": "r2" }));
}

#[test]
fn a_remembered_device_and_a_client_secret_go_along() {
    let mut host = Host::with(&[("mia.deviceKey", "us-east-1_d")]).session("mia", "r1");
    let start = Refresh::start(context_with(Some("shh")), "mia", "r1".into(), None, None);
    host.run(start, vec![Ok(tokens("mia", Some("r2")))]).unwrap();
    host.matches("refresh_with_device_and_secret");
}

#[test]
fn a_service_without_the_new_operation_is_asked_the_old_way() {
    let mut host = Host::with(&[("mia.deviceKey", "us-east-1_d")]).session("mia", "r1");
    let start = Refresh::start(context_with(Some("shh")), "mia", "r1".into(), None, None);
    let unknown = Err(refusal("UnknownOperationException", ""));
    host.run(start, vec![unknown, Ok(tokens("mia", None))]).unwrap();
    host.matches("refresh_the_old_way");
}

#[test]
fn a_refused_refresh_token_ends_the_session() {
    for name in ["NotAuthorizedException", "RefreshTokenReuseException", "UserNotFoundException"] {
        let mut host = Host::default().session("mia", "r1");
        let error = refresh(&mut host, vec![Err(refusal(name, "Refresh Token has been revoked"))]).unwrap_err();
        assert_eq!(error.code, name);
        assert!(host.storage.is_empty(), "{name}");
        assert_eq!(host.sent().len(), 1);
    }
}

#[test]
fn an_outage_or_a_refusal_of_another_kind_keeps_the_session() {
    let server = {
        let mut details = Details::new("InternalErrorException", Kind::Server, "");
        details.status = Some(500);
        AuthError::from(details)
    };
    for error in [outage(), server, refusal("InvalidParameterException", ""), refusal("ForbiddenException", "")] {
        let mut host = Host::default().session("mia", "r1");
        let before = host.storage.clone();
        assert_eq!(refresh(&mut host, vec![Err(error.clone())]).unwrap_err(), error);
        assert_eq!(host.storage, before);
    }
}

#[test]
fn a_sign_out_during_the_refresh_leaves_the_storage_empty() {
    let mut host = Host::default().session("mia", "r1");
    host.meanwhile = Some(|storage| storage.clear());
    let error = refresh(&mut host, vec![Ok(tokens("mia", Some("r2")))]).unwrap_err();
    assert_eq!(error.code, "NotSignedIn");
    assert!(host.storage.is_empty());
}

#[test]
fn another_page_that_was_faster_wins_and_nobody_is_signed_out() {
    for answer in [Ok(tokens("mia", Some("r2"))), Err(refusal("RefreshTokenReuseException", ""))] {
        let mut host = Host::default().session("mia", "r1");
        host.meanwhile = Some(|storage| {
            storage.insert(key("mia.refreshToken"), "r3".into());
        });
        let session = refresh(&mut host, vec![answer]).unwrap();
        assert_eq!(session.refresh.unwrap().expose(), "r3");
        assert_eq!(host.stored("mia.refreshToken"), Some("r3"));
    }
}

#[test]
fn an_answer_without_tokens_keeps_the_session() {
    for reply in
        [json!({}), json!({ "ChallengeName": "SMS_MFA" }), json!({ "AuthenticationResult": { "AccessToken": "x" } })]
    {
        let mut host = Host::default().session("mia", "r1");
        let before = host.storage.clone();
        refresh(&mut host, vec![Ok(reply)]).unwrap_err();
        assert_eq!(host.storage, before);
    }
}

#[test]
fn signing_out_revokes_and_clears_whatever_the_service_says() {
    for (answer, revoked) in
        [(Ok(json!({})), true), (Err(outage()), false), (Err(refusal("UnsupportedTokenTypeException", "")), false)]
    {
        let mut host = Host::with(&[("zoe.idToken", "other")]).session("mia", "r1");
        assert_eq!(host.run(SignOut::start(context(), "mia", false), vec![answer]).unwrap(), revoked);
        assert_eq!(host.sent(), ["RevokeToken"]);
        assert_eq!(host.storage.keys().collect::<Vec<_>>(), [&key("zoe.idToken")], "other people's keys stay");
    }
}

#[test]
fn signing_out_everywhere_asks_for_just_that() {
    let mut host = Host::default().session("mia", "r1");
    assert!(host.run(SignOut::start(context(), "mia", true), vec![Ok(json!({}))]).unwrap());
    host.matches("sign_out_global");
}

#[test]
fn signing_out_without_a_session_sends_nothing_and_leaves_another_last_user() {
    let mut host = Host::with(&[("LastAuthUser", "zoe")]);
    assert!(!host.run(SignOut::start(context(), "mia", false), vec![]).unwrap());
    assert_eq!(host.stored("LastAuthUser"), Some("zoe"));
}

#[test]
fn a_stored_drift_is_read_so_that_tokens_end_sooner_unless_it_says_that_its_unit_is_seconds() {
    let drift = |stored: &str| {
        let values = vec![Some("id".into()), Some("access".into()), None, Some(stored.into())];
        SessionTokens::from_loaded(values).unwrap().clock_drift
    };
    // Ours: an hour ahead, an hour behind.
    assert_eq!((drift("3600s"), drift("-3600s")), (3600.0, -3600.0));
    // The incumbent's are seconds that this clock is ahead, Amplify's milliseconds that it is behind.
    assert_eq!((drift("3600"), drift("-3600")), (-3.6, -3600.0));
    assert_eq!((drift("3600000"), drift("-3600000")), (-3600.0, -3_600_000.0));
    assert_eq!((drift("0"), drift("x"), drift("s"), drift("1e3"), drift("99999999999")), (0.0, 0.0, 0.0, 0.0, 0.0));
}

#[test]
fn a_drift_is_stored_with_its_unit() {
    for (ahead, stored) in [(-60.0, "-60s"), (0.0, "0"), (90.0, "90s")] {
        let mut host = Host::default().session("mia", "r1");
        let token = jwt(json!({ "sub": "mia", "iat": NOW / 1000.0 - ahead, "exp": NOW / 1000.0 }));
        let result = json!({ "AuthenticationResult": { "AccessToken": token, "IdToken": token } });
        refresh(&mut host, vec![Ok(result)]).unwrap();
        assert_eq!(host.stored("mia.clockDrift"), Some(stored));
    }
}
