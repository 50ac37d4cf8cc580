//! `/forgotPassword` and `/confirmForgotPassword`: a code, and the new password that it lets somebody set.

use serde_json::{Value, json};

use super::challenges::{CODE, NEW_PASSWORD};
use super::error_page;
use super::here::{Here, PAGE};
use super::reply::Reply;
use super::sheet::{Page, escape, field, hidden, hinted, links};
use super::sign_in_page::{name_field, sign_in};
use super::sign_up_page::policy;
use super::steps::{input_of, keep, refused};
use crate::local::api;
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::Checked;
use crate::local::model::login::Waiting;
use crate::local::model::pool::Pool;

const CHALLENGE: &str = "RESET";

pub(super) fn show(pool: &Pool, here: Here<'_>, alert: Option<&str>) -> Reply {
    let name = here.visit.form.get("username").unwrap_or_default();
    let inner = "<p>We send a code to the address of your account.</p>".to_owned() + &name_field(pool, name, "");
    let body = here.sheet.form(&here.asked.link("/forgotPassword"), &inner, "Send the code")
        + &links(&[(here.asked.link("/login"), "Back to sign-in")]);
    let heading = "Forgot your password?";
    here.show(pool, Page { heading, body, alert, ..Page::default() })
}

fn ask_code(pool: &Pool, here: Here<'_>, (id, waiting): (&str, &Waiting), alert: Option<&str>) -> Reply {
    let destination = waiting.parameters.get("destination").and_then(Value::as_str).unwrap_or_default();
    let inner = hidden(PAGE, id)
        + &format!("<p>We sent a code to {}.</p>", escape(destination))
        + &field("code", "Code", "text", CODE)
        + &hinted("password", "New password", &policy(pool), "password", NEW_PASSWORD);
    let body = here.sheet.form(&here.asked.link("/confirmForgotPassword"), &inner, "Change password");
    let heading = "Choose a new password";
    here.show(pool, Page { heading, body, alert, ..Page::default() })
}

/// Sends the code.
pub(super) fn post(env: &mut Env<'_>, pool: &mut Pool, here: Here<'_>) -> Checked<Reply> {
    let name = here.visit.form.get("username").unwrap_or_default().trim();
    let input = input_of(&here.asked.client, name, json!({}));
    let answer = match refused(api::forgot(env, pool, Input(&input)))? {
        Ok(answer) => answer,
        Err(refusal) => return Ok(show(pool, here, Some(&refusal.message))),
    };
    let parameters = json!({ "destination": answer.pointer("/CodeDeliveryDetails/Destination") });
    let waiting = here.waits(name, CHALLENGE, None, parameters);
    let id = keep(env, pool, waiting.clone());
    Ok(ask_code(pool, here, (&id, &waiting), None))
}

/// Takes the code and the new password, and signs in with it.
pub(super) fn confirm(env: &mut Env<'_>, pool: &mut Pool, here: Here<'_>) -> Checked<Reply> {
    let found = here.waiting(pool).filter(|(_, waiting)| waiting.challenge == CHALLENGE);
    let Some((id, waiting)) = found else { return Ok(error_page::go_to("expired")) };
    let (code, password) = (here.visit.form.get("code").unwrap_or_default().trim(), here.visit.form.get("password"));
    let members = json!({ "ConfirmationCode": code, "Password": password });
    let input = input_of(&here.asked.client, &waiting.name, members);
    if let Err(refusal) = refused(api::confirm_forgot(env, pool, Input(&input)))? {
        return Ok(ask_code(pool, here, (&id, &waiting), Some(&refusal.message)));
    }
    pool.login.pages.remove(&id);
    Ok(sign_in(env, pool, here, &waiting.name, password)?.unwrap_or_else(|_| here.sign_in_with("reset")))
}
