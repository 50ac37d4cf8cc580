//! Sign-in through an identity provider: the way there, and what comes back.

use serde_json::{Map, Value};

use super::asked::{self, Asked, Wrong};
use super::error_page;
use super::federated_users::{Refused, user_of};
use super::finish::finish;
use super::here::Here;
use super::oidc;
use super::pretend_page;
use super::reply::Reply;
use super::sheet::Sheet;
use super::visit::{Visit, hash};
use crate::local::host::env::Env;
use crate::local::host::fields::{Fields, encode};
use crate::local::host::refusal::Checked;
use crate::local::model::login::Away;
use crate::local::model::pool::Pool;
use crate::local::model::resource::Resource;

/// How long somebody may be at a provider.
const AWAY_MS: f64 = 900_000.0;

fn provider<'p>(pool: &'p Pool, name: &str) -> Option<&'p Resource> {
    pool.resources.iter().find(|one| one.kind == "IdentityProvider" && one.key == name)
}

fn kind(provider: &Resource) -> &str {
    provider.members.get("ProviderType").and_then(Value::as_str).unwrap_or_default()
}

/// Sends the browser to a provider.
pub(super) fn start(
    env: &mut Env<'_>,
    pool: &mut Pool,
    Here { visit, sheet, asked }: Here<'_>,
    name: &str,
) -> Checked<Reply> {
    let Some(found) = provider(pool, name).cloned() else { return Ok(error_page::go_to("unknown_provider")) };
    let (state, nonce, verifier) = (env.rng.word(43), env.rng.word(43), env.rng.word(64));
    let redirect_uri = format!("{}/oauth2/idpresponse", visit.address());
    let to = if kind(&found) == "OIDC" {
        let metadata = match oidc::metadata(env, &found)? {
            Ok(metadata) => metadata,
            Err(text) => return Ok(asked.back().error("server_error", &text)),
        };
        let mut fields = Fields::default()
            .with("client_id", oidc::detail(&found, "client_id"))
            .with("redirect_uri", &redirect_uri)
            .with("response_type", "code")
            .with("scope", oidc::detail(&found, "authorize_scopes"))
            .with("state", &state)
            .with("nonce", &nonce)
            .with("code_challenge", &hash(&verifier))
            .with("code_challenge_method", "S256");
        if let Some(hint) = &asked.login_hint {
            fields = fields.with("login_hint", hint);
        }
        if !asked.prompt.is_empty() {
            fields = fields.with("prompt", &asked.prompt.join(" "));
        }
        let endpoint = metadata.authorization_endpoint;
        let mark = if endpoint.contains('?') { '&' } else { '?' };
        format!("{endpoint}{mark}{}", fields.encode())
    } else {
        format!("/pretend?state={}", encode(&state))
    };
    let away = Away {
        browser: sheet.token.clone(),
        provider: name.to_owned(),
        query: asked.query.encode(),
        nonce,
        verifier,
        redirect_uri,
        expires: env.now + AWAY_MS,
    };
    pool.login.away.insert(state, away);
    Ok(sheet.mark(Reply::redirect(&to)))
}

/// Whose `state` this is: it must come back by the browser that left with it.
fn returned(pool: &Pool, visit: &Visit<'_>, sheet: &Sheet) -> Option<(String, Away)> {
    let state = visit.query.get("state")?;
    let away = pool.login.away.get(state).filter(|away| away.browser == sheet.token)?;
    Some((state.to_owned(), away.clone()))
}

/// The page of a pretend provider, and its form.
pub(super) fn pretend(env: &mut Env<'_>, pool: &mut Pool, visit: &Visit<'_>, sheet: &Sheet) -> Checked<Reply> {
    let Some((state, away)) = returned(pool, visit, sheet) else { return Ok(error_page::go_to("expired")) };
    let (Some(found), Ok(asked)) =
        (provider(pool, &away.provider).cloned(), asked::read(pool, &Fields::parse(&away.query)))
    else {
        return Ok(error_page::go_to("unknown_provider"));
    };
    if !visit.is("POST") {
        return Ok(pretend_page::show(pool, visit, sheet, (&found, kind(&found)), &asked, None));
    }
    if !sheet.accepts(visit) {
        return Ok(error_page::go_to("forged"));
    }
    match pretend_page::answer(kind(&found), visit) {
        pretend_page::Said::Refused => {
            pool.login.away.remove(&state);
            Ok(asked.back().error("access_denied", &format!("{} Error - 403 access_denied", found.key)))
        }
        pretend_page::Said::Wrong(text) => {
            Ok(pretend_page::show(pool, visit, sheet, (&found, kind(&found)), &asked, Some(text)))
        }
        pretend_page::Said::Person(claims) => complete(env, pool, visit, &asked, &found, &claims, &state),
    }
}

/// `/oauth2/idpresponse`: what a real provider sends back.
pub(super) fn response(env: &mut Env<'_>, pool: &mut Pool, visit: &Visit<'_>, sheet: &Sheet) -> Checked<Reply> {
    let Some((state, away)) = returned(pool, visit, sheet) else { return Ok(error_page::go_to("expired")) };
    let found = provider(pool, &away.provider).filter(|found| kind(found) == "OIDC").cloned();
    let Some(found) = found else { return Ok(error_page::go_to("unknown_provider")) };
    let asked = match asked::read(pool, &Fields::parse(&away.query)) {
        Ok(asked) => asked,
        Err(Wrong::Page(code)) => return Ok(error_page::go_to(code)),
        Err(Wrong::Back(reply)) => return Ok(reply),
    };
    if let Some(error) = visit.query.get("error") {
        pool.login.away.remove(&state);
        let description = visit.query.get("error_description").unwrap_or(error);
        let error = if error == "access_denied" { error } else { "invalid_request" };
        return Ok(asked.back().error(error, &format!("{} Error - {description}", found.key)));
    }
    let claims = match visit.query.get("code") {
        Some(code) => oidc::claims(env, &found, &away, code)?,
        None => Err("The identity provider sent no code.".to_owned()),
    };
    match claims {
        Ok(claims) => complete(env, pool, visit, &asked, &found, &claims, &state),
        Err(text) => {
            pool.login.away.remove(&state);
            Ok(asked.back().error("invalid_request", &text))
        }
    }
}

/// The provider vouches for somebody with these claims.
fn complete(
    env: &mut Env<'_>,
    pool: &mut Pool,
    visit: &Visit<'_>,
    asked: &Asked,
    provider: &Resource,
    claims: &Map<String, Value>,
    state: &str,
) -> Checked<Reply> {
    let username = match user_of(env, pool, &asked.client, (provider, kind(provider)), claims) {
        Ok(username) => username,
        Err(Refused::Stop(stop)) => return Err(stop),
        Err(Refused::Because(text)) => {
            pool.login.away.remove(state);
            return Ok(asked.back().error("invalid_request", &text));
        }
    };
    pool.login.away.remove(state);
    finish(env, pool, visit, asked, &username, Some(&provider.key))
}
