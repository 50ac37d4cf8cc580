//! `/confirm`: the code that proves a new user's address.

use serde_json::{Value, json};

use super::challenges::CODE;
use super::error_page;
use super::here::{Here, PAGE};
use super::reply::Reply;
use super::sheet::{Page, escape, field, hidden};
use super::steps::{go_on, input_of, keep, refused};
use crate::local::api;
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::Checked;
use crate::local::model::login::Waiting;
use crate::local::model::pool::Pool;

const CHALLENGE: &str = "CONFIRM";

/// Asks for the code; `session` is that of whoever signed up in this browser, and goes on signed in.
pub(super) fn show(
    env: &mut Env<'_>,
    pool: &mut Pool,
    here: Here<'_>,
    (name, session): (&str, Option<String>),
    destination: Option<&str>,
    notice: Option<&str>,
) -> Reply {
    let waiting = here.waits(name, CHALLENGE, session, json!({ "destination": destination }));
    let id = keep(env, pool, waiting.clone());
    page(pool, here, (&id, &waiting), (None, notice))
}

fn page(
    pool: &Pool,
    here: Here<'_>,
    (id, waiting): (&str, &Waiting),
    (alert, notice): (Option<&str>, Option<&str>),
) -> Reply {
    let destination = waiting.parameters.get("destination").and_then(Value::as_str);
    let sent = match destination {
        Some(destination) => format!("<p>We sent a code to {}.</p>", escape(destination)),
        None => format!("<p>Enter the code that {} got.</p>", escape(&waiting.name)),
    };
    let action = here.asked.link("/confirm");
    let inner = hidden(PAGE, id) + &sent + &field("code", "Code", "text", CODE);
    let again = hidden(PAGE, id) + &hidden("resend", "1");
    let button = "<button class=\"other\" type=\"submit\">Send a new code</button>";
    let body = here.sheet.form(&action, &inner, "Confirm account") + &here.sheet.form_with("", &action, &again, button);
    let heading = "Confirm your account";
    here.show(pool, Page { heading, body, alert, notice, ..Page::default() })
}

pub(super) fn post(env: &mut Env<'_>, pool: &mut Pool, here: Here<'_>) -> Checked<Reply> {
    let found = here.waiting(pool).filter(|(_, waiting)| waiting.challenge == CHALLENGE);
    let Some((id, waiting)) = found else { return Ok(error_page::go_to("expired")) };
    let code = here.visit.form.get("code").unwrap_or_default().trim();
    let input = input_of(&here.asked.client, &waiting.name, json!({ "ConfirmationCode": code }));
    let shown =
        |pool: &Pool, alert: Option<&str>, notice: Option<&str>| page(pool, here, (&id, &waiting), (alert, notice));
    if here.visit.form.get("resend").is_some() {
        return Ok(match refused(api::resend(env, pool, Input(&input)))? {
            Ok(_) => shown(pool, None, Some("A new code is on its way.")),
            Err(refusal) => shown(pool, Some(&refusal.message), None),
        });
    }
    if let Err(refusal) = refused(api::confirm_sign_up(env, pool, Input(&input)))? {
        return Ok(shown(pool, Some(&refusal.message), None));
    }
    pool.login.pages.remove(&id);
    if let Some(session) = waiting.session {
        let answer = api::go_on_hosted(env, pool, &session);
        if let Ok(reply) = go_on(env, pool, here, &waiting.name, answer)? {
            return Ok(reply);
        }
    }
    Ok(here.sign_in_with("confirmed"))
}
