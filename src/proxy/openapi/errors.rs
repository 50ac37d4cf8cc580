//! The errors of each route: codes, by the status with which the proxy gives them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::schema::{described, has_body, in_path, object, reference, with};
use super::words;
use crate::operation::{ErrorName, Operation};
use crate::proxy::failure::status_of;
use crate::proxy::serve::can_be_guessed;
use crate::wire::rest::{Access, REQUEST_ID_HEADER, Route, names};

/// Codes by status.
#[derive(Clone, Debug, Default)]
pub(super) struct Errors(BTreeMap<u16, BTreeSet<String>>);

/// Statuses that mean the same on every route.
const SHARED: [(u16, &str, &str); 7] = [
    (408, "InvalidRequest", "RequestTimeout"),
    (413, "PayloadTooLarge", "PayloadTooLarge"),
    (415, "UnsupportedMediaType", "UnsupportedMediaType"),
    (431, "RequestHeadersTooLarge", "RequestHeadersTooLarge"),
    (500, "Internal", "ServerFailed"),
    (502, "Internal", "BadGateway"),
    (504, "ServiceUnavailable", "GatewayTimeout"),
];

impl Errors {
    /// What may come of any request at all.
    fn of_any() -> Errors {
        let mut errors = Errors::default();
        for (status, code) in [
            (431, "RequestHeadersTooLarge"),
            (500, "Internal"),
            (502, "Internal"),
            (503, "ServiceUnavailable"),
            (504, "ServiceUnavailable"),
        ] {
            errors.add(status, code);
        }
        errors
    }

    /// What every route of this kind refuses by itself.
    fn own(method: &str, path: &str) -> Errors {
        let mut errors = Errors::of_any();
        for (status, code) in [
            (400, "InvalidRequest"),
            (403, "OriginNotAllowed"),
            (403, "CsrfHeaderMissing"),
            (403, "NotAvailable"),
            (408, "InvalidRequest"),
        ] {
            errors.add(status, code);
        }
        if has_body(method) {
            errors.add(413, "PayloadTooLarge");
            errors.add(415, "UnsupportedMediaType");
        }
        if in_path(path).next().is_some() {
            errors.add(404, "NotFound");
        }
        errors
    }

    /// What `GET /login` refuses.
    pub(super) fn of_login() -> Errors {
        let mut errors = Errors::of_any();
        for (status, code) in [(400, "InvalidRequest"), (403, "NotAvailable"), (404, "NotFound"), (429, "RateLimited")]
        {
            errors.add(status, code);
        }
        errors
    }

    /// What `GET /sign-out` refuses; where the operator did not turn it on, the path has `POST` alone.
    pub(super) fn of_leaving() -> Errors {
        let mut errors = Errors::of_login();
        errors.0.remove(&404);
        errors.add(405, "MethodNotAllowed");
        errors
    }

    /// What `POST /login/redeem` refuses.
    pub(super) fn of_redeem() -> Errors {
        let mut errors = Errors::own("POST", "/login/redeem");
        errors.add(401, "NotSignedIn");
        errors.add(404, "NotFound");
        errors.add(429, "RateLimited");
        errors
    }

    fn add(&mut self, status: u16, code: &str) {
        self.0.entry(status).or_default().insert(code.to_owned());
    }

    /// Adds a refusal of the service, by its name without `Exception`.
    fn add_from_service(&mut self, name: &str) {
        let code = names::code(name);
        // The one that the service itself calls its own failure.
        self.add(status_of(code, code == "InternalError"), code);
    }

    /// Adds the refusals of who must be signed in.
    fn add_of_person(&mut self) {
        self.add(401, "NotSignedIn");
        self.add(401, "NotAuthorized");
    }

    pub(super) fn write(self) -> Map<String, Value> {
        self.0.into_iter().map(|(status, codes)| (status.to_string(), write(status, &codes))).collect()
    }
}

fn write(status: u16, codes: &BTreeSet<String>) -> Value {
    let shared = SHARED.iter().find(|(known, code, _)| *known == status && codes.iter().all(|own| own == code));
    match shared {
        Some((.., name)) => json!({ "$ref": (["#/components/responses/", name].concat()) }),
        None => response(status, codes),
    }
}

fn response(status: u16, codes: &BTreeSet<String>) -> Value {
    let mut headers = json!({ REQUEST_ID_HEADER: { "$ref": "#/components/headers/RequestId" } });
    if status == 429 {
        with(&mut headers, "Retry-After", json!({ "$ref": "#/components/headers/RetryAfter" }));
    }
    let listed: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
    json!({
        "description": format!("{}.", listed.join(", ")),
        "headers": headers,
        "content": { "application/json": { "schema": reference("Error") } },
        "x-error-codes": codes,
    })
}

pub(super) fn of_route(route: Route) -> Errors {
    let mut errors = Errors::own(route.method, route.path);
    for name in route.operation.errors() {
        errors.add_from_service(name.name().trim_end_matches("Exception"));
    }
    if route.access != Access::Public || route.operation == Operation::InitiateAuth {
        errors.add_of_person();
    }
    if route.access != Access::Person || can_be_guessed(route.operation) {
        errors.add(429, "RateLimited");
    }
    let gives_tokens =
        [Operation::InitiateAuth, Operation::RespondToAuthChallenge, Operation::GetTokensFromRefreshToken];
    if gives_tokens.contains(&route.operation) {
        errors.add(403, "SessionTooLarge");
    }
    errors
}

pub(super) fn of_session() -> Errors {
    let mut errors = Errors::own("GET", "/session");
    errors.add_of_person();
    errors
}

pub(super) fn of_command(method: &str, path: &str, more: &[&str]) -> Errors {
    let mut errors = Errors::own(method, path);
    for name in words::OF_EVERY_COMMAND.iter().chain(more) {
        errors.add_from_service(name);
    }
    errors.add_of_person();
    // Where the operator did not turn it on.
    errors.add(404, "NotFound");
    errors
}

pub(super) fn of_denied_tokens() -> Errors {
    let mut errors = Errors::own("POST", "/admin/denied-tokens");
    errors.add_of_person();
    errors.add(404, "NotFound");
    errors
}

/// The responses that have names.
pub(super) fn shared() -> Map<String, Value> {
    let each = SHARED
        .iter()
        .map(|(status, code, name)| ((*name).to_owned(), response(*status, &BTreeSet::from([(*code).to_owned()]))));
    each.collect()
}

pub(super) fn schemas() -> Map<String, Value> {
    let service = ErrorName::ALL.iter().map(|name| names::code(name.name()));
    let admins = ["GroupExists", "PreconditionNotMet", "UnsupportedUserState"];
    let codes: BTreeSet<&str> = service.chain(names::OWN_CODES).chain(admins).collect();
    let lines: Vec<String> = codes.iter().map(|code| format!("- `{code}`: {}", words::code(code))).collect();
    let text = json!({ "type": "string" });
    let code = format!("What went wrong. Later versions may know more codes.\n\n{}", lines.join("\n"));
    let details = object(vec![
        ("code".into(), described(text.clone(), &code), true),
        ("message".into(), described(text.clone(), "What went wrong and what to do, for people."), true),
        (
            "retryable".into(),
            described(json!({ "type": "boolean" }), "Whether the same request can succeed later."),
            true,
        ),
        ("requestId".into(), described(text, "The number under which the server logged the request."), true),
    ]);
    let error = object(vec![("error".into(), reference("ErrorDetails"), true)]);
    Map::from_iter([("Error".to_owned(), error), ("ErrorDetails".to_owned(), details)])
}
