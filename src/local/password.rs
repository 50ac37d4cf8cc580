//! The pool's password policy, with the service's texts.

use super::host::refusal::{Checked, invalid_parameter, invalid_password};
use super::model::settings::PasswordPolicy;
use super::proof::random::Rng;

const SYMBOLS: &str = "^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ";

/// Refuses a password that the policy does not allow.
pub(super) fn check(policy: &PasswordPolicy, password: &str) -> Checked<()> {
    if password.is_empty() || password.chars().count() > 256 || password.trim() != password {
        return Err(invalid_parameter(
            "1 validation error detected: Value at 'password' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$",
        ));
    }
    let rules: [(bool, &str); 5] = [
        (password.chars().count() >= policy.minimum_length, "Password not long enough"),
        (
            !policy.require_lowercase || password.chars().any(|c| c.is_ascii_lowercase()),
            "Password must have lowercase characters",
        ),
        (
            !policy.require_uppercase || password.chars().any(|c| c.is_ascii_uppercase()),
            "Password must have uppercase characters",
        ),
        (
            !policy.require_numbers || password.chars().any(|c| c.is_ascii_digit()),
            "Password must have numeric characters",
        ),
        (
            !policy.require_symbols || password.chars().any(|c| SYMBOLS.contains(c)),
            "Password must have symbol characters",
        ),
    ];
    match rules.iter().find(|(held, _)| !held) {
        Some((_, text)) => Err(invalid_password(format!("Password did not conform with policy: {text}"))),
        None => Ok(()),
    }
}

/// A password that every policy of this length allows, for AdminCreateUser.
pub(super) fn temporary(rng: &mut Rng, policy: &PasswordPolicy) -> String {
    format!("{}aA1!", rng.word(policy.minimum_length.max(8)))
}
