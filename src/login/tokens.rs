//! What tokens must say before anybody is signed in by them: OpenID Connect Core 1.0, section 3.1.3.7.
//!
//! They come over TLS from the domain that the code is redeemed at, so their signature is not checked: that is the servers' work.
//!
//! Their times are judged by each other and not by the clock here, which may be wrong by hours: the client measures how far, and works all
//! the same. What an old token would be good for, the nonce prevents.

use super::answer::{error, fail};
use super::transaction::passed;
use crate::client::Call;
use crate::text::sheet::Value;

/// How far apart the two tokens of one answer may have been made, in seconds.
const APART: i64 = 300;
/// How much longer than `max_age` may have passed, in seconds: they are whole, and a code waits.
const SPARE: i64 = 10;
/// The time of a token that claims none.
const NEVER: i64 = -1 << 50;

/// Whether this is how the pool names itself: AWS has two forms, and a stand-in its own address.
pub(super) fn is_issuer(call: &Call<'_>, issuer: Value) -> bool {
    let mut known = call.members(call.setting("issuers"));
    while let Some((_, one)) = call.next(&mut known) {
        if call.same(one, issuer) {
            return true;
        }
    }
    false
}

/// Whether a claim is there and is this.
#[inline(never)]
fn has(call: &Call<'_>, token: Value, name: &str, value: Value) -> bool {
    value.is_there() && call.same(call.get(token, name), value)
}

/// Whether a token says that it is of this kind, where it says so at all.
#[inline(never)]
fn is_used_as(call: &Call<'_>, token: Value, kind: &str) -> bool {
    let said = call.get(token, "token_use");
    !said.is_there() || call.is(said, kind)
}

#[inline(never)]
fn time(call: &Call<'_>, token: Value, name: &str) -> i64 {
    call.number(call.get(token, name), NEVER)
}

/// Fails where tokens with these claims are not an answer to this transaction.
pub(super) fn check(call: &Call<'_>, claims: Value, entry: Value) -> Option<()> {
    let (access, id) = (call.get(claims, "access"), call.get(claims, "id"));
    let client = call.setting("clientId");
    let (issued, access_issued) = (time(call, id, "iat"), time(call, access, "iat"));
    let (latest, ends) = (issued.max(access_issued), time(call, id, "exp").min(time(call, access, "exp")));
    let max_age = call.get(entry, "max_age");
    let oldest = call.number(max_age, 0) + passed(call, entry) / 1000 + SPARE;
    let error = if !id.is_there() {
        error!("InvalidIdToken" "service" "No ID token came that can be read: allow the scope 'openid' for the app client, and ask for it.")
    } else if !has(call, id, "nonce", call.get(entry, "nonce")) {
        error!("NonceMismatch" "service" "The ID token answers another sign-in, and nobody was signed in: begin again.")
    } else if !is_issuer(call, call.get(id, "iss"))
        || !is_issuer(call, call.get(access, "iss"))
        || !has(call, id, "aud", client)
        || !has(call, access, "client_id", client)
    {
        error!("InvalidIdToken" "service" "The tokens are for another pool or app client: check `userPoolId`, `clientId` and `domain`.")
    } else if !has(call, access, "sub", call.get(id, "sub"))
        || !is_used_as(call, id, "\"id\"")
        || !is_used_as(call, access, "\"access\"")
        || (issued - access_issued).abs() > APART
        || ends <= latest
    {
        error!("InvalidIdToken" "service" "The tokens do not belong together, or have ended: begin again.")
    } else if max_age.is_there() && issued - time(call, id, "auth_time") > oldest {
        error!("InvalidIdToken" "service" "The person authenticated longer ago than `maxAge` allows: the pool's plan may not know it.")
    } else {
        return Some(());
    };
    fail(call, error, call.get(entry, "state"))
}
