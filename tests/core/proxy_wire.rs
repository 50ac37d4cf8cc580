//! The neutral contract, golden: what the client sends for each of the 34 operations, and that the proxy reads the same.

use cognito_identity_wasm::operation::{Call, Json, Operation};
use cognito_identity_wasm::wire::Service;
use cognito_identity_wasm::wire::rest::{Found, find, read_call, write_call};
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

/// serde_json may keep members in another order than the wire.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().map(|(name, value)| (name.clone(), sorted(value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

#[test]
fn what_the_client_writes_is_golden_and_the_proxy_reads_the_same_call() {
    let mut golden = String::new();
    for operation in Operation::ALL {
        let input = whole(*operation);
        let request = write_call(&Call { operation: *operation, input: Json::from(&input) });
        let body = request.body.as_ref().map(Value::from);
        golden += &format!(
            "{}\n  {} {}\n  bearer {}\n  {}\n",
            operation.name(),
            request.method,
            request.path,
            request.bearer.as_ref().map_or("-", |token| token.expose()),
            body.as_ref().map_or("-".to_owned(), Value::to_string),
        );
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let Found::Route(route, member) = find(request.method, path) else { panic!("{path}") };
        let read = read_call(route, member, query, body.as_ref().map(Json::from).as_ref()).unwrap();
        assert_eq!(read.operation, *operation);
        assert_eq!(sorted(&Value::from(&read.input)), sorted(&without_the_proxys(input)), "{}", operation.name());
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/proxy-wire.txt");
    if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
        std::fs::write(file, &golden).unwrap();
    }
    assert_eq!(golden, std::fs::read_to_string(file).unwrap());
}

#[test]
fn no_secret_is_in_an_address() {
    for operation in Operation::ALL {
        let request = write_call(&Call { operation: *operation, input: Json::from(&whole(*operation)) });
        // Marks of pages are no secrets; everything else that has such a name is one.
        let path = request.path.replace("extToken", "mark").replace("aginationToken", "mark");
        for secret in ["Token", "Password", "Code", "Session%3E", "Secret", "Username", "ada"] {
            assert!(!path.contains(secret), "{path}");
        }
    }
}

#[test]
fn tokens_that_the_proxy_holds_are_not_sent() {
    let call = Call::new(Operation::GetUser).text("AccessToken", r#"{"sub":"1"}"#);
    assert!(write_call(&call).bearer.is_none());
    let call = Call::new(Operation::GetTokensFromRefreshToken).text("RefreshToken", r#"{"sub":"1"}"#);
    assert_eq!(Value::from(&write_call(&call).body.unwrap()), json!({}));
}

#[test]
fn a_page_without_tokens_says_for_whom_it_speaks() {
    fn parse(text: &str) -> Option<Json> {
        serde_json::from_str::<Value>(text).ok().map(|value| Json::from(&value))
    }
    let service = Service::Proxy { base: "https://x.example/auth".into(), parse, print: |_| String::new() };
    for call in [
        Call::new(Operation::GetUser).text("AccessToken", r#"{"sub":"s1"}"#),
        Call::new(Operation::GetTokensFromRefreshToken).text("RefreshToken", r#"{"sub":"s1"}"#),
        Call::new(Operation::RevokeToken).text("Token", r#"{"sub":"s1"}"#),
    ] {
        let request = service.request(&call);
        assert_eq!(request.headers.text_at("X-Auth-Subject"), Some("s1"));
        assert_eq!(request.headers.text_at("Authorization"), None);
        assert_eq!(request.headers.text_at("X-Auth-Csrf"), Some("1"));
    }
    let request = service.request(&Call::new(Operation::GetUser).text("AccessToken", "a.b.c"));
    assert_eq!((request.method, request.url.as_str()), ("GET", "https://x.example/auth/user"));
    assert_eq!(request.headers.text_at("Authorization"), Some("Bearer a.b.c"));
    assert_eq!(request.headers.text_at("X-Auth-Subject"), None);
}

#[test]
fn the_older_refresh_takes_the_same_route() {
    let parameters = Json::texts([("REFRESH_TOKEN", "r"), ("DEVICE_KEY", "k"), ("SECRET_HASH", "h")]);
    let call = Call::new(Operation::InitiateAuth)
        .text("AuthFlow", "REFRESH_TOKEN_AUTH")
        .text("ClientId", "c")
        .with("AuthParameters", parameters);
    let request = write_call(&call);
    assert_eq!(request.path, "/refresh");
    assert_eq!(Value::from(&request.body.unwrap()), json!({ "refreshToken": "r", "deviceKey": "k" }));
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
