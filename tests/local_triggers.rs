//! The local Cognito's triggers for messages, migration and tokens: what they are told, and what comes of their answers.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use std::cell::RefCell;
use std::rc::Rc;

use local_twin::*;
use serde_json::{Value, json};

type Seen = Rc<RefCell<Vec<Value>>>;

/// A server whose pool has one trigger, and the events that it was told.
fn with_trigger(
    name: &'static str,
    pool: Value,
    client: Value,
    answer: impl Fn(&Value) -> Result<Value, String> + 'static,
) -> (Server, Seen) {
    let mut config = config(pool, client);
    config["pools"][0]["triggers"] = json!([name]);
    let mut server = Server::new(config);
    let seen = Seen::default();
    let events = Rc::clone(&seen);
    server.trigger = Some(Box::new(move |trigger, mut event| {
        assert_eq!(trigger, name);
        events.borrow_mut().push(event.clone());
        event["response"] = answer(&event)?;
        Ok(event)
    }));
    (server, seen)
}

fn sources(seen: &Seen) -> Vec<String> {
    seen.borrow().iter().map(|event| text(event, "triggerSource")).collect()
}

fn last(server: &Server) -> Value {
    server.cognito.outbox(None).as_array().unwrap().last().unwrap().clone()
}

fn sign_up(server: &mut Server, username: &str) -> Result<Value, Refused> {
    let attributes = json!([{ "Name": "email", "Value": format!("{username}@example.com") }]);
    let metadata = json!({ "from": "test" });
    let body = json!({ "ClientId": CLIENT, "Username": username, "Password": PASSWORD, "UserAttributes": attributes, "ClientMetadata": metadata });
    server.call("SignUp", body)
}

#[test]
fn a_message_has_the_words_of_the_trigger_with_the_code_in_them() {
    let mfa = json!({ "MfaConfiguration": "OPTIONAL", "EmailMfaConfiguration": { "Message": "In: {####}" } });
    let (mut server, seen) = with_trigger("customMessage", mfa, json!({}), |event| {
        assert_eq!(event["request"]["codeParameter"], "{####}");
        Ok(match event["triggerSource"].as_str().unwrap() {
            "CustomMessage_Authentication" => json!({}),
            source => json!({ "emailSubject": source, "emailMessage": "Dear {username}, {####}!", "smsMessage": null }),
        })
    });
    sign_up(&mut server, "bob").unwrap();
    let mail = last(&server);
    assert_eq!(mail["subject"], "CustomMessage_SignUp");
    assert_eq!(mail["message"], format!("Dear bob, {}!", text(&mail, "code")));
    assert_eq!(seen.borrow()[0]["request"]["clientMetadata"], json!({ "from": "test" }));
    assert_eq!(seen.borrow()[0]["callerContext"]["clientId"], CLIENT);
    assert_eq!(seen.borrow()[0]["request"]["userAttributes"]["email"], "bob@example.com");
    let bob = json!({ "ClientId": CLIENT, "Username": "bob" });
    server.ok("ResendConfirmationCode", bob);
    server.ok("ForgotPassword", json!({ "ClientId": CLIENT, "Username": "ada" }));
    server.ok("AdminCreateUser", json!({ "UserPoolId": POOL, "Username": "cy", "UserAttributes": [{ "Name": "email", "Value": "cy@example.com" }] }));
    let token = server.tokens()["AccessToken"].clone();
    server.ok("GetUserAttributeVerificationCode", json!({ "AccessToken": token, "AttributeName": "email" }));
    let changed = json!([{ "Name": "email", "Value": "new@example.com" }]);
    server.ok("UpdateUserAttributes", json!({ "AccessToken": token, "UserAttributes": changed }));
    server.ok("SetUserMFAPreference", json!({ "AccessToken": token, "EmailMfaSettings": { "Enabled": true } }));
    server.srp("ada", PASSWORD, None).unwrap();
    // No words of its own: the pool's, with the service's subject.
    let mail = last(&server);
    assert_eq!(mail["message"], format!("In: {}", text(&mail, "code")));
    assert_eq!(
        sources(&seen),
        [
            "SignUp",
            "ResendCode",
            "ForgotPassword",
            "AdminCreateUser",
            "VerifyUserAttribute",
            "UpdateUserAttribute",
            "Authentication"
        ]
        .map(|occasion| format!("CustomMessage_{occasion}"))
    );
}

#[test]
fn a_message_without_the_code_is_refused_and_nobody_is_signed_up() {
    let (mut server, _) =
        with_trigger("customMessage", json!({}), json!({}), |_| Ok(json!({ "emailMessage": "Welcome" })));
    assert_eq!(sign_up(&mut server, "bob").unwrap_err().name, "InvalidLambdaResponseException");
    assert_eq!(server.cognito.outbox(None), json!([]));
}

#[test]
fn messages_follow_the_templates_of_the_pool() {
    let template = json!({ "EmailMessage": "Enter {####}", "EmailSubject": "Hello", "SmsMessage": "{####}" });
    let invitation =
        json!({ "InviteMessageTemplate": { "EmailMessage": "{username}: {####}", "EmailSubject": "Come" } });
    let mut server = Server::with(
        json!({ "VerificationMessageTemplate": template, "AdminCreateUserConfig": invitation }),
        json!({}),
    );
    sign_up(&mut server, "bob").unwrap();
    let mail = last(&server);
    assert_eq!((&mail["subject"], &mail["message"]), (&json!("Hello"), &json!(format!("Enter {}", server.code()))));
    server.ok("AdminCreateUser", json!({ "UserPoolId": POOL, "Username": "cy", "UserAttributes": [{ "Name": "email", "Value": "cy@example.com" }] }));
    let mail = last(&server);
    assert_eq!((&mail["subject"], &mail["message"]), (&json!("Come"), &json!(format!("cy: {}", server.code()))));
    let mut plain = Server::plain();
    sign_up(&mut plain, "bob").unwrap();
    assert_eq!(last(&plain)["message"], format!("Your confirmation code is {}.", plain.code()));
}

#[test]
fn a_custom_sender_is_told_the_code_in_clear_under_a_name_of_its_own() {
    let (mut server, seen) = with_trigger("customEmailSender", json!({}), json!({}), |_| Ok(json!({})));
    sign_up(&mut server, "bob").unwrap();
    let event = seen.borrow()[0].clone();
    assert_eq!(event["triggerSource"], "CustomEmailSender_SignUp");
    assert_eq!(event["request"]["type"], "customEmailSenderRequestV1");
    assert_eq!(event["request"]["plainCode"], server.code());
    assert_eq!(event["request"].get("code"), None);
    assert_eq!(last(&server).get("message"), None);

    let (mut server, seen) =
        with_trigger("customSMSSender", json!({ "AutoVerifiedAttributes": ["phone_number"] }), json!({}), |_| {
            Err("no credit".into())
        });
    let attributes = json!([{ "Name": "phone_number", "Value": "+15550001" }]);
    let body = json!({ "ClientId": CLIENT, "Username": "bob", "Password": PASSWORD, "UserAttributes": attributes });
    assert_eq!(
        server.call("SignUp", body).unwrap_err(),
        err("UserLambdaValidation", "CustomSMSSender failed with error no credit.")
    );
    assert_eq!(sources(&seen), ["CustomSMSSender_SignUp"]);
}

fn migrating(client: Value) -> (Server, Seen) {
    with_trigger("userMigration", json!({}), client, |event| {
        if event["userName"] == "nobody" || event["request"].get("password").is_some_and(|password| password != "old") {
            return Err("Bad password".into());
        }
        Ok(json!({
            "userAttributes": { "email": "eve@example.com", "email_verified": "true", "username": "eve" },
            "finalUserStatus": if event["request"].get("password").is_some() { json!("CONFIRMED") } else { Value::Null },
            "messageAction": "SUPPRESS",
        }))
    })
}

#[test]
fn a_user_of_another_directory_is_taken_over_at_the_first_sign_in() {
    let (mut server, seen) = migrating(json!({}));
    let mut sign_in = |name: &str, password: &str| {
        server.initiate("USER_PASSWORD_AUTH", json!({ "USERNAME": name, "PASSWORD": password }))
    };
    let message = format!("Exception migrating user in app client {CLIENT}");
    assert_eq!(sign_in("eve", "wrong").unwrap_err(), err("UserNotFound", &message));
    // The old password is taken as it is, whatever the policy says.
    let tokens = sign_in("eve", "old").unwrap()["AuthenticationResult"].clone();
    assert_eq!(claims(&tokens["IdToken"])["email"], "eve@example.com");
    sign_in("eve", "old").unwrap();
    assert_eq!(sign_in("eve", "wrong").unwrap_err().name, "NotAuthorizedException");
    assert_eq!(sources(&seen), ["UserMigration_Authentication"; 2]);
    // SRP shows no password that another directory could check.
    assert_eq!(server.srp("fred", "old", None).unwrap_err(), err("UserNotFound", "User does not exist."));
    assert!(server.srp("eve", "old", None).unwrap()["AuthenticationResult"].is_object());
    assert_eq!(seen.borrow().len(), 2);
}

#[test]
fn a_user_of_another_directory_is_taken_over_with_a_new_password() {
    let (mut server, seen) = migrating(json!({}));
    let eve = json!({ "ClientId": CLIENT, "Username": "eve" });
    server.ok("ForgotPassword", eve);
    let code = server.code();
    server.ok(
        "ConfirmForgotPassword",
        json!({ "ClientId": CLIENT, "Username": "eve", "ConfirmationCode": code, "Password": PASSWORD }),
    );
    assert!(server.srp("eve", PASSWORD, None).unwrap()["AuthenticationResult"].is_object());
    assert_eq!(sources(&seen), ["UserMigration_ForgotPassword"]);
}

#[test]
fn a_client_that_hides_users_hides_also_whom_the_other_directory_knows() {
    let (mut server, seen) = migrating(json!({ "PreventUserExistenceErrors": "ENABLED" }));
    let wrong = server.initiate("USER_PASSWORD_AUTH", json!({ "USERNAME": "nobody", "PASSWORD": "old" })).unwrap_err();
    assert_eq!(wrong, err("NotAuthorized", "Incorrect username or password."));
    let answer = server.ok("ForgotPassword", json!({ "ClientId": CLIENT, "Username": "nobody" }));
    assert_eq!(answer["CodeDeliveryDetails"]["AttributeName"], "email");
    assert_eq!(seen.borrow().len(), 2);
}

#[test]
fn the_hook_of_tokens_speaks_the_version_that_the_pool_names() {
    for (lambda_version, version, scopes) in [("V1_0", "1", false), ("V2_0", "2", true), ("V3_0", "3", true)] {
        let hook = json!({ "LambdaConfig": { "PreTokenGenerationConfig": { "LambdaVersion": lambda_version, "LambdaArn": "arn:aws:lambda:us-east-1:000000000000:function:f" } } });
        let (mut server, seen) = with_trigger("preTokenGeneration", hook, json!({}), |_| {
            Ok(json!({
                "claimsOverrideDetails": { "claimsToAddOrOverride": { "first": "yes" } },
                "claimsAndScopeOverrideDetails": {
                    "idTokenGeneration": { "claimsToAddOrOverride": { "later": { "deep": [1] } } },
                    "accessTokenGeneration": { "claimsToAddOrOverride": { "later": true }, "scopesToAdd": ["api/read"] },
                },
            }))
        });
        let tokens = server.tokens();
        let event = seen.borrow()[0].clone();
        assert_eq!(event["version"], version);
        assert_eq!(event["request"].get("scopes").is_some(), scopes);
        let (id, access) = (claims(&tokens["IdToken"]), claims(&tokens["AccessToken"]));
        assert_eq!(id.get("first"), (!scopes).then_some(&json!("yes")));
        assert_eq!(id.get("later"), scopes.then_some(&json!({ "deep": [1] })));
        assert_eq!(access.get("later"), scopes.then_some(&json!(true)));
        assert_eq!(text(&access, "scope").contains("api/read"), scopes);
    }
    let wrong = json!({ "PoolName": "x", "LambdaConfig": { "PreTokenGenerationConfig": { "LambdaVersion": "V4_0" } } });
    assert_eq!(Server::plain().refused("CreateUserPool", wrong).0, "InvalidParameterException");
}

#[test]
fn claims_of_the_first_version_are_texts() {
    let (mut server, _) = with_trigger("preTokenGeneration", json!({}), json!({}), |_| {
        Ok(json!({ "claimsOverrideDetails": { "claimsToAddOrOverride": { "deep": [] } } }))
    });
    assert_eq!(server.srp("ada", PASSWORD, None).unwrap_err().name, "InvalidLambdaResponseException");
}

#[test]
fn a_trigger_that_gives_no_answer_is_a_failure_and_no_refusal() {
    use cognito_identity_wasm::local::{Outcome, TriggerFailure};
    let mut config = config(json!({}), json!({}));
    config["pools"][0]["triggers"] = json!(["preAuthentication"]);
    let mut server = Server::new(config);
    let body = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": CLIENT, "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD } });
    let Outcome::Invoke(invocation) = server.cognito.handle(&post("InitiateAuth", body.to_string()), START, [1; 32])
    else {
        panic!("a trigger runs first")
    };
    let failed = Err(TriggerFailure::Failed("no answer within 5 seconds".into()));
    let Outcome::Respond(response) = server.cognito.resume(invocation.id, failed, START, [2; 32]) else {
        panic!("an answer")
    };
    let body: Value = serde_json::from_str(&response.body).unwrap();
    assert_eq!(body["__type"], "UnexpectedLambdaException");
    assert_eq!(body["message"], "PreAuthentication invocation failed due to error no answer within 5 seconds.");
}
