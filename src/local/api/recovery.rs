//! ForgotPassword, ConfirmForgotPassword and AdminResetUserPassword.

use serde_json::json;

use super::unauthenticated::{asked, redeem_code, send_code_unauthenticated};
use crate::local::codes::{self, Purpose, recovery_attribute};
use crate::local::host::env::{Env, Trigger};
use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, invalid_parameter, not_authorized};
use crate::local::migration::migrate;
use crate::local::model::pool::Pool;
use crate::local::model::user::Status;
use crate::local::triggers::{self, event_attributes};

pub(in crate::local) fn forgot(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    if let (client, None) = asked(pool, input)? {
        migrate(env, pool, &client, input.need("Username")?, None)?;
    }
    send_code_unauthenticated(env, pool, input, |env, pool, username| {
        let user = pool.user(username)?;
        if !user.enabled {
            return Err(not_authorized("User is disabled."));
        }
        if user.status == Status::ForceChangePassword {
            return Err(not_authorized("User password cannot be reset in the current state."));
        }
        send(env, pool, username)
    })
}

fn send(env: &mut Env<'_>, pool: &mut Pool, username: &str) -> Answer {
    let attribute = recovery_attribute(pool, pool.user(username)?).ok_or_else(|| {
        invalid_parameter("Cannot reset password for the user as there is no registered/verified email or phone_number")
    })?;
    let details = codes::send(env, pool, username, Purpose::Reset, attribute, None)?;
    Ok(json!({ "CodeDeliveryDetails": details }))
}

pub(in crate::local) fn confirm(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let password = input.need("Password")?;
    let (client, username, code) = redeem_code(pool, input)?;
    codes::check(env, pool.user_mut(&username)?, Purpose::Reset, code)?;
    codes::set_password(env, pool, &username, password)?;
    let user = pool.user_mut(&username)?;
    codes::discard(user, Purpose::Reset);
    if user.status == Status::ResetRequired {
        user.status = Status::Confirmed;
    }
    let call = Trigger {
        trigger: "postConfirmation",
        source: "PostConfirmation_ConfirmForgotPassword",
        username: &username,
        client_id: &client.client_id,
        request: json!({
            "userAttributes": event_attributes(pool.user(&username)?),
            "clientMetadata": input.metadata(),
        }),
        response: json!({}),
    };
    triggers::run_after(env, pool, call);
    Ok(json!({}))
}

pub(super) fn admin_reset(env: &mut Env<'_>, pool: &mut Pool, username: &str, _input: Input<'_>) -> Answer {
    if !matches!(pool.user(username)?.status, Status::Confirmed | Status::ResetRequired) {
        return Err(not_authorized("User password cannot be reset in the current state."));
    }
    send(env, pool, username)?;
    pool.user_mut(username)?.status = Status::ResetRequired;
    Ok(json!({}))
}
