//! How a tree of JSON crosses between Rust and the host: as bytes, because each call across costs more than many bytes.
//!
//! One tag, then what it announces: a number as a little-endian double, a text as its length and UTF-8, a list or a map as
//! its length and members. Lengths are little-endian 32-bit. `pkg-template/src/driver/codec.ts` is the other half.

use crate::operation::Json;
use crate::prelude::*;
use crate::secret::Secret;

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const NUMBER: u8 = 3;
const TEXT: u8 = 4;
const LIST: u8 = 5;
const MAP: u8 = 6;

/// Writes a tree, into a buffer that never grows: growing would leave copies of secrets behind.
pub fn encode(json: &Json) -> Secret<Vec<u8>> {
    let mut bytes = Secret::new(Vec::with_capacity(size(json)));
    put(json, bytes.expose_mut());
    bytes
}

fn size(json: &Json) -> usize {
    match json {
        Json::Null | Json::Bool(_) => 1,
        Json::Number(_) => 9,
        Json::Text(text) => 5 + text.expose().len(),
        Json::List(items) => items.iter().fold(5, |sum, item| sum + size(item)),
        Json::Map(entries) => entries.iter().fold(5, |sum, (name, value)| sum + 5 + name.len() + size(value)),
    }
}

fn put(json: &Json, bytes: &mut Vec<u8>) {
    match json {
        Json::Null => bytes.push(NULL),
        Json::Bool(flag) => bytes.push(if *flag { TRUE } else { FALSE }),
        Json::Number(number) => {
            bytes.push(NUMBER);
            extend(bytes, &number.to_le_bytes());
        }
        Json::Text(text) => put_text(text.expose(), bytes),
        Json::List(items) => {
            put_length(LIST, items.len(), bytes);
            for item in items {
                put(item, bytes);
            }
        }
        Json::Map(entries) => {
            put_length(MAP, entries.len(), bytes);
            for (name, value) in entries {
                put_text(name, bytes);
                put(value, bytes);
            }
        }
    }
}

fn put_text(text: &str, bytes: &mut Vec<u8>) {
    put_length(TEXT, text.len(), bytes);
    extend(bytes, text.as_bytes());
}

fn put_length(tag: u8, length: usize, bytes: &mut Vec<u8>) {
    bytes.push(tag);
    extend(bytes, &(length as u32).to_le_bytes());
}

#[inline(never)]
fn extend(bytes: &mut Vec<u8>, more: &[u8]) {
    bytes.extend_from_slice(more);
}

/// Reads a tree; `None` for bytes that [`encode`] or the host's half did not write.
pub fn decode(bytes: &[u8]) -> Option<Json> {
    let mut left = bytes;
    read(&mut left)
}

fn read(bytes: &mut &[u8]) -> Option<Json> {
    Some(match *take(bytes, 1)?.first()? {
        NULL => Json::Null,
        FALSE => Json::Bool(false),
        TRUE => Json::Bool(true),
        NUMBER => Json::Number(f64::from_le_bytes(take(bytes, 8)?.try_into().ok()?)),
        TEXT => Json::Text(read_text(bytes)?),
        LIST => {
            let mut items = Vec::new();
            for _ in 0..length(bytes)? {
                items.push(read(bytes)?);
            }
            Json::List(items)
        }
        MAP => {
            let mut map = Json::Map(Vec::new());
            for _ in 0..length(bytes)? {
                take(bytes, 1)?;
                let name = read_text(bytes)?.expose().clone();
                map.set(name, read(bytes)?);
            }
            map
        }
        _ => return None,
    })
}

fn read_text(bytes: &mut &[u8]) -> Option<Secret<String>> {
    let length = length(bytes)?;
    core::str::from_utf8(take(bytes, length)?).ok().map(Secret::from)
}

fn length(bytes: &mut &[u8]) -> Option<usize> {
    Some(u32::from_le_bytes(take(bytes, 4)?.try_into().ok()?) as usize)
}

#[inline(never)]
fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, left) = bytes.split_at_checked(count)?;
    *bytes = left;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn what_was_written_is_read() {
        let value = json!({
            "null": null, "yes": true, "no": false, "number": -1.5, "text": "ä€🙂", "": "",
            "list": [1, "two", [], {}], "map": { "inner": { "deep": [null] } },
        });
        let json = Json::from(&value);
        let bytes = encode(&json);
        assert_eq!(bytes.expose().len(), bytes.expose().capacity(), "the buffer had its size from the beginning");
        assert_eq!(Value::from(&decode(bytes.expose()).unwrap()), Value::from(&json));
    }

    #[test]
    fn bytes_that_end_too_early_or_mean_nothing_are_no_tree() {
        let bytes = encode(&Json::from(&json!({ "list": [1, "two"], "text": "three" })));
        for end in 0..bytes.expose().len() {
            assert!(decode(&bytes.expose()[..end]).is_none(), "{end}");
        }
        assert!(decode(&[7]).is_none());
        assert!(decode(&[TEXT, 1, 0, 0, 0, 0xff]).is_none(), "no UTF-8");
        assert!(decode(&[LIST, 255, 255, 255, 255]).is_none(), "a length that is a lie");
    }
}
