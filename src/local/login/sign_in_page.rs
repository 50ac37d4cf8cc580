//! `/login`: who somebody is, and whatever the pool asks after that.

use serde_json::Value;

use super::asked::{Asked, providers, takes_own_users};
use super::confirm_page;
use super::error_page;
use super::reply::Reply;
use super::sheet::{Page, Sheet, escape, field, links};
use super::steps::{Stepped, answer, go_on, waiting};
use super::visit::Visit;
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

/// What people call themselves in this pool.
pub(super) fn name_label(pool: &Pool) -> &'static str {
    let by = |attribute: &str| pool.settings.username_attributes.iter().any(|name| name == attribute);
    match (by("email"), by("phone_number")) {
        (true, true) => "E-mail address or phone number",
        (true, false) => "E-mail address",
        (false, true) => "Phone number",
        (false, false) => "User name",
    }
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

pub(super) fn show(
    pool: &Pool,
    (visit, sheet, asked): (&Visit<'_>, &Sheet, &Asked),
    name: &str,
    alert: Option<&str>,
) -> Reply {
    let mut body = String::new();
    let own = takes_own_users(&asked.client);
    for provider in providers(pool, &asked.client) {
        let kind = provider.members.get("ProviderType").and_then(Value::as_str).unwrap_or_default();
        let to =
            format!("{}&identity_provider={}", asked.link("/oauth2/authorize"), super::fields::encode(&provider.key));
        let label = escape(&provider_name(&provider.key, kind));
        body += &format!("<a class=\"button other\" href=\"{}\">Continue with {label}</a>", escape(&to));
    }
    if own {
        if !body.is_empty() {
            body += "<p class=\"or\">or</p>";
        }
        let bad = if alert.is_some() { " aria-invalid=\"true\" aria-describedby=\"alert\"" } else { "" };
        let more = format!(
            "autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" value=\"{}\" required{bad}",
            escape(name)
        );
        let mut inner = field("username", name_label(pool), "text", &more);
        if !has_choice(pool, asked) {
            let more = format!("autocomplete=\"current-password\" required{bad}");
            inner += &field("password", "Password", "password", &more);
        }
        body += &sheet.form(&asked.link("/login"), &inner, if has_choice(pool, asked) { "Next" } else { "Sign in" });
        let mut below = vec![(asked.link("/forgotPassword"), "Forgot your password?")];
        if !pool.settings.admin_create_user_config.as_ref().is_some_and(|config| config.allow_admin_create_user_only) {
            below.push((asked.link("/signup"), "Create an account"));
        }
        body += &links(&below);
    }
    let notice = visit.query.get("notice").and_then(notice);
    sheet.show(Some(pool), &Page { heading: "Sign in", body, alert, notice, asked: Some(asked), ..Page::default() })
}

pub(super) fn post(
    env: &mut Env<'_>,
    pool: &mut Pool,
    visit: &Visit<'_>,
    sheet: &Sheet,
    asked: &Asked,
) -> Checked<Reply> {
    let here = (visit, sheet, asked);
    if visit.form.get(super::steps::PAGE).is_some() {
        let Some(found) = waiting(pool, visit, sheet, asked) else { return Ok(error_page::go_to("expired")) };
        let name = found.1.name.clone();
        return Ok(match answer(env, pool, here, found)? {
            Ok(reply) => reply,
            Err(refusal) => show(pool, here, &name, Some(&refusal.message)),
        });
    }
    if !takes_own_users(&asked.client) {
        return Ok(show(pool, here, "", Some("This app takes no users of the pool itself.")));
    }
    let name = visit.form.get("username").unwrap_or_default().trim().to_owned();
    let password = visit.form.get("password");
    match sign_in(env, pool, here, &name, password)? {
        Ok(reply) => Ok(reply),
        Err(refusal) if refusal.name == "UserNotConfirmedException" => {
            Ok(confirm_page::show(env, pool, (sheet, asked), (&name, None), None, Some("Confirm your account first.")))
        }
        Err(refusal) if refusal.name == "PasswordResetRequiredException" => {
            Ok(Reply::redirect(&asked.link("/forgotPassword")))
        }
        Err(refusal) => Ok(show(pool, here, &name, Some(&refusal.message))),
    }
}

/// Begins a sign-in with a name, and with the password where it is asked on the same page.
pub(super) fn sign_in(
    env: &mut Env<'_>,
    pool: &mut Pool,
    (visit, sheet, asked): (&Visit<'_>, &Sheet, &Asked),
    name: &str,
    password: Option<&str>,
) -> Stepped {
    if name.is_empty() || password.is_none() && !has_choice(pool, asked) {
        let message = "Enter your user name and your password.".into();
        return Ok(Err(Refusal { name: "InvalidParameterException", message, status: 400 }));
    }
    let answer = api::start_hosted(env, pool, &asked.client, name, password);
    go_on(env, pool, (visit, sheet, asked), name, answer)
}
