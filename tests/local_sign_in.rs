//! Sign-in by password at the local Cognito: SRP and in clear, its checks in their order, what the tokens say.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use local_twin::*;
use serde_json::{Value, json};

#[test]
fn a_confirmed_user_signs_in_by_srp_and_the_tokens_say_who_it_is() {
    let mut server = Server::plain();
    let result = server.tokens();
    assert_eq!(result["TokenType"], "Bearer");
    assert_eq!(result["ExpiresIn"], 3600);
    assert_eq!(text(&result, "RefreshToken").split('.').count(), 5);
    let (id, access) = (claims(&result["IdToken"]), claims(&result["AccessToken"]));
    let issuer = format!("https://cognito-idp.us-east-1.amazonaws.com/{POOL}");
    for claims in [&id, &access] {
        assert_eq!(claims["iss"], issuer);
        assert_eq!(claims["iat"], 1_795_392_000);
        assert_eq!(claims["exp"], 1_795_395_600);
        assert_eq!(claims["auth_time"], 1_795_392_000);
        for member in ["sub", "origin_jti", "event_id", "jti"] {
            assert_eq!(text(claims, member).len(), 36, "{member}");
        }
    }
    assert_eq!(id["token_use"], "id");
    assert_eq!(id["aud"], CLIENT);
    assert_eq!(id["cognito:username"], "ada");
    assert_eq!(id["email"], "ada@example.com");
    assert_eq!(id["email_verified"], true);
    assert_eq!(access["token_use"], "access");
    assert_eq!(access["client_id"], CLIENT);
    assert_eq!(access["username"], "ada");
    assert_eq!(access["scope"], "aws.cognito.signin.user.admin");
    assert_eq!(id["origin_jti"], access["origin_jti"]);
    assert_ne!(id["jti"], access["jti"]);

    let user = server.ok("GetUser", json!({ "AccessToken": result["AccessToken"] }));
    assert_eq!(user["Username"], "ada");
    assert_eq!(user["UserAttributes"][0]["Name"], "sub");
}

#[test]
fn the_signature_of_a_token_verifies_under_the_published_key() {
    let mut server = Server::plain();
    let token = text(&server.tokens(), "IdToken");
    let jwks: Value = serde_json::from_str(&server.send(&get(&format!("/{POOL}/.well-known/jwks.json"))).body).unwrap();
    let key = &jwks["keys"][0];
    let header = jsonwebtoken::decode_header(&token).unwrap();
    assert_eq!(header.kid.as_deref(), key["kid"].as_str());
    let public = jsonwebtoken::DecodingKey::from_rsa_components(&text(key, "n"), &text(key, "e")).unwrap();
    let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
    rules.set_audience(&[CLIENT]);
    rules.validate_exp = false;
    assert!(jsonwebtoken::decode::<Value>(&token, &public, &rules).is_ok());
    let forged = token.replacen("eyJ", "eyK", 2);
    assert!(jsonwebtoken::decode::<Value>(&forged, &public, &rules).is_err());
}

#[test]
fn a_wrong_password_is_refused_and_the_same_block_may_be_answered_again() {
    let mut server = Server::plain();
    assert_eq!(
        server.srp("ada", "Wrong0rd!", None).unwrap_err(),
        err("NotAuthorized", "Incorrect username or password.")
    );
    let srp = Srp::new();
    let challenge = server.initiate("USER_SRP_AUTH", json!({ "USERNAME": "ada", "SRP_A": srp.public() })).unwrap();
    let parameters = &challenge["ChallengeParameters"];
    server.respond("PASSWORD_VERIFIER", None, srp.responses(parameters, "Wrong0rd!")).unwrap_err();
    // A client may send a Session though it got none.
    let session = json!("whatever the client still had");
    server.respond("PASSWORD_VERIFIER", Some(&session), srp.responses(parameters, PASSWORD)).unwrap();
    server.respond("PASSWORD_VERIFIER", None, srp.responses(parameters, PASSWORD)).unwrap();
    server.later(200.0);
    assert_eq!(
        server.respond("PASSWORD_VERIFIER", None, srp.responses(parameters, PASSWORD)).unwrap_err(),
        err("NotAuthorized", "Invalid session for the user, session is expired.")
    );
}

#[test]
fn a_proof_is_checked_member_by_member_in_the_services_order() {
    let mut server = Server::plain();
    let srp = Srp::new();
    let challenge = server.initiate("USER_SRP_AUTH", json!({ "USERNAME": "ada", "SRP_A": srp.public() })).unwrap();
    let whole = srp.responses(&challenge["ChallengeParameters"], PASSWORD);
    let mut given = json!({});
    for member in ["USERNAME", "TIMESTAMP", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK"] {
        let expected = err("InvalidParameter", &format!("Missing required parameter {member}"));
        assert_eq!(server.respond("PASSWORD_VERIFIER", None, given.clone()).unwrap_err(), expected);
        given[member] = whole[member].clone();
    }
    let table = [
        (
            "TIMESTAMP",
            "2026-11-23T00:00:00Z",
            "InvalidParameter",
            "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
        ),
        (
            "PASSWORD_CLAIM_SIGNATURE",
            "%%%",
            "InvalidParameter",
            "Invalid PASSWORD_CLAIM_SIGNATURE format. Must be a Base64 string.",
        ),
        ("TIMESTAMP", "Tue Nov 23 00:00:01 UTC 2026", "NotAuthorized", "Incorrect username or password."),
        ("PASSWORD_CLAIM_SECRET_BLOCK", "AAAA", "NotAuthorized", "Incorrect username or password."),
        ("USERNAME", "grace", "NotAuthorized", "Incorrect username or password."),
    ];
    for (member, value, name, message) in table {
        let mut responses = whole.clone();
        responses[member] = json!(value);
        assert_eq!(server.respond("PASSWORD_VERIFIER", None, responses).unwrap_err(), err(name, message), "{member}");
    }
    server.respond("PASSWORD_VERIFIER", None, whole).unwrap();
}

#[test]
fn the_signature_is_over_the_canonical_timestamp() {
    let mut server = Server::plain();
    let srp = Srp::new();
    let challenge = server.initiate("USER_SRP_AUTH", json!({ "USERNAME": "ada", "SRP_A": srp.public() })).unwrap();
    let parameters = &challenge["ChallengeParameters"];
    for (timestamp, accepted) in [
        ("Wed Dec 02 00:00:00 UTC 2026", false),
        ("Thu Dec 2 00:00:00 UTC 2026", false),
        ("Wed Dec 2 00:00:00 UTC 2026", true),
    ] {
        let mut responses = srp.responses(parameters, PASSWORD);
        responses["TIMESTAMP"] = json!(timestamp);
        responses["PASSWORD_CLAIM_SIGNATURE"] = json!(srp.sign(&POOL[10..], "ada", PASSWORD, parameters, timestamp));
        assert_eq!(server.respond("PASSWORD_VERIFIER", None, responses).is_ok(), accepted, "{timestamp}");
    }
}

#[test]
fn odd_and_signed_salts_and_public_values_verify() {
    for faults in [
        json!({ "oddSalt": true }),
        json!({ "signedSalt": true }),
        json!({ "oddB": true }),
        json!({ "signedB": true }),
        json!({ "signedSalt": true, "oddB": true }),
    ] {
        let mut server = Server::plain();
        server.faults(faults.clone());
        let srp = Srp::new();
        let challenge = server.initiate("USER_SRP_AUTH", json!({ "USERNAME": "ada", "SRP_A": srp.public() })).unwrap();
        let parameters = &challenge["ChallengeParameters"];
        let (salt, b) = (text(parameters, "SALT"), text(parameters, "SRP_B"));
        assert_eq!(salt.starts_with('-'), faults.get("signedSalt").is_some());
        assert!(faults.get("oddSalt").is_none() || salt.len() % 2 == 1);
        assert!(faults.get("oddB").is_none() || b.len() % 2 == 1);
        assert_eq!(b.starts_with('-'), faults.get("signedB").is_some());
        assert!(!salt.trim_start_matches('-').starts_with("00"));
        server.respond("PASSWORD_VERIFIER", None, srp.responses(parameters, PASSWORD)).unwrap();
        server.respond("PASSWORD_VERIFIER", None, srp.responses(parameters, "Wrong0rd!")).unwrap_err();
    }
}

#[test]
fn srp_a_must_be_a_number_that_is_no_multiple_of_the_modulus() {
    let mut server = Server::plain();
    let n = num_bigint::BigUint::parse_bytes(b"FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF", 16).unwrap();
    for srp_a in ["0".to_owned(), n.to_str_radix(16), "xyz".to_owned()] {
        let refused = server.initiate("USER_SRP_AUTH", json!({ "USERNAME": "ada", "SRP_A": srp_a })).unwrap_err();
        assert_eq!(refused, err("InvalidParameter", "SRP_A is not valid."));
    }
    let refused = server.initiate("USER_SRP_AUTH", json!({ "USERNAME": "ada" })).unwrap_err();
    assert_eq!(refused, err("InvalidParameter", "Missing required parameter SRP_A"));
}

#[test]
fn a_password_in_clear_is_checked_against_the_verifier() {
    let mut server = Server::plain();
    let ok = server.initiate("USER_PASSWORD_AUTH", json!({ "USERNAME": "ada", "PASSWORD": PASSWORD })).unwrap();
    assert!(ok["AuthenticationResult"]["AccessToken"].is_string());
    for (parameters, expected) in [
        (json!({ "USERNAME": "ada", "PASSWORD": "nope" }), err("NotAuthorized", "Incorrect username or password.")),
        (json!({ "USERNAME": "ada" }), err("InvalidParameter", "Missing required parameter PASSWORD")),
        (json!({ "PASSWORD": PASSWORD }), err("InvalidParameter", "Missing required parameter USERNAME")),
        (json!({ "USERNAME": "nobody", "PASSWORD": PASSWORD }), err("UserNotFound", "User does not exist.")),
    ] {
        assert_eq!(server.initiate("USER_PASSWORD_AUTH", parameters).unwrap_err(), expected);
    }
}

#[test]
fn flows_that_the_client_does_not_allow_are_refused_with_their_own_texts() {
    let mut server = Server::with(json!({}), json!({ "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"] }));
    for (flow, message) in [
        ("USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client."),
        ("USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client"),
        ("ADMIN_USER_PASSWORD_AUTH", "Initiate Auth method not supported."),
    ] {
        let refused = server.initiate(flow, json!({ "USERNAME": "ada", "SRP_A": "1", "PASSWORD": "x" })).unwrap_err();
        assert_eq!(refused, err("InvalidParameter", message));
    }
    assert!(server.initiate("NONSENSE", json!({})).unwrap_err().message.contains("authFlow"));
}

#[test]
fn an_unknown_user_looks_like_a_known_one_when_the_client_hides_users() {
    let mut server = Server::with(json!({}), json!({ "PreventUserExistenceErrors": "ENABLED" }));
    let srp = Srp::new();
    let ask = |server: &mut Server| {
        let parameters = json!({ "USERNAME": "nobody", "SRP_A": srp.public() });
        server.initiate("USER_SRP_AUTH", parameters).unwrap()["ChallengeParameters"].clone()
    };
    let (one, two) = (ask(&mut server), ask(&mut server));
    assert_eq!(one["SALT"], two["SALT"], "a salt that changes would tell");
    assert_ne!(one["SRP_B"], two["SRP_B"]);
    assert_eq!(
        server.respond("PASSWORD_VERIFIER", None, srp.responses(&one, PASSWORD)).unwrap_err(),
        err("NotAuthorized", "Incorrect username or password.")
    );
    let refused = server.initiate("USER_PASSWORD_AUTH", json!({ "USERNAME": "nobody", "PASSWORD": "x" })).unwrap_err();
    assert_eq!(refused, err("NotAuthorized", "Incorrect username or password."));
}

#[test]
fn a_disabled_an_unconfirmed_and_a_reset_user_are_refused_at_the_first_request() {
    let mut server = Server::plain();
    let srp = Srp::new();
    let ask = |server: &mut Server, name: &str| {
        server.initiate("USER_SRP_AUTH", json!({ "USERNAME": name, "SRP_A": srp.public() })).unwrap_err()
    };
    server.ok("SignUp", json!({ "ClientId": CLIENT, "Username": "grace", "Password": PASSWORD, "UserAttributes": [] }));
    assert_eq!(ask(&mut server, "grace"), err("UserNotConfirmed", "User is not confirmed."));
    server.ok("AdminResetUserPassword", json!({ "UserPoolId": POOL, "Username": "ada" }));
    assert_eq!(ask(&mut server, "ada"), err("PasswordResetRequired", "Password reset required for the user"));
    server.ok("AdminDisableUser", json!({ "UserPoolId": POOL, "Username": "ada" }));
    assert_eq!(ask(&mut server, "ada"), err("NotAuthorized", "User is disabled."));
}

#[test]
fn a_client_secret_asks_for_its_hash_everywhere() {
    let mut server = Server::with(json!({}), json!({ "ClientSecret": "s3cret" }));
    let srp = Srp::new();
    let mut parameters = json!({ "USERNAME": "ada", "SRP_A": srp.public() });
    assert_eq!(
        server.initiate("USER_SRP_AUTH", parameters.clone()).unwrap_err(),
        err("NotAuthorized", &format!("Client {CLIENT} is configured with secret but SECRET_HASH was not received"))
    );
    parameters["SECRET_HASH"] = json!(secret_hash("other", "ada"));
    assert_eq!(
        server.initiate("USER_SRP_AUTH", parameters.clone()).unwrap_err(),
        err("NotAuthorized", &format!("Unable to verify secret hash for client {CLIENT}"))
    );
    parameters["SECRET_HASH"] = json!(secret_hash("s3cret", "ada"));
    let challenge = server.initiate("USER_SRP_AUTH", parameters).unwrap();
    let mut responses = srp.responses(&challenge["ChallengeParameters"], PASSWORD);
    server.respond("PASSWORD_VERIFIER", None, responses.clone()).unwrap_err();
    responses["SECRET_HASH"] = json!(secret_hash("s3cret", "ada"));
    let result = server.respond("PASSWORD_VERIFIER", None, responses).unwrap()["AuthenticationResult"].clone();

    let refresh = json!({ "REFRESH_TOKEN": result["RefreshToken"] });
    server.initiate("REFRESH_TOKEN_AUTH", refresh.clone()).unwrap_err();
    let mut refresh = refresh;
    refresh["SECRET_HASH"] = json!(secret_hash("s3cret", "ada"));
    server.initiate("REFRESH_TOKEN_AUTH", refresh).unwrap();
    let tokens = json!({ "ClientId": CLIENT, "RefreshToken": result["RefreshToken"], "ClientSecret": "s3cret" });
    server.ok("GetTokensFromRefreshToken", tokens);
    let wrong = json!({ "ClientId": CLIENT, "RefreshToken": result["RefreshToken"], "ClientSecret": "no" });
    assert_eq!(server.refused("GetTokensFromRefreshToken", wrong).0, "NotAuthorizedException");
    let revoke = json!({ "ClientId": CLIENT, "Token": result["RefreshToken"] });
    assert_eq!(server.refused("RevokeToken", revoke).0, "UnauthorizedException");
}

#[test]
fn a_pool_that_signs_in_by_email_uses_the_sub_inside_but_not_as_a_sign_in_name() {
    let mut server = Server::new(json!({ "pools": [{
        "pool": { "Id": POOL, "PoolName": "mail", "UsernameAttributes": ["email"], "UsernameConfiguration": { "CaseSensitive": false } },
        "clients": [{ "ClientId": CLIENT, "ClientName": "c" }],
        "users": [{ "Username": "Ada@Example.com", "Password": PASSWORD }],
    }] }));
    let srp = Srp::new();
    let challenge =
        server.initiate("USER_SRP_AUTH", json!({ "USERNAME": "ADA@example.com", "SRP_A": srp.public() })).unwrap();
    let parameters = &challenge["ChallengeParameters"];
    let sub = text(parameters, "USER_ID_FOR_SRP");
    assert_eq!(sub.len(), 36);
    let result = server.respond("PASSWORD_VERIFIER", None, srp.responses(parameters, PASSWORD)).unwrap();
    let id = claims(&result["AuthenticationResult"]["IdToken"]);
    assert_eq!((&id["sub"], &id["cognito:username"]), (&json!(sub), &json!(sub)));
    assert_eq!(id["email"], "ada@example.com");
    let refused = server.initiate("USER_SRP_AUTH", json!({ "USERNAME": sub, "SRP_A": srp.public() })).unwrap_err();
    assert_eq!(refused, err("UserNotFound", "User does not exist."));
}

#[test]
fn user_names_keep_their_case_unless_the_pool_says_otherwise() {
    let mut sensitive = Server::plain();
    assert_eq!(sensitive.srp("ADA", PASSWORD, None).unwrap_err(), err("UserNotFound", "User does not exist."));
    let mut insensitive = Server::with(json!({ "UsernameConfiguration": { "CaseSensitive": false } }), json!({}));
    insensitive.srp("ADA", PASSWORD, None).unwrap();
}

#[test]
fn an_alias_signs_in_once_it_is_verified() {
    let mut server = Server::with(json!({ "AliasAttributes": ["email", "preferred_username"] }), json!({}));
    server.srp("ada@example.com", PASSWORD, None).unwrap();
    server.ok("AdminUpdateUserAttributes", json!({ "UserPoolId": POOL, "Username": "ada",
        "UserAttributes": [{ "Name": "email_verified", "Value": "false" }, { "Name": "preferred_username", "Value": "countess" }] }));
    assert_eq!(server.srp("ada@example.com", PASSWORD, None).unwrap_err(), err("UserNotFound", "User does not exist."));
    server.srp("countess", PASSWORD, None).unwrap();
}
