//! `/forgotPassword` and `/confirmForgotPassword`: a code, and the new password that it lets somebody set.

use serde_json::{Value, json};

use super::asked::Asked;
use super::challenges::NEW_PASSWORD;
use super::error_page;
use super::reply::Reply;
use super::sheet::{Page, Sheet, escape, field, hidden, hinted, links};
use super::sign_in_page::{name_label, sign_in};
use super::sign_up_page::policy;
use super::steps::{PAGE, input_of, keep, refused, waiting};
use super::visit::Visit;
use crate::local::api;
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::Checked;
use crate::local::model::login::Waiting;
use crate::local::model::pool::Pool;

const CHALLENGE: &str = "RESET";

pub(super) fn show(pool: &Pool, visit: &Visit<'_>, sheet: &Sheet, asked: &Asked, alert: Option<&str>) -> Reply {
    let name = escape(visit.form.get("username").unwrap_or_default());
    let more =
        format!("autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" value=\"{name}\" required");
    let inner = "<p>We send a code to the address of your account.</p>".to_owned()
        + &field("username", name_label(pool), "text", &more);
    let body = sheet.form(&asked.link("/forgotPassword"), &inner, "Send the code")
        + &links(&[(asked.link("/login"), "Back to sign-in")]);
    let heading = "Forgot your password?";
    sheet.show(Some(pool), &Page { heading, body, alert, asked: Some(asked), ..Page::default() })
}

fn ask_code(
    pool: &Pool,
    (sheet, asked): (&Sheet, &Asked),
    (id, waiting): (&str, &Waiting),
    alert: Option<&str>,
) -> Reply {
    let destination = waiting.parameters.get("destination").and_then(Value::as_str).unwrap_or_default();
    let code = "inputmode=\"numeric\" autocomplete=\"one-time-code\" required";
    let inner = hidden(PAGE, id)
        + &format!("<p>We sent a code to {}.</p>", escape(destination))
        + &field("code", "Code", "text", code)
        + &hinted("password", "New password", &policy(pool), "password", NEW_PASSWORD);
    let body = sheet.form(&asked.link("/confirmForgotPassword"), &inner, "Change password");
    let heading = "Choose a new password";
    sheet.show(Some(pool), &Page { heading, body, alert, asked: Some(asked), ..Page::default() })
}

/// Sends the code.
pub(super) fn post(
    env: &mut Env<'_>,
    pool: &mut Pool,
    visit: &Visit<'_>,
    sheet: &Sheet,
    asked: &Asked,
) -> Checked<Reply> {
    let name = visit.form.get("username").unwrap_or_default().trim().to_owned();
    let input = input_of(&asked.client, &name, json!({}));
    let answer = match refused(api::forgot(env, pool, Input(&input)))? {
        Ok(answer) => answer,
        Err(refusal) => return Ok(show(pool, visit, sheet, asked, Some(&refusal.message))),
    };
    let waiting = Waiting {
        browser: sheet.token.clone(),
        client_id: asked.client.client_id.clone(),
        name,
        session: None,
        challenge: CHALLENGE.to_owned(),
        parameters: json!({ "destination": answer.pointer("/CodeDeliveryDetails/Destination") }),
        expires: 0.0,
    };
    let id = keep(env, pool, waiting.clone());
    Ok(ask_code(pool, (sheet, asked), (&id, &waiting), None))
}

/// Takes the code and the new password, and signs in with it.
pub(super) fn confirm(
    env: &mut Env<'_>,
    pool: &mut Pool,
    visit: &Visit<'_>,
    sheet: &Sheet,
    asked: &Asked,
) -> Checked<Reply> {
    let found = waiting(pool, visit, sheet, asked).filter(|(_, waiting)| waiting.challenge == CHALLENGE);
    let Some((id, waiting)) = found else { return Ok(error_page::go_to("expired")) };
    let (code, password) = (visit.form.get("code").unwrap_or_default().trim(), visit.form.get("password"));
    let members = json!({ "ConfirmationCode": code, "Password": password });
    let input = input_of(&asked.client, &waiting.name, members);
    if let Err(refusal) = refused(api::confirm_forgot(env, pool, Input(&input)))? {
        return Ok(ask_code(pool, (sheet, asked), (&id, &waiting), Some(&refusal.message)));
    }
    pool.login.pages.remove(&id);
    Ok(match sign_in(env, pool, (visit, sheet, asked), &waiting.name, password)? {
        Ok(reply) => reply,
        Err(_) => Reply::redirect(&format!("{}&notice=reset", asked.link("/login"))),
    })
}
