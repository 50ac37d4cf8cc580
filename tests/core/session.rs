//! Sessions, refresh and sign-out, turn by turn, against a scripted service.

use crate::flows::{play, refresh};
use crate::support::{Ended, Ending, Host, NOW, failure, jwt, ok, outage, refusal, tokens};
use cognito_identity_wasm::client::Effect;
use serde_json::{Value, json};

fn session(options: Value) -> Value {
    json!({ "method": "session", "user": "mia", "options": options })
}

fn sign_out(global: bool) -> Value {
    json!({ "method": "signOut", "user": "mia", "options": { "global": global } })
}

fn is_over(ended: Ended) {
    let Ending { effect, what } = ended.unwrap();
    assert_eq!((effect, what), (Effect::Value, Value::Null));
}

#[test]
fn new_tokens_keep_the_refresh_token_when_the_service_gives_no_other() {
    let (host, _) = play("refresh");
    assert_eq!(host.stored("mia.refreshToken"), Some("r1"));
}

#[test]
fn a_rotated_refresh_token_is_written_before_anything_else() {
    let mut host = Host::default().session("mia", "r1");
    is_over(host.run(&refresh(), vec![ok(tokens("mia", Some("r2")))]));
    let first_write = host.transcript.iter().find(|entry| entry["set"] != Value::Null).unwrap();
    assert_eq!(first_write, &json!({ "set": "mia.refreshToken", "to": "r2" }));
}

#[test]
fn a_remembered_device_and_a_client_secret_go_along() {
    play("refresh_with_device_and_secret");
}

#[test]
fn a_service_without_the_new_operation_is_asked_the_old_way() {
    play("refresh_the_old_way");
    for name in ["UnsupportedOperationException", "InvalidAction", "NotImplemented"] {
        let mut host = Host::default().session("mia", "r1");
        is_over(host.run(&refresh(), vec![refusal(name, ""), ok(tokens("mia", None))]));
        assert_eq!(host.sent(), ["GetTokensFromRefreshToken", "InitiateAuth"]);
    }
    // An auth proxy has one route for both, and is not asked again.
    let mut host = Host::default().session("mia", "r1");
    host.pool = json!({ "proxy": "https://app.example.com/auth" });
    let error = host.run(&refresh(), vec![refusal("UnknownOperationException", "")]).unwrap_err();
    assert_eq!(error["code"], "UnknownOperationException");
}

#[test]
fn a_refused_refresh_token_ends_the_session() {
    for name in ["NotAuthorizedException", "RefreshTokenReuseException", "UserNotFoundException"] {
        let mut host = Host::default().session("mia", "r1");
        host.storage.insert("mia.userData".into(), "{}".into());
        let error = host.run(&refresh(), vec![refusal(name, "Refresh Token has been revoked")]).unwrap_err();
        assert_eq!((error["code"].as_str(), error["kind"].as_str()), (Some("NotSignedIn"), Some("caller")));
        assert_eq!(error["cause"]["code"], name);
        assert_eq!(error["cause"]["message"], "Refresh Token has been revoked");
        assert!(host.storage.is_empty(), "{name}");
        assert_eq!(host.sent().len(), 1);
    }
}

#[test]
fn an_outage_or_a_refusal_of_another_kind_keeps_the_session() {
    for (answers, code) in [
        (vec![outage(); 3], "NetworkError"),
        // Without a word of why, as stand-ins answer that lack the newer operation: both are asked.
        (vec![failure(500); 6], "Internal"),
        (vec![refusal("InvalidParameterException", "")], "InvalidParameterException"),
        (vec![refusal("ForbiddenException", "")], "ForbiddenException"),
    ] {
        let mut host = Host::default().session("mia", "r1");
        let before = host.storage.clone();
        assert_eq!(host.run(&refresh(), answers).unwrap_err()["code"], code);
        assert_eq!(host.storage, before);
    }
}

#[test]
fn a_sign_out_during_the_refresh_leaves_the_storage_empty_and_is_told_in_one_way() {
    for (answer, cause) in [
        (ok(tokens("mia", Some("r2"))), None),
        (refusal("NotAuthorizedException", ""), None),
        (refusal("InvalidParameterException", ""), Some("InvalidParameterException")),
    ] {
        let mut host = Host::default().session("mia", "r1");
        host.meanwhile = Some(|storage| storage.clear());
        let error = host.run(&refresh(), vec![answer]).unwrap_err();
        assert_eq!((&error["code"], error["cause"]["code"].as_str()), (&json!("NotSignedIn"), cause));
        assert!(host.storage.is_empty());
    }
}

#[test]
fn another_page_that_was_faster_wins_and_nobody_is_signed_out() {
    for answer in [ok(tokens("mia", Some("r2"))), refusal("RefreshTokenReuseException", "")] {
        let mut host = Host::default().session("mia", "r1");
        host.meanwhile = Some(|storage| {
            storage.insert("mia.refreshToken".into(), "r3".into());
        });
        is_over(host.run(&refresh(), vec![answer]));
        assert_eq!(host.stored("mia.refreshToken"), Some("r3"));
    }
}

#[test]
fn an_answer_without_tokens_keeps_the_session() {
    for (reply, code) in [
        (json!({}), "Internal"),
        (json!({ "ChallengeName": "SMS_MFA" }), "Internal"),
        (json!({ "AuthenticationResult": { "AccessToken": "x" } }), "MalformedToken"),
    ] {
        let mut host = Host::default().session("mia", "r1");
        let before = host.storage.clone();
        assert_eq!(host.run(&refresh(), vec![ok(reply)]).unwrap_err()["code"], code);
        assert_eq!(host.storage, before);
    }
}

#[test]
fn a_session_that_holds_asks_nobody() {
    let mut host = Host::default().session_until("mia", "r1", 60.0);
    for options in [json!({}), json!({ "minValiditySeconds": 59 })] {
        let ending = host.run(&session(options), vec![]).unwrap();
        assert_eq!(ending.effect, Effect::Session);
        assert_eq!(ending.what["refreshToken"], "r1");
    }
    assert!(host.transcript.is_empty());
}

#[test]
fn a_session_that_ended_or_that_is_to_last_longer_is_refreshed_first() {
    play("session_refreshed");
    for options in [json!({ "minValiditySeconds": 61 }), json!({ "forceRefresh": true })] {
        let mut host = Host::default().session_until("mia", "r1", 60.0);
        let ending = host.run(&session(options), vec![ok(tokens("mia", Some("r2")))]).unwrap();
        assert_eq!(ending.what["refreshToken"], "r2");
    }
}

#[test]
fn a_session_without_a_refresh_token_ends_and_without_tokens_nobody_is_signed_in() {
    let mut host = Host::default().session_until("mia", "", -1.0);
    assert!(host.run(&session(json!({})), vec![]).unwrap_err()["message"].as_str().unwrap().contains("has ended"));
    let error = Host::default().run(&session(json!({})), vec![]).unwrap_err();
    assert!(error["message"].as_str().unwrap().contains("Nobody is signed in"));
    let mut host = Host::with(&[("mia.accessToken", "no token")]);
    assert_eq!(host.run(&session(json!({})), vec![]).unwrap_err()["code"], "NotSignedIn");
}

#[test]
fn signing_out_revokes_and_clears_whatever_the_service_says() {
    play("sign_out");
    for (answers, revoked) in [
        (vec![ok(json!({}))], true),
        (vec![outage(); 3], false),
        (vec![refusal("UnsupportedTokenTypeException", "")], false),
    ] {
        let mut host = Host::with(&[("zoe.idToken", "other")]).session("mia", "r1");
        let requests = answers.len();
        let ending = host.run(&sign_out(false), answers).unwrap();
        assert_eq!(ending.what, json!({ "revoked": revoked }));
        assert_eq!(host.sent(), vec!["RevokeToken"; requests]);
        assert_eq!(host.storage.keys().collect::<Vec<_>>(), ["zoe.idToken"], "other people's keys stay");
    }
}

#[test]
fn signing_out_everywhere_asks_for_just_that_with_a_token_that_holds() {
    play("sign_out_global");
    play("sign_out_global_refreshed");
}

#[test]
fn without_a_token_that_holds_this_session_alone_is_revoked() {
    let mut host = Host::default().session_until("mia", "r1", -1.0);
    let answers = vec![refusal("InvalidParameterException", ""), ok(json!({}))];
    assert_eq!(host.run(&sign_out(true), answers).unwrap().what, json!({ "revoked": false }));
    assert_eq!(host.sent(), ["GetTokensFromRefreshToken", "RevokeToken"]);
    assert!(host.storage.is_empty());
}

#[test]
fn a_session_that_cannot_be_revoked_is_cleared_and_behind_a_proxy_always_revoked() {
    let token = jwt(json!({ "sub": "mia", "username": "mia", "exp": NOW / 1000.0 + 60.0 }));
    let entries = [("mia.accessToken", token.as_str()), ("mia.refreshToken", "r1"), ("LastAuthUser", "zoe")];
    let mut host = Host::with(&entries);
    assert_eq!(host.run(&sign_out(false), vec![]).unwrap().what, json!({ "revoked": false }));
    assert_eq!(host.storage.keys().collect::<Vec<_>>(), ["LastAuthUser"]);
    let mut host = Host::with(&entries);
    host.pool = json!({ "proxy": "https://app.example.com/auth" });
    assert_eq!(host.run(&sign_out(false), vec![ok(json!({}))]).unwrap().what, json!({ "revoked": true }));
    assert_eq!(*host.body(0), json!({ "Token": "r1", "AccessToken": token }));
}

#[test]
fn signing_out_without_a_session_sends_nothing_and_leaves_another_last_user() {
    let mut host = Host::with(&[("LastAuthUser", "zoe")]);
    assert_eq!(host.run(&sign_out(false), vec![]).unwrap().what, json!({ "revoked": false }));
    assert_eq!(host.stored("LastAuthUser"), Some("zoe"));
}

#[test]
fn a_stored_drift_is_read_so_that_tokens_end_sooner_unless_it_says_that_its_unit_is_seconds() {
    let holds = |stored: &str, seconds: f64| {
        let mut host = Host::default().session_until("mia", "", seconds);
        host.storage.insert("mia.clockDrift".into(), stored.into());
        host.run(&session(json!({})), vec![]).is_ok()
    };
    // By so many seconds of this clock the tokens end earlier, or with a minus later, than they say.
    for (stored, earlier) in [
        // Ours: an hour ahead, an hour behind.
        ("3600s", -3600.0),
        ("-3600s", 3600.0),
        // The incumbent's are seconds that this clock is ahead, Amplify's milliseconds that it is behind.
        ("3600", 4.0),
        ("-3600", 3600.0),
        ("3600000", 3600.0),
        ("-3600000", 3_600_000.0),
        ("0", 0.0),
        ("x", 0.0),
        ("s", 0.0),
        ("", 0.0),
    ] {
        assert!(holds(stored, earlier + 1.0), "{stored}");
        assert!(!holds(stored, earlier - 1.0), "{stored}");
    }
    // What no number of ours looks like makes no token last longer.
    for stored in ["1e3", "99999999999", "123456789012345678901234567890", "-"] {
        assert!(!holds(stored, -1.0), "{stored}");
    }
}

#[test]
fn a_drift_is_stored_with_its_unit() {
    for (ahead, stored) in [(-60.0, "-60s"), (0.0, "0"), (90.0, "90s")] {
        let mut host = Host::default().session("mia", "r1");
        let token = jwt(json!({ "sub": "mia", "iat": NOW / 1000.0 - ahead, "exp": NOW / 1000.0 }));
        let result = json!({ "AuthenticationResult": { "AccessToken": token, "IdToken": token } });
        is_over(host.run(&refresh(), vec![ok(result)]));
        assert_eq!(host.stored("mia.clockDrift"), Some(stored));
    }
}

#[test]
fn a_restored_session_is_stored_under_the_name_that_it_claims_or_that_is_given() {
    let tokens = tokens("mia", None);
    let access = &tokens["AuthenticationResult"]["AccessToken"];
    let claims = json!({ "access": crate::support::summary(access.as_str()) });
    for (username, stored) in [(Value::Null, "mia"), (json!("zoe"), "zoe")] {
        let options = json!({ "accessToken": access, "refreshToken": "r1", "username": username });
        let mut host = Host::default();
        let call = json!({ "method": "restore", "options": options, "claims": claims });
        let ending = host.run(&call, vec![]).unwrap();
        assert_eq!((ending.effect, ending.what["username"].as_str()), (Effect::SignedIn, Some(stored)));
        assert_eq!(host.stored(&format!("{stored}.refreshToken")), Some("r1"));
        assert_eq!(host.stored(&format!("{stored}.clockDrift")), Some("0"));
    }
    let nameless = json!({ "method": "restore", "options": { "accessToken": access }, "claims": {} });
    assert_eq!(Host::default().run(&nameless, vec![]).unwrap_err()["code"], "InvalidArgument");
}
