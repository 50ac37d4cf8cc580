//! Signing out: the service is told, and whatever it says, the storage is cleared.

use super::DIRECT;
use super::call::{Allows, Call, End};
use super::effect::Effect;
use super::session::{Tokens, clear, send_signed};
use crate::text::sheet::Value;

/// `User.signOut`: whether the service confirmed that the session, or with `global` every session, has ended.
pub(super) fn sign_out(call: &Call<'_>) -> Option<End> {
    let global = call.flag("global");
    let allows = Allows::AGAIN_AND_EMPTY;
    let everywhere =
        if global { send_signed(call, "GlobalSignOut", "AccessToken=$3", [Value::ABSENT; 5], allows) } else { None };
    let mut confirmed = everywhere.is_some();
    // Where that failed, this session alone is revoked; there is nothing left of one that has ended.
    if !confirmed
        && !call.failed_with("NotSignedIn")
        && let Some(body) = revocation(call)
    {
        confirmed = call.send("RevokeToken", body, allows).is_some() && !global;
    }
    clear(call, call.load(call.user)?);
    Some((Effect::Value, call.add(if confirmed { r#"{"revoked":true}"# } else { r#"{"revoked":false}"# })))
}

/// The input of RevokeToken; nothing where the service has nothing to revoke.
fn revocation(call: &Call<'_>) -> Option<Value> {
    let tokens = Tokens(call.stored());
    let token = tokens.get(call, "refreshToken");
    // An auth proxy ends the session itself, whatever can be revoked behind it.
    let proxied = !DIRECT || call.setting("proxy").is_there();
    // Tokens of a client without revocation have no such claim; what a token that was lost would say, nobody knows.
    let cannot =
        tokens.access_claim(call, "username").is_there() && !tokens.access_claim(call, "origin_jti").is_there();
    if !token.is_there() || !proxied && cannot {
        return None;
    }
    // So that it can deny the access token, too.
    let access = if proxied { tokens.get(call, "accessToken") } else { Value::ABSENT };
    let body = "Token=$0 ClientId=.clientId ClientSecret=.clientSecret AccessToken=$1";
    Some(call.write(body, &[token, access]))
}
