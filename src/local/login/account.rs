//! What an app does with its tokens, and a browser with its session: `/oauth2/userInfo`, `/oauth2/revoke`, `/logout`.

use serde_json::{Map, Value, json};

use super::asked::listed;
use super::finish::forget;
use super::reply::Reply;
use super::token::client_of;
use super::visit::Visit;
use crate::local::host::env::Env;
use crate::local::model::pool::Pool;
use crate::local::proof::signing_key::peek;
use crate::local::tokens::{authenticate, is_readable, scopes_show};

fn bearer_error(status: u16, error: &str, description: &str) -> Reply {
    let body = json!({ "error": error, "error_description": description });
    let challenge = format!("error=\"{error}\", error_description=\"{description}\"");
    Reply::json(status, &body).header("www-authenticate", format!("Bearer {challenge}"))
}

pub(super) fn user_info(env: &Env<'_>, pool: &Pool, visit: &Visit<'_>) -> Reply {
    let Some(token) = visit.bearer().or_else(|| visit.form.get("access_token")) else { return no_token() };
    let Ok((caller, scopes)) = authenticate(env, pool, token) else { return bad_token() };
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    if !scopes.contains(&"openid") {
        return bearer_error(401, "invalid_token", "Access token does not contain openid scope");
    }
    let (Ok(user), Ok(client)) = (pool.user(&caller.username), pool.client(&caller.client_id)) else {
        return bad_token();
    };
    let mut claims = Map::new();
    claims.insert("sub".to_owned(), json!(user.sub()));
    for (name, value) in &user.attributes {
        if is_readable(client, name) && scopes_show(&scopes, name) {
            claims.insert(name.clone(), json!(value));
        }
    }
    claims.insert("username".to_owned(), json!(user.username));
    Reply::json(200, &Value::Object(claims))
}

pub(super) fn no_token() -> Reply {
    bearer_error(400, "invalid_request", "The request has no access token: send it as Authorization: Bearer.")
}

pub(super) fn bad_token() -> Reply {
    bearer_error(
        401,
        "invalid_token",
        "The access token is expired, disabled, or deleted, or the user has globally signed out.",
    )
}

/// 200 also for a token that nobody has, as RFC 7009 says.
pub(super) fn revoke(pool: &mut Pool, visit: &Visit<'_>) -> Reply {
    if !visit.is_form() || visit.form.repeated() {
        return Reply::oauth_error("invalid_request", None);
    }
    let client = match client_of(pool, visit) {
        Ok(client) => client,
        Err(_) => return Reply::json(401, &json!({ "error": "invalid_client" })),
    };
    let Some(token) = visit.form.get("token") else { return Reply::oauth_error("invalid_request", None) };
    if peek(token).is_some() {
        return Reply::oauth_error("unsupported_token_type", None);
    }
    if !client.enable_token_revocation {
        return Reply::oauth_error("invalid_request", Some("The app client has EnableTokenRevocation off."));
    }
    let found = pool.families.iter_mut().find(|family| family.holds(token).is_some());
    match found {
        Some(family) if family.client_id != client.client_id => return Reply::oauth_error("invalid_request", None),
        Some(family) => family.revoked = true,
        None => {}
    }
    Reply::new(200, "application/json", String::new()).open()
}

/// `GET /logout` ends the browser's session, and sends it to an address of LogoutURLs or to a new sign-in; else says what is wrong.
pub(super) fn logout(pool: &mut Pool, visit: &Visit<'_>) -> Result<Reply, &'static str> {
    let query = &visit.query;
    let client = query.get("client_id").and_then(|id| pool.client(id).ok()).ok_or("invalid_client")?;
    let reply = match (query.get("logout_uri"), query.get("redirect_uri")) {
        (Some(uri), _) if listed(client, "LogoutURLs").contains(&uri) => Reply::redirect(uri),
        (Some(_), _) => return Err("logout_mismatch"),
        // The page checks the rest.
        (None, Some(_)) => {
            Reply::redirect(&format!("/login?{}", query.without(&["identity_provider", "idp_identifier"]).encode()))
        }
        (None, None) => return Err("invalid_request"),
    };
    Ok(forget(pool, visit, reply))
}
