//! Whether tokens still hold, by a local clock that may be wrong.

/// The whole seconds of a time in milliseconds since 1970.
pub(crate) fn seconds(ms: f64) -> f64 {
    // `floor` belongs to the standard library, which the client does without; for times since 1970 it is the same.
    (ms / 1000.0) as i64 as f64
}

/// How far the local clock is ahead of the service's, in seconds: the time now less the earlier `iat` of the two tokens.
///
/// Right only where the tokens have just been issued: the host keeps the number with them.
pub fn clock_drift(now_s: f64, access_iat: f64, id_iat: f64) -> f64 {
    now_s - access_iat.min(id_iat)
}

/// Whether every token that is there expires more than `leeway_s` seconds after the service's time.
///
/// False without any expiry, and where a number is no number.
pub fn is_valid(now_s: f64, drift_s: f64, leeway_s: f64, access_exp: Option<f64>, id_exp: Option<f64>) -> bool {
    let deadline = now_s - drift_s + leeway_s;
    (access_exp.is_some() || id_exp.is_some()) && [access_exp, id_exp].into_iter().flatten().all(|exp| deadline < exp)
}
