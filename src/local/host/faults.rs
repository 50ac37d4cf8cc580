//! Switches that make the server misbehave, for tests of clients.

use serde::Deserialize;

use crate::error::{Details, Result};

/// `faults` of the configuration and of `POST /_local/faults`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(in crate::local) struct Faults {
    /// Every answer waits so long.
    pub(in crate::local) latency_ms: u32,
    pub(in crate::local) throttle: Option<Failure>,
    pub(in crate::local) server_error: Option<Failure>,
    pub(in crate::local) drop: Option<Failure>,
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::local) struct Failure {
    /// Only this operation; every one when absent.
    operation: Option<String>,
    /// How many calls still fail; without it, all of them.
    times: Option<u32>,
    /// The HTTP status of a server error.
    pub(in crate::local) status: Option<u16>,
    /// The body of a server error.
    pub(in crate::local) body: Option<String>,
}

impl Faults {
    /// Reads the JSON of the switches.
    pub(in crate::local) fn parse(json: &str) -> Result<Faults> {
        let json = if json.trim().is_empty() { "{}" } else { json };
        serde_json::from_str(json)
            .map_err(|error| Details { message: format!("faults: {error}").into(), ..Details::invalid("") }.into())
    }
}

/// Whether the failure strikes this call; counts it.
pub(in crate::local) fn strikes(failure: &mut Option<Failure>, operation: &str) -> Option<Failure> {
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
