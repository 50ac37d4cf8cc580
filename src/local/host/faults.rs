//! Switches that make the server misbehave, for tests of clients.

use serde::Deserialize;
use serde_json::Value;

use super::http;
use super::refusal::Refusal;
use super::types::{Request, Response};
use crate::error::{AuthError, Details, Result};
use crate::local::shapes::{self, without_nulls};

/// `faults` of the configuration and of `POST /_local/faults`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::local) struct Faults {
    /// Every answer waits so long.
    pub(in crate::local) latency_ms: u32,
    throttle: Option<Failure>,
    server_error: Option<Failure>,
    drop: Option<Failure>,
    /// The server's clock runs ahead by so much (behind, when negative).
    pub(in crate::local) clock_skew_ms: f64,
    /// SALT has an odd number of hex digits.
    pub(in crate::local) odd_salt: bool,
    /// SALT is written with a minus sign.
    pub(in crate::local) signed_salt: bool,
    /// SRP_B has an odd number of hex digits.
    pub(in crate::local) odd_b: bool,
    /// SRP_B is written with a minus sign.
    pub(in crate::local) signed_b: bool,
}

/// A failure that strikes the next calls.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Failure {
    /// Only this operation; every one when absent.
    operation: Option<String>,
    /// How many calls still fail; without it, all of them.
    times: Option<u32>,
    /// The HTTP status of a server error.
    status: Option<u16>,
    /// The body of a server error.
    body: Option<String>,
}

impl Faults {
    /// Reads the JSON of the switches.
    pub(in crate::local) fn parse(json: &str) -> Result<Faults> {
        let json = if json.trim().is_empty() { "{}" } else { json };
        let wrong = |text: String| AuthError::from(Details { message: text.into(), ..Details::invalid("") });
        let value: Value =
            serde_json::from_str(json).map_err(|error| wrong(format!("faults are not valid JSON: {error}")))?;
        shapes::configuration("LocalFaults", &value).map_err(|text| wrong(format!("faults: {text}")))?;
        let faults: Faults =
            serde_json::from_value(without_nulls(&value)).map_err(|_| wrong("faults cannot be read.".to_owned()))?;
        for (name, failure) in
            [("throttle", &faults.throttle), ("serverError", &faults.server_error), ("drop", &faults.drop)]
        {
            let operation = failure.as_ref().and_then(|failure| failure.operation.as_deref());
            let known = shapes::operations();
            // Managed login counts by its paths.
            if let Some(unknown) = operation.filter(|one| !one.starts_with('/') && !known.contains(one)) {
                let meant = shapes::nearest(unknown, known).map(|one| format!(" Did you mean {one}?"));
                let meant = meant.unwrap_or_default();
                return Err(wrong(format!("faults.{name}.operation: {unknown} is not an operation.{meant}")));
            }
        }
        Ok(faults)
    }

    /// The failure that the switches want for this call, late as they want it.
    pub(in crate::local) fn failure(&mut self, request: &Request, id: &str, operation: &str) -> Option<Response> {
        let refused = |name, message: &'static str, status| {
            http::refusal(request, id, &Refusal { name, message: message.into(), status })
        };
        let response = if strikes(&mut self.drop, operation).is_some() {
            Response { drop: true, ..http::respond(request, id, 503, "text/plain", String::new()) }
        } else if strikes(&mut self.throttle, operation).is_some() {
            refused("TooManyRequestsException", "Rate exceeded", 400)
        } else {
            let failure = strikes(&mut self.server_error, operation)?;
            let status = failure.status.unwrap_or(500);
            match failure.body {
                Some(body) => http::respond(request, id, status, "text/html", body),
                None => refused("InternalErrorException", "Something went wrong", status),
            }
        };
        Some(Response { delay_ms: self.latency_ms, ..response })
    }
}

/// Whether the failure strikes this call; counts it.
fn strikes(failure: &mut Option<Failure>, operation: &str) -> Option<Failure> {
    let current = failure.as_mut()?;
    if current.operation.as_deref().is_some_and(|only| only != operation) {
        return None;
    }
    match &mut current.times {
        None => {}
        Some(0) => return None,
        Some(times) => *times -= 1,
    }
    Some(current.clone())
}
