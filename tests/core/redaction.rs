//! A marked secret never shows: not in a Debug, not in a Display, not in an error.

use crate::flows::{account, refresh, start, verifier, with};
use crate::support::{Host, NOW, entropy, failure, ok, outage, refusal, tokens};
use cognito_identity_wasm::client::Machine;
use cognito_identity_wasm::operation::{AuthReply, Call, Json, Operation};
use cognito_identity_wasm::secret::Secret;
use cognito_identity_wasm::{srp, token};
use serde_json::{Value, json};
use std::fmt::Debug;

const MARK: &str = "MARKED-SECRET-7f3a";

fn shows_nothing(what: &str, shown: String) {
    assert!(!shown.contains(MARK), "{what} shows the secret: {shown}");
    // Nor as bytes.
    let bytes = format!("{:?}", MARK.as_bytes());
    assert!(!shown.contains(bytes.trim_matches(['[', ']'])), "{what} shows the secret as bytes");
}

fn debug(what: &str, value: &impl Debug) {
    shows_nothing(what, format!("{value:?}"));
    shows_nothing(what, format!("{value:#?}"));
}

#[test]
fn values_that_carry_secrets_hide_them() {
    debug("Secret", &Secret::<String>::from(MARK));
    debug("Json", &Json::texts([("password", MARK)]));
    debug("Json text", &Json::text(MARK));
    debug("Call", &Call::new(Operation::GetUser).text("AccessToken", MARK));
    debug("Login", &srp::Login { pool_name: "Pool1", username: "mia", password: MARK });
    debug("Entropy", &entropy());
    let reply = json!({ "AuthenticationResult": { "AccessToken": MARK, "IdToken": MARK, "RefreshToken": MARK } });
    debug("AuthReply", &AuthReply::read(&Json::from(&reply)).unwrap());
    let challenge =
        json!({ "ChallengeName": "SMS_MFA", "Session": MARK, "ChallengeParameters": { "SECRET_BLOCK": MARK } });
    debug("Challenge", &AuthReply::read(&Json::from(&challenge)).unwrap());
}

fn marked() -> Host {
    Host::with(&[("mia.deviceKey", MARK), ("mia.deviceGroupKey", MARK), ("mia.randomPasswordKey", MARK)])
        .session("mia", MARK)
        .setting("clientSecret", MARK.into())
        .setting("clientMetadata", json!({ "m": MARK }))
}

#[test]
fn machines_and_their_turns_hide_what_they_carry() {
    let sign_in = with(start("password"), "members", json!({ "PASSWORD": MARK }));
    let mut refresh = with(refresh(), "clientMetadata", json!({ "m": MARK }));
    refresh["token"] = MARK.into();
    for call in [sign_in, refresh] {
        let (mut machine, turn) = Machine::start(marked().text_of(&call), Some(entropy()), NOW);
        assert!(turn.expose().contains(MARK), "it is there");
        debug("Turn", &turn);
        debug("Machine", &machine);
        let next = machine.resume(ok(tokens("mia", Some(MARK))).to_string(), NOW);
        debug("Turn", &next);
        debug("Machine", &machine);
    }
}

#[test]
fn no_error_of_a_call_repeats_what_was_stored_given_or_answered() {
    let answers = |service: Value| vec![service.clone(), service.clone(), service];
    let marked_refusal =
        json!({ "status": 400, "code": "NotAuthorizedException", "message": "", "body": { "x": MARK } });
    let malformed = ok(json!({ "AuthenticationResult": { "AccessToken": MARK, "RefreshToken": MARK } }));
    let mut strange = verifier("PASSWORD_VERIFIER", "mia");
    strange["ChallengeParameters"]["SALT"] = MARK.into();
    let mut forced = json!({ "method": "session", "user": "mia", "options": { "forceRefresh": true } });
    forced["options"]["clientMetadata"] = json!({ "m": MARK });
    let change = account("ChangePassword", "token", json!({ "PreviousPassword": MARK, "ProposedPassword": MARK }));
    let calls = [with(start("srp"), "password", MARK.into()), forced, change];
    for service in
        [outage(), failure(500), failure(302), marked_refusal, malformed, ok(strange), refusal("Strange", "")]
    {
        for call in &calls {
            let mut never = |_: usize, _, _: &str| None;
            let ended = marked().run_tampered(call, answers(service.clone()), &mut never).unwrap();
            match ended {
                Err(error) => shows_nothing("an error", error.to_string()),
                Ok(_) => assert_eq!(call["method"], "account"),
            }
        }
    }
}

#[test]
fn errors_about_bad_input_do_not_repeat_it() {
    let error = token::payload(MARK).unwrap_err();
    shows_nothing("token error", format!("{error} {error:?}"));
    let ephemeral = srp::Ephemeral::new(MARK.as_bytes()).unwrap();
    debug("Ephemeral", &ephemeral);
    let login = srp::Login { pool_name: "Pool1", username: "mia", password: MARK };
    for (salt, b, secret_block) in [(MARK, "2", "AA=="), ("2", MARK, "AA=="), ("2", "2", MARK)] {
        let error = srp::prove(&ephemeral, &login, &srp::Challenge { salt, b, secret_block }, "now").unwrap_err();
        shows_nothing("srp error", format!("{error} {error:?}"));
    }
}
