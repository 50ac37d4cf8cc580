//! ListUsers, and paging for every list.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Value, json};

use super::super::env::Env;
use super::super::input::Input;
use super::super::pool::Pool;
use super::super::refusal::{Answer, Checked, invalid_parameter};
use super::super::user::User;

/// One page of a list; `limit` and `token` name the members of the request, `token` that of the answer too.
pub(super) fn page(items: Vec<Value>, input: Input<'_>, member: &str, limit: &str, token: &str) -> Answer {
    let size = input.number(limit)?.unwrap_or(60);
    if size > 60 {
        return Err(invalid_parameter(format!(
            "1 validation error detected: Value '{size}' at '{}' failed to satisfy constraint: \
             Member must have value less than or equal to 60",
            limit.to_lowercase()
        )));
    }
    let size = usize::try_from(size).unwrap_or(60);
    let start: usize = match input.text(token)? {
        None => 0,
        Some(text) => Base64UrlUnpadded::decode_vec(text)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| text.strip_prefix("from:")?.parse().ok())
            .ok_or_else(|| invalid_parameter("Invalid pagination token."))?,
    };
    let more = items.len() > start + size && size > 0;
    let items: Vec<Value> = items.into_iter().skip(start).take(size).collect();
    let mut answer = Map::new();
    answer.insert(member.to_owned(), Value::Array(items));
    if more {
        let next = Base64UrlUnpadded::encode_string(format!("from:{}", start + size).as_bytes());
        answer.insert(token.to_owned(), json!(next));
    }
    Ok(Value::Object(answer))
}

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
        let value = value.trim().strip_prefix('"').and_then(|text| text.strip_suffix('"')).ok_or_else(wrong)?;
        let name = name.trim().trim_matches('"');
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
