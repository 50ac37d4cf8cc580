//! `/oauth2/authorize`: back to the app at once where the browser is signed in, else to an identity provider or to the pages.

use super::asked::{Asked, providers, takes_own_users};
use super::federation;
use super::finish::{give, signed_in};
use super::reply::Reply;
use super::sheet::Sheet;
use super::visit::Visit;
use crate::local::host::env::Env;
use crate::local::host::refusal::Checked;
use crate::local::model::pool::Pool;

pub(super) fn authorize(
    env: &mut Env<'_>,
    pool: &mut Pool,
    visit: &Visit<'_>,
    sheet: &Sheet,
    asked: &Asked,
) -> Checked<Reply> {
    let wants = |prompt: &str| asked.prompt.iter().any(|one| one == prompt);
    if !wants("login")
        && let Some(browser) = signed_in(env, pool, visit, asked)
    {
        return give(env, pool, asked, &browser, false);
    }
    if wants("none") {
        return Ok(asked.back().error("login_required", "Nobody is signed in, and prompt is none."));
    }
    let only = match providers(pool, &asked.client).as_slice() {
        // There is nothing to choose.
        [only] if !takes_own_users(&asked.client) => Some(only.key.clone()),
        _ => None,
    };
    match asked.provider.clone().filter(|name| name != "COGNITO").or(only) {
        Some(name) => federation::start(env, pool, visit, sheet, asked, &name),
        None => Ok(Reply::redirect(&asked.link("/login"))),
    }
}
