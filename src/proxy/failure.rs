//! Errors for apps: neutral codes, an honest status, a message that says what to do and gives nothing away.

use super::config::Pool;
use crate::error::{AuthError, Kind};
use crate::wire::rest::names;

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Failure {
    pub(super) status: u16,
    pub(super) code: String,
    pub(super) message: String,
    pub(super) retryable: bool,
    /// In seconds.
    pub(super) retry_after: Option<f64>,
    /// Methods that the path has.
    pub(super) allow: Option<String>,
}

pub(super) type Checked<T> = std::result::Result<T, Failure>;

/// A refusal of the proxy's own.
pub(super) fn refuse(status: u16, code: &'static str, message: &str) -> Failure {
    debug_assert!(names::OWN_CODES.contains(&code));
    Failure { status, code: code.into(), message: message.into(), retryable: false, retry_after: None, allow: None }
}

macro_rules! failures {
    ($($name:ident $status:literal $code:literal $message:literal)*) => {
        $(pub(super) fn $name() -> Failure {
            refuse($status, $code, $message)
        })*
    };
}

failures! {
    not_found 404 "NotFound" "There is nothing at this address."
    method_not_allowed 405 "MethodNotAllowed" "This address takes other methods: see the header Allow."
    unsupported_media_type 415 "UnsupportedMediaType" "The body must be JSON: send Content-Type: application/json."
    too_large 413 "PayloadTooLarge" "The body is larger than any request of this interface."
    headers_too_large 431 "RequestHeadersTooLarge" "The headers are larger than this server takes."
    odd_target 400 "InvalidRequest" "The address must be plain: no `.` or `..` segment, no backslash, no control character, percent-encoded UTF-8."
    slow 408 "InvalidRequest" "The body did not arrive in time."
    no_json 400 "InvalidRequest" "The body must be one JSON object."
    session_too_large 403 "SessionTooLarge" "The session does not fit into cookies: the person has too many groups or attributes in the tokens."
    foreign_origin 403 "OriginNotAllowed" "Pages of this origin may not use this server: add it to `origins` in its configuration."
    csrf 403 "CsrfHeaderMissing" "Send the header X-Auth-Csrf: 1."
    not_signed_in 401 "NotSignedIn" "Nobody is signed in, or the session has ended: sign in again."
    not_available 403 "NotAvailable" "This server does not offer this."
    keeps_tokens 403 "NotAvailable" "This server keeps the tokens: send none."
    not_allowed 403 "NotAvailable" "This person may not do this."
    not_offered_password 403 "NotAvailable" "This server takes no passwords at sign-in: use SRP."
    bad_gateway 502 "Internal" "The identity service gave an answer that it should not give: tell the operator the request id."
}

/// The service, a store or the keys cannot be reached now.
pub(super) fn unavailable(timeout: bool) -> Failure {
    let status = if timeout { 504 } else { 503 };
    let message = "The identity service cannot be reached: try again later.";
    Failure { retryable: true, ..refuse(status, "ServiceUnavailable", message) }
}

/// All slots are taken, or all that one client may have.
pub(super) fn busy() -> Failure {
    let message = "This server is busy: try again later.";
    Failure { retryable: true, retry_after: Some(1.0), ..refuse(503, "ServiceUnavailable", message) }
}

/// Too many attempts.
pub(super) fn rate_limited(seconds: f64) -> Failure {
    let message = "Too many attempts: wait as long as the header Retry-After says.";
    Failure { retryable: true, retry_after: Some(seconds.ceil().max(1.0)), ..refuse(429, "RateLimited", message) }
}

/// What was wrong with a request.
pub(super) fn invalid(message: &str) -> Failure {
    refuse(400, "InvalidRequest", message)
}

/// A refusal of the service, in neutral words.
pub(super) fn from_service(error: &AuthError, pool: &Pool) -> Failure {
    if error.kind == Kind::Internal {
        return bad_gateway();
    }
    let code = names::code(&error.code);
    Failure {
        status: status_of(code, error.retryable),
        code: code.to_owned(),
        message: told(&error.message, pool).unwrap_or_else(|| untold(error.kind).to_owned()),
        retryable: error.retryable,
        retry_after: None,
        allow: None,
    }
}

/// The status with which a refusal of the service goes out, by its neutral code.
pub(super) fn status_of(code: &str, retryable: bool) -> u16 {
    match code {
        "NotAuthorized" | "PasswordResetRequired" | "UserNotConfirmed" | "Unauthorized" | "RefreshTokenReuse" => 401,
        "Forbidden" => 403,
        "TooManyRequests" | "LimitExceeded" | "TooManyFailedAttempts" => 429,
        _ if retryable => 503,
        _ => 400,
    }
}

/// The service's message, unless it tells whose it is. What a hook of the pool says is the operator's own words, and is kept without
/// the hook's name; only the ids of pool and app client are never told.
fn told(message: &str, pool: &Pool) -> Option<String> {
    let (message, words) = match message.split_once(" failed with error ") {
        Some((_, said)) => (said, [].as_slice()),
        None => (message, ["cognito", "aws", "amazon", "lambda", "user pool", "secret", "client", "iam"].as_slice()),
    };
    let lower = message.to_lowercase();
    let ids = [pool.user_pool_id.to_lowercase(), pool.client_id.to_lowercase()];
    let tells = words.iter().any(|word| has_word(&lower, word)) || ids.iter().any(|id| lower.contains(id));
    (!tells && !message.is_empty()).then(|| message.to_owned())
}

/// Whether a text has a word, and not only its letters inside of another.
fn has_word(text: &str, word: &str) -> bool {
    let is_edge = |next: Option<char>| next.is_none_or(|next| !next.is_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        let after = text.get(at + word.len()..).unwrap_or_default();
        // A plural is the word, too.
        let after = after.strip_prefix('s').unwrap_or(after);
        is_edge(text.get(..at).unwrap_or_default().chars().next_back()) && is_edge(after.chars().next())
    })
}

fn untold(kind: Kind) -> &'static str {
    match kind {
        Kind::Server => "The identity service is overloaded or failed: try again later.",
        _ => "The identity service refused this: the operator finds the reason by the request id.",
    }
}
