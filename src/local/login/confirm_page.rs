//! `/confirm`: the code that proves a new user's address.

use serde_json::{Value, json};

use super::asked::Asked;
use super::error_page;
use super::reply::Reply;
use super::sheet::{Page, Sheet, escape, field, hidden};
use super::steps::{PAGE, go_on, input_of, keep, refused, waiting};
use super::visit::Visit;
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
    (sheet, asked): (&Sheet, &Asked),
    (name, session): (&str, Option<String>),
    destination: Option<&str>,
    notice: Option<&str>,
) -> Reply {
    let waiting = Waiting {
        browser: sheet.token.clone(),
        client_id: asked.client.client_id.clone(),
        name: name.to_owned(),
        session,
        challenge: CHALLENGE.to_owned(),
        parameters: json!({ "destination": destination }),
        expires: 0.0,
    };
    let id = keep(env, pool, waiting.clone());
    page(pool, (sheet, asked), (&id, &waiting), (None, notice))
}

fn page(
    pool: &Pool,
    (sheet, asked): (&Sheet, &Asked),
    (id, waiting): (&str, &Waiting),
    (alert, notice): (Option<&str>, Option<&str>),
) -> Reply {
    let destination = waiting.parameters.get("destination").and_then(Value::as_str);
    let sent = match destination {
        Some(destination) => format!("<p>We sent a code to {}.</p>", escape(destination)),
        None => format!("<p>Enter the code that {} got.</p>", escape(&waiting.name)),
    };
    let more = "inputmode=\"numeric\" autocomplete=\"one-time-code\" required";
    let action = asked.link("/confirm");
    let inner = hidden(PAGE, id) + &sent + &field("code", "Code", "text", more);
    let again = hidden(PAGE, id) + &hidden("resend", "1");
    let button = "<button class=\"other\" type=\"submit\">Send a new code</button>";
    let body = sheet.form(&action, &inner, "Confirm account") + &sheet.form_with("", &action, &again, button);
    let heading = "Confirm your account";
    sheet.show(Some(pool), &Page { heading, body, alert, notice, asked: Some(asked), ..Page::default() })
}

pub(super) fn post(
    env: &mut Env<'_>,
    pool: &mut Pool,
    visit: &Visit<'_>,
    sheet: &Sheet,
    asked: &Asked,
) -> Checked<Reply> {
    let found = waiting(pool, visit, sheet, asked).filter(|(_, waiting)| waiting.challenge == CHALLENGE);
    let Some((id, waiting)) = found else { return Ok(error_page::go_to("expired")) };
    let code = visit.form.get("code").unwrap_or_default().trim();
    let input = input_of(&asked.client, &waiting.name, json!({ "ConfirmationCode": code }));
    let shown = |pool: &Pool, alert: Option<&str>, notice: Option<&str>| {
        page(pool, (sheet, asked), (&id, &waiting), (alert, notice))
    };
    if visit.form.get("resend").is_some() {
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
        if let Ok(reply) = go_on(env, pool, (visit, sheet, asked), &waiting.name, answer)? {
            return Ok(reply);
        }
    }
    Ok(Reply::redirect(&format!("{}&notice=confirmed", asked.link("/login"))))
}
