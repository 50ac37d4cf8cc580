//! The neutral contract, golden: how the proxy reads what the client sends for each of the 34 operations. That the client sends
//! just that holds `tests/js/modern/rest-wire.test.mjs`.

use cognito_identity_wasm::operation::{Json, Operation};
use cognito_identity_wasm::wire::rest::{Access, Found, answer, find, read_call, route, to_service};
use serde_json::{Value, json};

/// An input with every member of the operation, and what the proxy adds.
fn whole(operation: Operation) -> Value {
    let mut input = serde_json::Map::new();
    for member in operation.members() {
        let value = match member.name {
            "UserAttributes" | "ValidationData" => json!([{ "Name": "email", "Value": "ada@example.com" }]),
            "UserAttributeNames" => json!(["email"]),
            "ClientMetadata" => json!({ "Tenant": "a" }),
            "UserContextData" => json!({ "EncodedData": "e" }),
            "AnalyticsMetadata" => continue,
            "AuthFlow" => json!("USER_SRP_AUTH"),
            "AuthParameters" => json!({ "USERNAME": "ada", "SRP_A": "ff", "SECRET_HASH": "h" }),
            "ChallengeName" => json!("PASSWORD_VERIFIER"),
            "ChallengeResponses" => {
                json!({ "USERNAME": "ada", "TIMESTAMP": "t", "SECRET_HASH": "h", "userAttributes.name": "A" })
            }
            "Credential" => json!({ "rawId": "1" }),
            "DeviceSecretVerifierConfig" => json!({ "Salt": "s", "PasswordVerifier": "v" }),
            "SMSMfaSettings" | "SoftwareTokenMfaSettings" | "EmailMfaSettings" => json!({ "Enabled": true }),
            "WebAuthnMfaSettings" => json!({ "Enabled": true }),
            "MFAOptions" => json!([{ "DeliveryMedium": "SMS", "AttributeName": "phone_number" }]),
            "ForceAliasCreation" | "RevokeAssociatedSessions" => json!(true),
            "Limit" | "MaxResults" => json!(10),
            "DeviceKey" => json!("eu/1 ä"),
            name => json!(format!("<{name}>")),
        };
        input.insert(member.name.to_owned(), value);
    }
    Value::Object(input)
}

/// What is left when the proxy's own part is gone.
fn without_the_proxys(mut input: Value) -> Value {
    let map = input.as_object_mut().unwrap();
    for name in ["ClientId", "SecretHash", "ClientSecret", "UserPoolId", "AccessToken"] {
        map.remove(name);
    }
    for name in ["AuthParameters", "ChallengeResponses"] {
        if let Some(Value::Object(parameters)) = map.get_mut(name) {
            parameters.remove("SECRET_HASH");
        }
    }
    input
}

/// A request of the golden file: the operation's name, the method, the address, the bearer token and the body.
struct Golden {
    operation: Operation,
    method: &'static str,
    address: &'static str,
    bearer: Option<&'static str>,
    body: Option<Value>,
}

fn golden() -> Vec<Golden> {
    let lines: Vec<&'static str> = include_str!("../fixtures/proxy-wire.txt").lines().collect();
    let some = |text: &'static str| Some(text).filter(|text| *text != "-");
    let read = |lines: &[&'static str]| {
        let [name, request, bearer, body] = lines else { panic!("{lines:?}") };
        let (method, address) = request.trim().split_once(' ').unwrap();
        Golden {
            operation: Operation::from_name(name).unwrap(),
            method,
            address,
            bearer: some(bearer.trim().strip_prefix("bearer ").unwrap()),
            body: some(body.trim()).map(|body| serde_json::from_str(body).unwrap()),
        }
    };
    lines.chunks(4).map(read).collect()
}

#[test]
fn every_golden_request_is_read_as_the_call_that_it_means() {
    let all = golden();
    assert_eq!(all.iter().map(|request| request.operation).collect::<Vec<_>>(), Operation::ALL);
    for request in all {
        let operation = request.operation;
        let (path, query) = request.address.split_once('?').unwrap_or((request.address, ""));
        let Found::Route(found, member) = find(request.method, path) else { panic!("{path}") };
        assert_eq!(found, route(operation));
        let body = request.body.as_ref().map(Json::from);
        let call = read_call(found, member, query, body.as_ref()).unwrap();
        assert_eq!(call.operation, operation);
        assert_eq!(Value::from(&call.input), without_the_proxys(whole(operation)), "{}", operation.name());
        let wants_token = matches!(found.access, Access::Person | Access::PersonOrSession);
        assert_eq!(request.bearer, wants_token.then_some("<AccessToken>"), "{}", operation.name());
    }
}

#[test]
fn an_input_under_neutral_names_comes_back_under_the_services() {
    for operation in Operation::ALL {
        let input = Json::from(&without_the_proxys(whole(*operation)));
        assert_eq!(Value::from(&to_service(&answer(&input))), Value::from(&input), "{}", operation.name());
    }
}

#[test]
fn no_secret_is_in_an_address() {
    for Golden { address, .. } in golden() {
        // Marks of pages are no secrets; everything else that has such a name is one.
        let path = address.replace("extToken", "mark").replace("aginationToken", "mark");
        for secret in ["Token", "Password", "Code", "Session%3E", "Secret", "Username", "ada"] {
            assert!(!path.contains(secret), "{path}");
        }
    }
}

#[test]
fn a_request_cannot_bring_what_only_the_proxy_may_give() {
    let refused = |method: &str, path: &str, body: Value| {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let Found::Route(route, member) = find(method, path) else { panic!("{path}") };
        let body = Some(body).filter(|body| !body.is_null());
        read_call(route, member, query, body.as_ref().map(Json::from).as_ref()).err().map(|fault| fault.message)
    };
    let sign_in =
        |parameters: Value| refused("POST", "/sign-in", json!({ "method": "SRP", "authParameters": parameters }));
    assert_eq!(sign_in(json!({ "username": "ada", "srpA": "1" })), None);
    for parameters in [
        json!({ "secretHash": "h" }),
        json!({ "SECRET_HASH": "h" }),
        json!({ "accessToken": "h" }),
        json!({ "custom:SECRET_HASH": "h" }),
        json!({ "USERNAME": "ada" }),
        json!({ "username": 1 }),
    ] {
        assert!(sign_in(parameters.clone()).is_some(), "{parameters}");
    }
    for body in [
        json!({ "method": "SRP", "clientId": "x" }),
        json!({ "method": "SRP", "ClientId": "x" }),
        json!({ "method": "SRP", "AuthFlow": "USER_SRP_AUTH" }),
        json!({ "method": "ADMIN_USER_PASSWORD_AUTH" }),
        json!({ "method": "REFRESH" }),
        json!({ "method": "USER_SRP_AUTH" }),
        json!({}),
        json!([1]),
    ] {
        assert!(refused("POST", "/sign-in", body.clone()).is_some(), "{body}");
    }
    assert!(refused("POST", "/password", json!({ "proposedPassword": "x", "accessToken": "t" })).is_some());
    assert_eq!(refused("POST", "/sign-up", json!({})).unwrap(), "`username` is missing.");
    assert!(refused("GET", "/devices?limit=x", Value::Null).is_some());
    assert!(refused("GET", "/devices?limit=1&limit=2", Value::Null).is_some());
    assert!(refused("GET", "/devices?accessToken=t", Value::Null).is_some());
    assert!(refused("POST", "/sign-in?x=1", json!({ "method": "SRP" })).is_some());
    assert_eq!(refused("GET", "/devices?limit=10&paginationToken=a%2Fb", Value::Null), None);
}
