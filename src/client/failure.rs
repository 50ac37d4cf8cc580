//! Errors that are known before the program runs: their JSON text, as the caller gets it.

/// The text of an error: its code, its kind and its message, or a message alone for an argument that is wrong.
macro_rules! failure {
    ($code:literal $kind:literal $message:literal) => {
        concat!("{\"code\":\"", $code, "\",\"kind\":\"", $kind, "\",\"message\":\"", $message, "\"}")
    };
    ($message:literal) => {
        failure!("InvalidArgument" "caller" $message)
    };
}
pub(super) use failure;

/// Nobody is signed in.
pub(super) const NOT_SIGNED_IN: &str = failure!("NotSignedIn" "caller" "Nobody is signed in: call pool.signIn first.");
/// Somebody was signed in, and is no longer.
pub(super) const ENDED: &str = failure!("NotSignedIn" "caller" "The session has ended: sign in again.");
/// A stored token that cannot be read.
pub(super) const MALFORMED_TOKEN: &str =
    failure!("MalformedToken" "caller" "The token is not a JSON Web Token: pass it as the service gave it.");
/// What no service answers: that of a captive portal, of a firewall, of a wrong endpoint.
pub(super) const ODD: &str = failure!("Internal" "internal"
    "Not an answer of the service: check the endpoint, and what stands between it and here.");
