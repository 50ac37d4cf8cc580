//! ListUsers, and its filter.

use std::ops::Bound;

use super::page::{Wanted, at};
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, Checked, invalid_parameter};
use crate::local::model::pool::Pool;
use crate::local::model::schema;
use crate::local::model::user::User;

pub(super) fn users(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let filter = input.text("Filter")?.filter(|text| !text.trim().is_empty()).map(Filter::parse).transpose()?;
    let only = input.list("AttributesToGet")?;
    let schema = schema::of(&pool.settings);
    let unknown = |name: &str| !schema.iter().any(|attribute| attribute.name == name);
    if only.iter().flatten().any(|name| unknown(name)) {
        return Err(invalid_parameter("One or more requested attributes do not exist."));
    }
    let fits = |user: &User| filter.as_ref().is_none_or(|filter| filter.fits(pool, user));
    users_page(pool, input, "PaginationToken", fits, only.as_deref())
}

/// A page of users by their names, of which a pool may have many: it begins at the first that was not shown.
pub(super) fn users_page(
    pool: &Pool,
    input: Input<'_>,
    token: &str,
    fits: impl Fn(&User) -> bool,
    only: Option<&[String]>,
) -> Answer {
    let wanted = Wanted::read(input, "Limit", token)?;
    let from = wanted.after().map_or(Bound::Unbounded, Bound::Excluded);
    let following = pool.users.range::<str, _>((from, Bound::Unbounded)).map(|(_, user)| user);
    let following = following.filter(|user| fits(user)).map(|user| (at(0.0, &user.username), user));
    // Wanted owns the key that the range was told.
    let following: Vec<_> = following.take(wanted.size() + 1).collect();
    wanted.page(following.into_iter(), |user| user.describe(only), ("Users", token))
}

/// `name = "value"` or `name ^= "start"`.
struct Filter {
    name: String,
    by_start: bool,
    value: String,
}

impl Filter {
    fn parse(text: &str) -> Checked<Filter> {
        let wrong = || invalid_parameter("Error while parsing filter");
        let (name, value) = text.split_once('=').ok_or_else(wrong)?;
        let (name, by_start) = match name.trim_end().strip_suffix('^') {
            Some(name) => (name, true),
            None => (name, false),
        };
        let name = name.trim().trim_matches('"');
        let value = value.trim().strip_prefix('"').and_then(|text| text.strip_suffix('"')).ok_or_else(wrong)?;
        // One condition, `=` or `^=`: a quote inside of the value is escaped.
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c));
        if !is_name || value.replace("\\\"", "").contains('"') {
            return Err(wrong());
        }
        const SEARCHABLE: &[&str] = &[
            "username",
            "email",
            "phone_number",
            "name",
            "given_name",
            "family_name",
            "preferred_username",
            "cognito:user_status",
            "status",
            "sub",
        ];
        if !SEARCHABLE.contains(&name) {
            return Err(invalid_parameter(format!("Invalid search attribute: {name}")));
        }
        Ok(Filter { name: name.to_owned(), by_start, value: value.replace("\\\"", "\"") })
    }

    fn fits(&self, pool: &Pool, user: &User) -> bool {
        let value = match self.name.as_str() {
            "username" => Some(user.username.as_str()),
            "cognito:user_status" => Some(user.status.name()),
            "status" => Some(if user.enabled { "Enabled" } else { "Disabled" }),
            name => user.attribute(name),
        };
        value.is_some_and(|value| {
            if self.by_start {
                pool.normal(value).starts_with(&pool.normal(&self.value))
            } else {
                pool.same(value, &self.value)
            }
        })
    }
}
