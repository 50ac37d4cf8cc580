//! One-time codes that prove an e-mail address or a phone number, and the passwords that they may set.

use serde_json::Value;

use super::host::env::Env;
use super::host::outbox::delivery_details;
use super::host::refusal::{Checked, Stop, code_mismatch, expired_code, limit_exceeded, refuse};
use super::messages::{self, Occasion};
use super::model::credential::Credential;
use super::model::pool::Pool;
use super::model::user::{Code, User};
use super::password;

const HOUR: f64 = 3_600_000.0;
const ATTEMPTS: u32 = 5;

/// What a code is for.
#[derive(Clone, Copy)]
pub(super) enum Purpose<'a> {
    SignUp,
    Resend,
    Reset,
    /// The attribute to verify.
    Attribute(&'a str),
    /// The attribute that changed, or will once its new value is verified.
    Changed(&'a str),
}

impl Purpose<'_> {
    fn key(self) -> String {
        match self {
            Purpose::SignUp | Purpose::Resend => "signUp".to_owned(),
            Purpose::Reset => "reset".to_owned(),
            Purpose::Attribute(name) | Purpose::Changed(name) => format!("attribute:{name}"),
        }
    }

    const fn occasion(self) -> Occasion {
        match self {
            Purpose::SignUp => Occasion::SignUp,
            Purpose::Resend => Occasion::ResendCode,
            Purpose::Reset => Occasion::ForgotPassword,
            Purpose::Changed(_) => Occasion::UpdateAttribute,
            Purpose::Attribute(_) => Occasion::VerifyAttribute,
        }
    }

    const fn lifetime(self) -> f64 {
        match self {
            Purpose::Reset => HOUR,
            Purpose::SignUp | Purpose::Resend | Purpose::Attribute(_) | Purpose::Changed(_) => 24.0 * HOUR,
        }
    }
}

pub(super) fn medium_of(attribute: &str) -> &'static str {
    if attribute == "phone_number" { "SMS" } else { "EMAIL" }
}

/// Sends a code to an attribute of the user (or to the value it is about to take); answers CodeDeliveryDetails.
pub(super) fn send(
    env: &mut Env<'_>,
    pool: &mut Pool,
    username: &str,
    purpose: Purpose<'_>,
    attribute: &str,
    pending: Option<String>,
) -> Checked<Value> {
    let digits = env.rng.digits(6);
    let medium = medium_of(attribute);
    let user = pool.user(username)?;
    let destination = pending.clone().or_else(|| user.attribute(attribute).map(str::to_owned)).unwrap_or_default();
    messages::send(env, pool, user, purpose.occasion(), (medium, &destination), &digits)?;
    let code =
        Code { digits, expires: env.now + purpose.lifetime(), attempts: 0, attribute: attribute.to_owned(), pending };
    pool.user_mut(username)?.codes.insert(purpose.key(), code);
    Ok(delivery_details(attribute, medium, &destination))
}

fn too_many(purpose: Purpose<'_>) -> Stop {
    match purpose {
        Purpose::SignUp | Purpose::Resend => {
            refuse("TooManyFailedAttemptsException", "Attempt limit exceeded, please try after some time.")
        }
        Purpose::Reset | Purpose::Attribute(_) | Purpose::Changed(_) => {
            limit_exceeded("Attempt limit exceeded, please try after some time.")
        }
    }
}

/// Checks a code without using it up.
pub(super) fn check(env: &Env<'_>, user: &mut User, purpose: Purpose<'_>, digits: &str) -> Checked<Code> {
    let gone = || expired_code("Invalid code provided, please request a code again.");
    let code = user.codes.get_mut(&purpose.key()).ok_or_else(gone)?;
    if code.attempts >= ATTEMPTS {
        return Err(too_many(purpose));
    }
    if code.expires <= env.now {
        return Err(gone());
    }
    if code.digits != digits {
        code.attempts += 1;
        return Err(code_mismatch("Invalid verification code provided, please try again."));
    }
    Ok(code.clone())
}

/// Forgets a code that did its work.
pub(super) fn discard(user: &mut User, purpose: Purpose<'_>) {
    user.codes.remove(&purpose.key());
}

/// Where a reset code goes: the first recovery way that the user has; `None` when there is none.
pub(super) fn recovery_attribute(pool: &Pool, user: &User) -> Option<&'static str> {
    let mut ways: Vec<(u32, &str)> = match &pool.settings.account_recovery_setting {
        Some(setting) if !setting.recovery_mechanisms.is_empty() => {
            setting.recovery_mechanisms.iter().map(|way| (way.priority, way.name.as_str())).collect()
        }
        _ => vec![(1, "verified_phone_number"), (2, "verified_email")],
    };
    ways.sort_by_key(|(priority, _)| *priority);
    ways.into_iter().find_map(|(_, way)| {
        let attribute = match way {
            "verified_phone_number" => "phone_number",
            "verified_email" => "email",
            _ => return None,
        };
        (user.attribute(attribute).is_some() && user.verified(attribute)).then_some(attribute)
    })
}

/// What a password's proof is bound to.
pub(super) fn identity(pool: &Pool, username: &str) -> String {
    format!("{}{username}", pool.srp_name())
}

/// Whether this is the user's password.
pub(super) fn is_password(pool: &Pool, user: &User, password: &str) -> bool {
    user.credential
        .as_ref()
        .is_some_and(|credential| credential.plain.matches(&identity(pool, &user.username), password))
}

/// Sets a password after the policy and the history allowed it.
pub(super) fn set_password(env: &mut Env<'_>, pool: &mut Pool, username: &str, password: &str) -> Checked<()> {
    password::check(&pool.settings.policies.password_policy, password)?;
    let identity = identity(pool, username);
    let keep = pool.settings.policies.password_policy.password_history_size.unwrap_or(0);
    let now = env.now;
    let user = pool.user_mut(username)?;
    let current = user.credential.as_ref().map(|credential| &credential.plain);
    let mut earlier = current.into_iter().chain(&user.history).take(keep);
    if earlier.any(|verifier| verifier.matches(&identity, password)) {
        return Err(refuse("PasswordHistoryPolicyViolationException", "Password has previously been used"));
    }
    if let Some(old) = user.credential.replace(Credential::new(&mut env.rng, &identity, password)) {
        user.history.insert(0, old.plain);
        user.history.truncate(keep.saturating_sub(1));
    }
    user.temporary_until = None;
    user.modified = now;
    Ok(())
}
