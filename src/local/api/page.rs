//! Paging, for every list.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Value, json};

use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, invalid_parameter};

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
    let end = start.saturating_add(size);
    let more = items.len() > end && size > 0;
    let items: Vec<Value> = items.into_iter().skip(start).take(size).collect();
    let mut answer = Map::new();
    answer.insert(member.to_owned(), Value::Array(items));
    if more {
        let next = Base64UrlUnpadded::encode_string(format!("from:{end}").as_bytes());
        answer.insert(token.to_owned(), json!(next));
    }
    Ok(Value::Object(answer))
}
