//! What an endpoint answers: a document, or a refusal. RFC 6749, sections 4.1.2.1 and 5.2.

use crate::client::{Call, Effect, End};
use crate::text::sheet::Value;

/// The members of an error: its code, its kind, its message; or the latter two, where the code is OAuth's.
macro_rules! error {
    ($code:literal $kind:literal $message:literal) => {
        concat!("\"code\":\"", $code, "\",", error!($kind $message))
    };
    ($kind:literal $message:literal) => {
        concat!("\"kind\":\"", $kind, "\",\"message\":\"", $message, "\"")
    };
}
pub(super) use error;

/// Fails with this error; `state` is what the app gave on the way out.
#[inline(never)]
pub(super) fn fail<T>(call: &Call<'_>, error: &str, state: Value) -> Option<T> {
    fail_with(call, error, Value::ABSENT, Value::ABSENT, state)
}

#[inline(never)]
fn fail_with<T>(call: &Call<'_>, error: &str, code: Value, reason: Value, state: Value) -> Option<T> {
    call.fail_with(call.write("&0 code=\"1 reason=$2 state=$3", &[call.add(error), code, reason, state]))
}

/// Fails with an OAuth error, of an address or of an endpoint; `reason` has the service's own words.
#[inline(never)]
pub(super) fn refuse<T>(call: &Call<'_>, answer: Value, state: Value) -> Option<T> {
    let code = call.text_at(answer, "error");
    let error = if call.is(code, "server_error") || call.is(code, "temporarily_unavailable") {
        error!("server" "The service failed, or the provider behind it: sign in again, later.")
    } else if call.is(code, "login_required") {
        error!("service" "Nobody is signed in there: sign in without `prompt: 'none'`.")
    } else {
        error!("service" "The service refused: `reason` has its words.")
    };
    fail_with(call, error, code, call.get(answer, "error_description").or(call.string(code)), state)
}

/// Sends a request once, and gives the reply with a document in its body. Fails with what else it is.
#[inline(never)]
pub(super) fn send(call: &Call<'_>, request: Value, state: Value) -> Option<Value> {
    let reply = call.ask(Effect::Send, request)?;
    let (body, status) = (call.get(reply, "body"), call.number(call.get(reply, "status"), 0));
    if status == 200 && call.is_object(body) {
        return Some(reply);
    }
    if call.text_at(body, "error").is_there() {
        return refuse(call, body, state);
    }
    let error = if status == 0 {
        error!("NetworkError" "network" "No answer arrived: check the connection, the domain, and the page's Content-Security-Policy (connect-src). Then begin again.")
    } else if status >= 500 {
        // A front end's page, or a failure.
        error!("Internal" "server" "The service failed without saying why: begin again, later.")
    } else {
        error!("Internal" "internal" "Not an answer of the service: check `domain`, and what stands between it and here. Then begin again.")
    };
    fail(call, error, state)
}

/// A token for a program: of the grant `client_credentials`, or of GetClientToken.
pub(super) fn client_credentials(call: &Call<'_>) -> Option<End> {
    let form = call.input("form");
    let request = call.write("form=$0 body=$1", &[form, call.input("body")]);
    let mut answer = call.get(send(call, request, Value::ABSENT)?, "body");
    let (mut token, mut expires) = ("access_token", "expires_in");
    if !form.is_there() {
        answer = call.get(answer, "ClientAuthenticationResult");
        (token, expires) = ("AccessToken", "ExpiresIn");
    }
    let token = call.get(answer, token);
    if !call.inside(token).is_there() {
        let error = error!("Internal" "internal" "The answer has no access token: check `domain` or `endpoint`.");
        return fail(call, error, Value::ABSENT);
    }
    Some((Effect::Value, call.write("token=$0 expires_in=$1", &[token, call.get(answer, expires)])))
}
