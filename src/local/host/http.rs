//! Requests to operations, answers to responses: routes, CORS, AWS's error shape.

use serde_json::{Value, json};

use super::fields;
use super::types::{Request, Response};
use crate::local::host::refusal::Refusal;

const TARGET: &str = "AWSCognitoIdentityProviderService.";

const ALLOWED_HEADERS: &str = "content-type, x-amz-target, x-amz-user-agent, x-amz-date, x-amz-security-token, \
     x-amz-content-sha256, cache-control, authorization, amz-sdk-invocation-id, amz-sdk-request";

/// What a request wants.
pub(in crate::local) enum Route<'r> {
    /// A pre-flight request of a browser.
    Options,
    Operation(&'r str),
    Jwks(&'r str),
    OpenId(&'r str),
    Outbox(Option<String>),
    Faults,
    Health,
    NotFound,
    /// The path exists, for another method.
    WrongMethod,
    /// A page of another machine asks for what is this machine's own.
    Foreign,
}

/// A header by its lower-case name.
pub(in crate::local) fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    request.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

pub(in crate::local) fn route(request: &Request) -> Route<'_> {
    let (path, query) = parts(request);
    let method = request.method.to_ascii_uppercase();
    if method == "OPTIONS" {
        return Route::Options;
    }
    if is_own(request) && has_foreign_origin(request) {
        return Route::Foreign;
    }
    match (method.as_str(), path) {
        ("POST", "/" | "") => {
            let target = header(request, "x-amz-target").unwrap_or_default();
            Route::Operation(target.strip_prefix(TARGET).unwrap_or(target))
        }
        ("GET", "/_local/outbox") => Route::Outbox(username(query)),
        ("POST", "/_local/faults") => Route::Faults,
        ("GET" | "HEAD", "/_local/health") => Route::Health,
        (_, "/" | "" | "/_local/outbox" | "/_local/faults" | "/_local/health") => Route::WrongMethod,
        ("GET", path) => {
            let path = path.trim_start_matches('/');
            if let Some(pool) = path.strip_suffix("/.well-known/jwks.json") {
                return Route::Jwks(pool);
            }
            path.strip_suffix("/.well-known/openid-configuration").map_or(Route::NotFound, Route::OpenId)
        }
        _ => Route::NotFound,
    }
}

/// The path of a request, which alone decides what it wants, and its query.
fn parts(request: &Request) -> (&str, &str) {
    request.path.split_once('?').unwrap_or((&request.path, ""))
}

/// Whether a request is for what the service itself gives to nobody without a signature: codes, faults, administrators' operations.
/// Any web page could ask a server on this machine for them.
fn is_own(request: &Request) -> bool {
    let (path, _) = parts(request);
    let target = header(request, "x-amz-target").unwrap_or_default();
    let is_operation = !target.is_empty() && path.trim_start_matches('/').is_empty();
    let is_open = |name: &str| crate::operation::Operation::from_name(name).is_some() || name == "GetClientToken";
    path.starts_with("/_local/") || is_operation && !is_open(target.strip_prefix(TARGET).unwrap_or(target))
}

/// Whether a page of another machine sends a request. Browsers name the page's origin in every request that reads or changes something.
fn has_foreign_origin(request: &Request) -> bool {
    header(request, "origin").is_some_and(|origin| !is_loopback(origin))
        || header(request, "sec-fetch-site") == Some("cross-site") && header(request, "origin").is_none()
}

/// Whether an origin is a page's of this machine.
pub(in crate::local) fn is_loopback(origin: &str) -> bool {
    let Some((_, authority)) = origin.split_once("://") else { return false };
    // A host and a port alone: anything else only looks like an origin.
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => return address == "::1" && is_port(port),
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let host = host.to_ascii_lowercase();
    let host = host.strip_suffix('.').unwrap_or(&host);
    let address = host.parse::<std::net::Ipv4Addr>();
    let named = host == "localhost" || host.ends_with(".localhost") && !host.contains(['@', '/', '?', '#', '\\']);
    is_port(port) && (named || address.is_ok_and(|address| address.is_loopback()))
}

/// Nothing, or a colon and digits.
fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `username` of a query string.
fn username(query: &str) -> Option<String> {
    query.split('&').find_map(|pair| pair.strip_prefix("username=")).map(fields::decode)
}

/// A response with the headers that every response carries.
pub(in crate::local) fn respond(
    request: &Request,
    request_id: &str,
    status: u16,
    content_type: &str,
    body: String,
) -> Response {
    let mut allowed = ALLOWED_HEADERS.to_owned();
    if let Some(wanted) = header(request, "access-control-request-headers") {
        let extra = wanted.split(',').map(str::trim).filter(|name| {
            let name = name.to_ascii_lowercase();
            (name.starts_with("x-amz-") || name.starts_with("amz-sdk-")) && !ALLOWED_HEADERS.contains(&name)
        });
        for name in extra {
            allowed.push_str(", ");
            allowed.push_str(name);
        }
    }
    let origin = match header(request, "origin") {
        Some(origin) if is_own(request) => is_loopback(origin).then_some(origin),
        _ => Some("*"),
    };
    let headers = [
        ("content-type", content_type),
        ("x-amzn-RequestId", request_id),
        ("cache-control", "no-store"),
        ("access-control-allow-methods", "GET, POST, OPTIONS"),
        ("access-control-allow-headers", &allowed),
        ("access-control-expose-headers", "x-amzn-RequestId, x-amzn-ErrorType"),
        ("access-control-max-age", "172800"),
    ];
    let origin = origin.map(|origin| ("access-control-allow-origin", origin));
    let headers = headers.into_iter().chain(origin).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Response { status, headers, body, delay_ms: 0, drop: false, unsigned: Vec::new() }
}

pub(in crate::local) fn answer(request: &Request, request_id: &str, body: &Value) -> Response {
    respond(request, request_id, 200, "application/x-amz-json-1.1", body.to_string())
}

/// JSON that is no answer of an operation.
pub(in crate::local) fn document(request: &Request, request_id: &str, body: &Value) -> Response {
    respond(request, request_id, 200, "application/json", body.to_string())
}

pub(in crate::local) fn refusal(request: &Request, request_id: &str, refusal: &Refusal) -> Response {
    let body = json!({ "__type": refusal.name, "message": refusal.message }).to_string();
    let mut response = respond(request, request_id, refusal.status, "application/x-amz-json-1.1", body);
    response.headers.push(("x-amzn-ErrorType".to_owned(), refusal.name.to_owned()));
    response
}
