//! The local Cognito as a server: administration, HTTP, faults, configuration, snapshots.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use cognito_identity_wasm::local::{LocalCognito, Request};
use cognito_identity_wasm::operation::Operation;
use local_twin::*;
use serde_json::{Value, json};

#[test]
fn pools_and_clients_are_made_changed_listed_and_removed() {
    let mut server = Server::plain();
    let pool = server.ok(
        "CreateUserPool",
        json!({ "PoolName": "second", "Policies": { "PasswordPolicy": { "MinimumLength": 12 } } }),
    );
    let id = text(&pool["UserPool"], "Id");
    assert!(id.starts_with("us-east-1_"));
    assert_eq!(pool["UserPool"]["Name"], "second");
    assert_eq!(pool["UserPool"]["MfaConfiguration"], "OFF");
    let client =
        server.ok("CreateUserPoolClient", json!({ "UserPoolId": id, "ClientName": "web", "GenerateSecret": true }));
    let client_id = text(&client["UserPoolClient"], "ClientId");
    assert!(text(&client["UserPoolClient"], "ClientSecret").len() > 40);
    let weak = json!({ "ClientId": client_id, "Username": "u", "Password": "Passw0rd!",
        "SecretHash": "no" });
    assert_eq!(server.refused("SignUp", weak).0, "NotAuthorizedException");

    let changed = server.ok("UpdateUserPoolClient", json!({
        "UserPoolId": id, "ClientId": client_id, "AccessTokenValidity": 5, "TokenValidityUnits": { "AccessToken": "minutes" },
    }));
    assert_eq!(changed["UserPoolClient"]["AccessTokenValidity"], 5);
    assert_eq!(changed["UserPoolClient"]["ClientName"], "web");
    assert_eq!(changed["UserPoolClient"]["ClientSecret"], client["UserPoolClient"]["ClientSecret"]);
    server.ok("UpdateUserPool", json!({ "UserPoolId": id, "DeletionProtection": "INACTIVE" }));
    server.ok(
        "SetUserPoolMfaConfig",
        json!({
            "UserPoolId": id, "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true },
        }),
    );
    let mfa = server.ok("GetUserPoolMfaConfig", json!({ "UserPoolId": id }));
    assert_eq!(mfa, json!({ "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true } }));
    let described = server.ok("DescribeUserPool", json!({ "UserPoolId": id }));
    assert_eq!(described["UserPool"]["MfaConfiguration"], "ON");

    let page = server.ok("ListUserPools", json!({ "MaxResults": 1 }));
    assert_eq!(page["UserPools"][0]["Id"], POOL);
    let page = server.ok("ListUserPools", json!({ "MaxResults": 1, "NextToken": page["NextToken"] }));
    assert_eq!(page["UserPools"][0]["Id"], id.as_str());
    let clients = server.ok("ListUserPoolClients", json!({ "UserPoolId": id, "MaxResults": 10 }));
    assert_eq!(clients["UserPoolClients"][0]["ClientId"], client_id.as_str());
    server.ok("DeleteUserPoolClient", json!({ "UserPoolId": id, "ClientId": client_id }));
    let gone = server.refused("DescribeUserPoolClient", json!({ "UserPoolId": id, "ClientId": client_id }));
    assert_eq!(gone, refusal("ResourceNotFound", &format!("User pool client {client_id} does not exist.")));
    server.ok("DeleteUserPool", json!({ "UserPoolId": id }));
    let gone = server.refused("DescribeUserPool", json!({ "UserPoolId": id }));
    assert_eq!(gone, refusal("ResourceNotFound", &format!("User pool {id} does not exist.")));
}

#[test]
fn two_pools_keep_their_users_and_tokens_apart() {
    let mut both = config(json!({}), json!({}));
    let mut second = both["pools"][0].clone();
    second["pool"]["Id"] = json!("eu-west-1_Other0002");
    second["clients"][0]["ClientId"] = json!("otherclient");
    second["users"][0]["Password"] = json!("0ther-Password");
    both["pools"].as_array_mut().unwrap().push(second);
    let mut server = Server::new(both);
    assert_eq!(server.cognito.pools()[1].user_pool_id, "eu-west-1_Other0002");
    assert_eq!(server.cognito.pools()[1].client_ids, ["otherclient"]);
    let body = |password: &str| {
        json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "otherclient",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": password } })
    };
    server.refused("InitiateAuth", body(PASSWORD));
    let tokens = server.ok("InitiateAuth", body("0ther-Password"))["AuthenticationResult"].clone();
    assert!(claims(&tokens["AccessToken"])["iss"].as_str().unwrap().ends_with("/eu-west-1_Other0002"));
    server.ok("DeleteUser", json!({ "AccessToken": tokens["AccessToken"] }));
    server.tokens();
}

#[test]
fn users_are_listed_by_filter_by_page_and_with_chosen_attributes() {
    let mut server = Server::plain();
    for name in ["bob", "bea", "cleo"] {
        server.ok("AdminCreateUser", json!({ "UserPoolId": POOL, "Username": name, "MessageAction": "SUPPRESS",
            "UserAttributes": [{ "Name": "email", "Value": format!("{name}@example.com") }, { "Name": "name", "Value": name }] }));
    }
    let mut names = |filter: &str| {
        let answer = server.ok("ListUsers", json!({ "UserPoolId": POOL, "Filter": filter }));
        answer["Users"].as_array().unwrap().iter().map(|user| text(user, "Username")).collect::<Vec<_>>()
    };
    assert_eq!(names(r#"username ^= "b""#), ["bea", "bob"]);
    assert_eq!(names(r#"email = "cleo@example.com""#), ["cleo"]);
    assert_eq!(names(r#"cognito:user_status = "CONFIRMED""#), ["ada"]);
    assert_eq!(names(r#"status = "Disabled""#), Vec::<String>::new());
    assert_eq!(names(""), ["ada", "bea", "bob", "cleo"]);
    for filter in ["nonsense", r#"custom:x = "1""#, "email = bare"] {
        assert_eq!(
            server.refused("ListUsers", json!({ "UserPoolId": POOL, "Filter": filter })).0,
            "InvalidParameterException"
        );
    }
    let page = server.ok("ListUsers", json!({ "UserPoolId": POOL, "Limit": 3, "AttributesToGet": ["email"] }));
    assert_eq!(page["Users"].as_array().unwrap().len(), 3);
    assert_eq!(page["Users"][1]["Attributes"], json!([{ "Name": "email", "Value": "bea@example.com" }]));
    let rest =
        server.ok("ListUsers", json!({ "UserPoolId": POOL, "Limit": 3, "PaginationToken": page["PaginationToken"] }));
    assert_eq!(rest["Users"][0]["Username"], "cleo");
    assert_eq!(rest.get("PaginationToken"), None);
    assert_eq!(server.refused("ListUsers", json!({ "UserPoolId": POOL, "Limit": 61 })).0, "InvalidParameterException");
}

#[test]
fn an_administrator_changes_disables_and_deletes_users() {
    let mut server = Server::plain();
    let ada = json!({ "UserPoolId": POOL, "Username": "ada" });
    let with = |extra: Value| {
        let mut body = ada.clone();
        merge(&mut body, extra);
        body
    };
    server.ok("AdminUpdateUserAttributes", with(json!({ "UserAttributes": [{ "Name": "name", "Value": "Ada" }] })));
    server.ok("AdminDeleteUserAttributes", with(json!({ "UserAttributeNames": ["email"] })));
    let user = server.ok("AdminGetUser", ada.clone());
    assert_eq!((&user["UserStatus"], &user["Enabled"]), (&json!("CONFIRMED"), &json!(true)));
    let names: Vec<&str> =
        user["UserAttributes"].as_array().unwrap().iter().map(|one| one["Name"].as_str().unwrap()).collect();
    assert_eq!(names, ["sub", "name"]);
    let token = server.tokens()["AccessToken"].clone();
    server.ok("AdminDisableUser", ada.clone());
    assert_eq!(server.refused("GetUser", json!({ "AccessToken": token })).0, "NotAuthorizedException");
    server.ok("AdminEnableUser", ada.clone());
    server.ok("AdminSetUserPassword", with(json!({ "Password": "Temp0rary!", "Permanent": false })));
    assert_eq!(server.srp("ada", "Temp0rary!", None).unwrap()["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    server.ok("AdminSetUserPassword", with(json!({ "Password": "Permanent0!", "Permanent": true })));
    server.srp("ada", "Permanent0!", None).unwrap();
    server.ok("AdminDeleteUser", ada.clone());
    assert_eq!(server.refused("AdminGetUser", ada), refusal("UserNotFound", "User does not exist."));
}

#[test]
fn an_administrator_signs_users_in_by_password_and_by_srp() {
    let mut server = Server::plain();
    for flow in ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] {
        let answer = server.ok("AdminInitiateAuth", json!({
            "UserPoolId": POOL, "ClientId": CLIENT, "AuthFlow": flow, "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD },
        }));
        assert!(answer["AuthenticationResult"]["IdToken"].is_string());
    }
    let srp = Srp::new();
    let challenge = server.ok(
        "AdminInitiateAuth",
        json!({
            "UserPoolId": POOL, "ClientId": CLIENT, "AuthFlow": "USER_SRP_AUTH",
            "AuthParameters": { "USERNAME": "ada", "SRP_A": srp.public() },
        }),
    );
    let answer = server.ok(
        "AdminRespondToAuthChallenge",
        json!({
            "UserPoolId": POOL, "ClientId": CLIENT, "ChallengeName": "PASSWORD_VERIFIER",
            "ChallengeResponses": srp.responses(&challenge["ChallengeParameters"], PASSWORD),
        }),
    );
    assert!(answer["AuthenticationResult"]["IdToken"].is_string());
}

#[test]
fn groups_have_members() {
    let mut server = Server::plain();
    let group = json!({ "UserPoolId": POOL, "GroupName": "admins" });
    server.ok("CreateGroup", json!({ "UserPoolId": POOL, "GroupName": "admins", "Description": "they may" }));
    assert_eq!(server.refused("CreateGroup", group.clone()).0, "GroupExistsException");
    let member = json!({ "UserPoolId": POOL, "GroupName": "admins", "Username": "ada" });
    server.ok("AdminAddUserToGroup", member.clone());
    assert_eq!(server.ok("ListUsersInGroup", group.clone())["Users"][0]["Username"], "ada");
    let of = server.ok("AdminListGroupsForUser", json!({ "UserPoolId": POOL, "Username": "ada" }));
    assert_eq!(of["Groups"][0]["Description"], "they may");
    server.ok("UpdateGroup", json!({ "UserPoolId": POOL, "GroupName": "admins", "Precedence": 3 }));
    assert_eq!(server.ok("GetGroup", group.clone())["Group"]["Precedence"], 3);
    server.ok("AdminRemoveUserFromGroup", member);
    assert_eq!(server.ok("ListUsersInGroup", group.clone())["Users"], json!([]));
    server.ok("DeleteGroup", group.clone());
    assert_eq!(server.refused("GetGroup", group).0, "ResourceNotFoundException");
}

#[test]
fn every_unsigned_operation_names_its_missing_members() {
    let mut server = Server::plain();
    for operation in Operation::ALL {
        let required: Vec<&str> =
            operation.members().iter().filter(|member| member.required).map(|member| member.name).collect();
        let (name, message) = server.refused(operation.name(), json!({}));
        assert_eq!(name, "InvalidParameterException", "{operation:?}");
        let first = required.first().map(|member| format!("{}{}", member[..1].to_lowercase(), &member[1..]));
        assert!(first.is_none_or(|first| message.contains(&first)), "{operation:?}: {message}");
    }
}

#[test]
fn members_of_the_wrong_type_and_bodies_that_are_no_object_are_refused() {
    let mut server = Server::plain();
    for body in ["", "[]", "{", "\"text\"", "{\"AuthFlow\":1,\"ClientId\":2}"] {
        let response = server.send(&post("InitiateAuth", body.to_owned()));
        assert_eq!(response.status, 400, "{body}");
    }
    let wrong = server
        .refused("InitiateAuth", json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": CLIENT, "AuthParameters": ["x"] }));
    assert_eq!(wrong.0, "SerializationException");
    let huge = "x".repeat(100_000);
    let answer = server.initiate("USER_SRP_AUTH", json!({ "USERNAME": "ada", "SRP_A": huge }));
    assert_eq!(answer.unwrap_err(), err("InvalidParameter", "SRP_A is not valid."));
    assert_eq!(
        server
            .initiate("USER_PASSWORD_AUTH", json!({ "USERNAME": "ädä\u{1f600}", "PASSWORD": "\u{0}" }))
            .unwrap_err()
            .name,
        "UserNotFoundException"
    );
    let unknown = server.refused("InitiateAuth", json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": "none" }));
    assert_eq!(unknown, refusal("ResourceNotFound", "User pool client none does not exist."));
}

#[test]
fn what_this_server_does_not_have_is_refused_by_name() {
    let mut server = Server::plain();
    let token = server.tokens()["AccessToken"].clone();
    for (operation, body, name) in [
        ("StartWebAuthnRegistration", json!({ "AccessToken": token }), "WebAuthnNotEnabledException"),
        ("CreateUserPoolReplica", json!({ "UserPoolId": POOL }), "UnsupportedOperationException"),
        (
            "AdminListUserAuthEvents",
            json!({ "UserPoolId": POOL, "Username": "ada" }),
            "UserPoolAddOnNotEnabledException",
        ),
        ("MakeTea", json!({}), "UnknownOperationException"),
    ] {
        assert_eq!(server.refused(operation, body).0, name);
    }
}

#[test]
fn browsers_may_call_from_anywhere_and_read_the_request_id() {
    let mut server = Server::plain();
    let preflight = Request {
        method: "OPTIONS".into(),
        path: "/".into(),
        headers: vec![("access-control-request-headers".into(), "content-type,x-amz-target,amz-sdk-new,x-evil".into())],
        body: String::new(),
    };
    let answer = server.send(&preflight);
    assert_eq!(answer.status, 204);
    let allowed = header(&answer, "access-control-allow-headers").unwrap();
    for name in [
        "content-type",
        "x-amz-target",
        "x-amz-user-agent",
        "cache-control",
        "authorization",
        "amz-sdk-request",
        "amz-sdk-new",
    ] {
        assert!(allowed.contains(name), "{name}");
    }
    assert!(!allowed.contains("x-evil"));
    for answer in [answer, server.send(&get("/nowhere")), server.send(&post("InitiateAuth", "{}".into()))] {
        assert_eq!(header(&answer, "access-control-allow-origin"), Some("*"));
        assert_eq!(header(&answer, "access-control-expose-headers"), Some("x-amzn-RequestId, x-amzn-ErrorType"));
        assert!(header(&answer, "x-amzn-RequestId").is_some());
    }
}

#[test]
fn documents_tell_the_key_the_issuer_the_outbox_and_the_health() {
    let mut config = config(json!({}), json!({}));
    config["endpoint"] = json!("http://127.0.0.1:9400");
    let mut server = Server::new(config);
    let document = |server: &mut Server, path: &str| -> (u16, Value) {
        let mut request = get(path);
        request.headers.push(("host".into(), "127.0.0.1:9400".into()));
        let response = server.send(&request);
        (response.status, serde_json::from_str(&response.body).unwrap())
    };
    let (_, openid) = document(&mut server, &format!("/{POOL}/.well-known/openid-configuration"));
    assert_eq!(openid["issuer"], format!("http://127.0.0.1:9400/{POOL}"));
    assert_eq!(openid["jwks_uri"], format!("http://127.0.0.1:9400/{POOL}/.well-known/jwks.json"));
    // Without an address of its own it is where it was asked, whatever its tokens name as their issuer.
    let mut server = Server::plain();
    let mut request = get(&format!("/{POOL}/.well-known/openid-configuration"));
    request.headers.push(("host".into(), "127.0.0.1:5555".into()));
    let openid: Value = serde_json::from_str(&server.send(&request).body).unwrap();
    assert_eq!(openid["jwks_uri"], format!("http://127.0.0.1:5555/{POOL}/.well-known/jwks.json"));
    assert_eq!(openid["issuer"], claims(&server.tokens()["IdToken"])["iss"]);
    let tokens = server.tokens();
    assert_eq!(claims(&tokens["IdToken"])["iss"], openid["issuer"]);
    server.ok("ForgotPassword", json!({ "ClientId": CLIENT, "Username": "ada" }));
    let (_, outbox) = document(&mut server, "/_local/outbox?username=ad%61");
    assert_eq!(outbox[0]["kind"], "forgotPassword");
    assert_eq!(document(&mut server, "/_local/outbox?username=nobody").1, json!([]));
    assert_eq!(document(&mut server, "/_local/health").0, 200);
    assert_eq!(document(&mut server, "/us-east-1_none/.well-known/jwks.json").0, 404);
    assert_eq!(document(&mut server, "/").0, 405);
}

#[test]
fn faults_strike_as_often_as_they_are_told() {
    let mut server = Server::plain();
    let ask = post("InitiateAuth", json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": CLIENT }).to_string());
    server.faults(json!({ "throttle": { "operation": "InitiateAuth", "times": 1 }, "latencyMs": 250 }));
    let first = server.send(&ask);
    assert!(first.body.contains("TooManyRequestsException"));
    assert_eq!(first.delay_ms, 250);
    assert!(!server.send(&ask).body.contains("TooManyRequestsException"));
    server.faults(json!({ "serverError": { "status": 503, "times": 1, "body": "<html>" } }));
    let error = server.send(&ask);
    assert_eq!((error.status, error.body.as_str()), (503, "<html>"));
    assert_eq!(server.send(&ask).status, 400);
    server.faults(json!({ "drop": { "operation": "GetUser", "times": 2 } }));
    assert!(!server.send(&ask).drop);
    assert!(server.send(&post("GetUser", "{}".into())).drop);
    server.faults(json!({}));
    assert!(!server.send(&post("GetUser", "{}".into())).drop);
    server.faults(json!({ "clockSkewMs": 7_200_000 }));
    assert_eq!(claims(&server.tokens()["IdToken"])["iat"], 1_795_399_200);
    let wrong = Request {
        method: "POST".into(),
        path: "/_local/faults".into(),
        headers: vec![],
        body: "{\"latency\":1}".into(),
    };
    assert_eq!(server.send(&wrong).status, 400);
}

fn config_error(config: Value) -> String {
    match LocalCognito::new(&config.to_string(), KEY, START, [1; 32]) {
        Ok(_) => panic!("accepted"),
        Err(error) => error.message.to_string(),
    }
}

#[test]
fn a_wrong_configuration_says_which_member_is_wrong() {
    type Change = fn(&mut Value);
    let broken = |change: fn(&mut Value)| {
        let mut config = config(json!({}), json!({}));
        change(&mut config);
        config_error(config)
    };
    let table: [(Change, &str); 7] = [
        (|config| config["pools"][0]["pool"]["Id"] = json!("nonsense"), "pools[0].pool.Id: must match the pattern"),
        (
            |config| config["pools"][0]["pool"]["MfaConfiguration"] = json!("MAYBE"),
            "pools[0].pool.MfaConfiguration: must be one of OFF, ON, OPTIONAL.",
        ),
        (
            |config| config["pools"][0]["clients"][0]["AuthSessionValidity"] = json!(99),
            "pools[0].clients[0].AuthSessionValidity: must have value less than or equal to 15.",
        ),
        (
            |config| config["pools"][0]["users"][0]["Password"] = json!("weak"),
            "pools[0].users[0]: Password did not conform",
        ),
        (|config| config["pools"][0]["triggers"] = json!(["teaTime"]), "pools[0].triggers: teaTime is unknown"),
        (|config| config["pool"] = json!([]), "pool is unknown. Did you mean pools?"),
        (|config| config["faults"] = json!({ "typo": 1 }), "faults.typo is unknown. Known members: latencyMs"),
    ];
    for (change, expected) in table {
        let message = broken(change);
        assert!(message.contains(expected), "{message}");
    }
    let error = LocalCognito::new("{}", b"no key", START, [1; 32]).err().unwrap();
    assert!(error.message.contains("PKCS#8"));
}

#[test]
fn a_snapshot_carries_everything_over_but_no_password_and_no_message() {
    let mut config = config(json!({ "MfaConfiguration": "OPTIONAL" }), json!({}));
    config["pools"][0]["triggers"] = json!(["preTokenGeneration"]);
    let mut server = Server::new(config.clone());
    server.trigger = Some(Box::new(|_, event| Ok(event)));
    let tokens = server.tokens();
    server.ok(
        "AdminCreateUser",
        json!({
            "UserPoolId": POOL, "Username": "grace", "TemporaryPassword": "Temp0rary!",
            "UserAttributes": [{ "Name": "email", "Value": "grace@example.com" }],
        }),
    );
    let snapshot = server.cognito.snapshot();
    for secret in [PASSWORD, "Temp0rary!", &text(&tokens, "RefreshToken")] {
        assert!(!snapshot.contains(secret));
    }
    let mut other = Server::new(config);
    other.trigger = Some(Box::new(|_, event| Ok(event)));
    other.ok("AdminDeleteUser", json!({ "UserPoolId": POOL, "Username": "ada" }));
    other.cognito.restore(&snapshot).unwrap();
    other.ok("GetUser", json!({ "AccessToken": tokens["AccessToken"] }));
    other.initiate("REFRESH_TOKEN_AUTH", json!({ "REFRESH_TOKEN": tokens["RefreshToken"] })).unwrap();
    other.tokens();
    assert_eq!(other.srp("grace", "Temp0rary!", None).unwrap()["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    for wrong in ["", "{}", "{\"version\":1}"] {
        assert!(other.cognito.restore(wrong).is_err());
    }
}

#[test]
fn debug_shows_no_body() {
    let request = post("InitiateAuth", json!({ "PASSWORD": "marked-secret" }).to_string());
    let mut server = Server::plain();
    let response = server.send(&request);
    assert!(!format!("{request:?}").contains("marked-secret"));
    assert!(!format!("{response:?}").contains("__type"));
}

#[test]
fn a_trigger_that_nobody_waits_for_is_refused() {
    let mut server = Server::plain();
    let outcome = server.cognito.resume(99, Ok(json!({})), START, [3; 32]);
    assert!(matches!(outcome, cognito_identity_wasm::local::Outcome::Respond(response) if response.status == 500));
}
