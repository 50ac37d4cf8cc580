//! The description of the neutral contract, made from the same tables that the proxy routes by.

use cognito_identity_wasm::proxy::ADMIN_ROUTES;
use cognito_identity_wasm::wire::rest::routes::ROUTES;
use cognito_identity_wasm::wire::rest::shapes::{Shape, shape};
use cognito_identity_wasm::wire::rest::{Access, names};
use serde_json::{Map, Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-template/openapi.json");

fn schema(aws: &str) -> Value {
    let texts = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    match (aws, shape(aws)) {
        ("AuthFlow", _) => json!({ "enum": ["SRP", "PASSWORD", "CUSTOM", "CHOICE"] }),
        (_, Shape::Text) => json!({ "type": "string", "minLength": 1 }),
        (_, Shape::Number) => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        (_, Shape::Flag) => json!({ "type": "boolean" }),
        (_, Shape::Texts) => json!({ "type": "array", "items": { "type": "string" } }),
        (_, Shape::Records) => json!({ "type": "array", "items": texts }),
        (_, Shape::Map) => texts,
        (_, Shape::Flags) => json!({ "type": "object", "additionalProperties": { "type": "boolean" } }),
        (_, Shape::Document) => json!({ "type": "object" }),
    }
}

fn parameter(place: &str, aws: &str, required: bool) -> Value {
    json!({ "name": names::member(aws), "in": place, "required": required, "schema": schema(aws) })
}

fn answers(body: &str) -> Value {
    let content =
        |name: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
    json!({
        "200": { "description": "Done.", "content": content(body) },
        "default": { "description": "Refused, or failed.", "content": content("Error") },
    })
}

/// One operation; members that the path carries are no part of the body.
fn described(id: &str, method: &str, path: &str, members: &[(&str, bool)], answer: &str) -> Value {
    let in_path = |aws: &str| path.contains(&format!("{{{}}}", names::member(aws)));
    let mut parameters = vec![json!({ "$ref": "#/components/parameters/Csrf" })];
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (aws, is_required) in members {
        if in_path(aws) {
            parameters.push(parameter("path", aws, true));
        } else if matches!(method, "GET" | "DELETE") {
            parameters.push(parameter("query", aws, *is_required));
        } else {
            properties.insert(names::member(aws), schema(aws));
            if *is_required {
                required.push(names::member(aws));
            }
        }
    }
    let mut operation = json!({ "operationId": id, "parameters": parameters, "responses": answers(answer) });
    if !matches!(method, "GET" | "DELETE") {
        let schema =
            json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
        operation["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    operation
}

/// An id of our own making: the service's names are nobody's business.
fn id_of(method: &str, path: &str) -> String {
    let words = path.split(['/', '-']).filter(|word| !word.is_empty()).map(|word| word.trim_matches(['{', '}']));
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    words.fold(method.to_lowercase(), |id, word| id + &capital(word))
}

fn document() -> Value {
    let mut paths = Map::new();
    let mut add = |method: &str, path: &str, operation: Value| {
        let item = paths.entry(path.to_owned()).or_insert_with(|| json!({}));
        item[method.to_lowercase()] = operation;
    };
    for route in ROUTES {
        let hidden = ["ClientId", "SecretHash", "ClientSecret", "UserPoolId", "AnalyticsMetadata", "AccessToken"];
        let members: Vec<(&str, bool)> = route
            .operation
            .members()
            .iter()
            .filter(|member| !hidden.contains(&member.name))
            // Where cookies hold it, it is not sent.
            .map(|member| (member.name, member.required && !["RefreshToken", "Token"].contains(&member.name)))
            .collect();
        let signs_in = ["InitiateAuth", "RespondToAuthChallenge", "GetTokensFromRefreshToken"];
        let answer = if signs_in.contains(&route.operation.name()) { "SignIn" } else { "Answer" };
        let mut operation = described(&id_of(route.method, route.path), route.method, route.path, &members, answer);
        operation["security"] = match route.access {
            Access::Public => json!([{}]),
            Access::Refresh => json!([{}, { "cookie": [] }]),
            Access::PersonOrSession => json!([{}, { "bearer": [] }, { "cookie": [] }]),
            Access::Person => json!([{ "bearer": [] }, { "cookie": [] }]),
        };
        if route.access != Access::Public
            && let Some(parameters) = operation["parameters"].as_array_mut()
        {
            parameters.push(json!({ "$ref": "#/components/parameters/Subject" }));
        }
        add(route.method, route.path, operation);
    }
    add("GET", "/session", described("getSession", "GET", "/session", &[], "SignIn"));
    for (method, below, _, members) in ADMIN_ROUTES {
        let path = format!("/admin{below}");
        let mut all: Vec<(&str, bool)> = members.iter().map(|name| (*name, false)).collect();
        all.extend(
            ["Username", "GroupName"]
                .iter()
                .filter(|name| below.contains(&format!("{{{}}}", names::member(name))))
                .map(|name| (*name, true)),
        );
        add(method, &path, described(&id_of(method, &path), method, &path, &all, "Answer"));
    }
    let deny = json!({ "type": "object", "additionalProperties": false, "required": ["token"],
        "properties": { "token": { "type": "string", "minLength": 1 }, "family": { "type": "boolean" } } });
    add(
        "POST",
        "/admin/denied-tokens",
        json!({
            "operationId": "postAdminDeniedTokens",
            "parameters": [{ "$ref": "#/components/parameters/Csrf" }],
            "requestBody": { "required": true, "content": { "application/json": { "schema": deny } } },
            "responses": answers("Answer"),
        }),
    );
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Auth proxy",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "description": "Sign-up, sign-in and accounts. Passwords stay with the app, which proves them by SRP. Where the proxy keeps the tokens, it keeps them in cookies and tells their claims.",
        },
        "servers": [{ "url": "/" }],
        "security": [{ "bearer": [] }, { "cookie": [] }],
        "paths": paths,
        "components": {
            "parameters": { "Csrf": {
                "name": "X-Auth-Csrf", "in": "header", "required": true, "schema": { "const": "1" },
                "description": "Pages of other sites cannot send it.",
            }, "Subject": {
                "name": "X-Auth-Subject", "in": "header", "required": false, "schema": { "type": "string" },
                "description": "For whom a page without tokens speaks: the claim sub. With cookies of somebody else nobody is signed in.",
            } },
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
                "cookie": { "type": "apiKey", "in": "cookie", "name": "__Host-auth.0" },
            },
            "schemas": {
                "Answer": { "type": "object" },
                "SignIn": { "type": "object", "properties": {
                    "tokens": { "type": "object", "properties": {
                        "accessToken": { "type": "string" }, "idToken": { "type": "string" }, "refreshToken": { "type": "string" },
                        "accessClaims": { "type": "object" }, "idClaims": { "type": ["object", "null"] },
                        "expiresIn": { "type": "integer" },
                        "newDeviceMetadata": { "type": "object", "additionalProperties": { "type": "string" } },
                    } },
                    "challengeName": { "type": "string" },
                    "challengeParameters": { "type": "object", "additionalProperties": { "type": "string" } },
                    "availableChallenges": { "type": "array", "items": { "type": "string" } },
                    "session": { "type": "string" },
                } },
                "Error": { "type": "object", "required": ["error"], "properties": { "error": {
                    "type": "object", "required": ["code", "message", "retryable", "requestId"], "properties": {
                        "code": { "type": "string" }, "message": { "type": "string" },
                        "retryable": { "type": "boolean" }, "requestId": { "type": "string" },
                    },
                } } },
            },
        },
    })
}

#[test]
fn the_description_in_the_package_is_that_of_the_routes() {
    let document = document();
    if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
        std::fs::write(FILE, serde_json::to_string_pretty(&document).unwrap() + "\n").unwrap();
    }
    let written: Value = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
    assert!(
        written == document,
        "UPDATE_TRANSCRIPTS=1 cargo test --features server --test core openapi writes it anew"
    );
}

#[test]
fn every_route_is_described_and_nothing_names_the_provider() {
    let text = std::fs::read_to_string(FILE).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    for route in ROUTES {
        assert!(document["paths"][route.path][route.method.to_lowercase()].is_object(), "{}", route.path);
    }
    let lower = text.to_lowercase();
    for word in ["cognito", "aws", "amazon", "lambda", "pool", "initiateauth"] {
        assert!(!lower.contains(word), "{word}");
    }
}
