//! The local Cognito's triggers: what they see of the server while they run, and which answers are refused.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use cognito_identity_wasm::local::{Invocation, Outcome, Response, TriggerFailure};
use local_twin::*;
use serde_json::{Value, json};

fn with_triggers(names: Value, pool: Value) -> Server {
    let mut config = config(pool, json!({}));
    config["pools"][0]["triggers"] = names;
    Server::new(config)
}

/// Sends a request up to its trigger.
fn invoked(server: &mut Server, operation: &str, body: Value) -> Invocation {
    match server.cognito.handle(&post(operation, body.to_string()), server.now, [9; 32]) {
        Outcome::Invoke(invocation) => invocation,
        other => panic!("a trigger runs first: {other:?}"),
    }
}

fn done(server: &mut Server, invocation: Invocation, answer: Result<Value, TriggerFailure>) -> Response {
    match server.cognito.resume(invocation.id, answer, server.now, [8; 32]) {
        Outcome::Respond(response) => response,
        other => panic!("an answer: {other:?}"),
    }
}

fn status(server: &mut Server, username: &str) -> Value {
    server.ok("AdminGetUser", json!({ "UserPoolId": POOL, "Username": username }))["UserStatus"].clone()
}

fn sign_up(username: &str) -> Value {
    let attributes = json!([{ "Name": "email", "Value": format!("{username}@example.com") }]);
    json!({ "ClientId": CLIENT, "Username": username, "Password": PASSWORD, "UserAttributes": attributes })
}

/// A server with one trigger that always answers so.
fn answering(trigger: &'static str, pool: Value, response: Value) -> Server {
    let mut server = with_triggers(json!([trigger]), pool);
    server.trigger = Some(Box::new(move |_, mut event| {
        event["response"] = response.clone();
        Ok(event)
    }));
    server
}

#[test]
fn the_hook_after_a_confirmation_finds_the_user_confirmed() {
    let mut server = with_triggers(json!(["postConfirmation"]), json!({}));
    server.ok("SignUp", sign_up("grace"));
    let body = json!({ "ClientId": CLIENT, "Username": "grace", "ConfirmationCode": server.code() });
    let invocation = invoked(&mut server, "ConfirmSignUp", body.clone());
    assert_eq!(invocation.event["triggerSource"], "PostConfirmation_ConfirmSignUp");
    assert_eq!(status(&mut server, "grace"), "CONFIRMED");
    // What the handler does here stays.
    server.ok("CreateGroup", json!({ "UserPoolId": POOL, "GroupName": "new" }));
    let join = json!({ "UserPoolId": POOL, "Username": "grace", "GroupName": "new" });
    server.ok("AdminAddUserToGroup", join);
    let event = invocation.event.clone();
    assert_eq!(done(&mut server, invocation, Ok(event)).status, 200);
    let tokens = server.srp("grace", PASSWORD, None).unwrap();
    assert_eq!(claims(&tokens["AuthenticationResult"]["IdToken"])["cognito:groups"], json!(["new"]));
    assert_eq!(server.refused("ConfirmSignUp", body).0, "NotAuthorizedException");
}

#[test]
fn the_hook_after_a_new_password_finds_it_set_and_cannot_undo_it() {
    let mut server = with_triggers(json!(["postConfirmation"]), json!({}));
    server.ok("ForgotPassword", json!({ "ClientId": CLIENT, "Username": "ada" }));
    let new = "An0ther!pass";
    let body = json!({ "ClientId": CLIENT, "Username": "ada", "ConfirmationCode": server.code(), "Password": new });
    let invocation = invoked(&mut server, "ConfirmForgotPassword", body);
    server.srp("ada", new, None).unwrap();
    let response = done(&mut server, invocation, Err(TriggerFailure::Refused("no".into())));
    assert_eq!(response.status, 400);
    assert!(response.body.contains("PostConfirmation failed with error no."), "{}", response.body);
    server.srp("ada", new, None).unwrap();
}

#[test]
fn an_administrator_confirms_before_the_hook_hears_of_it() {
    let mut server = with_triggers(json!(["postConfirmation"]), json!({}));
    server.ok("SignUp", sign_up("grace"));
    let invocation = invoked(&mut server, "AdminConfirmSignUp", json!({ "UserPoolId": POOL, "Username": "grace" }));
    assert_eq!(status(&mut server, "grace"), "CONFIRMED");
    let event = invocation.event.clone();
    assert_eq!(done(&mut server, invocation, Ok(event)).status, 200);
}

#[test]
fn an_answer_without_a_response_is_no_answer() {
    for response in [Value::Null, json!([]), json!("yes"), json!(true)] {
        let mut server = answering("preAuthentication", json!({}), response.clone());
        let refused = server.srp("ada", PASSWORD, None).unwrap_err();
        assert_eq!(refused.name, "InvalidLambdaResponseException", "{response}");
        assert!(refused.message.starts_with("Unrecognizable lambda output"), "{}", refused.message);
    }
}

#[test]
fn members_of_another_type_are_refused_where_they_stand() {
    let attribute = json!({ "email": "eve@example.com" });
    for (trigger, response, member) in [
        ("preSignUp", json!({ "autoConfirmUser": "true" }), "autoConfirmUser"),
        ("userMigration", json!({ "userAttributes": { "email": 7 } }), "userAttributes"),
        (
            "userMigration",
            json!({ "userAttributes": attribute, "desiredDeliveryMediums": "EMAIL" }),
            "desiredDeliveryMediums",
        ),
        ("preTokenGeneration", json!({ "claimsOverrideDetails": [] }), "claimsOverrideDetails"),
        (
            "preTokenGeneration",
            json!({ "claimsOverrideDetails": { "groupOverrideDetails": { "groupsToOverride": "admins" } } }),
            "groupsToOverride",
        ),
        ("preTokenGeneration", json!({ "claimsOverrideDetails": { "claimsToSuppress": "email" } }), "claimsToSuppress"),
        ("customMessage", json!({ "emailMessage": 7 }), "emailMessage"),
        ("defineAuthChallenge", json!({ "issueTokens": "no" }), "issueTokens"),
    ] {
        let mut server = answering(trigger, json!({}), response);
        let plain = json!({ "USERNAME": "ada", "PASSWORD": PASSWORD });
        let refused = match trigger {
            "defineAuthChallenge" => server.initiate("CUSTOM_AUTH", json!({ "USERNAME": "ada" })),
            "preTokenGeneration" => server.initiate("USER_PASSWORD_AUTH", plain),
            "userMigration" => server.initiate("USER_PASSWORD_AUTH", json!({ "USERNAME": "eve", "PASSWORD": "old" })),
            _ => server.call("SignUp", sign_up("grace")),
        };
        let refused = refused.unwrap_err();
        assert_eq!(refused.name, "InvalidLambdaResponseException", "{trigger}");
        assert!(refused.message.contains(member), "{member} in {}", refused.message);
    }
}

#[test]
fn challenge_parameters_are_strings() {
    let mut server = with_triggers(json!(["defineAuthChallenge", "createAuthChallenge"]), json!({}));
    server.trigger = Some(Box::new(|trigger, mut event| {
        event["response"] = match trigger {
            "defineAuthChallenge" => json!({ "challengeName": "CUSTOM_CHALLENGE" }),
            _ => json!({ "publicChallengeParameters": { "count": 3 } }),
        };
        Ok(event)
    }));
    let refused = server.initiate("CUSTOM_AUTH", json!({ "USERNAME": "ada" })).unwrap_err();
    let text =
        "Unrecognizable lambda output: CreateAuthChallenge must set publicChallengeParameters to an object of strings.";
    assert_eq!(refused, err("InvalidLambdaResponse", text));
}

#[test]
fn messages_have_the_services_lengths() {
    for (member, most) in [("emailSubject", 140), ("emailMessage", 20_000), ("smsMessage", 140)] {
        for (length, allowed) in [(most, true), (most + 1, false)] {
            let words = format!("{{####}}{}", "x".repeat(length - 6));
            let mut server = answering("customMessage", json!({}), json!({ member: words }));
            assert_eq!(server.call("SignUp", sign_up("grace")).is_ok(), allowed, "{member} of {length}");
        }
    }
}

#[test]
fn what_names_the_token_and_its_person_is_out_of_the_hooks_reach() {
    let names = ["scope", "device_key", "version", "event_id", "identities", "username", "cognito:username", "sub"];
    let changes: Value = names
        .iter()
        .map(|name| (*name, "mine"))
        .collect::<std::collections::BTreeMap<_, _>>()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();
    let details = json!({ "claimsToAddOrOverride": changes, "claimsToSuppress": names });
    let hook =
        json!({ "claimsAndScopeOverrideDetails": { "idTokenGeneration": details, "accessTokenGeneration": details } });
    let tokens = answering("preTokenGeneration", json!({}), hook).tokens();
    let (id, access) = (claims(&tokens["IdToken"]), claims(&tokens["AccessToken"]));
    assert_eq!(access["scope"], "aws.cognito.signin.user.admin");
    for name in names {
        assert_ne!(id[name], "mine", "{name}");
        assert_ne!(access[name], "mine", "{name}");
    }
    assert_eq!(id["cognito:username"], "ada");
    assert_eq!(access["username"], "ada");
}

fn migration(response: Value, pool: Value) -> Result<Value, Refused> {
    let mut server = answering("userMigration", pool, response);
    server.initiate("USER_PASSWORD_AUTH", json!({ "USERNAME": "eve", "PASSWORD": "old" }))?;
    Ok(server.ok("AdminGetUser", json!({ "UserPoolId": POOL, "Username": "ada" })))
}

fn user(attributes: Value) -> Value {
    json!({ "userAttributes": attributes, "finalUserStatus": "CONFIRMED" })
}

#[test]
fn a_migrated_user_has_the_attributes_that_the_schema_allows() {
    for (attributes, pool, part) in [
        (json!({ "shoe_size": "7" }), json!({}), "shoe_size"),
        (json!({ "email": "nowhere" }), json!({}), "Invalid email address format"),
        (json!({ "email_verified": "maybe" }), json!({}), "email_verified"),
        (
            json!({}),
            json!({ "Schema": [{ "Name": "name", "Required": true }] }),
            "name: The attribute name is required",
        ),
    ] {
        let refused = migration(user(attributes), pool).unwrap_err();
        assert_eq!(refused.name, "InvalidLambdaResponseException");
        assert!(refused.message.contains(part), "{part} in {}", refused.message);
    }
    migration(user(json!({ "email": "eve@example.com", "username": "eve", "sub": "theirs" })), json!({})).unwrap();
}

#[test]
fn a_migrated_user_takes_nobodys_address_unless_the_handler_says_so() {
    let pool = json!({ "AliasAttributes": ["email"] });
    let mut response = user(json!({ "email": "ada@example.com", "email_verified": "true" }));
    let refused = migration(response.clone(), pool.clone()).unwrap_err();
    assert_eq!(refused, err("AliasExists", "An account with the email already exists."));
    response["forceAliasCreation"] = json!(true);
    let ada = migration(response, pool).unwrap();
    let verified = json!({ "Name": "email_verified", "Value": "false" });
    assert!(ada["UserAttributes"].as_array().unwrap().contains(&verified), "{ada}");
}
