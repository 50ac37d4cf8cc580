//! When to try again: only what can succeed, a bounded number of times, spread by full jitter.
//!
//! Source: AWS Architecture Blog, "Exponential Backoff And Jitter".

use crate::error::AuthError;

/// How often a request is sent at most.
pub const ATTEMPTS: u32 = 3;

const BASE_MS: f64 = 200.0;
const CAP_MS: f64 = 5_000.0;

/// How long to wait before the next attempt, or `None` when there must not be one.
///
/// `attempt` counts those already made, from 1. `random` is uniform in 0..1. A definitive refusal is never retried.
pub fn wait_ms(error: &AuthError, attempt: u32, random: f64) -> Option<f64> {
    // A limit of the auth proxy lasts longer than any pause here.
    if !error.retryable || attempt >= ATTEMPTS || error.is("RateLimited") {
        return None;
    }
    Some(random * (BASE_MS * f64::from(1u32 << attempt.min(8))).min(CAP_MS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    #[test]
    fn a_definitive_refusal_is_never_retried() {
        let refusal = AuthError::new("NotAuthorizedException", Kind::Service, "No.");
        assert_eq!(wait_ms(&refusal, 1, 0.5), None);
    }

    #[test]
    fn an_outage_is_retried_a_bounded_number_of_times_within_a_growing_window() {
        let outage = AuthError::unanswered("NetworkError", "No answer.");
        assert_eq!(wait_ms(&outage, 1, 0.0), Some(0.0));
        assert_eq!(wait_ms(&outage, 1, 0.5), Some(200.0));
        assert_eq!(wait_ms(&outage, 2, 0.5), Some(400.0));
        assert_eq!(wait_ms(&outage, ATTEMPTS, 0.5), None);
    }
}
