//! `/login`: who somebody is, and whatever the pool asks after that.

use serde_json::Value;

use super::asked::{Asked, providers, takes_own_users};
use super::confirm_page;
use super::error_page;
use super::here::{Here, PAGE};
use super::reply::Reply;
use super::sheet::{Page, escape, field, links};
use super::steps::{Stepped, answer, go_on};
use crate::local::api;
use crate::local::host::env::Env;
use crate::local::host::refusal::{Checked, Refusal};
use crate::local::model::pool::Pool;

/// What other pages leave to be said here.
fn notice(code: &str) -> Option<&'static str> {
    match code {
        "confirmed" => Some("Your account is confirmed. Sign in."),
        "reset" => Some("Your password was changed. Sign in."),
        _ => None,
    }
}

/// What is said where an app leaves signing in to identity providers.
pub(super) const NO_OWN_USERS: &str = "This app takes no users of the pool itself.";

/// What people call themselves in this pool.
fn name_label(pool: &Pool) -> &'static str {
    let by = |attribute: &str| pool.settings.username_attributes.iter().any(|name| name == attribute);
    match (by("email"), by("phone_number")) {
        (true, true) => "E-mail address or phone number",
        (true, false) => "E-mail address",
        (false, true) => "Phone number",
        (false, false) => "User name",
    }
}

/// The field for it; `more` is HTML.
pub(super) fn name_field(pool: &Pool, value: &str, more: &str) -> String {
    let attributes = format!(
        "autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" value=\"{}\" required{more}",
        escape(value)
    );
    field("username", name_label(pool), "text", &attributes)
}

/// Whether people choose their first factor after they said who they are.
fn has_choice(pool: &Pool, asked: &Asked) -> bool {
    let other = ["EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"];
    asked.client.allows("USER_AUTH") && other.into_iter().any(|factor| pool.settings.policies.allows_first(factor))
}

/// A link to an identity provider, in words that people know.
pub(super) fn provider_name(name: &str, kind: &str) -> String {
    match kind {
        "SignInWithApple" => "Apple".to_owned(),
        "LoginWithAmazon" => "Amazon".to_owned(),
        "Facebook" | "Google" => kind.to_owned(),
        _ => name.to_owned(),
    }
}

pub(super) fn show(pool: &Pool, here: Here<'_>, name: &str, alert: Option<&str>) -> Reply {
    let asked = here.asked;
    let mut body = String::new();
    let own = takes_own_users(&asked.client);
    for provider in providers(pool, &asked.client) {
        let kind = provider.members.get("ProviderType").and_then(Value::as_str).unwrap_or_default();
        let to = format!(
            "{}&identity_provider={}",
            asked.link("/oauth2/authorize"),
            crate::local::host::fields::encode(&provider.key)
        );
        let label = escape(&provider_name(&provider.key, kind));
        body += &format!("<a class=\"button other\" href=\"{}\">Continue with {label}</a>", escape(&to));
    }
    if own {
        if !body.is_empty() {
            body += "<p class=\"or\">or</p>";
        }
        let bad = if alert.is_some() { " aria-invalid=\"true\" aria-describedby=\"alert\"" } else { "" };
        let mut inner = name_field(pool, name, bad);
        if !has_choice(pool, asked) {
            let more = format!("autocomplete=\"current-password\" required{bad}");
            inner += &field("password", "Password", "password", &more);
        }
        body +=
            &here.sheet.form(&asked.link("/login"), &inner, if has_choice(pool, asked) { "Next" } else { "Sign in" });
        let mut below = vec![(asked.link("/forgotPassword"), "Forgot your password?")];
        if !pool.settings.admin_create_user_config.as_ref().is_some_and(|config| config.allow_admin_create_user_only) {
            below.push((asked.link("/signup"), "Create an account"));
        }
        body += &links(&below);
    }
    let notice = here.visit.query.get("notice").and_then(notice);
    here.show(pool, Page { heading: "Sign in", body, alert, notice, ..Page::default() })
}

pub(super) fn post(env: &mut Env<'_>, pool: &mut Pool, here: Here<'_>) -> Checked<Reply> {
    let form = &here.visit.form;
    if form.get(PAGE).is_some() {
        let Some(found) = here.waiting(pool) else { return Ok(error_page::go_to("expired")) };
        let name = found.1.name.clone();
        return Ok(match answer(env, pool, here, found)? {
            Ok(reply) => reply,
            Err(refusal) => show(pool, here, &name, Some(&refusal.message)),
        });
    }
    if !takes_own_users(&here.asked.client) {
        return Ok(show(pool, here, "", Some(NO_OWN_USERS)));
    }
    let name = form.get("username").unwrap_or_default().trim();
    match sign_in(env, pool, here, name, form.get("password"))? {
        Ok(reply) => Ok(reply),
        Err(refusal) if refusal.name == "UserNotConfirmedException" => {
            Ok(confirm_page::show(env, pool, here, (name, None), None, Some("Confirm your account first.")))
        }
        Err(refusal) if refusal.name == "PasswordResetRequiredException" => {
            Ok(Reply::redirect(&here.asked.link("/forgotPassword")))
        }
        Err(refusal) => Ok(show(pool, here, name, Some(&refusal.message))),
    }
}

/// Begins a sign-in with a name, and with the password where it is asked on the same page.
pub(super) fn sign_in(
    env: &mut Env<'_>,
    pool: &mut Pool,
    here: Here<'_>,
    name: &str,
    password: Option<&str>,
) -> Stepped {
    if name.is_empty() || password.is_none() && !has_choice(pool, here.asked) {
        let message = "Enter your user name and your password.".into();
        return Ok(Err(Refusal { name: "InvalidParameterException", message, status: 400 }));
    }
    let answer = api::start_hosted(env, pool, &here.asked.client, name, password);
    go_on(env, pool, here, name, answer)
}
