//! SignUp, ConfirmSignUp, ResendConfirmationCode and AdminConfirmSignUp.

use serde_json::{Map, Value, json};

use super::unauthenticated::{redeem_code, send_code_unauthenticated};
use crate::local::aliases::claim_alias;
use crate::local::attributes::{self, Writer};
use crate::local::codes::{self, Purpose};
use crate::local::host::env::{Env, Trigger};
use crate::local::host::input::{Input, missing};
use crate::local::host::refusal::{Answer, Checked, invalid_parameter, not_authorized};
use crate::local::model::app_client::Client;
use crate::local::model::pending::{Awaits, Progress};
use crate::local::model::pool::Pool;
use crate::local::model::user::{Status, User};
use crate::local::names::new_user;
use crate::local::sign_in::open;
use crate::local::triggers::{self, event_attributes};

/// The attribute that a confirmation code goes to.
fn confirmable(pool: &Pool, user: &User) -> Option<&'static str> {
    ["phone_number", "email"].into_iter().find(|attribute| {
        pool.settings.auto_verified_attributes.iter().any(|name| name == attribute)
            && user.attribute(attribute).is_some()
    })
}

pub(in crate::local) fn sign_up(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let client = pool.client(input.need("ClientId")?)?.clone();
    let name = input.need("Username")?;
    client.check_secret_hash(input.text("SecretHash")?, &[name])?;
    if pool.settings.admin_create_user_config.as_ref().is_some_and(|config| config.allow_admin_create_user_only) {
        return Err(not_authorized("SignUp is not permitted for this user pool"));
    }
    let attributes = input.attributes("UserAttributes")?;
    let mut user = new_user(env, pool, name)?;
    attributes::check(&pool.settings, Some(&client), Writer::Person, None, &attributes)?;
    user.attributes.extend(attributes);
    attributes::check_required(&pool.settings, |name| user.attribute(name).is_some())?;
    let username = user.username.clone();

    let mut confirmed = false;
    let validation: Map<String, Value> =
        input.attributes("ValidationData")?.into_iter().map(|(name, value)| (name, json!(value))).collect();
    let call = Trigger {
        trigger: "preSignUp",
        source: "PreSignUp_SignUp",
        username: &username,
        client_id: &client.client_id,
        request: json!({
            "userAttributes": event_attributes(&user),
            "validationData": validation,
            "clientMetadata": input.metadata(),
        }),
        response: json!({ "autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false }),
    };
    if let Some(response) = triggers::run(env, pool, call)? {
        let says = |name: &str| response.get(name).and_then(Value::as_bool).unwrap_or(false);
        confirmed = says("autoConfirmUser");
        for (flag, attribute) in [("autoVerifyEmail", "email"), ("autoVerifyPhone", "phone_number")] {
            if says(flag) && user.attribute(attribute).is_some() {
                user.set_verified(attribute, true);
            }
        }
    }

    let sub = user.sub().to_owned();
    let passwordless = first_factor_by_code(pool);
    pool.users.insert(username.clone(), user);
    let set = match input.text("Password")? {
        Some(password) => codes::set_password(env, pool, &username, password),
        None if passwordless => Ok(()),
        None => Err(missing("Password")),
    };
    if let Err(stop) = set {
        pool.users.remove(&username);
        return Err(stop);
    }
    let mut answer = json!({ "UserConfirmed": confirmed, "UserSub": sub });
    if confirmed {
        pool.user_mut(&username)?.status = Status::Confirmed;
        after_confirmation(env, pool, &username, &client.client_id, &input.metadata())?;
    } else if let Some(attribute) = confirmable(pool, pool.user(&username)?) {
        let details = codes::send(env, pool, &username, Purpose::SignUp, attribute, None)?;
        put(&mut answer, "CodeDeliveryDetails", details);
    }
    if let Some(session) = session(env, pool, &client, &username, input)? {
        put(&mut answer, "Session", session);
    }
    Ok(answer)
}

/// Whether the pool lets people in without a password.
pub(super) fn first_factor_by_code(pool: &Pool) -> bool {
    ["EMAIL_OTP", "SMS_OTP"].into_iter().any(|factor| pool.settings.policies.allows_first(factor))
}

fn put(answer: &mut Value, member: &str, value: Value) {
    if let Some(answer) = answer.as_object_mut() {
        answer.insert(member.to_owned(), value);
    }
}

/// The Session with which a choice-based client signs in right after the confirmation.
fn session(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    username: &str,
    input: Input<'_>,
) -> Checked<Option<Value>> {
    if !client.allows("USER_AUTH") {
        return Ok(None);
    }
    let progress = Progress {
        username: username.to_owned(),
        client_id: client.client_id.clone(),
        flow: "USER_AUTH".to_owned(),
        device_key: None,
        metadata: input.metadata(),
        results: Vec::new(),
        simulated: false,
        renewed: false,
        hosted: false,
    };
    open(env, pool, progress, Awaits::SignIn).map(|session| Some(json!(session)))
}

/// The hook after a confirmation.
pub(in crate::local) fn after_confirmation(
    env: &mut Env<'_>,
    pool: &Pool,
    username: &str,
    client_id: &str,
    metadata: &Value,
) -> Checked<()> {
    let call = Trigger {
        trigger: "postConfirmation",
        source: "PostConfirmation_ConfirmSignUp",
        username,
        client_id,
        request: json!({
            "userAttributes": event_attributes(pool.user(username)?),
            "clientMetadata": metadata,
        }),
        response: json!({}),
    };
    triggers::run_after(env, pool, call);
    Ok(())
}

pub(in crate::local) fn confirm(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let (client, username, code) = redeem_code(pool, input)?;
    let user = pool.user_mut(&username)?;
    if user.status != Status::Unconfirmed {
        return Err(not_authorized(format!("User cannot be confirmed. Current status is {}", user.status.name())));
    }
    let attribute = codes::check(env, user, Purpose::SignUp, code)?.attribute;
    claim_alias(pool, &username, &attribute, input.flag("ForceAliasCreation")?.unwrap_or(false))?;
    let user = pool.user_mut(&username)?;
    codes::discard(user, Purpose::SignUp);
    user.set_verified(&attribute, true);
    user.status = Status::Confirmed;
    user.modified = env.now;
    after_confirmation(env, pool, &username, &client.client_id, &input.metadata())?;
    let mut answer = json!({});
    if let Some(session) = session(env, pool, &client, &username, input)? {
        put(&mut answer, "Session", session);
    }
    Ok(answer)
}

pub(in crate::local) fn resend(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    send_code_unauthenticated(env, pool, input, |env, pool, username| {
        let user = pool.user(username)?;
        if user.status != Status::Unconfirmed {
            return Err(invalid_parameter("User is already confirmed."));
        }
        let attribute = confirmable(pool, user)
            .ok_or_else(|| invalid_parameter("Cannot resend codes. Auto verification not turned on."))?;
        let details = codes::send(env, pool, username, Purpose::Resend, attribute, None)?;
        Ok(json!({ "CodeDeliveryDetails": details }))
    })
}

pub(super) fn admin_confirm(env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let user = pool.user_mut(username)?;
    if user.status != Status::Unconfirmed {
        return Err(not_authorized(format!("User cannot be confirmed. Current status is {}", user.status.name())));
    }
    user.status = Status::Confirmed;
    user.modified = env.now;
    after_confirmation(env, pool, username, "CLIENT_ID_NOT_APPLICABLE", &input.metadata())?;
    Ok(json!({}))
}
