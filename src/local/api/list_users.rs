//! ListUsers, and its filter.

use super::page::page;
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, Checked, invalid_parameter};
use crate::local::model::pool::Pool;
use crate::local::model::user::User;

pub(super) fn users(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let filter = input.text("Filter")?.filter(|text| !text.trim().is_empty()).map(Filter::parse).transpose()?;
    let only = input.list("AttributesToGet")?;
    let found = pool
        .users
        .values()
        .filter(|user| filter.as_ref().is_none_or(|filter| filter.fits(pool, user)))
        .map(|user| user.describe(only.as_deref()))
        .collect();
    page(found, input, "Users", "Limit", "PaginationToken")
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
            return Err(invalid_parameter(format!("Attribute {name} is not searchable.")));
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
