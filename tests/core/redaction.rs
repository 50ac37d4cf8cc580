//! A marked secret never shows: not in a Debug, not in a Display, not in an error.

use crate::support::{context_with, entropy};
use cognito_identity_wasm::flow::{
    Answer, Companions, Device, Flow, Method, Pending, Progress, Refresh, SessionTokens,
};
use cognito_identity_wasm::flow::{SignIn, SignInCommand, Step, Write};
use cognito_identity_wasm::operation::{AuthReply, Json};
use cognito_identity_wasm::{srp, token};
use serde_json::json;
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

fn command() -> SignInCommand {
    SignInCommand {
        username: "mia".into(),
        password: Some(MARK.into()),
        method: Method::Password,
        preferred_challenge: None,
        validation_data: Some(Json::texts([("v", MARK)])),
    }
}

#[test]
fn values_that_carry_secrets_hide_them() {
    debug("SignInCommand", &command());
    debug("Json", &Json::texts([("password", MARK)]));
    debug("Json text", &Json::text(MARK));
    debug("Write", &Write { key: "k".into(), value: Some(MARK.into()) });
    for answer in [
        Answer::Code(MARK.into()),
        Answer::Text(MARK.into()),
        Answer::Password(MARK.into()),
        Answer::NewPassword { password: MARK.into(), attributes: Json::Map(vec![]) },
        Answer::Setup { code: MARK.into(), device_name: None },
    ] {
        debug("Answer", &answer);
    }
    let tokens =
        SessionTokens { access: MARK.into(), id: Some(MARK.into()), refresh: Some(MARK.into()), clock_drift: 0.0 };
    debug("SessionTokens", &tokens);
    debug("Device", &Device { key: "k".into(), group_key: "g".into(), password: MARK.into() });
    debug("Context", &context_with(Some(MARK)));
    debug("Login", &srp::Login { pool_name: "Pool1", username: "mia", password: MARK });
    let reply = json!({ "AuthenticationResult": { "AccessToken": MARK, "IdToken": MARK, "RefreshToken": MARK } });
    debug("AuthReply", &AuthReply::read(&Json::from(&reply)).unwrap());
    let challenge =
        json!({ "ChallengeName": "SMS_MFA", "Session": MARK, "ChallengeParameters": { "SECRET_BLOCK": MARK } });
    debug("Challenge", &AuthReply::read(&Json::from(&challenge)).unwrap());
    let pending = json!({ "challengeName": "SMS_MFA", "username": "mia", "session": MARK, "parameters": {} });
    debug("Pending", &Pending::from_json(&Json::from(&pending)).unwrap());
}

fn suspended<F: Flow + Debug>(what: &str, progress: Progress<F>) {
    match progress {
        Progress::Suspended { flow, writes, step } => {
            debug(what, &flow);
            debug(what, &writes);
            debug(what, &step);
            assert!(matches!(step, Step::Load(_)));
        }
        Progress::Finished { .. } => panic!("{what} finished at once"),
    }
}

#[test]
fn flows_and_their_steps_hide_what_they_carry() {
    let companions = || Companions { client_metadata: Some(Json::texts([("m", MARK)])), ..Companions::default() };
    suspended("SignIn", SignIn::start(context_with(Some(MARK)), command(), companions(), entropy()));
    suspended("Refresh", Refresh::start(context_with(Some(MARK)), "mia", MARK.into(), None, None));
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
