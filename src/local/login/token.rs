//! `POST /oauth2/token`: a code, a refresh token, or an app client's secret for tokens.

use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq;

use super::asked::listed;
use super::finish::family;
use super::reply::Reply;
use super::visit::{Visit, hash};
use crate::local::api::{Rotated, refresh};
use crate::local::client_tokens;
use crate::local::host::env::Env;
use crate::local::host::fields::Fields;
use crate::local::host::refusal::{Checked, Stop};
use crate::local::model::app_client::Client;
use crate::local::model::pool::Pool;
use crate::local::tokens;

/// Who calls: an app client that proved its secret, where it has one.
pub(super) fn client_of(pool: &Pool, visit: &Visit<'_>) -> Result<Client, Reply> {
    let named = visit.form.get("client_id");
    let (id, secrets) = match visit.basic() {
        Some((id, secrets)) if named.is_none_or(|named| named == id) => (id, secrets.map(Some).to_vec()),
        Some(_) => return Err(Reply::oauth_error("invalid_request", None)),
        None => {
            let secret = visit.form.get("client_secret").map(str::to_owned);
            (named.unwrap_or_default().to_owned(), vec![secret])
        }
    };
    let client = pool.client(&id).map_err(|_| Reply::oauth_error("invalid_client", None))?;
    // A secret that nobody gave to the app client is a mistake in the app, and hides another one.
    let needless = client.secrets.is_empty() && secrets.iter().flatten().any(|secret| !secret.is_empty());
    if needless || !secrets.iter().any(|secret| client.knows_secret(secret.as_deref())) {
        return Err(Reply::oauth_error("invalid_client", Some("invalid_client_secret")));
    }
    Ok(client.clone())
}

pub(super) fn token(env: &mut Env<'_>, pool: &mut Pool, visit: &Visit<'_>) -> Checked<Reply> {
    if !visit.is_form() || visit.form.repeated() {
        return Ok(Reply::oauth_error("invalid_request", None));
    }
    let client = match client_of(pool, visit) {
        Ok(client) => client,
        Err(reply) => return Ok(reply),
    };
    env.client_id.clone_from(&client.client_id);
    match visit.form.get("grant_type") {
        Some("authorization_code") => code(env, pool, &client, &visit.form),
        Some("refresh_token") => by_refresh_token(env, pool, &client, &visit.form),
        Some("client_credentials") => credentials(env, pool, &client, &visit.form),
        Some(_) => Ok(Reply::oauth_error("unsupported_grant_type", None)),
        None => Ok(Reply::oauth_error("invalid_request", None)),
    }
}

/// `AuthenticationResult` in OAuth's names.
fn tokens_reply(result: &Value) -> Reply {
    const NAMES: [(&str, &str); 5] = [
        ("id_token", "IdToken"),
        ("access_token", "AccessToken"),
        ("refresh_token", "RefreshToken"),
        ("expires_in", "ExpiresIn"),
        ("token_type", "TokenType"),
    ];
    let body: Map<String, Value> =
        NAMES.into_iter().filter_map(|(name, member)| Some((name.to_owned(), result.get(member)?.clone()))).collect();
    Reply::json(200, &Value::Object(body)).header("pragma", "no-cache")
}

/// Refusals of what is shared with the API, as OAuth has them.
fn or_error(result: Checked<Reply>, error: &str) -> Checked<Reply> {
    match result {
        Err(Stop::Refuse(refusal)) => Ok(Reply::oauth_error(error, Some(&refusal.message))),
        other => other,
    }
}

fn code(env: &mut Env<'_>, pool: &mut Pool, client: &Client, form: &Fields) -> Checked<Reply> {
    let invalid = || Ok(Reply::oauth_error("invalid_grant", None));
    let Some(sent) = form.get("code") else { return Ok(Reply::oauth_error("invalid_request", None)) };
    let key = hash(sent);
    let Some(code) = pool.login.codes.get(&key).filter(|code| code.client_id == client.client_id).cloned() else {
        return invalid();
    };
    // Whatever comes of it, a code is good once.
    pool.login.codes.remove(&key);
    if code.expires <= env.now {
        return invalid();
    }
    if form.get("redirect_uri") != Some(&code.redirect_uri) {
        return Ok(Reply::oauth_error("unauthorized_client", Some("invalid_redirect")));
    }
    let proven = match (&code.challenge, form.get("code_verifier")) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => bool::from(hash(verifier).as_bytes().ct_eq(challenge.as_bytes())),
        _ => false,
    };
    let Ok(user) = pool.user(&code.username) else { return invalid() };
    let unreadable = [("email", "email"), ("email", "email_verified"), ("phone", "phone_number")]
        .into_iter()
        .find(|(scope, name)| code.hosted.scopes.iter().any(|one| one == scope) && !tokens::is_readable(client, name));
    if !proven || !user.enabled {
        return invalid();
    }
    if let Some((_, name)) = unreadable {
        let text = format!("The app client may not read {name}, which a scope shows: see its ReadAttributes.");
        return Ok(Reply::oauth_error("invalid_grant", Some(&text)));
    }
    let mut family = family(env, client, &code.username, code.auth_time, code.hosted);
    let issued = tokens::issue(env, pool, &family, tokens::HOSTED, &json!({}));
    let reply = issued.map(|mut result| {
        let token = tokens::mint(&mut env.rng, &mut family);
        if let Some(result) = result.as_object_mut() {
            result.insert("RefreshToken".to_owned(), json!(token));
        }
        pool.families.push(family);
        tokens_reply(&result)
    });
    or_error(reply, "invalid_grant")
}

fn by_refresh_token(env: &mut Env<'_>, pool: &mut Pool, client: &Client, form: &Fields) -> Checked<Reply> {
    let Some(token) = form.get("refresh_token") else { return Ok(Reply::oauth_error("invalid_request", None)) };
    let family = match pool.live_family(token, &client.client_id, env.now) {
        Ok(family) => family,
        Err(_) => return Ok(Reply::oauth_error("invalid_grant", None)),
    };
    // Only its device can refresh what a sign-in by the API gave out on one.
    if family.hosted.is_none() && family.device_key.is_some() {
        return Ok(Reply::oauth_error("invalid_grant", Some("The token belongs to a remembered device.")));
    }
    let renewed = refresh(env, pool, client, token, None, &json!({}));
    let reply = renewed.map(|Rotated { mut tokens, next }| {
        if let (Some(tokens), Some(next)) = (tokens.as_object_mut(), next) {
            tokens.insert("RefreshToken".to_owned(), json!(next));
        }
        tokens_reply(&tokens)
    });
    or_error(reply, "invalid_grant")
}

fn credentials(env: &mut Env<'_>, pool: &mut Pool, client: &Client, form: &Fields) -> Checked<Reply> {
    if client.secrets.is_empty() || !listed(client, "AllowedOAuthFlows").contains(&"client_credentials") {
        return Ok(Reply::oauth_error("unauthorized_client", None));
    }
    let allowed = listed(client, "AllowedOAuthScopes");
    let scopes: Vec<&str> = match form.get("scope") {
        None => allowed,
        Some(asked) => asked.split(' ').filter(|scope| !scope.is_empty()).collect(),
    };
    if scopes.is_empty() || !scopes.iter().all(|scope| listed(client, "AllowedOAuthScopes").contains(scope)) {
        return Ok(Reply::oauth_error("invalid_scope", None));
    }
    let metadata = form.get("aws_client_metadata").map_or(Ok(json!({})), serde_json::from_str::<Value>);
    let Ok(metadata) = metadata else {
        return Ok(Reply::oauth_error("invalid_request", Some("aws_client_metadata must be URL-encoded JSON.")));
    };
    let issued = client_tokens::issue(env, pool, client, &scopes, &metadata);
    or_error(issued.map(|result| tokens_reply(&result)), "invalid_request")
}
