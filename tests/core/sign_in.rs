//! Every way into a session, step by step, against a scripted service.

use crate::support::{Host, context, context_with, entropy, refusal, tokens};
use cognito_identity_wasm::error::{AuthError, Result};
use cognito_identity_wasm::flow::{
    Answer, Companions, DeviceOutcome, Method, Pending, SignIn, SignInCommand, SignInOutcome, SignedIn,
};
use cognito_identity_wasm::operation::Json;
use serde_json::{Value, json};

fn command(method: Method) -> SignInCommand {
    SignInCommand {
        username: "mia".into(),
        password: Some("Passw0rd!".into()),
        method,
        preferred_challenge: None,
        validation_data: None,
    }
}

fn companions() -> Companions {
    Companions { client_metadata: None, user_context: None, device_name: "test".into() }
}

fn sign_in(host: &mut Host, command: SignInCommand, answers: Vec<Result<Value>>) -> Result<SignInOutcome> {
    host.run(SignIn::start(context(), command, companions(), entropy()), answers)
}

fn answer(host: &mut Host, pending: Pending, answer: Answer, answers: Vec<Result<Value>>) -> Result<SignInOutcome> {
    host.run(SignIn::answer(context(), pending, answer, companions(), entropy()), answers)
}

/// A question of the service in the SRP of a person (or a device), with numbers that any server could send.
fn verifier(name: &str, user: &str) -> Value {
    json!({ "ChallengeName": name, "ChallengeParameters": {
        "USER_ID_FOR_SRP": user, "USERNAME": user, "SALT": "-5a17", "SRP_B": "abcdef", "SECRET_BLOCK": "c2VjcmV0" } })
}

fn challenge(name: &str, parameters: Value) -> Value {
    json!({ "ChallengeName": name, "Session": "handle", "ChallengeParameters": parameters })
}

fn pending(outcome: Result<SignInOutcome>) -> Pending {
    match outcome.unwrap() {
        SignInOutcome::Pending(pending) => pending,
        SignInOutcome::SignedIn(_) => panic!("signed in instead of being asked"),
    }
}

fn signed_in(outcome: Result<SignInOutcome>) -> SignedIn {
    match outcome.unwrap() {
        SignInOutcome::SignedIn(signed_in) => signed_in,
        SignInOutcome::Pending(pending) => panic!("asked {:?} instead of being signed in", pending.challenge.name),
    }
}

fn device_keys() -> [(&'static str, &'static str); 3] {
    [("sub-1.deviceKey", "us-east-1_d"), ("sub-1.deviceGroupKey", "-grp"), ("sub-1.randomPasswordKey", "ZGV2aWNl")]
}

#[test]
fn srp_signs_in_under_the_name_that_the_service_tells() {
    let mut host = Host::default();
    let answers = vec![Ok(verifier("PASSWORD_VERIFIER", "sub-1")), Ok(tokens("sub-1", Some("r1")))];
    assert_eq!(signed_in(sign_in(&mut host, command(Method::Srp), answers)).username, "sub-1");
    assert_eq!(host.stored("LastAuthUser"), Some("sub-1"));
    assert_eq!(host.stored("sub-1.refreshToken"), Some("r1"));
    host.matches("srp");
}

#[test]
fn a_client_secret_adds_its_hash_to_every_request_about_a_user() {
    let mut host = Host::default();
    let start = SignIn::start(context_with(Some("shh")), command(Method::Srp), companions(), entropy());
    let answers = vec![Ok(verifier("PASSWORD_VERIFIER", "sub-1")), Ok(tokens("sub-1", Some("r1")))];
    signed_in(host.run(start, answers));
    host.matches("srp_with_client_secret");
}

#[test]
fn metadata_and_user_context_go_along() {
    let mut host = Host::default();
    let with = Companions {
        client_metadata: Some(Json::texts([("app", "shop")])),
        user_context: Some(Json::texts([("EncodedData", "blob")])),
        ..companions()
    };
    let start = SignIn::start(context(), command(Method::Srp), with, entropy());
    signed_in(host.run(start, vec![Ok(verifier("PASSWORD_VERIFIER", "mia")), Ok(tokens("mia", Some("r1")))]));
    host.matches("srp_with_companions");
}

#[test]
fn the_password_flow_sends_the_password_once() {
    let mut host = Host::default();
    signed_in(sign_in(&mut host, command(Method::Password), vec![Ok(tokens("mia", Some("r1")))]));
    host.matches("password");
}

#[test]
fn a_custom_challenge_is_answered_with_and_without_srp_first() {
    for (method, name, first) in [
        (Method::Custom, "custom", vec![]),
        (Method::CustomSrp, "custom_srp", vec![Ok(verifier("PASSWORD_VERIFIER", "mia"))]),
    ] {
        let mut host = Host::default();
        let asked = Ok(challenge("CUSTOM_CHALLENGE", json!({ "USERNAME": "mia", "question": "2+2" })));
        let asked = pending(sign_in(&mut host, command(method), first.into_iter().chain([asked]).collect()));
        signed_in(answer(&mut host, asked, Answer::Text("4".into()), vec![Ok(tokens("mia", Some("r1")))]));
        host.matches(name);
    }
}

#[test]
fn codes_are_answered_under_the_member_that_each_challenge_wants() {
    for name in ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "SMS_OTP"] {
        let mut host = Host::default();
        let asked = Ok(challenge(name, json!({ "USER_ID_FOR_SRP": "sub-1" })));
        let asked = pending(sign_in(&mut host, command(Method::Password), vec![asked]));
        assert!(host.storage.is_empty(), "nothing is stored before the sign-in is over");
        signed_in(answer(&mut host, asked, Answer::Code("123456".into()), vec![Ok(tokens("sub-1", Some("r1")))]));
        let responses = &host.transcript[1]["body"]["ChallengeResponses"];
        assert_eq!(responses[format!("{name}_CODE")], "123456");
        assert_eq!(responses["USERNAME"], "sub-1");
        assert_eq!(host.transcript[1]["body"]["Session"], "handle");
    }
}

#[test]
fn a_new_password_carries_the_attributes_that_the_pool_requires() {
    let mut host = Host::default();
    let asked = challenge("NEW_PASSWORD_REQUIRED", json!({ "requiredAttributes": "[\"userAttributes.name\"]" }));
    let asked = pending(sign_in(&mut host, command(Method::Password), vec![Ok(asked)]));
    let given = Answer::NewPassword { password: "N3w!".into(), attributes: Json::texts([("name", "Mia")]) };
    signed_in(answer(&mut host, asked, given, vec![Ok(tokens("mia", Some("r1")))]));
    host.matches("new_password");
}

#[test]
fn a_chosen_factor_leads_to_its_challenge() {
    let mut host = Host::default();
    let asked = challenge("SELECT_MFA_TYPE", json!({ "MFAS_CAN_CHOOSE": "[\"SMS_MFA\"]" }));
    let asked = pending(sign_in(&mut host, command(Method::Password), vec![Ok(asked)]));
    let next = Ok(challenge("SMS_MFA", json!({})));
    let asked = pending(answer(&mut host, asked, Answer::Text("SMS_MFA".into()), vec![next]));
    assert_eq!(asked.challenge.name.name(), "SMS_MFA");
    host.matches("select_mfa_type");
}

#[test]
fn a_new_authenticator_is_verified_with_the_session_of_each_answer() {
    let mut host = Host::default();
    let asked = pending(sign_in(&mut host, command(Method::Password), vec![Ok(challenge("MFA_SETUP", json!({})))]));
    let code = Answer::Setup { code: "123456".into(), device_name: Some("phone".into()) };
    let verified = Ok(json!({ "Status": "SUCCESS", "Session": "handle-2" }));
    signed_in(answer(&mut host, asked, code, vec![verified, Ok(tokens("mia", Some("r1")))]));
    host.matches("mfa_setup_totp");
}

#[test]
fn a_code_that_the_authenticator_check_refuses_is_an_error() {
    let mut host = Host::default();
    let asked = pending(sign_in(&mut host, command(Method::Password), vec![Ok(challenge("MFA_SETUP", json!({})))]));
    let code = Answer::Setup { code: "000000".into(), device_name: None };
    let error = answer(&mut host, asked, code, vec![Ok(json!({ "Status": "ERROR" }))]).unwrap_err();
    assert_eq!(error.code, "EnableSoftwareTokenMFAException");
}

#[test]
fn an_e_mail_factor_is_set_up_by_its_address() {
    let mut host = Host::default();
    let asked = pending(sign_in(&mut host, command(Method::Password), vec![Ok(challenge("MFA_SETUP", json!({})))]));
    let next = Ok(challenge("EMAIL_OTP", json!({})));
    pending(answer(&mut host, asked, Answer::Text("mia@example.com".into()), vec![next]));
    host.matches("mfa_setup_email");
}

#[test]
fn choice_based_sign_in_starts_with_what_is_known() {
    for (preferred, name, answers) in [
        (Some("PASSWORD"), "user_auth_password", vec![Ok(tokens("mia", Some("r1")))]),
        (
            Some("PASSWORD_SRP"),
            "user_auth_srp",
            vec![Ok(verifier("PASSWORD_VERIFIER", "mia")), Ok(tokens("mia", Some("r1")))],
        ),
    ] {
        let mut host = Host::default();
        let command = SignInCommand { preferred_challenge: preferred.map(str::to_owned), ..command(Method::UserAuth) };
        signed_in(sign_in(&mut host, command, answers));
        host.matches(name);
    }
}

#[test]
fn choosing_the_password_asks_for_it_before_the_service_hears_of_the_choice() {
    let mut host = Host::default();
    let asked = json!({ "ChallengeName": "SELECT_CHALLENGE", "Session": "handle", "AvailableChallenges": ["PASSWORD_SRP", "EMAIL_OTP"] });
    let first = SignInCommand { password: None, ..command(Method::UserAuth) };
    let asked = pending(sign_in(&mut host, first, vec![Ok(asked)]));
    let asked = pending(answer(&mut host, asked, Answer::Text("PASSWORD_SRP".into()), vec![]));
    // The choice survives a reload.
    let asked = Pending::from_json(&asked.to_json()).unwrap();
    let answers = vec![Ok(verifier("PASSWORD_VERIFIER", "mia")), Ok(tokens("mia", Some("r1")))];
    signed_in(answer(&mut host, asked, Answer::Password("Passw0rd!".into()), answers));
    host.matches("select_challenge_srp");
}

#[test]
fn a_passkey_and_an_unknown_challenge_are_shown_and_store_nothing() {
    for name in ["WEB_AUTHN", "SOMETHING_NEW"] {
        let mut host = Host::default();
        let asked =
            pending(sign_in(&mut host, command(Method::Password), vec![Ok(challenge(name, json!({ "x": "y" })))]));
        assert_eq!(asked.challenge.name.name(), name);
        assert_eq!(asked.challenge.parameters.text_at("x"), Some("y"));
        assert!(host.storage.is_empty());
    }
}

#[test]
fn an_answer_with_neither_tokens_nor_challenge_stores_nothing() {
    for reply in
        [json!({}), json!({ "AuthenticationResult": {} }), json!({ "AuthenticationResult": { "AccessToken": "" } })]
    {
        let mut host = Host::default();
        let error = sign_in(&mut host, command(Method::Password), vec![Ok(reply)]).unwrap_err();
        assert_eq!(error.code, "Internal");
        assert!(host.storage.is_empty());
    }
}

#[test]
fn tokens_that_cannot_be_read_are_not_stored() {
    let mut host = Host::default();
    let reply = json!({ "AuthenticationResult": { "AccessToken": "no token", "RefreshToken": "r1" } });
    let error = sign_in(&mut host, command(Method::Password), vec![Ok(reply)]).unwrap_err();
    assert_eq!(error.code, "MalformedToken");
    assert!(host.storage.is_empty());
}

#[test]
fn a_new_device_is_confirmed_after_the_tokens_are_stored() {
    let mut reply = tokens("sub-1", Some("r1"));
    reply["AuthenticationResult"]["NewDeviceMetadata"] =
        json!({ "DeviceKey": "us-east-1_d", "DeviceGroupKey": "-grp" });
    let mut host = Host::default();
    let answers =
        vec![Ok(verifier("PASSWORD_VERIFIER", "sub-1")), Ok(reply), Ok(json!({ "UserConfirmationNecessary": true }))];
    let outcome = signed_in(sign_in(&mut host, command(Method::Srp), answers));
    assert_eq!(outcome.device, DeviceOutcome::Confirmed { confirmation_necessary: true });
    host.matches("new_device");
}

#[test]
fn a_device_that_cannot_be_confirmed_does_not_undo_the_sign_in() {
    let mut reply = tokens("mia", Some("r1"));
    reply["AuthenticationResult"]["NewDeviceMetadata"] =
        json!({ "DeviceKey": "us-east-1_d", "DeviceGroupKey": "-grp" });
    let mut host = Host::default();
    let answers = vec![Ok(reply), Err(refusal("InvalidParameterException", "no"))];
    let outcome = signed_in(sign_in(&mut host, command(Method::Password), answers));
    assert!(matches!(outcome.device, DeviceOutcome::Failed(_)));
    assert_eq!(host.stored("mia.deviceKey"), None);
    assert_eq!(host.stored("mia.refreshToken"), Some("r1"));
}

#[test]
fn a_remembered_device_proves_itself() {
    let mut host = Host::with(&device_keys());
    let mut device = verifier("DEVICE_PASSWORD_VERIFIER", "sub-1");
    device["Session"] = "handle-2".into();
    let answers = vec![
        Ok(verifier("PASSWORD_VERIFIER", "sub-1")),
        Ok(challenge("DEVICE_SRP_AUTH", json!({}))),
        Ok(device),
        Ok(tokens("sub-1", Some("r1"))),
    ];
    signed_in(sign_in(&mut host, command(Method::Srp), answers));
    host.matches("device");
}

#[test]
fn a_device_that_the_service_forgot_is_forgotten_here_and_the_sign_in_carries_on() {
    let mut host = Host::with(&device_keys());
    let unknown = || Err(refusal("ResourceNotFoundException", "Device does not exist."));
    let answers = vec![Ok(verifier("PASSWORD_VERIFIER", "sub-1")), unknown(), Ok(tokens("sub-1", Some("r1")))];
    signed_in(sign_in(&mut host, command(Method::Srp), answers));
    assert_eq!(host.stored("sub-1.deviceKey"), None);
    host.matches("device_forgotten");
}

#[test]
fn a_device_whose_proof_is_refused_is_forgotten_and_the_sign_in_starts_anew_once() {
    let mut host = Host::with(&device_keys());
    let device = verifier("DEVICE_PASSWORD_VERIFIER", "sub-1");
    let answers = vec![
        Ok(verifier("PASSWORD_VERIFIER", "sub-1")),
        Ok(challenge("DEVICE_SRP_AUTH", json!({}))),
        Ok(device),
        Err(refusal("NotAuthorizedException", "Incorrect username or password.")),
        Ok(verifier("PASSWORD_VERIFIER", "sub-1")),
        Ok(tokens("sub-1", Some("r1"))),
    ];
    signed_in(sign_in(&mut host, command(Method::Srp), answers));
    assert_eq!(host.stored("sub-1.randomPasswordKey"), None);
    let sent: Vec<&Value> = host.transcript.iter().filter(|entry| entry["send"] != Value::Null).collect();
    assert_ne!(
        sent[0]["body"]["AuthParameters"]["SRP_A"], sent[4]["body"]["AuthParameters"]["SRP_A"],
        "a fresh exponent"
    );
}

#[test]
fn a_service_that_knows_no_device_at_all_is_not_asked_for_ever() {
    let mut host = Host::with(&device_keys());
    let unknown = || Err(refusal("ResourceNotFoundException", "Device does not exist."));
    let answers = vec![Ok(verifier("PASSWORD_VERIFIER", "sub-1")), unknown(), unknown()];
    assert_eq!(sign_in(&mut host, command(Method::Srp), answers).unwrap_err().code, "ResourceNotFoundException");
}

#[test]
fn a_refusal_reaches_the_caller_as_it_is() {
    let mut host = Host::default();
    let refused = refusal("NotAuthorizedException", "Incorrect username or password.");
    let answers = vec![Ok(verifier("PASSWORD_VERIFIER", "mia")), Err(refused.clone())];
    assert_eq!(sign_in(&mut host, command(Method::Srp), answers).unwrap_err(), refused);
    assert!(host.storage.is_empty());
}

#[test]
fn a_challenge_without_its_numbers_is_refused() {
    for missing in ["SALT", "SRP_B", "SECRET_BLOCK"] {
        let mut reply = verifier("PASSWORD_VERIFIER", "mia");
        reply["ChallengeParameters"].as_object_mut().unwrap().remove(missing);
        let error: AuthError = sign_in(&mut Host::default(), command(Method::Srp), vec![Ok(reply)]).unwrap_err();
        assert_eq!(error.code, "Internal", "{missing}");
    }
}

#[test]
fn a_missing_password_and_a_wrong_kind_of_answer_are_refused_before_anything_is_sent() {
    for method in [Method::Srp, Method::Password, Method::CustomSrp] {
        let command = SignInCommand { password: None, ..command(method) };
        assert_eq!(sign_in(&mut Host::default(), command, vec![]).unwrap_err().code, "InvalidArgument");
    }
    let asked = sign_in(&mut Host::default(), command(Method::Password), vec![Ok(challenge("SMS_MFA", json!({})))]);
    let error = answer(&mut Host::default(), pending(asked), Answer::Password("x".into()), vec![]).unwrap_err();
    assert_eq!(error.code, "InvalidArgument");
}
