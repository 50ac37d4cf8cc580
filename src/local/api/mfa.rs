//! Authenticators, and which second factors a user has on.

use serde_json::{Value, json};

use crate::local::host::env::Env;
use crate::local::host::input::{Input, missing};
use crate::local::host::refusal::{Answer, Checked, enable_software_token, invalid_parameter, refuse};
use crate::local::model::credential::Authenticator;
use crate::local::model::pending::{Awaits, Session};
use crate::local::model::pool::Pool;
use crate::local::model::user::{Factor, User};
use crate::local::proof::totp::{Acceptance, is_secret_code, secret_code};
use crate::local::sign_in::{open, session};
use crate::local::tokens::authorize;

pub(in crate::local) fn associate(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    if !pool.offers(Factor::Totp) {
        return Err(refuse(
            "SoftwareTokenMFANotFoundException",
            "Software Token MFA has not been enabled by the userPool",
        ));
    }
    let secret = secret_code(&env.rng.bytes(32));
    if let Some(token) = input.text("AccessToken")? {
        let caller = authorize(env, pool, token)?;
        pool.user_mut(&caller.username)?.pending_totp = Some(secret.clone());
        return Ok(json!({ "SecretCode": secret }));
    }
    let id = input.need("Session")?;
    let Session { progress, .. } = session(env, pool, Some(id), "MFA_SETUP")?;
    pool.sessions.remove(id);
    let next = open(env, pool, progress, Awaits::MfaSetup { secret: Some(secret.clone()), verified: false })?;
    Ok(json!({ "SecretCode": secret, "Session": next }))
}

/// The authenticator that this code proves.
fn proven(env: &Env<'_>, input: Input<'_>, secret: Option<String>) -> Checked<Authenticator> {
    let secret = secret.ok_or_else(|| {
        refuse("SoftwareTokenMFANotFoundException", "No software token is waiting: call AssociateSoftwareToken first.")
    })?;
    let name = input.text("FriendlyDeviceName")?.filter(|name| !name.is_empty()).map(str::to_owned);
    let mut authenticator = Authenticator::new(secret, name);
    match authenticator.accept(input.need("UserCode")?, env.seconds()) {
        Acceptance::Accepted => {
            // The same code may open the sign-in that follows: only sign-ins use a code up.
            authenticator.last_step = 0;
            Ok(authenticator)
        }
        Acceptance::Used | Acceptance::Wrong => Err(enable_software_token("Code mismatch")),
    }
}

pub(in crate::local) fn verify(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    if let Some(token) = input.text("AccessToken")? {
        let caller = authorize(env, pool, token)?;
        let secret = pool.user(&caller.username)?.pending_totp.clone();
        let authenticator = proven(env, input, secret)?;
        let user = pool.user_mut(&caller.username)?;
        user.totp = Some(authenticator);
        user.pending_totp = None;
        return Ok(json!({ "Status": "SUCCESS" }));
    }
    let id = input.need("Session")?;
    let Session { progress, awaits, .. } = session(env, pool, Some(id), "MFA_SETUP")?;
    let Awaits::MfaSetup { secret, .. } = awaits else { return Err(crate::local::host::refusal::internal()) };
    let authenticator = proven(env, input, secret)?;
    let user = pool.user_mut(&progress.username)?;
    user.totp = Some(authenticator);
    user.mfa.set(Factor::Totp, true);
    user.mfa.preferred.get_or_insert(Factor::Totp);
    pool.sessions.remove(id);
    let next = open(env, pool, progress, Awaits::MfaSetup { secret: None, verified: true })?;
    Ok(json!({ "Status": "SUCCESS", "Session": next }))
}

pub(super) fn delete_software_token(_env: &mut Env<'_>, pool: &mut Pool, username: &str, _input: Input<'_>) -> Answer {
    let user = pool.user_mut(username)?;
    user.totp = None;
    user.mfa.set(Factor::Totp, false);
    Ok(json!({}))
}

pub(super) fn set_preference(_env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let settings = [
        (Factor::Sms, "SMSMfaSettings"),
        (Factor::Totp, "SoftwareTokenMfaSettings"),
        (Factor::Email, "EmailMfaSettings"),
    ];
    let mut wishes = Vec::new();
    for (factor, member) in settings {
        if let Some(wish) = input.object(member)? {
            let preferred = wish.flag("PreferredMfa")?.unwrap_or(false);
            let enabled = wish.flag("Enabled")?.unwrap_or(false);
            wishes.push((factor, enabled, preferred));
        }
    }
    if wishes.iter().filter(|(_, _, preferred)| *preferred).count() > 1 {
        return Err(invalid_parameter("Only one MFA method can be preferred."));
    }
    let user = pool.user(username)?;
    for (factor, enabled, preferred) in &wishes {
        if *preferred && !enabled {
            return Err(invalid_parameter("An MFA method must be enabled to be preferred."));
        }
        if !enabled {
            continue;
        }
        if !pool.offers(*factor) {
            return Err(invalid_parameter(match factor {
                Factor::Sms => "SMS MFA is not enabled for the user pool.",
                Factor::Totp => "Software Token MFA is not enabled for the user pool.",
                Factor::Email => "Email MFA is not enabled for the user pool.",
            }));
        }
        match factor {
            Factor::Sms if user.attribute("phone_number").is_none() => {
                return Err(invalid_parameter("User does not have delivery config set to turn on SMS_MFA"));
            }
            Factor::Totp if user.totp.is_none() => {
                return Err(invalid_parameter("User has not verified software token mfa"));
            }
            Factor::Email if user.attribute("email").is_none() => {
                return Err(invalid_parameter("User does not have delivery config set to turn on EMAIL_OTP"));
            }
            _ => {}
        }
    }
    let user = pool.user_mut(username)?;
    for (factor, enabled, preferred) in wishes {
        user.mfa.set(factor, enabled);
        if preferred {
            user.mfa.preferred = Some(factor);
        } else if user.mfa.preferred == Some(factor) {
            user.mfa.preferred = None;
        }
    }
    Ok(json!({}))
}

/// SetUserSettings, the older way to turn SMS on and off.
pub(super) fn set_settings(_env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let options = input.value("MFAOptions").and_then(Value::as_array).ok_or_else(|| missing("MFAOptions"))?;
    let on = options.iter().any(|option| option.get("DeliveryMedium").and_then(Value::as_str) == Some("SMS"));
    let user = pool.user_mut(username)?;
    if on && user.attribute("phone_number").is_none() {
        return Err(invalid_parameter("User does not have delivery config set to turn on SMS_MFA"));
    }
    user.mfa.set(Factor::Sms, on);
    Ok(json!({}))
}

pub(super) fn auth_factors(_env: &mut Env<'_>, pool: &mut Pool, username: &str, _input: Input<'_>) -> Answer {
    let user = pool.user(username)?;
    let mut factors = Vec::new();
    if user.credential.is_some() {
        factors.push("PASSWORD");
    }
    let allowed = |name: &str| pool.settings.policies.allows_first(name);
    for (factor, attribute) in [("EMAIL_OTP", "email"), ("SMS_OTP", "phone_number")] {
        if allowed(factor) && user.attribute(attribute).is_some() {
            factors.push(factor);
        }
    }
    if allowed("WEB_AUTHN") && !user.passkeys.is_empty() {
        factors.push("WEB_AUTHN");
    }
    let mut answer = json!({ "Username": user.username, "ConfiguredUserAuthFactors": factors });
    user.describe_mfa(&mut answer);
    if let Some(answer) = answer.as_object_mut() {
        answer.remove("MFAOptions");
    }
    Ok(answer)
}

/// `mfa` of a configured user: `{sms, softwareToken: {secretCode}, email, preferred}`.
pub(super) fn seed(user: &mut User, wishes: Input<'_>) -> Checked<()> {
    let on = |member: &str| wishes.value(member).is_some_and(|value| *value != Value::Bool(false));
    user.mfa.set(Factor::Sms, on("sms"));
    user.mfa.set(Factor::Email, on("email"));
    if let Some(token) = wishes.object("softwareToken")? {
        let secret = token.need("secretCode")?.to_uppercase();
        if !is_secret_code(&secret) {
            return Err(invalid_parameter("mfa.softwareToken.secretCode must be Base32."));
        }
        let name = token.text("friendlyName")?.map(str::to_owned);
        user.totp = Some(Authenticator::new(secret, name));
        user.mfa.set(Factor::Totp, true);
    }
    user.mfa.preferred = match wishes.text("preferred")? {
        None => None,
        Some("sms" | "SMS_MFA") => Some(Factor::Sms),
        Some("softwareToken" | "totp" | "SOFTWARE_TOKEN_MFA") => Some(Factor::Totp),
        Some("email" | "EMAIL_OTP") => Some(Factor::Email),
        Some(_) => return Err(invalid_parameter("mfa.preferred must be sms, softwareToken or email.")),
    };
    Ok(())
}
