//! Every way into a session, turn by turn, against a scripted service.

use crate::flows::{
    account, begin, challenge, device_keys, play, respond, srp_answers, start, tokens_with_device, unknown_device,
    verifier, with,
};
use crate::support::{Ended, Host, NOW, ok, refusal, tokens};
use cognito_identity_wasm::client::{Effect, Machine};
use serde_json::{Value, json};

/// The challenge that a person is asked.
fn asked(ended: Ended) -> Value {
    let ending = ended.unwrap();
    assert_eq!(ending.effect, Effect::Step);
    ending.what
}

/// The name of the person who is signed in.
fn signed_in(ended: Ended) -> String {
    let ending = ended.unwrap();
    assert_eq!(ending.effect, Effect::SignedIn);
    assert!(ending.what["session"]["accessToken"].is_string());
    ending.what["username"].as_str().unwrap().to_owned()
}

fn plays(name: &str) {
    let (_, mut ends) = play(name);
    signed_in(Ok(ends.pop().unwrap()));
}

#[test]
fn srp_signs_in_under_the_name_that_the_service_tells() {
    let (host, mut ends) = play("srp");
    assert_eq!(signed_in(Ok(ends.pop().unwrap())), "sub-1");
    assert_eq!(host.stored("LastAuthUser"), Some("sub-1"));
    assert_eq!(host.stored("sub-1.refreshToken"), Some("r1"));
}

#[test]
fn a_client_secret_adds_its_hash_to_every_request_about_a_user() {
    plays("srp_with_client_secret");
}

#[test]
fn metadata_and_user_context_go_along() {
    plays("srp_with_companions");
}

#[test]
fn metadata_of_the_call_comes_before_the_pools_and_validation_data_before_both() {
    let mut host = Host::default().setting("clientMetadata", json!({ "of": "pool" }));
    let call = with(start("srp"), "clientMetadata", json!({ "of": "call" }));
    let call = with(call, "validationData", json!({ "of": "validation" }));
    signed_in(host.run(&call, srp_answers("mia")));
    assert_eq!(host.body(0)["ClientMetadata"]["of"], "validation");
    assert_eq!(host.body(1)["ClientMetadata"]["of"], "call");
}

#[test]
fn the_password_flow_sends_the_password_once() {
    plays("password");
}

#[test]
fn a_custom_challenge_is_answered_with_and_without_srp_first() {
    for name in ["custom", "custom_srp"] {
        plays(name);
    }
}

#[test]
fn codes_are_answered_under_the_name_that_the_service_told() {
    for name in ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "SMS_OTP"] {
        let mut host = Host::default();
        let question = ok(challenge(name, json!({ "USER_ID_FOR_SRP": "sub-1" })));
        let question = asked(host.run(&start("password"), vec![question]));
        assert_eq!(host.storage.keys().collect::<Vec<_>>(), ["mia.username"], "no session before the sign-in is over");
        assert_eq!(question["username"], "sub-1");
        assert_eq!(question["challenge"]["ChallengeName"], name);
        let code = format!("{name}_CODE");
        let answer = respond("sub-1", name, json!({ code.as_str(): "123456" }));
        signed_in(host.run(&answer, vec![ok(tokens("sub-1", Some("r1")))]));
        let responses = &host.body(1)["ChallengeResponses"];
        assert_eq!(*responses, json!({ "USERNAME": "sub-1", code: "123456" }));
        assert_eq!(host.body(1)["Session"], "handle");
    }
}

#[test]
fn a_new_password_carries_the_attributes_that_the_pool_requires() {
    plays("new_password");
}

#[test]
fn a_chosen_factor_leads_to_its_challenge() {
    let (_, mut ends) = play("select_mfa_type");
    assert_eq!(asked(Ok(ends.pop().unwrap()))["challenge"]["ChallengeName"], "SMS_MFA");
}

#[test]
fn a_new_authenticator_is_verified_with_the_session_of_each_answer() {
    plays("mfa_setup_totp");
}

#[test]
fn a_code_that_the_authenticator_check_refuses_is_an_error() {
    let mut host = Host::default();
    let call = with(respond("mia", "MFA_SETUP", json!({})), "software", json!({ "UserCode": "000000" }));
    let error = host.run(&call, vec![ok(json!({ "Status": "ERROR" }))]).unwrap_err();
    assert_eq!(error["code"], "EnableSoftwareTokenMFAException");
    let call = account("VerifySoftwareToken", "token", json!({ "UserCode": "000000" }));
    let error = host.session("mia", "r1").run(&call, vec![ok(json!({ "Status": "ERROR" }))]).unwrap_err();
    assert_eq!(error["code"], "EnableSoftwareTokenMFAException");
}

#[test]
fn an_e_mail_factor_is_set_up_by_its_address() {
    let (_, mut ends) = play("mfa_setup_email");
    assert_eq!(asked(Ok(ends.pop().unwrap()))["challenge"]["ChallengeName"], "EMAIL_OTP");
}

#[test]
fn choice_based_sign_in_starts_with_what_is_known() {
    for name in ["user_auth_password", "user_auth_srp"] {
        plays(name);
    }
}

#[test]
fn choosing_the_password_tells_the_service_of_the_choice_together_with_it() {
    plays("select_challenge_srp");
}

#[test]
fn a_passkey_and_an_unknown_challenge_are_shown_and_store_nothing() {
    for name in ["WEB_AUTHN", "SOMETHING_NEW"] {
        let mut host = Host::default();
        let question = asked(host.run(&start("password"), vec![ok(challenge(name, json!({ "x": "y" })))]));
        assert_eq!(question, json!({ "username": "mia", "challenge": challenge(name, json!({ "x": "y" })) }));
        assert!(host.storage.is_empty());
    }
}

#[test]
fn an_answer_with_neither_tokens_nor_challenge_stores_nothing() {
    for reply in
        [json!({}), json!({ "AuthenticationResult": {} }), json!({ "AuthenticationResult": { "AccessToken": "" } })]
    {
        let mut host = Host::default();
        let error = host.run(&start("password"), vec![ok(reply)]).unwrap_err();
        assert_eq!(error["code"], "Internal");
        assert!(host.storage.is_empty());
    }
}

#[test]
fn tokens_that_cannot_be_read_are_not_stored() {
    let good = tokens("mia", None)["AuthenticationResult"]["AccessToken"].clone();
    for (access, id) in [(json!("no token"), Value::Null), (good, json!("no token"))] {
        let mut host = Host::default();
        let reply = json!({ "AuthenticationResult": { "AccessToken": access, "IdToken": id, "RefreshToken": "r1" } });
        let error = host.run(&start("password"), vec![ok(reply)]).unwrap_err();
        assert_eq!(error["code"], "MalformedToken");
        assert!(host.storage.is_empty());
    }
}

#[test]
fn a_new_device_is_confirmed_after_the_tokens_are_stored() {
    plays("new_device");
}

#[test]
fn a_device_that_cannot_be_confirmed_does_not_undo_the_sign_in() {
    let mut host = Host::default();
    let answers = vec![ok(tokens_with_device("mia")), refusal("InvalidParameterException", "no")];
    signed_in(host.run(&start("password"), answers));
    assert_eq!(host.stored("mia.deviceKey"), None);
    assert_eq!(host.stored("mia.refreshToken"), Some("r1"));
}

#[test]
fn a_device_without_its_group_is_not_confirmed() {
    let mut reply = tokens_with_device("mia");
    reply["AuthenticationResult"]["NewDeviceMetadata"]["DeviceGroupKey"] = Value::Null;
    signed_in(Host::default().run(&start("password"), vec![ok(reply)]));
}

#[test]
fn a_remembered_device_proves_itself() {
    plays("device");
}

#[test]
fn a_device_that_the_service_forgot_is_forgotten_here_and_the_sign_in_carries_on() {
    let (host, _) = play("device_forgotten");
    assert_eq!(host.stored("sub-1.deviceKey"), None);
}

#[test]
fn an_answer_with_a_device_that_the_service_forgot_is_given_again_without_it() {
    let mut host = Host::with(&device_keys());
    let call = respond("sub-1", "SMS_MFA", json!({ "SMS_MFA_CODE": "123456" }));
    signed_in(host.run(&call, vec![unknown_device(), ok(tokens("sub-1", Some("r1")))]));
    assert_eq!(host.body(0)["ChallengeResponses"]["DEVICE_KEY"], "us-east-1_d");
    assert_eq!(host.body(1)["ChallengeResponses"], json!({ "USERNAME": "sub-1", "SMS_MFA_CODE": "123456" }));
}

#[test]
fn a_device_whose_proof_is_refused_is_forgotten_and_the_sign_in_starts_anew_once() {
    let mut host = Host::with(&device_keys());
    let answers = vec![
        ok(verifier("PASSWORD_VERIFIER", "sub-1")),
        ok(challenge("DEVICE_SRP_AUTH", json!({}))),
        ok(verifier("DEVICE_PASSWORD_VERIFIER", "sub-1")),
        refusal("NotAuthorizedException", "Incorrect username or password."),
        ok(verifier("PASSWORD_VERIFIER", "sub-1")),
        ok(tokens("sub-1", Some("r1"))),
    ];
    signed_in(host.run(&start("srp"), answers));
    assert_eq!(host.stored("sub-1.randomPasswordKey"), None);
    let start = ["InitiateAuth", "RespondToAuthChallenge", "RespondToAuthChallenge", "RespondToAuthChallenge"];
    assert_eq!(host.sent(), [start.as_slice(), &start[..2]].concat());
    assert_ne!(host.body(0)["AuthParameters"]["SRP_A"], host.body(4)["AuthParameters"]["SRP_A"], "a fresh exponent");
    assert_eq!(host.body(4)["AuthParameters"]["USERNAME"], "mia", "the name that was typed");
}

#[test]
fn a_service_that_knows_no_device_at_all_is_not_asked_for_ever() {
    let mut host = Host::with(&device_keys());
    let answers = vec![ok(verifier("PASSWORD_VERIFIER", "sub-1")), unknown_device(), unknown_device()];
    assert_eq!(host.run(&start("srp"), answers).unwrap_err()["code"], "ResourceNotFoundException");
}

#[test]
fn a_device_that_is_not_there_cannot_be_proven() {
    for name in ["DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"] {
        let error = Host::default().run(&start("srp"), vec![ok(verifier(name, "mia"))]).unwrap_err();
        assert_eq!(error["code"], "ResourceNotFoundException");
    }
}

#[test]
fn challenges_that_never_end_are_not_followed_for_ever() {
    let mut host = Host::default();
    let answers = vec![ok(verifier("PASSWORD_VERIFIER", "mia")); 16];
    assert_eq!(host.run(&start("srp"), answers).unwrap_err()["code"], "Internal");
}

#[test]
fn a_refusal_reaches_the_caller_as_it_is() {
    let mut host = Host::default();
    let refused = refusal("NotAuthorizedException", "Incorrect username or password.");
    let answers = vec![ok(verifier("PASSWORD_VERIFIER", "mia")), refused];
    let error = host.run(&start("srp"), answers).unwrap_err();
    let expected = json!({ "code": "NotAuthorizedException", "kind": "service", "status": 400, "requestId": "r1",
        "message": "Incorrect username or password." });
    assert_eq!(error, expected);
    assert!(host.storage.is_empty());
}

#[test]
fn a_challenge_without_its_numbers_is_refused() {
    for missing in ["SALT", "SRP_B", "SECRET_BLOCK"] {
        let mut reply = verifier("PASSWORD_VERIFIER", "mia");
        reply["ChallengeParameters"].as_object_mut().unwrap().remove(missing);
        let error = Host::default().run(&start("srp"), vec![ok(reply)]).unwrap_err();
        assert_eq!(error["code"], "Internal", "{missing}");
    }
}

#[test]
fn a_missing_password_and_missing_random_bytes_are_errors() {
    let answers = vec![ok(verifier("PASSWORD_VERIFIER", "mia"))];
    let error = Host::default().run(&begin("srp", None, None), answers).unwrap_err();
    assert_eq!(error["code"], "InvalidArgument");
    let (_, turn) = Machine::start(Host::default().text_of(&start("srp")), None, NOW);
    let turn: Value = serde_json::from_str(turn.expose()).unwrap();
    assert_eq!((turn[1].as_str(), turn[2]["code"].as_str()), (Some("failed"), Some("EngineUnavailable")));
}
