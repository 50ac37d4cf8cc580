//! Signing out: the service is told, and whatever it says, the storage is cleared.

use super::call::{Call, End};
use super::effect::Effect;
use super::session::{Tokens, clear, valid};
use crate::text::sheet::Value;

/// `User.signOut`: whether the service confirmed that the session, or with `global` every session, has ended.
pub(super) async fn sign_out(call: &Call<'_>) -> Option<End> {
    let global = call.flag("global");
    // GlobalSignOut needs a valid access token; without one, this session alone is revoked.
    let valid = if global { valid(call, 0, false).await } else { None };
    let request = match valid {
        Some(tokens) => Some(("GlobalSignOut", call.write("AccessToken=$0", &[tokens.get(call, "accessToken")]))),
        None => revocation(call),
    };
    let mut confirmed = false;
    if let Some((operation, body)) = request {
        confirmed = call.send(operation, body).await.is_some() && (valid.is_some() || !global);
    }
    clear(call, call.load(call.user).await?);
    Some((Effect::Value, call.add(if confirmed { r#"{"revoked":true}"# } else { r#"{"revoked":false}"# })))
}

/// The input of RevokeToken; nothing where the service has nothing to revoke.
fn revocation(call: &Call<'_>) -> Option<(&'static str, Value)> {
    let tokens = Tokens::stored(call, call.stored())?;
    let token = tokens.get(call, "refreshToken");
    // An auth proxy ends the session itself, whatever can be revoked behind it.
    let proxied = call.setting("proxy").is_there();
    if !token.is_there() || !proxied && !tokens.access_claim(call, "origin_jti").is_there() {
        return None;
    }
    // So that it can deny the access token, too.
    let access = if proxied { tokens.get(call, "accessToken") } else { Value::ABSENT };
    let body = "Token=$0 ClientId=.clientId ClientSecret=.clientSecret AccessToken=$1";
    Some(("RevokeToken", call.write(body, &[token, access])))
}
