//! The schemas of answers.

use serde_json::{Map, Value, json};

use super::schema::{described, object, reference, with};
use super::words;
use crate::wire::rest::answers::{ANSWERS, AnswerMember, STRUCTURES, lines, members_of};
use crate::wire::rest::names;

/// Operations whose answer is a sign-in's.
const SIGN_INS: [&str; 2] = ["InitiateAuth", "RespondToAuthChallenge"];

/// The answer of an operation.
pub(super) fn of(operation: &str) -> Value {
    if SIGN_INS.contains(&operation) {
        return reference("SignInAnswer");
    }
    if operation == "GetTokensFromRefreshToken" {
        return reference("SignedIn");
    }
    match members_of(ANSWERS, operation) {
        members if members.is_empty() => reference("Empty"),
        members => answer(members),
    }
}

/// The schemas that have names.
pub(super) fn schemas() -> Map<String, Value> {
    let mut schemas = Map::new();
    schemas.insert("Empty".into(), json!({ "type": "object", "description": "Nothing." }));
    for (name, members) in lines(STRUCTURES) {
        let schema = match name {
            // Requests send these two as well: a member that is not known here is a text for the service to judge.
            "Attribute" | "MFAOption" => {
                let mut schema = answer(members);
                with(&mut schema, "additionalProperties", json!({ "type": "string" }));
                schema
            }
            _ => answer(members),
        };
        schemas.insert(schema_name(name).into(), schema);
    }
    schemas
}

/// The name of a structure's schema: what has no word of its own keeps the service's.
fn schema_name(structure: &str) -> &str {
    match structure {
        "AuthenticationResult" => "Tokens",
        "WebAuthnCredentialDescription" => "Passkey",
        "SessionDescription" => "Session",
        name => name,
    }
}

fn answer(members: Vec<AnswerMember>) -> Value {
    let members = members.into_iter().map(|member| {
        let name = names::member(member.name);
        let schema = described(schema(member), words::member(&name));
        (name, schema, member.required)
    });
    object(members.collect())
}

fn schema(member: AnswerMember) -> Value {
    let one = match member.kind {
        "t" => json!({ "type": "string" }),
        "n" => json!({ "type": "integer" }),
        "f" => json!({ "type": "boolean" }),
        "s" => json!({ "type": "number" }),
        "m" => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        "x" => json!({ "type": "object" }),
        name => reference(schema_name(name)),
    };
    if member.list { json!({ "type": "array", "items": one }) } else { one }
}
