//! `/oauth2/authorize`: back to the app at once where the browser is signed in, else to an identity provider or to the pages.

use super::asked::{providers, takes_own_users};
use super::federation;
use super::finish::{give, signed_in};
use super::here::Here;
use super::reply::Reply;
use crate::local::host::env::Env;
use crate::local::host::refusal::Checked;
use crate::local::model::pool::Pool;

pub(super) fn authorize(env: &mut Env<'_>, pool: &mut Pool, here: Here<'_>) -> Checked<Reply> {
    let asked = here.asked;
    let wants = |prompt: &str| asked.prompt.iter().any(|one| one == prompt);
    if !wants("login")
        && let Some(browser) = signed_in(env, pool, here.visit, asked)
    {
        return give(env, pool, asked, &browser, false);
    }
    if wants("none") {
        return Ok(asked.back().error("login_required", "prompt is none, but nobody is signed in."));
    }
    let only = match providers(pool, &asked.client).as_slice() {
        // There is nothing to choose.
        [only] if !takes_own_users(&asked.client) => Some(only.key.clone()),
        _ => None,
    };
    match asked.provider.clone().filter(|name| name != "COGNITO").or(only) {
        Some(name) => federation::start(env, pool, here, &name),
        None => Ok(Reply::redirect(&asked.link("/login"))),
    }
}
