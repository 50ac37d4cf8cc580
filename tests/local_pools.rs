//! The local Cognito: what a pool keeps besides its people, and which settings it refuses.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use cognito_identity_wasm::local::LocalCognito;
use local_twin::*;
use serde_json::{Value, json};

fn client(members: Value) -> Value {
    let mut client = json!({ "UserPoolId": POOL, "ClientName": "login" });
    merge(&mut client, members);
    client
}

/// A pool with a provider and a resource server.
fn federated() -> Server {
    let mut server = Server::plain();
    let details = json!({ "client_id": "a", "client_secret": "b", "authorize_scopes": "openid" });
    let google =
        json!({ "UserPoolId": POOL, "ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details });
    server.ok("CreateIdentityProvider", google);
    let scopes = json!([{ "ScopeName": "read", "ScopeDescription": "reads" }]);
    server.ok(
        "CreateResourceServer",
        json!({ "UserPoolId": POOL, "Identifier": "api", "Name": "api", "Scopes": scopes }),
    );
    server
}

#[test]
fn addresses_of_managed_login_are_absolute_and_secure_or_on_this_machine() {
    let mut server = federated();
    for address in [
        "https://a.example/x?y=z",
        "http://localhost:3000",
        "http://127.0.0.1/",
        "http://[::1]:8080/",
        "myapp://x",
        "com.example.app:/back",
    ] {
        server.ok("CreateUserPoolClient", client(json!({ "CallbackURLs": [address], "LogoutURLs": [address] })));
    }
    for address in [
        "",
        "a.example",
        "/back",
        "http://a.example",
        "https://a.example/#x",
        "https://",
        "https://a b",
        "1a://x",
        "http://localhost.evil.example",
    ] {
        for member in ["CallbackURLs", "LogoutURLs"] {
            let (name, message) = server.refused("CreateUserPoolClient", client(json!({ member: [address] })));
            assert_eq!(name, "InvalidParameterException", "{address}");
            let camel = member.replacen("Call", "call", 1).replacen("Log", "log", 1);
            assert!(message.starts_with(member) || message.contains(&camel), "{message}");
        }
    }
    let (name, _) = server.refused(
        "CreateUserPoolClient",
        client(json!({ "CallbackURLs": ["myapp://x"], "DefaultRedirectURI": "myapp://y" })),
    );
    assert_eq!(name, "InvalidParameterException");
}

#[test]
fn flows_scopes_and_providers_of_managed_login_fit_the_pool_and_each_other() {
    let mut server = federated();
    let code = |members: Value| {
        let mut whole = json!({ "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"], "CallbackURLs": ["myapp://x"], "AllowedOAuthFlowsUserPoolClient": true });
        merge(&mut whole, members);
        client(whole)
    };
    server.ok("CreateUserPoolClient", code(json!({ "AllowedOAuthScopes": ["openid", "api/read"], "SupportedIdentityProviders": ["COGNITO", "Google"] })));
    let machine = json!({ "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["api/read"], "GenerateSecret": true });
    let made = server.ok("CreateUserPoolClient", code(machine.clone()));
    // An update keeps the secret, and so what needs one.
    let mut update = code(machine);
    update["ClientId"] = made["UserPoolClient"]["ClientId"].clone();
    update.as_object_mut().unwrap().remove("GenerateSecret");
    server.ok("UpdateUserPoolClient", update);
    for (members, expected) in [
        (json!({ "AllowedOAuthFlows": ["token"] }), "InvalidParameterException"),
        (json!({ "AllowedOAuthFlows": ["client_credentials"] }), "InvalidOAuthFlowException"),
        (
            json!({ "AllowedOAuthFlows": ["client_credentials", "code"], "GenerateSecret": true }),
            "InvalidOAuthFlowException",
        ),
        (json!({ "AllowedOAuthFlows": [] }), "InvalidOAuthFlowException"),
        (json!({ "AllowedOAuthScopes": [] }), "InvalidOAuthFlowException"),
        (json!({ "CallbackURLs": [] }), "InvalidOAuthFlowException"),
        (json!({ "AllowedOAuthScopes": ["api/write"] }), "ScopeDoesNotExistException"),
        (json!({ "AllowedOAuthScopes": ["unknown"] }), "ScopeDoesNotExistException"),
        (json!({ "SupportedIdentityProviders": ["Facebook"] }), "InvalidParameterException"),
        (json!({ "AllowedOAuthFlows": "code" }), "SerializationException"),
        (json!({ "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ADMIN_NO_SRP_AUTH"] }), "InvalidParameterException"),
        (json!({ "ExplicitAuthFlows": ["ALLOW_NOTHING"] }), "InvalidParameterException"),
    ] {
        let (name, message) = server.refused("CreateUserPoolClient", code(members.clone()));
        assert_eq!(name, expected, "{members}: {message}");
    }
}

#[test]
fn providers_servers_and_domains_are_there_once_and_checked() {
    let mut server = federated();
    let oidc = |name: &str, details: Value| json!({ "UserPoolId": POOL, "ProviderName": name, "ProviderType": "OIDC", "ProviderDetails": details });
    assert_eq!(
        server.refused("CreateIdentityProvider", oidc("Own", json!({}))),
        refusal("InvalidParameter", "ProviderDetails must include client_id for OIDC.")
    );
    let whole = json!({ "client_id": "a", "attributes_request_method": "GET", "oidc_issuer": "https://i.example", "authorize_scopes": "openid" });
    server.ok("CreateIdentityProvider", oidc("Own", whole.clone()));
    assert_eq!(server.refused("CreateIdentityProvider", oidc("Own", whole)).0, "DuplicateProviderException");
    assert_eq!(
        server.refused("DescribeIdentityProvider", json!({ "UserPoolId": POOL, "ProviderName": "None" })).0,
        "ResourceNotFoundException"
    );
    assert_eq!(
        server.refused("CreateResourceServer", json!({ "UserPoolId": POOL, "Identifier": "api", "Name": "again" })).0,
        "InvalidParameterException"
    );
    let domain = |name: &str| json!({ "UserPoolId": POOL, "Domain": name });
    for wrong in ["", "Upper", "-a", "a.b", "a_b"] {
        assert_eq!(server.refused("CreateUserPoolDomain", domain(wrong)).0, "InvalidParameterException", "{wrong}");
    }
    server.ok("CreateUserPoolDomain", domain("people"));
    assert_eq!(server.refused("CreateUserPoolDomain", domain("more")).1, "User pool already has a domain configured.");
    let other = server.ok("CreateUserPool", json!({ "PoolName": "other" }))["UserPool"]["Id"].clone();
    let taken = server.refused("CreateUserPoolDomain", json!({ "UserPoolId": other, "Domain": "people" }));
    assert_eq!(taken.1, "Domain already associated with another user pool.");
    let certificate = json!({ "CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/c" });
    let own = json!({ "UserPoolId": POOL, "Domain": "id.example.com", "CustomDomainConfig": certificate });
    assert!(server.ok("CreateUserPoolDomain", own)["CloudFrontDomain"].is_string());
    assert_eq!(
        server.ok("DescribeUserPool", json!({ "UserPoolId": POOL }))["UserPool"]["CustomDomain"],
        "id.example.com"
    );
    assert_eq!(
        server.refused("SetUICustomization", json!({ "UserPoolId": other, "CSS": "" })).0,
        "InvalidParameterException"
    );
}

#[test]
fn either_secret_of_an_app_client_works_until_it_is_deleted() {
    let mut server = Server::with(json!({}), json!({ "ClientSecret": "first" }));
    let app = json!({ "UserPoolId": POOL, "ClientId": CLIENT });
    server.later(1.0);
    let second = server.ok("AddUserPoolClientSecret", app.clone())["ClientSecretDescriptor"].clone();
    let secret = text(&second, "ClientSecretValue");
    let sign_in = |server: &mut Server, secret: &str| {
        server.initiate(
            "USER_PASSWORD_AUTH",
            json!({ "USERNAME": "ada", "PASSWORD": PASSWORD, "SECRET_HASH": secret_hash(secret, "ada") }),
        )
    };
    sign_in(&mut server, "first").unwrap();
    sign_in(&mut server, &secret).unwrap();
    assert_eq!(server.refused("AddUserPoolClientSecret", app.clone()).0, "LimitExceededException");
    let first = server.ok("ListUserPoolClientSecrets", app.clone())["ClientSecrets"][0].clone();
    assert_eq!(first.get("ClientSecretValue"), None);
    let mut delete = app;
    delete["ClientSecretId"] = first["ClientSecretId"].clone();
    server.ok("DeleteUserPoolClientSecret", delete.clone());
    assert_eq!(sign_in(&mut server, "first").unwrap_err().name, "NotAuthorizedException");
    sign_in(&mut server, &secret).unwrap();
    delete["ClientSecretId"] = second["ClientSecretId"].clone();
    assert_eq!(server.refused("DeleteUserPoolClientSecret", delete).0, "InvalidParameterException");
}

#[test]
fn a_linked_identity_is_a_claim_of_the_id_token_until_it_is_unlinked() {
    let mut server = federated();
    let source =
        json!({ "ProviderName": "Google", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "7" });
    let link = |to: &str| json!({ "UserPoolId": POOL, "DestinationUser": { "ProviderName": "Cognito", "ProviderAttributeValue": to }, "SourceUser": source });
    server.ok("AdminLinkProviderForUser", link("ada"));
    assert_eq!(server.refused("AdminLinkProviderForUser", link("ada")).0, "InvalidParameterException");
    assert_eq!(server.refused("AdminLinkProviderForUser", link("nobody")).0, "UserNotFoundException");
    let tokens = server.tokens();
    assert_eq!(claims(&tokens["IdToken"])["identities"][0]["providerName"], "Google");
    let attributes = json!([{ "Name": "identities", "Value": "[]" }]);
    server.refused(
        "AdminUpdateUserAttributes",
        json!({ "UserPoolId": POOL, "Username": "ada", "UserAttributes": attributes }),
    );
    server.ok("AdminDisableProviderForUser", json!({ "UserPoolId": POOL, "User": source }));
    assert_eq!(claims(&server.tokens()["IdToken"]).get("identities"), None);
}

#[test]
fn a_filter_is_one_condition_and_anything_else_is_refused() {
    let mut server = Server::plain();
    let mut list = |filter: &str| server.call("ListUsers", json!({ "UserPoolId": POOL, "Filter": filter }));
    for filter in ["email = \"ada@example.com\"", "email ^= \"ada\"", "\"email\"=\"ada@example.com\""] {
        assert_eq!(list(filter).unwrap()["Users"].as_array().unwrap().len(), 1, "{filter}");
    }
    for filter in [
        "email != \"ada@example.com\"",
        "email = \"ada@example.com\" and name = \"x\"",
        "email = ada",
        "email",
        "a b = \"c\"",
    ] {
        assert_eq!(list(filter).unwrap_err(), err("InvalidParameter", "Error while parsing filter"), "{filter}");
    }
    assert_eq!(list("nickname = \"x\"").unwrap_err().message, "Invalid search attribute: nickname");
}

#[test]
fn a_second_factor_that_the_pool_never_asks_for_cannot_be_seeded() {
    let with = |pool: Value| {
        let mut config = config(pool, json!({}));
        config["pools"][0]["users"][0]["mfa"] = json!({ "email": true });
        LocalCognito::new(&config.to_string(), KEY, START, [7; 32])
            .map(|_| ())
            .map_err(|error| error.message.to_string())
    };
    assert_eq!(with(json!({ "MfaConfiguration": "OPTIONAL" })), Ok(()));
    let off = with(json!({})).unwrap_err();
    assert!(off.starts_with("pools[0].users[0]: mfa: the pool does not ask for EMAIL_OTP."), "{off}");
    with(json!({ "MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": { "Enabled": true } })).unwrap_err();
    let none =
        with(json!({ "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": false } })).unwrap_err();
    assert!(none.starts_with("pools[0].pool.MfaConfiguration: the pool asks for a second factor"), "{none}");
}

#[test]
fn a_snapshot_holds_all_of_it_and_one_of_the_version_before_is_read() {
    let mut server = federated();
    server.ok("CreateUserPoolDomain", json!({ "UserPoolId": POOL, "Domain": "people" }));
    let secret = server.ok("CreateUserPoolClient", client(json!({ "GenerateSecret": true })))["UserPoolClient"].clone();
    let before = server.cognito.snapshot();
    let mut other = Server::new(json!({ "pools": [] }));
    other.cognito.restore(&before).unwrap();
    assert_eq!(other.cognito.snapshot(), before);
    other.ok("DescribeIdentityProvider", json!({ "UserPoolId": POOL, "ProviderName": "Google" }));
    assert_eq!(
        other.ok("DescribeUserPoolDomain", json!({ "Domain": "people" }))["DomainDescription"]["UserPoolId"],
        POOL
    );

    // Version 2 had neither resources nor more than one secret.
    let mut old: Value = serde_json::from_str(&before).unwrap();
    old["version"] = json!(2);
    let pool = old["state"]["pools"][0].as_object_mut().unwrap();
    pool.remove("resources");
    for client in pool["clients"].as_array_mut().unwrap() {
        let secrets = client.as_object_mut().unwrap().remove("Secrets").unwrap();
        if let Some(first) = secrets.get(0) {
            client["ClientSecret"] = first["value"].clone();
        }
    }
    other.cognito.restore(&old.to_string()).unwrap();
    let app = json!({ "UserPoolId": POOL, "ClientId": secret["ClientId"] });
    assert_eq!(other.ok("DescribeUserPoolClient", app)["UserPoolClient"]["ClientSecret"], secret["ClientSecret"]);
    old["version"] = json!(1);
    other.cognito.restore(&old.to_string()).unwrap_err();
}

#[test]
fn a_pool_that_wants_a_second_factor_offers_one() {
    let mut server = Server::plain();
    for mode in ["ON", "OPTIONAL"] {
        let create = json!({ "PoolName": "x", "MfaConfiguration": mode });
        let text =
            "SMS configuration and Auto verification for phone_number are required when MFA is required/optional";
        assert_eq!(server.refused("CreateUserPool", create), refusal("InvalidParameter", text));
        let update = json!({ "UserPoolId": POOL, "MfaConfiguration": mode });
        assert_eq!(server.refused("UpdateUserPool", update.clone()), refusal("InvalidParameter", text));
        let text = "Invalid MFA configuration given, can't disable all MFAs and require MFA.";
        assert_eq!(server.refused("SetUserPoolMfaConfig", update.clone()), refusal("InvalidParameter", text));
        let mut off = update;
        off["SoftwareTokenMfaConfiguration"] = json!({ "Enabled": false });
        assert_eq!(server.refused("SetUserPoolMfaConfig", off.clone()).0, "InvalidParameterException");
        off["SoftwareTokenMfaConfiguration"] = json!({ "Enabled": true });
        server.ok("SetUserPoolMfaConfig", off);
        server.ok("UpdateUserPool", json!({ "UserPoolId": POOL, "MfaConfiguration": mode }));
        server.ok("SetUserPoolMfaConfig", json!({ "UserPoolId": POOL, "MfaConfiguration": "OFF" }));
    }
    let sms = json!({ "SnsCallerArn": "arn:aws:iam::000000000000:role/sms" });
    let pool = json!({ "PoolName": "x", "MfaConfiguration": "ON", "SmsConfiguration": sms });
    let id = server.ok("CreateUserPool", pool)["UserPool"]["Id"].clone();
    let factors = server.ok("GetUserPoolMfaConfig", json!({ "UserPoolId": id }));
    assert_eq!(factors["SmsMfaConfiguration"]["SmsConfiguration"], sms);
    assert_eq!(factors.get("EmailMfaConfiguration"), None);
}
