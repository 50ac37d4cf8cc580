//! Addresses that people sign in with: each names one user of a pool.

use super::host::refusal::{Checked, alias_exists};
use super::model::pool::Pool;

/// A verified e-mail address or phone number names one user only.
pub(in crate::local) fn claim_alias(pool: &mut Pool, username: &str, attribute: &str, force: bool) -> Checked<()> {
    let has = |list: &[String]| list.iter().any(|name| name == attribute);
    let signs_in = has(&pool.settings.username_attributes);
    if !signs_in && !has(&pool.settings.alias_attributes) {
        return Ok(());
    }
    let value = pool.user(username)?.attribute(attribute).unwrap_or_default().to_owned();
    let holder = pool.users.values().find(|user| {
        user.username != username
            && (signs_in || user.verified(attribute))
            && user.attribute(attribute).is_some_and(|other| pool.same(other, &value))
    });
    match holder.map(|user| user.username.clone()) {
        None => Ok(()),
        // Whom the pool knows by the address alone keeps it.
        Some(other) if force && !signs_in => {
            pool.user_mut(&other)?.set_verified(attribute, false);
            Ok(())
        }
        Some(_) => Err(alias_exists(format!("An account with the {attribute} already exists."))),
    }
}
