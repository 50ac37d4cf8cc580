//! Users in the hands of an administrator.

use serde_json::{Value, json};

use super::sign_up::first_factor_by_code;
use crate::local::aliases::claim_alias;
use crate::local::attributes::{self, Writer};
use crate::local::codes;
use crate::local::host::env::{Env, Trigger};
use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, Checked, invalid_parameter, refuse, user_not_found};
use crate::local::messages::{self, Occasion};
use crate::local::model::pool::{Lookup, Pool};
use crate::local::model::user::{Factor, Status};
use crate::local::names::new_user;
use crate::local::password;
use crate::local::triggers::{self, event_attributes};

const DAY: f64 = 86_400_000.0;

fn temporary_until(env: &Env<'_>, pool: &Pool) -> f64 {
    let days = pool.settings.policies.password_policy.temporary_password_validity_days;
    env.now + f64::from(if days == 0 { 7 } else { days }) * DAY
}

/// Gives the user a password that must change at the first sign-in.
fn set_temporary(env: &mut Env<'_>, pool: &mut Pool, username: &str, password: &str) -> Checked<()> {
    codes::set_password(env, pool, username, password)?;
    let until = temporary_until(env, pool);
    let user = pool.user_mut(username)?;
    user.temporary_until = Some(until);
    user.status = Status::ForceChangePassword;
    Ok(())
}

/// Sends the invitation with the temporary password.
fn invite(env: &mut Env<'_>, pool: &Pool, username: &str, media: &[String], password: &str) -> Checked<()> {
    let user = pool.user(username)?;
    let wants = |medium: &str| media.is_empty() || media.iter().any(|wanted| wanted == medium);
    for (medium, attribute) in [("EMAIL", "email"), ("SMS", "phone_number")] {
        if let Some(destination) = user.attribute(attribute).filter(|_| wants(medium)) {
            messages::send(env, pool, user, Occasion::AdminCreateUser, (medium, destination), password)?;
            if media.is_empty() {
                break;
            }
        }
    }
    Ok(())
}

pub(super) fn create(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let name = input.need("Username")?;
    let action = input.text("MessageAction")?;
    let media = input.list("DesiredDeliveryMediums")?.unwrap_or_default();
    let policy = pool.settings.policies.password_policy.clone();
    let given = input.text("TemporaryPassword")?.map(str::to_owned);
    if action == Some("RESEND") {
        let username = pool.find(name, Lookup::Any).ok_or_else(|| user_not_found("User does not exist."))?;
        if pool.user(&username)?.status != Status::ForceChangePassword {
            return Err(refuse(
                "UnsupportedUserStateException",
                "Resend not possible. The user is not in the state FORCE_CHANGE_PASSWORD.",
            ));
        }
        let password = given.unwrap_or_else(|| password::temporary(&mut env.rng, &policy));
        set_temporary(env, pool, &username, &password)?;
        invite(env, pool, &username, &media, &password)?;
        return Ok(json!({ "User": pool.user(&username)?.describe(None) }));
    }
    let attributes = input.attributes("UserAttributes")?;
    let mut user = new_user(env, pool, name)?;
    attributes::check(&pool.settings, None, Writer::Administrator, None, &attributes)?;
    user.attributes.extend(attributes);
    let username = user.username.clone();
    let call = Trigger {
        trigger: "preSignUp",
        source: "PreSignUp_AdminCreateUser",
        username: &username,
        client_id: "CLIENT_ID_NOT_APPLICABLE",
        request: json!({
            "userAttributes": event_attributes(&user),
            "validationData": {},
            "clientMetadata": input.metadata(),
        }),
        response: json!({ "autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false }),
    };
    triggers::run(env, pool, call)?;
    pool.users.insert(username.clone(), user);
    let done = finish_creation(env, pool, &username, input, given, &media);
    if let Err(stop) = done {
        pool.users.remove(&username);
        return Err(stop);
    }
    Ok(json!({ "User": pool.user(&username)?.describe(None) }))
}

fn finish_creation(
    env: &mut Env<'_>,
    pool: &mut Pool,
    username: &str,
    input: Input<'_>,
    given: Option<String>,
    media: &[String],
) -> Checked<()> {
    for attribute in ["email", "phone_number"] {
        if pool.user(username)?.verified(attribute) {
            claim_alias(pool, username, attribute, input.flag("ForceAliasCreation")?.unwrap_or(false))?;
        }
    }
    if given.is_none() && first_factor_by_code(pool) {
        pool.user_mut(username)?.status = Status::Confirmed;
        return Ok(());
    }
    let policy = pool.settings.policies.password_policy.clone();
    let password = given.unwrap_or_else(|| password::temporary(&mut env.rng, &policy));
    set_temporary(env, pool, username, &password)?;
    if input.text("MessageAction")? != Some("SUPPRESS") {
        invite(env, pool, username, media, &password)?;
    }
    Ok(())
}

pub(super) fn get(_env: &mut Env<'_>, pool: &mut Pool, username: &str, _input: Input<'_>) -> Answer {
    let user = pool.user(username)?;
    let mut answer = user.describe(None);
    user.describe_mfa(&mut answer);
    if let Some(answer) = answer.as_object_mut()
        && let Some(attributes) = answer.remove("Attributes")
    {
        answer.insert("UserAttributes".to_owned(), attributes);
    }
    Ok(answer)
}

fn switch(env: &Env<'_>, pool: &mut Pool, username: &str, enabled: bool) -> Answer {
    let user = pool.user_mut(username)?;
    user.enabled = enabled;
    user.modified = env.now;
    if !enabled {
        pool.revoke_all(username, None);
    }
    Ok(json!({}))
}

pub(super) fn enable(env: &mut Env<'_>, pool: &mut Pool, username: &str, _input: Input<'_>) -> Answer {
    switch(env, pool, username, true)
}

pub(super) fn disable(env: &mut Env<'_>, pool: &mut Pool, username: &str, _input: Input<'_>) -> Answer {
    switch(env, pool, username, false)
}

pub(super) fn set_password(env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let password = input.need("Password")?;
    if input.flag("Permanent")?.unwrap_or(false) {
        codes::set_password(env, pool, username, password)?;
        pool.user_mut(username)?.status = Status::Confirmed;
    } else {
        set_temporary(env, pool, username, password)?;
    }
    Ok(json!({}))
}

pub(super) fn update_attributes(env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let attributes = input.attributes("UserAttributes")?;
    let user = pool.user(username)?;
    attributes::check(&pool.settings, None, Writer::Administrator, Some(user), &attributes)?;
    if attributes.iter().any(|(name, value)| name.ends_with("_verified") && !matches!(value.as_str(), "true" | "false"))
    {
        return Err(invalid_parameter("A _verified attribute must be true or false."));
    }
    // What is set together with its own _verified keeps it: the flags are written last.
    let (flags, others): (Vec<_>, Vec<_>) = attributes.into_iter().partition(|(name, _)| name.ends_with("_verified"));
    let flagged = |name: &str| flags.iter().any(|(flag, value)| *flag == format!("{name}_verified") && value == "true");
    let (direct, guarded): (Vec<_>, Vec<_>) = others.into_iter().partition(|(name, _)| flagged(name));
    super::account::write(env, pool, username, guarded)?;
    let user = pool.user_mut(username)?;
    user.attributes.extend(direct);
    user.attributes.extend(flags);
    user.modified = env.now;
    Ok(json!({}))
}

/// A user of the configuration: created like AdminCreateUser creates it, then brought to the state that is asked for.
pub(in crate::local) fn seed(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Checked<String> {
    let name = input.need("Username")?;
    let attributes = match input.value("Attributes") {
        Some(Value::Array(_)) => input.attributes("Attributes")?,
        Some(_) => input.texts("Attributes")?.into_iter().collect(),
        None => input.attributes("UserAttributes")?,
    };
    let mut user = new_user(env, pool, name)?;
    if let Some(sub) = attributes.iter().find(|(name, _)| name == "sub").map(|(_, sub)| sub.clone()) {
        if user.username == user.sub() {
            user.username.clone_from(&sub);
        }
        user.attributes.insert("sub".to_owned(), sub);
    }
    let attributes: Vec<(String, String)> = attributes.into_iter().filter(|(name, _)| name != "sub").collect();
    attributes::check(&pool.settings, None, Writer::Administrator, None, &attributes)?;
    user.attributes.extend(attributes);
    let username = user.username.clone();
    pool.users.insert(username.clone(), user);
    if input.has("Password") && input.has("TemporaryPassword") {
        return Err(invalid_parameter("Give Password or TemporaryPassword, not both."));
    }
    if let Some(password) = input.text("TemporaryPassword")? {
        set_temporary(env, pool, &username, password)?;
    }
    if let Some(password) = input.text("Password")? {
        codes::set_password(env, pool, &username, password)?;
        pool.user_mut(&username)?.status = Status::Confirmed;
    }
    let user = pool.user_mut(&username)?;
    if user.credential.is_none() {
        user.status = Status::Confirmed;
    }
    match input.text("UserStatus")? {
        None => {}
        Some("CONFIRMED") => user.status = Status::Confirmed,
        Some("UNCONFIRMED") => user.status = Status::Unconfirmed,
        Some("RESET_REQUIRED") => user.status = Status::ResetRequired,
        Some("FORCE_CHANGE_PASSWORD") => user.status = Status::ForceChangePassword,
        Some(other) => return Err(invalid_parameter(format!("UserStatus cannot be {other}."))),
    }
    user.enabled = input.flag("Enabled")?.unwrap_or(true);
    for group in input.list("Groups")?.unwrap_or_default() {
        if pool.group(&group).is_err() {
            super::groups::add_group(pool, &json!({ "GroupName": group }), env.now)?;
        }
        pool.user_mut(&username)?.groups.push(group);
    }
    if let Some(mfa) = input.object("mfa")? {
        super::mfa::seed(pool.user_mut(&username)?, mfa)?;
        let on = |factor: &Factor| pool.user(&username).is_ok_and(|user| user.mfa.enabled(*factor));
        if let Some(factor) = Factor::ALL.iter().find(|factor| on(factor) && !pool.offers(**factor)) {
            return Err(invalid_parameter(format!(
                "mfa: the pool does not ask for {}. Set its MfaConfiguration to OPTIONAL or ON{}.",
                factor.name(),
                if pool.mfa_mode() == "OFF" { "" } else { ", and configure the factor" }
            )));
        }
    }
    Ok(username)
}
