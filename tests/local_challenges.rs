//! Every challenge of the local Cognito but the password's own: new password, second factors, custom, choice, devices.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use std::cell::RefCell;
use std::rc::Rc;

use local_twin::*;
use serde_json::{Value, json};

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// A pool with one user, given as its members beside the name and the password.
fn server(pool: Value, user: Value) -> Server {
    let mut config = config(pool, json!({}));
    merge(&mut config["pools"][0]["users"][0], user);
    Server::new(config)
}

fn mfa_user(mfa: Value) -> Value {
    json!({
        "Attributes": { "email": "ada@example.com", "email_verified": "true", "phone_number": "+15551234567" },
        "mfa": mfa,
    })
}

fn signed_in(answer: &Value) -> bool {
    answer["AuthenticationResult"]["AccessToken"].is_string()
}

#[test]
fn a_temporary_password_gives_way_to_a_new_one_with_the_required_attributes() {
    let mut server = Server::with(
        json!({ "Schema": [{ "Name": "name", "Required": true, "Mutable": true }, { "Name": "email", "Required": true, "Mutable": true }] }),
        json!({}),
    );
    let created = server.ok(
        "AdminCreateUser",
        json!({
            "UserPoolId": POOL, "Username": "grace",
            "UserAttributes": [{ "Name": "email", "Value": "grace@example.com" }],
        }),
    );
    assert_eq!(created["User"]["UserStatus"], "FORCE_CHANGE_PASSWORD");
    let outbox = server.cognito.outbox(Some("grace"));
    assert_eq!(outbox[0]["kind"], "adminCreateUser");
    assert_eq!(outbox[0]["destination"], "grace@example.com");
    let temporary = text(&outbox[0], "code");

    let asked = server.srp("grace", &temporary, None).unwrap();
    assert_eq!(asked["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let parameters = &asked["ChallengeParameters"];
    assert_eq!(parameters["requiredAttributes"], r#"["userAttributes.name"]"#);
    assert_eq!(parameters["userAttributes"], r#"{"email":"grace@example.com"}"#);
    for (responses, expected) in [
        (json!({ "USERNAME": "grace" }), err("InvalidParameter", "Missing required parameter NEW_PASSWORD")),
        (
            json!({ "USERNAME": "grace", "NEW_PASSWORD": "Own-passw0rd" }),
            err("InvalidParameter", "Invalid attributes given, name is missing"),
        ),
        (
            json!({ "USERNAME": "grace", "NEW_PASSWORD": "short", "userAttributes.name": "Grace" }),
            err("InvalidPassword", "Password did not conform with policy: Password not long enough"),
        ),
        (
            json!({ "USERNAME": "grace", "NEW_PASSWORD": "Own-passw0rd", "userAttributes.name": "Grace", "userAttributes.email": "x@y.z" }),
            err("NotAuthorized", "Cannot modify an already provided email"),
        ),
        (
            json!({ "USERNAME": "ada", "NEW_PASSWORD": "Own-passw0rd", "userAttributes.name": "Grace" }),
            err("NotAuthorized", "Invalid session for the user."),
        ),
    ] {
        assert_eq!(server.answer(&asked, responses).unwrap_err(), expected);
    }
    let whole = json!({ "USERNAME": "grace", "NEW_PASSWORD": "Own-passw0rd", "userAttributes.name": "Grace" });
    assert_eq!(
        server.respond("NEW_PASSWORD_REQUIRED", None, whole.clone()).unwrap_err(),
        err("InvalidParameter", "Missing required parameter Session")
    );
    let done = server.answer(&asked, whole.clone()).unwrap();
    assert_eq!(claims(&done["AuthenticationResult"]["IdToken"])["name"], "Grace");
    assert_eq!(server.answer(&asked, whole).unwrap_err(), err("NotAuthorized", "Invalid session for the user."));
    assert!(signed_in(&server.srp("grace", "Own-passw0rd", None).unwrap()));
    server.srp("grace", &temporary, None).unwrap_err();
}

#[test]
fn a_temporary_password_ends_with_its_validity() {
    let mut server = Server::with(
        json!({ "Policies": { "PasswordPolicy": { "MinimumLength": 8, "TemporaryPasswordValidityDays": 1 } } }),
        json!({}),
    );
    let user = json!({ "UserPoolId": POOL, "Username": "grace", "TemporaryPassword": "Temp0rary!", "MessageAction": "SUPPRESS" });
    server.ok("AdminCreateUser", user);
    server.later(86_401.0);
    assert_eq!(
        server.srp("grace", "Temp0rary!", None).unwrap_err(),
        err("NotAuthorized", "Temporary password has expired and must be reset by an administrator.")
    );
}

#[test]
fn a_totp_code_is_taken_once_and_a_wrong_one_leaves_the_session_alive() {
    let mut server = server(
        json!({ "MfaConfiguration": "OPTIONAL" }),
        mfa_user(json!({ "softwareToken": { "secretCode": SECRET, "friendlyName": "phone" } })),
    );
    let asked = server.srp("ada", PASSWORD, None).unwrap();
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert_eq!(asked["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"], "phone");
    let code = totp(SECRET, server.now);
    let wrong = if code == "000000" { "111111" } else { "000000" };
    assert_eq!(
        server.answer(&asked, json!({ "USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": wrong })).unwrap_err(),
        err("CodeMismatch", "Invalid code received for user")
    );
    let stale = totp(SECRET, server.now - 90_000.0);
    server.answer(&asked, json!({ "USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": stale })).unwrap_err();
    assert!(signed_in(&server.answer(&asked, json!({ "USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": code })).unwrap()));
    let again = server.srp("ada", PASSWORD, None).unwrap();
    assert_eq!(
        server.answer(&again, json!({ "USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": code })).unwrap_err(),
        err("ExpiredCode", "Your software token has already been used once.")
    );
    server.later(30.0);
    let next = totp(SECRET, server.now);
    server.answer(&again, json!({ "USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": next })).unwrap();
}

#[test]
fn a_session_ends_after_its_validity_and_after_five_wrong_codes() {
    let mut server = server(json!({ "MfaConfiguration": "OPTIONAL" }), mfa_user(json!({ "sms": true })));
    let asked = server.srp("ada", PASSWORD, None).unwrap();
    assert_eq!(asked["ChallengeName"], "SMS_MFA");
    assert_eq!(asked["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"], "SMS");
    assert_eq!(asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "+*******4567");
    let code = server.code();
    for _ in 0..5 {
        let refused = server.answer(&asked, json!({ "USERNAME": "ada", "SMS_MFA_CODE": "no" })).unwrap_err();
        assert_eq!(refused, err("CodeMismatch", "Invalid code or auth state for the user."));
    }
    let right = json!({ "USERNAME": "ada", "SMS_MFA_CODE": code });
    assert_eq!(server.answer(&asked, right).unwrap_err(), err("NotAuthorized", "Invalid session for the user."));

    let asked = server.srp("ada", PASSWORD, None).unwrap();
    let right = json!({ "USERNAME": "ada", "SMS_MFA_CODE": server.code() });
    server.later(181.0);
    assert_eq!(
        server.answer(&asked, right).unwrap_err(),
        err("NotAuthorized", "Invalid session for the user, session is expired.")
    );
}

#[test]
fn a_user_with_two_factors_and_no_preference_chooses() {
    let mut server = server(json!({ "MfaConfiguration": "ON" }), mfa_user(json!({ "sms": true, "email": true })));
    let choice = server.srp("ada", PASSWORD, None).unwrap();
    assert_eq!(choice["ChallengeName"], "SELECT_MFA_TYPE");
    assert_eq!(choice["ChallengeParameters"]["MFAS_CAN_CHOOSE"], r#"["SMS_MFA","EMAIL_OTP"]"#);
    server.answer(&choice, json!({ "USERNAME": "ada", "ANSWER": "SOFTWARE_TOKEN_MFA" })).unwrap_err();
    let asked = server.answer(&choice, json!({ "USERNAME": "ada", "ANSWER": "EMAIL_OTP" })).unwrap();
    assert_eq!(asked["ChallengeName"], "EMAIL_OTP");
    assert_eq!(asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "a***@e***");
    let code = server.code();
    assert!(signed_in(&server.answer(&asked, json!({ "USERNAME": "ada", "EMAIL_OTP_CODE": code })).unwrap()));
}

#[test]
fn the_preferred_factor_is_asked_without_a_choice() {
    let mut server = server(
        json!({ "MfaConfiguration": "OPTIONAL" }),
        mfa_user(json!({ "sms": true, "email": true, "preferred": "email" })),
    );
    assert_eq!(server.srp("ada", PASSWORD, None).unwrap()["ChallengeName"], "EMAIL_OTP");
}

#[test]
fn where_mfa_is_required_the_first_authenticator_is_enrolled_during_sign_in() {
    let mut server =
        server(json!({ "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true } }), json!({}));
    let asked = server.srp("ada", PASSWORD, None).unwrap();
    assert_eq!(asked["ChallengeName"], "MFA_SETUP");
    assert_eq!(asked["ChallengeParameters"]["MFAS_CAN_SETUP"], r#"["SOFTWARE_TOKEN_MFA"]"#);
    server.answer(&asked, json!({ "USERNAME": "ada" })).unwrap_err();
    let associated = server.ok("AssociateSoftwareToken", json!({ "Session": asked["Session"] }));
    let secret = text(&associated, "SecretCode");
    let code = totp(&secret, server.now);
    let wrong = json!({ "Session": associated["Session"], "UserCode": "000000" });
    assert_eq!(server.refused("VerifySoftwareToken", wrong), refusal("EnableSoftwareTokenMFA", "Code mismatch"));
    let verified = server.ok("VerifySoftwareToken", json!({ "Session": associated["Session"], "UserCode": code }));
    assert_eq!(verified["Status"], "SUCCESS");
    let done = server.respond("MFA_SETUP", verified.get("Session"), json!({ "USERNAME": "ada" })).unwrap();
    assert!(signed_in(&done));
    assert_eq!(server.srp("ada", PASSWORD, None).unwrap()["ChallengeName"], "SOFTWARE_TOKEN_MFA");
}

#[test]
fn where_mfa_is_required_an_email_address_can_be_enrolled_during_sign_in() {
    let mut server =
        server(json!({ "MfaConfiguration": "ON", "EmailMfaConfiguration": {} }), json!({ "Attributes": {} }));
    let asked = server.srp("ada", PASSWORD, None).unwrap();
    assert_eq!(asked["ChallengeParameters"]["MFAS_CAN_SETUP"], r#"["EMAIL_OTP"]"#);
    let code = server.answer(&asked, json!({ "USERNAME": "ada", "EMAIL": "ada@new.example" })).unwrap();
    assert_eq!(code["ChallengeName"], "EMAIL_OTP");
    let digits = server.code();
    let done = server.answer(&code, json!({ "USERNAME": "ada", "EMAIL_OTP_CODE": digits })).unwrap();
    let id = claims(&done["AuthenticationResult"]["IdToken"]);
    assert_eq!((&id["email"], &id["email_verified"]), (&json!("ada@new.example"), &json!(true)));
    assert_eq!(server.srp("ada", PASSWORD, None).unwrap()["ChallengeName"], "EMAIL_OTP");
}

/// Triggers that ask two riddles, and a record of the events.
fn riddles(server: &mut Server) -> Rc<RefCell<Vec<(String, Value)>>> {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let record = Rc::clone(&seen);
    server.trigger = Some(Box::new(move |trigger, mut event| {
        record.borrow_mut().push((trigger.to_owned(), event.clone()));
        let session = event["request"]["session"].as_array().cloned().unwrap_or_default();
        let solved = session
            .iter()
            .filter(|entry| entry["challengeName"] == "CUSTOM_CHALLENGE" && entry["challengeResult"] == true)
            .count();
        match trigger {
            "defineAuthChallenge" => {
                let last = session.last();
                if last.is_some_and(|entry| entry["challengeName"] == "SRP_A") {
                    event["response"]["challengeName"] = json!("PASSWORD_VERIFIER");
                } else if last.is_some_and(|entry| entry["challengeResult"] == false) {
                    event["response"]["failAuthentication"] = json!(true);
                } else if solved == 2 {
                    event["response"]["issueTokens"] = json!(true);
                } else {
                    event["response"]["challengeName"] = json!("CUSTOM_CHALLENGE");
                }
            }
            "createAuthChallenge" => {
                event["response"]["publicChallengeParameters"] = json!({ "riddle": format!("number {solved}") });
                event["response"]["privateChallengeParameters"] = json!({ "answer": format!("answer {solved}") });
                event["response"]["challengeMetadata"] = json!(format!("RIDDLE_{solved}"));
            }
            "verifyAuthChallengeResponse" => {
                let right =
                    event["request"]["challengeAnswer"] == event["request"]["privateChallengeParameters"]["answer"];
                event["response"]["answerCorrect"] = json!(right);
            }
            other => panic!("{other}"),
        }
        Ok(event)
    }));
    seen
}

fn custom_server() -> Server {
    let mut config = config(json!({}), json!({}));
    config["pools"][0]["triggers"] =
        json!(["defineAuthChallenge", "createAuthChallenge", "verifyAuthChallengeResponse"]);
    Server::new(config)
}

#[test]
fn custom_authentication_asks_what_the_triggers_decide() {
    let mut server = custom_server();
    let seen = riddles(&mut server);
    let first = server.initiate("CUSTOM_AUTH", json!({ "USERNAME": "ada" })).unwrap();
    assert_eq!(first["ChallengeName"], "CUSTOM_CHALLENGE");
    assert_eq!(first["ChallengeParameters"], json!({ "USERNAME": "ada", "riddle": "number 0" }));
    let second = server.answer(&first, json!({ "USERNAME": "ada", "ANSWER": "answer 0" })).unwrap();
    assert_eq!(second["ChallengeParameters"]["riddle"], "number 1");
    assert!(signed_in(&server.answer(&second, json!({ "USERNAME": "ada", "ANSWER": "answer 1" })).unwrap()));

    let seen = seen.borrow();
    let names: Vec<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "defineAuthChallenge",
            "createAuthChallenge",
            "verifyAuthChallengeResponse",
            "defineAuthChallenge",
            "createAuthChallenge",
            "verifyAuthChallengeResponse",
            "defineAuthChallenge",
        ]
    );
    let (_, last) = seen.last().unwrap();
    assert_eq!(
        last["request"]["session"],
        json!([
            { "challengeName": "CUSTOM_CHALLENGE", "challengeResult": true, "challengeMetadata": "RIDDLE_0" },
            { "challengeName": "CUSTOM_CHALLENGE", "challengeResult": true, "challengeMetadata": "RIDDLE_1" },
        ])
    );
    assert_eq!(last["triggerSource"], "DefineAuthChallenge_Authentication");
    assert_eq!(last["region"], "us-east-1");
    assert_eq!(last["userPoolId"], POOL);
    assert_eq!(last["userName"], "ada");
    assert_eq!(last["callerContext"]["clientId"], CLIENT);
    assert_eq!(last["request"]["userAttributes"]["email"], "ada@example.com");
    assert_eq!(last["request"]["userAttributes"]["cognito:user_status"], "CONFIRMED");
}

#[test]
fn a_wrong_custom_answer_fails_the_sign_in() {
    let mut server = custom_server();
    riddles(&mut server);
    let first = server.initiate("CUSTOM_AUTH", json!({ "USERNAME": "ada" })).unwrap();
    assert_eq!(
        server.answer(&first, json!({ "USERNAME": "ada", "ANSWER": "no" })).unwrap_err(),
        err("NotAuthorized", "Incorrect username or password.")
    );
    server.answer(&first, json!({ "USERNAME": "ada", "ANSWER": "answer 0" })).unwrap_err();
}

#[test]
fn custom_authentication_may_start_with_srp() {
    let mut server = custom_server();
    let seen = riddles(&mut server);
    let srp = Srp::new();
    let parameters = json!({ "USERNAME": "ada", "SRP_A": srp.public(), "CHALLENGE_NAME": "SRP_A" });
    let challenge = server.initiate("CUSTOM_AUTH", parameters).unwrap();
    assert_eq!(challenge["ChallengeName"], "PASSWORD_VERIFIER");
    assert!(challenge["Session"].is_string());
    let wrong = srp.responses(&challenge["ChallengeParameters"], "Wrong0rd!");
    server.answer(&challenge, wrong).unwrap_err();
    let right = srp.responses(&challenge["ChallengeParameters"], PASSWORD);
    let riddle = server.answer(&challenge, right).unwrap();
    assert_eq!(riddle["ChallengeName"], "CUSTOM_CHALLENGE");
    let defined: Vec<Value> = seen
        .borrow()
        .iter()
        .filter(|(name, _)| name == "defineAuthChallenge")
        .map(|(_, event)| event["request"]["session"].clone())
        .collect();
    assert_eq!(defined[0], json!([{ "challengeName": "SRP_A", "challengeResult": true, "challengeMetadata": null }]));
    assert_eq!(
        defined[1][1],
        json!({ "challengeName": "PASSWORD_VERIFIER", "challengeResult": true, "challengeMetadata": null })
    );
}

#[test]
fn custom_authentication_needs_its_triggers_and_reports_their_failures() {
    let mut server = Server::plain();
    assert_eq!(
        server.initiate("CUSTOM_AUTH", json!({ "USERNAME": "ada" })).unwrap_err(),
        err("InvalidParameter", "Custom auth lambda trigger is not configured for the user pool.")
    );
    let mut server = custom_server();
    server.trigger = Some(Box::new(|_, _| Err("the database is gone".into())));
    assert_eq!(
        server.initiate("CUSTOM_AUTH", json!({ "USERNAME": "ada" })).unwrap_err(),
        err("UserLambdaValidation", "DefineAuthChallenge failed with error the database is gone.")
    );
    server.trigger = Some(Box::new(|_, event| Ok(event)));
    assert_eq!(
        server.initiate("CUSTOM_AUTH", json!({ "USERNAME": "ada" })).unwrap_err().name,
        "InvalidLambdaResponseException"
    );
}

fn choice_server() -> Server {
    server(
        json!({ "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP"] } } }),
        mfa_user(json!({})),
    )
}

#[test]
fn the_person_chooses_the_first_factor() {
    let mut server = choice_server();
    let choice = server.initiate("USER_AUTH", json!({ "USERNAME": "ada" })).unwrap();
    assert_eq!(choice["ChallengeName"], "SELECT_CHALLENGE");
    assert_eq!(choice["AvailableChallenges"], json!(["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"]));
    server.answer(&choice, json!({ "USERNAME": "ada", "ANSWER": "WEB_AUTHN" })).unwrap_err();
    let wrong = json!({ "USERNAME": "ada", "ANSWER": "PASSWORD", "PASSWORD": "no" });
    assert_eq!(server.answer(&choice, wrong).unwrap_err(), err("NotAuthorized", "Incorrect username or password."));
    let right = json!({ "USERNAME": "ada", "ANSWER": "PASSWORD", "PASSWORD": PASSWORD });
    assert!(signed_in(&server.answer(&choice, right).unwrap()));

    let choice = server.initiate("USER_AUTH", json!({ "USERNAME": "ada" })).unwrap();
    let srp = Srp::new();
    let by_srp = json!({ "USERNAME": "ada", "ANSWER": "PASSWORD_SRP", "SRP_A": srp.public() });
    let challenge = server.answer(&choice, by_srp).unwrap();
    assert_eq!(challenge["ChallengeName"], "PASSWORD_VERIFIER");
    let proof = srp.responses(&challenge["ChallengeParameters"], PASSWORD);
    assert!(signed_in(&server.answer(&challenge, proof).unwrap()));

    for (factor, length) in [("EMAIL_OTP", 8), ("SMS_OTP", 6)] {
        let choice = server.initiate("USER_AUTH", json!({ "USERNAME": "ada" })).unwrap();
        let asked = server.answer(&choice, json!({ "USERNAME": "ada", "ANSWER": factor })).unwrap();
        assert_eq!(asked["ChallengeName"], factor);
        let code = server.code();
        assert_eq!(code.len(), length);
        let mut responses = json!({ "USERNAME": "ada" });
        responses[format!("{factor}_CODE")] = json!("nope");
        assert_eq!(server.answer(&asked, responses.clone()).unwrap_err().name, "CodeMismatchException");
        responses[format!("{factor}_CODE")] = json!(code);
        assert!(signed_in(&server.answer(&asked, responses).unwrap()));
    }
}

#[test]
fn a_preferred_first_factor_is_asked_at_once() {
    let mut server = choice_server();
    let asked = server.initiate("USER_AUTH", json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "EMAIL_OTP" })).unwrap();
    assert_eq!(asked["ChallengeName"], "EMAIL_OTP");
    let direct = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    assert!(signed_in(&server.initiate("USER_AUTH", direct).unwrap()));
    let asked = server.initiate("USER_AUTH", json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD" })).unwrap();
    assert_eq!(asked["ChallengeName"], "PASSWORD");
    assert!(signed_in(&server.answer(&asked, json!({ "USERNAME": "ada", "PASSWORD": PASSWORD })).unwrap()));
    let srp = Srp::new();
    let by_srp = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": srp.public() });
    let challenge = server.initiate("USER_AUTH", by_srp).unwrap();
    let proof = srp.responses(&challenge["ChallengeParameters"], PASSWORD);
    assert!(signed_in(&server.answer(&challenge, proof).unwrap()));
    // What is not available leads to the choice.
    let other = server.initiate("USER_AUTH", json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "WEB_AUTHN" })).unwrap();
    assert_eq!(other["ChallengeName"], "SELECT_CHALLENGE");
}

fn device_pool(prompt: bool) -> Value {
    json!({
        "MfaConfiguration": "OPTIONAL",
        "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": prompt },
    })
}

/// Signs in by password and SMS code, and confirms the new device.
fn with_device(server: &mut Server) -> (Device, Value) {
    let asked = server.srp("ada", PASSWORD, None).unwrap();
    let code = server.code();
    let done = server.answer(&asked, json!({ "USERNAME": "ada", "SMS_MFA_CODE": code })).unwrap();
    let result = done["AuthenticationResult"].clone();
    let device = Device::new(&result["NewDeviceMetadata"]);
    let confirmed = server.ok(
        "ConfirmDevice",
        json!({
            "AccessToken": result["AccessToken"], "DeviceKey": device.key, "DeviceName": "test",
            "DeviceSecretVerifierConfig": device.verifier(),
        }),
    );
    assert!(confirmed["UserConfirmationNecessary"].is_boolean());
    (device, result)
}

#[test]
fn a_remembered_device_proves_itself_instead_of_a_second_factor() {
    let mut server = server(device_pool(false), mfa_user(json!({ "sms": true })));
    let (device, first) = with_device(&mut server);
    assert_eq!(claims(&first["AccessToken"])["device_key"], device.key.as_str());

    let asked = server.srp("ada", PASSWORD, Some(&device.key)).unwrap();
    assert_eq!(asked["ChallengeName"], "DEVICE_SRP_AUTH");
    let srp = Srp::new();
    let begin = json!({ "USERNAME": "ada", "DEVICE_KEY": device.key, "SRP_A": srp.public() });
    for session in [asked.get("Session"), None] {
        let challenge = server.respond("DEVICE_SRP_AUTH", session, begin.clone()).unwrap();
        assert_eq!(challenge["ChallengeName"], "DEVICE_PASSWORD_VERIFIER");
        let parameters = &challenge["ChallengeParameters"];
        let wrong = device.responses(&srp, parameters, "another password");
        assert_eq!(
            server.answer(&challenge, wrong).unwrap_err(),
            err("NotAuthorized", "Incorrect username or password.")
        );
        if session.is_none() {
            let done = server.answer(&challenge, device.responses(&srp, parameters, &device.password)).unwrap();
            assert!(signed_in(&done));
            assert_eq!(done["AuthenticationResult"].get("NewDeviceMetadata"), None);
        }
    }
}

#[test]
fn an_unknown_device_is_refused_and_the_same_block_works_without_it() {
    let mut server = server(device_pool(false), mfa_user(json!({ "sms": true })));
    let srp = Srp::new();
    let challenge = server.initiate("USER_SRP_AUTH", json!({ "USERNAME": "ada", "SRP_A": srp.public() })).unwrap();
    let mut responses = srp.responses(&challenge["ChallengeParameters"], PASSWORD);
    responses["DEVICE_KEY"] = json!("us-east-1_11111111-2222-4333-8444-555555555555");
    let refused = server.respond("PASSWORD_VERIFIER", None, responses.clone()).unwrap_err();
    assert_eq!(refused, err("ResourceNotFound", "Device does not exist."));
    responses["DEVICE_KEY"] = Value::Null;
    assert_eq!(server.respond("PASSWORD_VERIFIER", None, responses).unwrap()["ChallengeName"], "SMS_MFA");
}

#[test]
fn a_device_that_is_not_remembered_proves_itself_after_the_second_factor() {
    let mut server = server(device_pool(true), mfa_user(json!({ "sms": true })));
    let (device, result) = with_device(&mut server);
    let asked = server.srp("ada", PASSWORD, Some(&device.key)).unwrap();
    assert_eq!(asked["ChallengeName"], "SMS_MFA");
    let code = server.code();
    let next =
        server.answer(&asked, json!({ "USERNAME": "ada", "SMS_MFA_CODE": code, "DEVICE_KEY": device.key })).unwrap();
    assert_eq!(next["ChallengeName"], "DEVICE_SRP_AUTH");
    let status = json!({ "AccessToken": result["AccessToken"], "DeviceKey": device.key, "DeviceRememberedStatus": "remembered" });
    server.ok("UpdateDeviceStatus", status);
    assert_eq!(server.srp("ada", PASSWORD, Some(&device.key)).unwrap()["ChallengeName"], "DEVICE_SRP_AUTH");
}

#[test]
fn devices_are_listed_by_pages_shown_and_forgotten() {
    let mut server = server(device_pool(false), mfa_user(json!({ "sms": true })));
    let (one, _) = with_device(&mut server);
    let (two, result) = with_device(&mut server);
    let token = result["AccessToken"].clone();
    let page = server.ok("ListDevices", json!({ "AccessToken": token, "Limit": 1 }));
    assert_eq!(page["Devices"][0]["DeviceKey"], one.key.as_str());
    let next = server
        .ok("ListDevices", json!({ "AccessToken": token, "Limit": 1, "PaginationToken": page["PaginationToken"] }));
    assert_eq!(next["Devices"][0]["DeviceKey"], two.key.as_str());
    assert_eq!(next.get("PaginationToken"), None);
    let shown = server.ok("GetDevice", json!({ "AccessToken": token, "DeviceKey": one.key }));
    assert_eq!(
        shown["Device"]["DeviceAttributes"][2],
        json!({ "Name": "dev:device_remembered_status", "Value": "remembered" })
    );
    server.ok("ForgetDevice", json!({ "AccessToken": token, "DeviceKey": one.key }));
    let gone = server.refused("GetDevice", json!({ "AccessToken": token, "DeviceKey": one.key }));
    assert_eq!(gone, refusal("ResourceNotFound", "Device does not exist."));
    assert_eq!(server.srp("ada", PASSWORD, Some(&one.key)).unwrap_err().message, "Device does not exist.");
    let listed = server.ok("AdminListDevices", json!({ "UserPoolId": POOL, "Username": "ada" }));
    assert_eq!(listed["Devices"].as_array().unwrap().len(), 1);
    server.ok("AdminForgetDevice", json!({ "UserPoolId": POOL, "Username": "ada", "DeviceKey": two.key }));
}

#[test]
fn a_device_is_confirmed_once_and_only_with_a_verifier() {
    let mut server = server(device_pool(false), mfa_user(json!({ "sms": true })));
    let (device, result) = with_device(&mut server);
    let mut body = json!({ "AccessToken": result["AccessToken"], "DeviceKey": device.key, "DeviceSecretVerifierConfig": device.verifier() });
    assert_eq!(server.refused("ConfirmDevice", body.clone()).0, "DeviceKeyExistsException");
    body["DeviceKey"] = json!("us-east-1_00000000-0000");
    assert_eq!(server.refused("ConfirmDevice", body.clone()), refusal("InvalidParameter", "Invalid device key given."));
    body["DeviceSecretVerifierConfig"] = json!({ "Salt": "AA==", "PasswordVerifier": "AA==" });
    assert_eq!(server.refused("ConfirmDevice", body).0, "InvalidParameterException");
}

#[test]
fn two_requests_may_wait_for_their_triggers_at_once_and_end_in_any_order() {
    use cognito_identity_wasm::local::Outcome;
    let mut config = config(json!({}), json!({}));
    config["pools"][0]["triggers"] = json!(["preTokenGeneration"]);
    let mut server = Server::new(config);
    let body = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": CLIENT, "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD } });
    let request = post("InitiateAuth", body.to_string());
    let mut waiting = Vec::new();
    for entropy in [[1; 32], [2; 32]] {
        let Outcome::Invoke(invocation) = server.cognito.handle(&request, START, entropy) else { panic!("no trigger") };
        waiting.push(invocation);
    }
    while let Some(invocation) = waiting.pop() {
        let claim = format!("request {}", invocation.id);
        let mut event = invocation.event;
        event["response"] = json!({ "claimsOverrideDetails": { "claimsToAddOrOverride": { "of": claim } } });
        let Outcome::Respond(response) = server.cognito.resume(invocation.id, Ok(event), START, [3; 32]) else {
            panic!("another trigger")
        };
        let answer: Value = serde_json::from_str(&response.body).unwrap();
        assert_eq!(claims(&answer["AuthenticationResult"]["IdToken"])["of"], claim);
        // Another answer to the same trigger has nobody waiting.
        let again = server.cognito.resume(invocation.id, Ok(json!({})), START, [3; 32]);
        assert!(matches!(again, Outcome::Respond(response) if response.status == 500));
    }
}

#[test]
fn a_known_device_is_asked_after_a_password_in_clear_too() {
    let mut server = server(device_pool(false), mfa_user(json!({ "sms": true })));
    let (device, _) = with_device(&mut server);
    let mut parameters = json!({ "USERNAME": "ada", "PASSWORD": PASSWORD, "DEVICE_KEY": device.key });
    assert_eq!(server.initiate("USER_PASSWORD_AUTH", parameters.clone()).unwrap()["ChallengeName"], "DEVICE_SRP_AUTH");
    parameters["DEVICE_KEY"] = Value::Null;
    assert_eq!(server.initiate("USER_PASSWORD_AUTH", parameters).unwrap()["ChallengeName"], "SMS_MFA");
}
