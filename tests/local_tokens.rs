//! Refresh, rotation, revocation, sign-out everywhere, the checks of access tokens, and the hook before tokens.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use local_twin::*;
use serde_json::{Value, json};

fn refresh(server: &mut Server, token: &Value) -> Result<Value, Refused> {
    server
        .initiate("REFRESH_TOKEN_AUTH", json!({ "REFRESH_TOKEN": token }))
        .map(|answer| answer["AuthenticationResult"].clone())
}

fn rotate(server: &mut Server, token: &Value) -> Result<Value, Refused> {
    let body = json!({ "ClientId": CLIENT, "RefreshToken": token });
    server.call("GetTokensFromRefreshToken", body).map(|answer| answer["AuthenticationResult"].clone())
}

#[test]
fn a_refresh_makes_new_tokens_of_the_same_family() {
    let mut server = Server::plain();
    let first = server.tokens();
    server.later(600.0);
    for second in
        [refresh(&mut server, &first["RefreshToken"]).unwrap(), rotate(&mut server, &first["RefreshToken"]).unwrap()]
    {
        assert_eq!(second.get("RefreshToken"), None);
        let (old, new) = (claims(&first["AccessToken"]), claims(&second["AccessToken"]));
        assert_eq!(old["origin_jti"], new["origin_jti"]);
        assert_eq!(old["auth_time"], new["auth_time"]);
        assert_ne!(old["jti"], new["jti"]);
        assert_eq!(new["iat"].as_u64().unwrap() - old["iat"].as_u64().unwrap(), 600);
    }
}

#[test]
fn an_invalid_an_expired_and_a_revoked_refresh_token_have_their_own_texts() {
    let mut server = Server::with(
        json!({}),
        json!({ "RefreshTokenValidity": 1, "TokenValidityUnits": { "RefreshToken": "hours" } }),
    );
    assert_eq!(refresh(&mut server, &json!("nonsense")).unwrap_err(), err("NotAuthorized", "Invalid Refresh Token"));
    let first = server.tokens();
    server.ok("RevokeToken", json!({ "ClientId": CLIENT, "Token": first["RefreshToken"] }));
    assert_eq!(
        refresh(&mut server, &first["RefreshToken"]).unwrap_err(),
        err("NotAuthorized", "Refresh Token has been revoked")
    );
    let second = server.tokens();
    server.later(3601.0);
    assert_eq!(
        refresh(&mut server, &second["RefreshToken"]).unwrap_err(),
        err("NotAuthorized", "Refresh Token has expired")
    );
}

#[test]
fn with_rotation_a_token_is_replaced_and_its_reuse_is_refused_after_the_grace_period() {
    let mut server = Server::with(
        json!({}),
        json!({
            "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
            "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 30 },
        }),
    );
    let first = server.tokens()["RefreshToken"].clone();
    assert_eq!(refresh(&mut server, &first).unwrap_err().name, "UnsupportedOperationException");
    let second = rotate(&mut server, &first).unwrap()["RefreshToken"].clone();
    assert_ne!(first, second);
    server.later(29.0);
    rotate(&mut server, &first).unwrap();
    server.later(2.0);
    assert_eq!(rotate(&mut server, &first).unwrap_err().name, "RefreshTokenReuseException");
    rotate(&mut server, &second).unwrap();
}

#[test]
fn revoking_a_refresh_token_revokes_its_access_tokens_and_no_others() {
    let mut server = Server::plain();
    let (one, two) = (server.tokens(), server.tokens());
    server.ok("RevokeToken", json!({ "ClientId": CLIENT, "Token": one["RefreshToken"] }));
    let revoked = server.refused("GetUser", json!({ "AccessToken": one["AccessToken"] }));
    assert_eq!(revoked, refusal("NotAuthorized", "Access Token has been revoked"));
    server.ok("GetUser", json!({ "AccessToken": two["AccessToken"] }));
    let wrong_kind = server.refused("RevokeToken", json!({ "ClientId": CLIENT, "Token": two["AccessToken"] }));
    assert_eq!(wrong_kind.0, "UnsupportedTokenTypeException");
}

#[test]
fn without_token_revocation_tokens_carry_no_origin_jti_and_cannot_be_revoked() {
    let mut server = Server::with(json!({}), json!({ "EnableTokenRevocation": false }));
    let tokens = server.tokens();
    assert_eq!(claims(&tokens["AccessToken"]).get("origin_jti"), None);
    let refused = server.refused("RevokeToken", json!({ "ClientId": CLIENT, "Token": tokens["RefreshToken"] }));
    assert_eq!(refused.0, "UnsupportedOperationException");
}

#[test]
fn global_sign_out_ends_every_session_of_the_user() {
    let mut server = Server::plain();
    let (one, two) = (server.tokens(), server.tokens());
    server.ok("GlobalSignOut", json!({ "AccessToken": one["AccessToken"] }));
    for tokens in [one, two] {
        let refused = server.refused("GetUser", json!({ "AccessToken": tokens["AccessToken"] }));
        assert_eq!(refused, refusal("NotAuthorized", "Access Token has been revoked"));
        refresh(&mut server, &tokens["RefreshToken"]).unwrap_err();
    }
    let three = server.tokens();
    server.ok("AdminUserGlobalSignOut", json!({ "UserPoolId": POOL, "Username": "ada" }));
    server.refused("GetUser", json!({ "AccessToken": three["AccessToken"] }));
}

#[test]
fn an_access_token_is_checked_with_the_services_texts() {
    let mut server = Server::plain();
    let tokens = server.tokens();
    let access = text(&tokens, "AccessToken");
    let forged = format!("{}AAAA", &access[..access.len() - 4]);
    for (token, message) in [
        ("nonsense".to_owned(), "Invalid Access Token"),
        (text(&tokens, "IdToken"), "Invalid Access Token"),
        (forged, "Could not verify signature for Access Token"),
    ] {
        assert_eq!(server.refused("GetUser", json!({ "AccessToken": token })), refusal("NotAuthorized", message));
    }
    server.later(3600.0);
    assert_eq!(
        server.refused("GetUser", json!({ "AccessToken": access })),
        refusal("NotAuthorized", "Access Token has expired")
    );
}

#[test]
fn the_token_of_a_deleted_user_names_nobody() {
    let mut server = Server::plain();
    let token = server.tokens()["AccessToken"].clone();
    server.ok("DeleteUser", json!({ "AccessToken": token }));
    let refused = server.refused("GetUser", json!({ "AccessToken": token }));
    assert_eq!(refused, refusal("UserNotFound", "User does not exist."));
    assert_eq!(server.srp("ada", PASSWORD, None).unwrap_err().name, "UserNotFoundException");
}

#[test]
fn sessions_are_listed_and_another_one_can_be_revoked() {
    let mut server = Server::plain();
    let one = server.tokens();
    server.later(1.0);
    let two = server.tokens();
    let list = server.ok("ListUserSessions", json!({ "AccessToken": one["AccessToken"] }));
    let sessions = list["Sessions"].as_array().unwrap();
    assert_eq!((&sessions[0]["IsCurrentSession"], &sessions[1]["IsCurrentSession"]), (&json!(true), &json!(false)));
    let own = json!({ "AccessToken": one["AccessToken"], "SessionId": sessions[0]["SessionId"] });
    assert_eq!(server.refused("RevokeUserSession", own).0, "InvalidParameterException");
    server.ok("RevokeUserSession", json!({ "AccessToken": one["AccessToken"], "SessionId": sessions[1]["SessionId"] }));
    server.refused("GetUser", json!({ "AccessToken": two["AccessToken"] }));
    server.ok("GetUser", json!({ "AccessToken": one["AccessToken"] }));
}

#[test]
fn in_a_pool_that_tracks_devices_a_refresh_needs_the_confirmed_device() {
    let mut server = Server::with(json!({ "DeviceConfiguration": {} }), json!({}));
    let result = server.tokens();
    let device = Device::new(&result["NewDeviceMetadata"]);
    let attempt = |server: &mut Server, key: Option<&str>| {
        let mut parameters = json!({ "REFRESH_TOKEN": result["RefreshToken"] });
        if let Some(key) = key {
            parameters["DEVICE_KEY"] = json!(key);
        }
        server.initiate("REFRESH_TOKEN_AUTH", parameters)
    };
    let invalid = err("NotAuthorized", "Invalid Refresh Token");
    assert_eq!(attempt(&mut server, Some(&device.key)).unwrap_err(), invalid, "not confirmed yet");
    server.ok("ConfirmDevice", json!({
        "AccessToken": result["AccessToken"], "DeviceKey": device.key, "DeviceSecretVerifierConfig": device.verifier(),
    }));
    assert_eq!(attempt(&mut server, None).unwrap_err(), invalid);
    attempt(&mut server, Some(&device.key)).unwrap();
    let body = json!({ "ClientId": CLIENT, "RefreshToken": result["RefreshToken"], "DeviceKey": device.key });
    server.ok("GetTokensFromRefreshToken", body);
}

#[test]
fn token_validities_follow_the_client() {
    let mut server = Server::with(
        json!({}),
        json!({ "AccessTokenValidity": 10, "IdTokenValidity": 1, "TokenValidityUnits": { "AccessToken": "minutes", "IdToken": "days" } }),
    );
    let tokens = server.tokens();
    let life = |jwt: &Value| claims(jwt)["exp"].as_u64().unwrap() - claims(jwt)["iat"].as_u64().unwrap();
    assert_eq!((life(&tokens["AccessToken"]), life(&tokens["IdToken"])), (600, 86_400));
    assert_eq!(tokens["ExpiresIn"], 600);
}

#[test]
fn groups_are_in_both_tokens_the_most_important_first() {
    let mut server = Server::plain();
    for (name, precedence) in [("users", 10), ("admins", 1)] {
        server.ok("CreateGroup", json!({ "UserPoolId": POOL, "GroupName": name, "Precedence": precedence }));
        server.ok("AdminAddUserToGroup", json!({ "UserPoolId": POOL, "Username": "ada", "GroupName": name }));
    }
    let tokens = server.tokens();
    for token in ["AccessToken", "IdToken"] {
        assert_eq!(claims(&tokens[token])["cognito:groups"], json!(["admins", "users"]));
    }
}

fn hooked(response: Value) -> Server {
    let mut config = config(json!({}), json!({}));
    config["pools"][0]["triggers"] = json!(["preTokenGeneration"]);
    let mut server = Server::new(config);
    server.trigger = Some(Box::new(move |trigger, mut event| {
        assert_eq!(trigger, "preTokenGeneration");
        assert_eq!(event["request"]["userAttributes"]["email"], "ada@example.com");
        event["response"] = response.clone();
        Ok(event)
    }));
    server
}

#[test]
fn the_hook_before_tokens_changes_claims_but_not_the_protected_ones() {
    let mut server = hooked(json!({ "claimsOverrideDetails": {
        "claimsToAddOrOverride": { "plan": "gold", "sub": "someone else" },
        "claimsToSuppress": ["email", "iss"],
        "groupOverrideDetails": { "groupsToOverride": ["from-the-hook"] },
    } }));
    let tokens = server.tokens();
    let (id, access) = (claims(&tokens["IdToken"]), claims(&tokens["AccessToken"]));
    assert_eq!(id["plan"], "gold");
    assert_eq!(id["sub"], access["sub"]);
    assert!(id["iss"].is_string());
    assert_eq!(id.get("email"), None);
    assert_eq!(id["cognito:groups"], json!(["from-the-hook"]));
    assert_eq!(access.get("plan"), None);
}

#[test]
fn the_second_version_of_the_hook_reaches_the_access_token_and_its_scopes() {
    let mut server = hooked(json!({ "claimsAndScopeOverrideDetails": {
        "accessTokenGeneration": { "claimsToAddOrOverride": { "tenant": 7 }, "scopesToAdd": ["orders/read"] },
        "idTokenGeneration": { "claimsToAddOrOverride": { "plan": "gold" } },
    } }));
    let tokens = server.tokens();
    let access = claims(&tokens["AccessToken"]);
    assert_eq!((&access["tenant"], &access["scope"]), (&json!(7), &json!("aws.cognito.signin.user.admin orders/read")));
    assert_eq!(claims(&tokens["IdToken"])["plan"], "gold");
    let mut server = hooked(json!({ "claimsAndScopeOverrideDetails": {
        "accessTokenGeneration": { "scopesToSuppress": ["aws.cognito.signin.user.admin"] },
    } }));
    let token = server.tokens()["AccessToken"].clone();
    let refused = server.refused("GetUser", json!({ "AccessToken": token }));
    assert_eq!(refused, refusal("NotAuthorized", "Access Token does not have required scopes"));
}

#[test]
fn the_roles_of_groups_are_claims_of_the_id_token() {
    let role = |name: &str| format!("arn:aws:iam::000000000000:role/{name}");
    let group = |name: &str, precedence: Value, role: Value| json!({ "GroupName": name, "Precedence": precedence, "RoleArn": role });
    for (groups, roles, preferred) in [
        (
            json!([group("a", json!(2), json!(role("A"))), group("b", json!(1), json!(role("B")))]),
            json!([role("B"), role("A")]),
            json!(role("B")),
        ),
        (
            json!([group("a", json!(1), json!(role("A"))), group("b", json!(1), json!(role("B")))]),
            json!([role("A"), role("B")]),
            Value::Null,
        ),
        (
            json!([group("a", json!(1), json!(role("A"))), group("b", json!(1), json!(role("A")))]),
            json!([role("A")]),
            json!(role("A")),
        ),
        (
            json!([group("a", Value::Null, json!(role("A"))), group("b", json!(0), Value::Null)]),
            json!([role("A")]),
            json!(role("A")),
        ),
        (json!([group("a", json!(1), Value::Null)]), Value::Null, Value::Null),
    ] {
        let mut config = config(json!({}), json!({}));
        config["pools"][0]["users"][0]["Groups"] =
            groups.as_array().unwrap().iter().map(|one| one["GroupName"].clone()).collect();
        config["pools"][0]["groups"] = groups;
        config["pools"][0]["triggers"] = json!(["preTokenGeneration"]);
        let mut server = Server::new(config);
        let (all, best) = (roles.clone(), preferred.clone());
        server.trigger = Some(Box::new(move |_, event| {
            let own = &event["request"]["groupConfiguration"];
            assert_eq!(own["iamRolesToOverride"], if all.is_null() { json!([]) } else { all.clone() });
            assert_eq!(own["preferredRole"], best);
            Ok(event)
        }));
        let tokens = server.tokens();
        let (id, access) = (claims(&tokens["IdToken"]), claims(&tokens["AccessToken"]));
        assert_eq!(id["cognito:roles"], roles);
        assert_eq!(id["cognito:preferred_role"], preferred);
        assert_eq!(access.get("cognito:roles").or(access.get("cognito:preferred_role")), None);
    }
}

#[test]
fn a_hook_replaces_groups_and_roles_together() {
    let mut config = config(json!({}), json!({}));
    config["pools"][0]["groups"] = json!([{ "GroupName": "a", "RoleArn": "arn:aws:iam::000000000000:role/A" }]);
    config["pools"][0]["users"][0]["Groups"] = json!(["a"]);
    config["pools"][0]["triggers"] = json!(["preTokenGeneration"]);
    let mut server = Server::new(config);
    let (mine, theirs) = (json!("arn:aws:iam::000000000000:role/B"), json!(["x", "y"]));
    for (own, groups, role) in [
        (json!({ "groupsToOverride": theirs, "iamRolesToOverride": [mine], "preferredRole": mine }), theirs, mine),
        (json!({}), Value::Null, Value::Null),
        (Value::Null, Value::Null, Value::Null),
    ] {
        server.trigger = Some(Box::new(move |_, mut event| {
            event["response"] = json!({ "claimsOverrideDetails": { "groupOverrideDetails": own } });
            Ok(event)
        }));
        let id = claims(&server.tokens()["IdToken"]);
        assert_eq!(id["cognito:groups"], groups);
        assert_eq!(id["cognito:preferred_role"], role);
        assert_eq!(id.get("cognito:roles").is_some(), !role.is_null());
    }
}
