//! The schemas of a sign-in: each method, each challenge and each answer to one, apart by a discriminator.

use serde_json::{Map, Value, json};

use super::schema::{described, member, object, reference, with};
use super::words;
use crate::wire::rest::challenges::{CHALLENGES, Challenge, STARTS, listed};
use crate::wire::rest::names;

pub(super) fn schemas() -> Map<String, Value> {
    let mut schemas = Map::new();
    let methods = STARTS.map(|start| (start.method, format!("SignInBy{}", pascal(start.method))));
    schemas.insert("SignInRequest".into(), choice("method", &methods, "How the sign-in starts."));
    for (start, (method, name)) in STARTS.iter().zip(&methods) {
        let parameters = format!("{name}Parameters");
        let mut members = vec![
            ("method".to_owned(), only(method), true),
            ("authParameters".to_owned(), named(&parameters, "authParameters"), true),
        ];
        members.extend(
            ["ClientMetadata", "UserContextData", "Session"].map(|name| (names::member(name), member(name), false)),
        );
        schemas.insert(name.clone(), described(closed(object(members)), words::method(method)));
        schemas.insert(parameters, self::parameters(start.takes, start.method));
    }
    let each = |suffix: &str| -> Vec<(&str, String)> {
        CHALLENGES.iter().map(|challenge| (challenge.name, [&pascal(challenge.name), suffix].concat())).collect()
    };
    let (questions, answers) = (each("Challenge"), each("Answer"));
    schemas.insert("ChallengeRequest".into(), choice("challengeName", &answers, "The answer to a challenge."));
    schemas.insert(
        "Challenge".into(),
        choice("challengeName", &questions, "A challenge: answer it with `POST /challenge`."),
    );
    for challenge in CHALLENGES {
        let pascal = pascal(challenge.name);
        let (brings, takes) = (format!("{pascal}ChallengeParameters"), format!("{pascal}Responses"));
        schemas.insert(format!("{pascal}Challenge"), question(challenge, &brings));
        schemas.insert(format!("{pascal}Answer"), response(challenge, &takes));
        schemas.insert(takes, parameters(challenge.takes, challenge.name));
        schemas.insert(brings, parameters(challenge.brings, challenge.name));
    }
    let tokens = json!({
        "anyOf": [reference("Tokens"), reference("Claims")],
        "description": "The tokens, if the app holds them; their claims, if the server keeps them.",
    });
    schemas.insert("SignedIn".into(), object(vec![("tokens".into(), tokens, true)]));
    schemas.insert(
        "SignInAnswer".into(),
        json!({
            "anyOf": [reference("SignedIn"), reference("Challenge")],
            "description": "Either `tokens`, and the person is signed in, or a challenge.",
        }),
    );
    schemas.insert("Claims".into(), claims());
    let answer = object(vec![("tokens".into(), reference("Claims"), true)]);
    schemas.insert("SessionAnswer".into(), answer);
    schemas
}

/// `SOFTWARE_TOKEN_MFA` as `SoftwareTokenMfa`.
fn pascal(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        [first, &rest.to_lowercase()].concat()
    });
    words.collect()
}

/// One of these, by the value of a member.
fn choice(member: &str, each: &[(&str, String)], words: &str) -> Value {
    let one_of: Vec<Value> = each.iter().map(|(_, schema)| reference(schema)).collect();
    let mapping: Map<String, Value> = each
        .iter()
        .map(|(value, schema)| ((*value).to_owned(), json!(["#/components/schemas/", schema].concat())))
        .collect();
    json!({ "oneOf": one_of, "discriminator": { "propertyName": member, "mapping": mapping }, "description": words })
}

fn only(value: &str) -> Value {
    json!({ "type": "string", "enum": [value] })
}

fn named(schema: &str, member: &str) -> Value {
    described(reference(schema), words::member(member))
}

fn closed(mut schema: Value) -> Value {
    with(&mut schema, "additionalProperties", json!(false));
    schema
}

fn question(challenge: &Challenge, parameters: &str) -> Value {
    let text = json!({ "type": "string" });
    let mut members = vec![
        ("challengeName".to_owned(), only(challenge.name), true),
        ("challengeParameters".to_owned(), named(parameters, "challengeParameters"), true),
        ("session".to_owned(), described(text.clone(), words::member("session")), challenge.session),
    ];
    if challenge.name == "SELECT_CHALLENGE" {
        let list = json!({ "type": "array", "items": text });
        members.push(("availableChallenges".to_owned(), described(list, words::member("availableChallenges")), true));
    }
    described(object(members), words::challenge(challenge.name))
}

fn response(challenge: &Challenge, responses: &str) -> Value {
    let mut members = vec![
        ("challengeName".to_owned(), only(challenge.name), true),
        ("challengeResponses".to_owned(), named(responses, "challengeResponses"), true),
        ("session".to_owned(), member("Session"), challenge.session),
    ];
    members.extend(["ClientMetadata", "UserContextData"].map(|name| (names::member(name), member(name), false)));
    described(closed(object(members)), words::challenge(challenge.name))
}

/// Parameters are texts. Others than these are the operator's hooks', or attributes: they pass as they are.
fn parameters(list: &'static str, of: &str) -> Value {
    let members = listed(list).map(|(name, required)| {
        let neutral = names::parameter(name);
        let text = match (of, name) {
            ("CUSTOM", "CHALLENGE_NAME") => only("SRP_A"),
            _ => json!({ "type": "string" }),
        };
        let schema = described(text, words::parameter(&neutral));
        (neutral, schema, required)
    });
    let mut object = object(members.collect());
    with(&mut object, "additionalProperties", json!({ "type": "string" }));
    object
}

fn claims() -> Value {
    let access = json!({ "type": "object", "description": "The claims of the access token." });
    let words = "The claims of the ID token, if there is one.";
    let id = json!({ "type": ["object", "null"], "description": words });
    let expires = described(json!({ "type": "integer" }), words::member("expiresIn"));
    let device = described(reference("NewDeviceMetadata"), words::member("newDeviceMetadata"));
    object(vec![
        ("accessClaims".into(), access, true),
        ("idClaims".into(), id, false),
        ("expiresIn".into(), expires, false),
        ("newDeviceMetadata".into(), device, false),
    ])
}
