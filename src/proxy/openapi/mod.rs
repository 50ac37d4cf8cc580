//! The description of the neutral contract, OpenAPI 3.1: made of the tables that the proxy routes and judges by.
//!
//! Routes, members and errors come from the table of operations, `wire::rest` and the table of administrators' routes; here are
//! their form and, in [`words`], their words. Generators shape it: a header of one value is an `enum` of one string, for
//! `const` is not understood by all of them; an operation has one tag; whatever a program must tell apart has a `oneOf` with a
//! discriminator; and codes of errors are texts, so that a new one breaks no client.

mod answers;
mod errors;
mod login;
mod schema;
mod sign_in;
mod words;

use serde_json::{Map, Value, json};

use self::schema::{REQUEST_STRUCTURES, body, has_body, in_path, member, object, reference, structure, with};
use self::words::About;
use super::admin::ROUTES as ADMIN_ROUTES;
use crate::operation::Operation;
use crate::wire::rest::challenges::{KEY_LABEL, group_hex};
use crate::wire::rest::routes::ROUTES;
use crate::wire::rest::{Access, CSRF_HEADER, REQUEST_ID_HEADER, Route, SUBJECT_HEADER, names};

/// Members that the proxy adds: no request has them.
const ADDED: [&str; 6] = ["ClientId", "SecretHash", "ClientSecret", "UserPoolId", "AnalyticsMetadata", "AccessToken"];

/// Members that are not sent where the server keeps the tokens.
const KEPT: [&str; 2] = ["RefreshToken", "Token"];

/// The document.
pub fn openapi() -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        add(&mut paths, route.method, route.path, of_route(*route));
    }
    let session = Described {
        about: words::SESSION,
        access: Access::Person,
        method: "GET",
        path: "/session",
        body: None,
        queries: Vec::new(),
        answer: reference("SessionAnswer"),
        errors: errors::of_session(),
    };
    add(&mut paths, "GET", "/session", session.write());
    add(&mut paths, "GET", "/login", login::start());
    add(&mut paths, "GET", "/sign-out", login::leave());
    let redeem = Described {
        about: words::REDEEM,
        access: Access::Public,
        method: "POST",
        path: "/login/redeem",
        body: Some(login::redeemed()),
        queries: Vec::new(),
        answer: reference("SignedIn"),
        errors: errors::Errors::of_redeem(),
    };
    add(&mut paths, "POST", "/login/redeem", redeem.write());
    for (method, below, command, members) in ADMIN_ROUTES {
        let path = ["/admin", below].concat();
        add(&mut paths, method, &path, of_admin(method, &path, command, members));
    }
    add(&mut paths, "POST", "/admin/denied-tokens", denied_tokens());
    let tags: Vec<Value> =
        words::TAGS.iter().map(|(name, words)| json!({ "name": name, "description": words })).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Auth proxy",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "description": introduction(),
        },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "security": [{ "bearer": [] }, { "cookie": [] }],
        "paths": paths,
        "components": {
            "parameters": { "Csrf": {
                "name": CSRF_HEADER, "in": "header", "required": true, "schema": { "$ref": "#/components/schemas/Csrf" },
                "description": "Pages of other sites cannot send it.",
            }, "Subject": {
                "name": SUBJECT_HEADER, "in": "header", "required": false, "schema": { "type": "string" },
                "description": "The claim `sub` of the person for whom a page without tokens speaks.",
            } },
            "headers": {
                "RequestId": {
                    "required": true, "schema": { "type": "string" },
                    "description": "The number under which the server logged the request.",
                },
                "RetryAfter": { "schema": { "type": "integer" }, "description": "How many seconds to wait." },
            },
            "securitySchemes": {
                "bearer": {
                    "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "The access token, where the app holds the tokens.",
                },
                "cookie": {
                    "type": "apiKey", "in": "cookie", "name": "__Host-auth.0",
                    "description": "The session, where the server keeps the tokens. A browser sends it by itself.",
                },
            },
            "responses": errors::shared(),
            "schemas": schemas(),
        },
    })
}

fn add(paths: &mut Map<String, Value>, method: &str, path: &str, operation: Value) {
    let item = paths.entry(path.to_owned()).or_insert_with(|| Value::Object(Map::new()));
    if let Some(item) = item.as_object_mut() {
        item.insert(method.to_lowercase(), operation);
    }
}

fn introduction() -> String {
    let digits = group_hex();
    let lines: Vec<&str> = (0..digits.len()).step_by(96).filter_map(|at| digits.get(at..at + 96)).collect();
    words::INTRODUCTION
        .replace("{group}", &lines.join("\n"))
        .replace("{label}", core::str::from_utf8(KEY_LABEL).unwrap_or_default())
}

fn schemas() -> Map<String, Value> {
    let mut schemas = Map::new();
    let csrf = json!({ "type": "string", "enum": ["1"], "description": "Always `1`." });
    schemas.insert("Csrf".into(), csrf);
    schemas.extend(errors::schemas());
    schemas.extend(sign_in::schemas());
    schemas.extend(answers::schemas());
    schemas.extend(REQUEST_STRUCTURES.iter().map(|(member, name)| ((*name).to_owned(), structure(member))));
    schemas
}

/// One operation.
struct Described<'d> {
    about: About,
    access: Access,
    method: &'d str,
    path: &'d str,
    /// The schema of the body, for methods that have one.
    body: Option<Value>,
    /// Members that the query carries, with whether they must be given.
    queries: Vec<(&'d str, bool)>,
    answer: Value,
    errors: errors::Errors,
}

impl Described<'_> {
    fn write(self) -> Value {
        let mut parameters: Vec<Value> = in_path(self.path)
            .map(|name| {
                let schema = json!({ "type": "string", "minLength": 1 });
                json!({ "name": name, "in": "path", "required": true, "schema": schema, "description": words::member(name) })
            })
            .collect();
        for (name, required) in self.queries {
            let neutral = names::member(name);
            let mut schema = member(name);
            let words = schema.as_object_mut().and_then(|schema| schema.remove("description"));
            parameters.push(json!({
                "name": neutral, "in": "query", "required": required, "schema": schema, "description": words,
            }));
        }
        parameters.push(json!({ "$ref": "#/components/parameters/Csrf" }));
        if self.access != Access::Public {
            parameters.push(json!({ "$ref": "#/components/parameters/Subject" }));
        }
        let security = match self.access {
            // An empty list, for generators take one with an empty requirement for a need to sign in.
            Access::Public => json!([]),
            Access::Refresh => json!([{}, { "bearer": [] }, { "cookie": [] }]),
            Access::PersonOrSession => json!([{}, { "bearer": [] }, { "cookie": [] }]),
            Access::Person => json!([{ "bearer": [] }, { "cookie": [] }]),
        };
        let mut operation = json!({
            "operationId": id_of(self.method, self.path),
            "tags": [self.about.tag],
            "summary": self.about.summary,
            "description": self.about.description,
            "security": security,
            "parameters": parameters,
        });
        if let Some(schema) = self.body {
            let body = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
            with(&mut operation, "requestBody", body);
        }
        let mut responses = Map::new();
        responses.insert(
            "200".into(),
            json!({
                "description": "Done.",
                "headers": { REQUEST_ID_HEADER: { "$ref": "#/components/headers/RequestId" } },
                "content": { "application/json": { "schema": self.answer } },
            }),
        );
        responses.extend(self.errors.write());
        with(&mut operation, "responses", Value::Object(responses));
        operation
    }
}

fn carries(path: &str, member: &str) -> bool {
    in_path(path).any(|name| names::aws_member(name) == member)
}

/// An id of our own making, by method and path: the service's names are nobody's business.
fn id_of(method: &str, path: &str) -> String {
    let words = path.split(['/', '-']).filter(|word| !word.is_empty()).map(|word| word.trim_matches(['{', '}']));
    words.fold(method.to_lowercase(), |id, word| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        [id.as_str(), &first.to_uppercase(), rest].concat()
    })
}

fn of_route(route: Route) -> Value {
    let members: Vec<(&str, bool)> = route
        .operation
        .members()
        .iter()
        .filter(|member| !ADDED.contains(&member.name) && !carries(route.path, member.name))
        .map(|member| (member.name, member.required && !KEPT.contains(&member.name)))
        .collect();
    let body = has_body(route.method).then(|| match route.operation {
        Operation::InitiateAuth => reference("SignInRequest"),
        Operation::RespondToAuthChallenge => reference("ChallengeRequest"),
        _ => body(&members),
    });
    Described {
        about: words::about(route.operation),
        access: route.access,
        method: route.method,
        path: route.path,
        queries: if body.is_some() { Vec::new() } else { members },
        body,
        answer: answers::of(route.operation.name()),
        errors: errors::of_route(route),
    }
    .write()
}

fn of_admin(method: &str, path: &str, command: &str, members: &[&'static str]) -> Value {
    let Some(about) = words::about_command(command) else { return Value::Null };
    let members: Vec<(&str, bool)> = members.iter().map(|name| (*name, about.required.contains(name))).collect();
    let body = has_body(method).then(|| body(&members));
    Described {
        about: about.about,
        access: Access::Person,
        method,
        path,
        queries: if body.is_some() { Vec::new() } else { members },
        body,
        answer: answers::of(command),
        errors: errors::of_command(method, path, about.errors),
    }
    .write()
}

fn denied_tokens() -> Value {
    let token = json!({ "type": "string", "minLength": 1, "description": "The access or refresh token." });
    let words = "Whether every token that was refreshed from the same sign-in is denied, too.";
    let family = json!({ "type": "boolean", "default": false, "description": words });
    let mut body = object(vec![("token".into(), token, true), ("family".into(), family, false)]);
    with(&mut body, "additionalProperties", json!(false));
    Described {
        about: words::DENIED_TOKENS,
        access: Access::Person,
        method: "POST",
        path: "/admin/denied-tokens",
        body: Some(body),
        queries: Vec::new(),
        answer: reference("Empty"),
        errors: errors::of_denied_tokens(),
    }
    .write()
}
