//! May the page behind a request speak to this server: CORS, and forgery across sites.

use super::config::Config;
use super::failure::{Checked, csrf, foreign_origin};
use super::http::{Request, trimmed};
use crate::wire::rest::{CSRF_HEADER, REQUEST_ID_HEADER};

/// What a request says of the page it comes from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum From {
    /// No browser, or a page of the proxy's own origin.
    Here,
    /// A page of a configured origin, which CORS must allow.
    Configured(String),
}

/// Looks at `Origin` and `Sec-Fetch-Site`.
///
/// # Errors
/// `OriginNotAllowed` for every other page. A page without an origin (`null`) is another one.
pub(super) fn of(request: &Request, config: &Config) -> Checked<From> {
    if request.count("origin") == 0 {
        // A browser leaves Origin out of a plain GET; what it says of the site still counts.
        return match request.header("sec-fetch-site") {
            None | Some("same-origin" | "none") if request.count("sec-fetch-site") < 2 => Ok(From::Here),
            // Also for a value that nobody knows yet.
            _ => Err(foreign_origin()),
        };
    }
    let origin = request.header("origin").ok_or_else(foreign_origin)?;
    if config.origins.iter().any(|known| known == origin) {
        return Ok(From::Configured(origin.to_owned()));
    }
    let own = format!("{}://{}", request.scheme, request.host);
    if origin.eq_ignore_ascii_case(&own) { Ok(From::Here) } else { Err(foreign_origin()) }
}

/// The header that no form, link or image can send.
pub(super) fn check_csrf(request: &Request) -> Checked<()> {
    if request.header(&CSRF_HEADER.to_ascii_lowercase()) == Some("1") { Ok(()) } else { Err(csrf()) }
}

/// Headers that let the page read the answer.
pub(super) fn headers(from: &From) -> Vec<(String, String)> {
    let mut headers = vec![pair("Vary", "Origin")];
    if let From::Configured(origin) = from {
        headers.push(pair("Access-Control-Allow-Origin", origin));
        headers.push(pair("Access-Control-Allow-Credentials", "true"));
        headers.push(pair("Access-Control-Expose-Headers", &[REQUEST_ID_HEADER, ", Retry-After"].concat()));
    }
    headers
}

/// Headers that answer a browser's question before the request.
pub(super) fn preflight(request: &Request) -> Vec<(String, String)> {
    let asked = request.header("access-control-request-headers").unwrap_or_default();
    // An app's own API may want headers of its own; a name is harmless, and the origin is known.
    let fits = |name: &&str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') && !name.is_empty();
    let asked: Vec<&str> = asked.split(',').map(trimmed).filter(fits).collect();
    let allowed =
        if asked.is_empty() { ["content-type", "authorization", CSRF_HEADER].join(", ") } else { asked.join(", ") };
    vec![
        pair("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE"),
        pair("Access-Control-Allow-Headers", &allowed),
        pair("Access-Control-Max-Age", "7200"),
    ]
}

pub(super) fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
