//! The end of a sign-in on the pages: a cookie for the browser, a code or tokens for the app.

use serde_json::Value;

use super::asked::Asked;
use super::reply::Reply;
use super::visit::{Visit, hash};
use crate::local::host::env::Env;
use crate::local::host::fields::Fields;
use crate::local::host::refusal::{Checked, Stop};
use crate::local::model::app_client::Client;
use crate::local::model::login::{AuthorizationCode, Browser, Hosted};
use crate::local::model::pool::Pool;
use crate::local::model::refresh_family::Family;
use crate::local::tokens;

const CODE_MS: f64 = 300_000.0;

/// The cookie of a pool: pools share the host.
fn cookie_name(pool: &Pool) -> String {
    format!("cognito-{}", pool.id)
}

/// How long an app client takes the cookie for a sign-in, in minutes.
fn session_minutes(pool: &Pool, client: &Client) -> u32 {
    let own = pool
        .resources
        .iter()
        .find(|one| one.kind == "UserPoolClientSessionConfiguration" && one.key == client.client_id)
        .and_then(|one| one.members.get("SSOSession")?.get("MaxValidityMinutes")?.as_u64());
    own.map_or(60, |minutes| u32::try_from(minutes).unwrap_or(u32::MAX).min(129_600))
}

/// Who is signed in by this browser, as far as this app client takes it.
pub(super) fn signed_in(env: &Env<'_>, pool: &Pool, visit: &Visit<'_>, asked: &Asked) -> Option<Browser> {
    let browser = pool.login.browsers.get(&hash(visit.cookie(&cookie_name(pool))?))?;
    let minutes = session_minutes(pool, &asked.client);
    let live = browser.created + f64::from(minutes) * 60_000.0 > env.now;
    let fresh = asked.max_age.is_none_or(|seconds| browser.auth_time.saturating_add(seconds) >= env.seconds());
    let enabled = pool.user(&browser.username).is_ok_and(|user| user.enabled);
    let provider = browser.provider.as_deref().unwrap_or("COGNITO");
    let fits = asked.provider.as_deref().is_none_or(|wanted| wanted == provider);
    (live && fresh && enabled && fits).then(|| browser.clone())
}

/// Ends the browser's session.
pub(super) fn forget(pool: &mut Pool, visit: &Visit<'_>, reply: Reply) -> Reply {
    let name = cookie_name(pool);
    end(pool, visit, &name);
    reply.cookie(&name, "", 0)
}

fn end(pool: &mut Pool, visit: &Visit<'_>, cookie_name: &str) {
    if let Some(cookie) = visit.cookie(cookie_name) {
        pool.login.browsers.remove(&hash(cookie));
    }
}

/// Somebody signed in: the browser is remembered, and goes back to the app.
pub(super) fn finish(
    env: &mut Env<'_>,
    pool: &mut Pool,
    visit: &Visit<'_>,
    asked: &Asked,
    username: &str,
    provider: Option<&str>,
) -> Checked<Reply> {
    let name = cookie_name(pool);
    // A new secret at every sign-in: nobody can have planted it.
    end(pool, visit, &name);
    let secret = env.rng.word(43);
    let browser = Browser {
        username: username.to_owned(),
        provider: provider.map(str::to_owned),
        created: env.now,
        auth_time: env.seconds(),
    };
    let reply = give(env, pool, asked, &browser, true)?;
    let minutes = session_minutes(pool, &asked.client);
    if minutes == 0 {
        return Ok(reply.cookie(&name, "", 0));
    }
    pool.login.browsers.insert(hash(&secret), browser);
    Ok(reply.cookie(&name, &secret, u64::from(minutes) * 60))
}

/// Sends the browser back with a code, or with tokens in the fragment.
pub(super) fn give(
    env: &mut Env<'_>,
    pool: &mut Pool,
    asked: &Asked,
    browser: &Browser,
    is_new: bool,
) -> Checked<Reply> {
    // Which the app never sent, and gets from fresh sign-ins by a provider alone.
    let odd = pool.login.federated_nonce && is_new && browser.provider.is_some() && asked.nonce.is_none();
    let nonce = if odd { Some(env.rng.word(86)) } else { asked.nonce.clone() };
    let hosted = Hosted { scopes: asked.scopes.clone(), nonce, resource: asked.resource.clone() };
    if asked.implicit {
        return implicit(env, pool, asked, browser, hosted);
    }
    let code = env.rng.uuid();
    pool.login.codes.insert(
        hash(&code),
        AuthorizationCode {
            client_id: asked.client.client_id.clone(),
            redirect_uri: asked.redirect_uri.clone(),
            challenge: asked.challenge.clone(),
            username: browser.username.clone(),
            auth_time: browser.auth_time,
            hosted,
            expires: env.now + CODE_MS,
        },
    );
    Ok(asked.back().with(Fields::default().with("code", &code)))
}

fn implicit(env: &mut Env<'_>, pool: &mut Pool, asked: &Asked, browser: &Browser, hosted: Hosted) -> Checked<Reply> {
    let family = family(env, &asked.client, &browser.username, browser.auth_time, hosted);
    let tokens = match tokens::issue(env, pool, &family, tokens::HOSTED, &Value::Null) {
        Ok(tokens) => tokens,
        Err(Stop::Refuse(refusal)) => return Ok(asked.back().error("invalid_request", &refusal.message)),
        Err(stop) => return Err(stop),
    };
    pool.families.push(family);
    let mut fields = Fields::default();
    for (name, member) in [("id_token", "IdToken"), ("access_token", "AccessToken"), ("token_type", "TokenType")] {
        if let Some(value) = tokens.get(member).and_then(Value::as_str) {
            fields = fields.with(name, value);
        }
    }
    Ok(asked.back().with(fields.with("expires_in", &asked.client.access_seconds().to_string())))
}

/// A family of tokens that managed login grants.
pub(super) fn family(env: &mut Env<'_>, client: &Client, username: &str, auth_time: u64, hosted: Hosted) -> Family {
    // Durations here are far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let lifetime = client.refresh_seconds() as f64 * 1000.0;
    Family {
        id: env.rng.uuid(),
        event_id: env.rng.uuid(),
        session_id: format!("tkn{}", env.rng.word(25).to_lowercase()),
        username: username.to_owned(),
        client_id: client.client_id.clone(),
        device_key: None,
        auth_time,
        created: env.now,
        used: env.now,
        expires: env.now + lifetime,
        revoked: false,
        tokens: Vec::new(),
        hosted: Some(hosted),
    }
}
