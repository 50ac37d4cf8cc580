//! A refresh: new tokens for a refresh token, whoever else refreshes at the same time.

use super::DIRECT;
use super::call::{Allows, Call, End};
use super::device::Device;
use super::effect::Effect;
use super::failure::{ENDED, NOT_SIGNED_IN, ODD};
use super::session::{Tokens, clear};
use crate::text::sheet::Value;

/// How often the storage is looked at again after a refusal where another page may have been faster, and the longest pause before each.
const LOOKS: u8 = 3;
const LOOK_PAUSE: &str = "800";

/// The refresh that [`valid`](super::session::valid) asks for, by the tokens `token` and `access` that it found.
///
/// The host runs it under a lock where it can, and says in `exclusive` whether nobody else has the storage. Nothing is sent when what is stored
/// has changed meanwhile and is valid: another page was faster. Nothing is written when it changes until the answer comes, because then
/// somebody signed out, or signed in, or refreshed.
pub(super) fn refresh(call: &Call<'_>) -> Option<End> {
    // The refresh token is worth nothing any more. An outage, or a refusal of the request as such, keeps the session.
    const DEFINITIVE: [&str; 4] =
        ["NotAuthorizedException", "RefreshTokenReuseException", "UserNotFoundException", "NotSignedIn"];
    const DONE: Option<End> = Some((Effect::Value, Value::ABSENT));
    let before = Tokens(call.stored());
    let used = before.get(call, "refreshToken");
    let changed = |name, seen| !call.same(before.get(call, name), call.input(seen));
    if (changed("refreshToken", "token") || changed("accessToken", "access")) && before.are_valid(call, 0) {
        return DONE;
    }
    if !used.is_there() {
        return call.fail(NOT_SIGNED_IN);
    }
    let fresh = ask(call, before, used);
    let error = call.failure();
    let definitive = DEFINITIVE.iter().any(|code| call.failed_with(code));
    if fresh.is_none() && !definitive && !call.get(error, "status").is_there() {
        return None;
    }
    let mut looks = if call.input("exclusive").is_there() { 0 } else { LOOKS };
    loop {
        let stored = call.load(call.user)?;
        let tokens = Tokens(stored);
        let now = tokens.get(call, "refreshToken");
        return match fresh {
            Some(fresh) if call.same(now, used) => {
                if other_person(call, before, fresh) {
                    clear(call, stored);
                    return call.fail(ENDED);
                }
                fresh.store(call, call.user);
                DONE
            }
            // What another page stored is right.
            _ if (fresh.is_some() || definitive) && !call.same(now, used) && tokens.are_valid(call, 0) => DONE,
            None if definitive && call.same(now, used) => {
                if looks > 0 {
                    looks -= 1;
                    call.ask(Effect::Wait, call.add(LOOK_PAUSE))?;
                    continue;
                }
                clear(call, stored);
                over(call, error)
            }
            // Whoever signed out meanwhile is told so in one way, with the service's own error below.
            None if !definitive && !now.is_there() => over(call, error),
            None if !definitive => call.fail_with(error),
            _ => call.fail(NOT_SIGNED_IN),
        };
    }
}

/// Asks the service for new tokens.
///
/// GetTokensFromRefreshToken is asked first: it alone works with rotation. A service that does not know it is asked by
/// REFRESH_TOKEN_AUTH. Both may be sent again: where the token was rotated and the answer lost, nothing else helps either.
fn ask(call: &Call<'_>, before: Tokens, used: Value) -> Option<Tokens> {
    const UNKNOWN: [&str; 5] = [
        "UnknownOperationException",
        "UnsupportedOperationException",
        "Unsupported",
        "InvalidAction",
        "NotImplemented",
    ];
    // The token says to which device it is bound; the storage may have lost that, or have another.
    let mut device = before.access_claim(call, "device_key").or(call.entry(call.stored(), "deviceKey"));
    let reply = loop {
        let body = call.write(
            "RefreshToken=$0 ClientId=.clientId ClientSecret=.clientSecret DeviceKey=$1 ClientMetadata=$2",
            &[used, device, call.metadata()],
        );
        let mut reply = call.send("GetTokensFromRefreshToken", body, Allows::AGAIN);
        // An auth proxy has one route for both. A page of HTML with 500 is how some stand-ins say that they do not know it.
        let can_ask_again = DIRECT && reply.is_none() && !call.setting("proxy").is_there();
        let failed = call.failed_with("Internal") && call.get(call.failure(), "retryable").is_there();
        if can_ask_again && (failed || UNKNOWN.iter().any(|code| call.failed_with(code))) {
            let body = call.write(
                "AuthFlow='REFRESH_TOKEN_AUTH ClientId=.clientId AuthParameters{ REFRESH_TOKEN=$0 DEVICE_KEY=$1 SECRET_HASH=$3 } ClientMetadata=$2 UserContextData=.userContextData",
                &[used, device, call.metadata(), call.secret_hash(call.user)],
            );
            reply = call.send("InitiateAuth", body, Allows::AGAIN);
        }
        if reply.is_some() || !device.is_there() || !Device::is_unknown(call) {
            break reply?;
        }
        Device::forget(call, call.user);
        device = Value::ABSENT;
    };
    if call.get(reply, "ChallengeName").is_there() {
        return call.fail(ODD);
    }
    Tokens::of(call, reply, used)
}

/// Whether the refresh token was another person's.
fn other_person(call: &Call<'_>, before: Tokens, fresh: Tokens) -> bool {
    let [was, is] = [before, fresh].map(|tokens| tokens.access_claim(call, "sub"));
    was.is_there() && !call.same(was, is)
}

/// Fails with the end of the session, and the service's own error below.
fn over(call: &Call<'_>, cause: Value) -> Option<End> {
    let mark = call.mark();
    call.put(ENDED.strip_suffix('}').unwrap_or(ENDED)).member("cause", cause).put("}");
    call.fail_with(call.since(mark))
}
