//! A sheet of JSON text: values are ranges of it, so they are small, are copied freely, and borrow nothing.
//!
//! Texts are added at the end and never change. What is added as JSON must be what a serializer writes (`JSON.stringify`,
//! `serde_json::to_string`): valid, without white space between tokens. Anything else reads as absent; nothing here panics.
//! The whole sheet is zeroed when it is dropped.

use crate::prelude::*;
use crate::secret::Secret;
use core::cell::Cell;
use core::num::NonZeroU64;

/// A range of a sheet: a JSON value, the name of a member, or what stands between the quotes of a string.
///
/// One word, which an `Option` does not widen: values are returned in a register, where a slice would go through memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Value(NonZeroU64);

impl Value {
    /// What is not there: a member that is missing or `null`.
    pub(crate) const ABSENT: Value = Value(NonZeroU64::MIN);

    fn new(from: usize, to: usize) -> Value {
        Value(NonZeroU64::MIN | (from as u64) << 33 | (to.saturating_sub(from) as u64) << 1)
    }

    fn from(self) -> usize {
        (self.0.get() >> 33) as usize
    }

    fn to(self) -> usize {
        self.from() + (self.0.get() as u32 >> 1) as usize
    }

    /// Whether it is there.
    pub(crate) fn is_there(self) -> bool {
        self.0.get() as u32 > 1
    }

    /// This, unless it is absent.
    pub(crate) fn or(self, other: Value) -> Value {
        if self.is_there() { self } else { other }
    }
}

/// The members of an object, or the elements of an array, one after the other: see [`Sheet::next`].
pub(crate) struct Members {
    of: Value,
    at: usize,
}

/// The text of one call. It grows at its end.
#[derive(Default)]
pub(crate) struct Sheet(Cell<String>);

/// A piece of a text; empty for a range that it does not have. Apart, because bounds checks are code.
#[inline(never)]
pub(crate) fn cut(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// Where the value ends that begins here. Nesting is counted, so that no depth is too deep.
#[inline(never)]
fn value_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut in_string) = (0, false);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => at += 1,
            _ if in_string => continue,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        // A number or a word ends in front of what follows it.
        if depth <= 0
            && !in_string
            && (matches!(byte, b'"' | b'}' | b']') || bytes.get(at).is_none_or(|next| b",:]}".contains(next)))
        {
            break;
        }
    }
    at
}

impl Sheet {
    #[inline(always)]
    fn read<T>(&self, read: impl FnOnce(&str) -> T) -> T {
        let text = self.0.take();
        let result = read(&text);
        self.put_back(text);
        result
    }

    /// Ends what `take` began. What stood there meanwhile was empty: there is nothing to drop.
    #[inline(always)]
    fn put_back(&self, text: String) {
        core::mem::forget(self.0.replace(text));
    }

    /// Looks at a value's text.
    pub(crate) fn with<T>(&self, value: Value, look: impl FnOnce(&str) -> T) -> T {
        self.read(|text| look(cut(text, value.from(), value.to())))
    }

    // ---- reading -------------------------------------------------------------------------------------------------

    /// The members of an object or the elements of an array; nothing of any other value.
    pub(crate) fn members(&self, of: Value) -> Members {
        Members { of, at: of.from() }
    }

    /// The next member: its name as it is escaped, absent in an array; and its value.
    #[inline(never)]
    pub(crate) fn next(&self, members: &mut Members) -> Option<(Value, Value)> {
        self.read(|text| {
            let bytes = text.as_bytes();
            let (start, end) = (members.of.from(), members.of.to());
            let opening = *bytes.get(start)?;
            // Behind the bracket or a comma; an empty object is its two brackets.
            let goes_on = members.at == start || bytes.get(members.at) == Some(&b',');
            if end < start + 3 || !matches!(opening, b'{' | b'[') || !goes_on || members.at >= end {
                return None;
            }
            let mut from = members.at + 1;
            let mut name = Value::ABSENT;
            if opening == b'{' {
                let quote = value_end(text, from);
                name = Value::new(from + 1, quote - 1);
                from = quote + 1;
            }
            members.at = value_end(text, from);
            Some((name, Value::new(from, members.at)))
        })
    }

    /// The member of that name; absent, too, where it is `null`.
    #[inline(never)]
    pub(crate) fn get(&self, of: Value, name: &str) -> Value {
        let mut members = self.members(of);
        while let Some((key, value)) = self.next(&mut members) {
            if self.is(key, name) {
                return if self.is(value, "null") { Value::ABSENT } else { value };
            }
        }
        Value::ABSENT
    }

    /// Whether the value is this text.
    #[inline(never)]
    pub(crate) fn is(&self, value: Value, text: &str) -> bool {
        self.with(value, |own| own == text)
    }

    /// Whether two values are the same text.
    #[inline(never)]
    pub(crate) fn same(&self, one: Value, other: Value) -> bool {
        self.read(|text| cut(text, one.from(), one.to()) == cut(text, other.from(), other.to()))
    }

    /// The first byte of a value.
    #[inline(never)]
    pub(crate) fn first(&self, value: Value) -> u8 {
        self.with(value, |text| text.bytes().next().unwrap_or(0))
    }

    /// Whether it is an object.
    pub(crate) fn is_object(&self, value: Value) -> bool {
        self.first(value) == b'{'
    }

    /// What stands between the quotes, as it is escaped; absent for what is not a string, or an empty one.
    #[inline(never)]
    pub(crate) fn inside(&self, value: Value) -> Value {
        let is_text = value.to() > value.from() + 2 && self.first(value) == b'"';
        if is_text { Value::new(value.from() + 1, value.to() - 1) } else { Value::ABSENT }
    }

    /// The members of an object without the braces; absent for an empty one.
    pub(crate) fn inside_of(&self, object: Value) -> Value {
        let is_object = object.to() > object.from() + 2 && self.is_object(object);
        if is_object { Value::new(object.from() + 1, object.to() - 1) } else { Value::ABSENT }
    }

    /// What stands between the quotes of a member.
    #[inline(never)]
    pub(crate) fn text_at(&self, of: Value, name: &str) -> Value {
        self.inside(self.get(of, name))
    }

    /// The whole part of a number; `otherwise` for what is not a number.
    #[inline(never)]
    pub(crate) fn number(&self, value: Value, otherwise: i64) -> i64 {
        self.with(value, integer).unwrap_or(otherwise)
    }

    /// The text that an escaped one stands for.
    #[inline(never)]
    pub(crate) fn plain(&self, escaped: Value) -> Secret<String> {
        Secret::new(self.with(escaped, unescape))
    }

    // ---- writing -------------------------------------------------------------------------------------------------

    /// Where the next text begins.
    #[inline(never)]
    pub(crate) fn mark(&self) -> usize {
        self.read(str::len)
    }

    /// What was written since.
    #[inline(never)]
    pub(crate) fn since(&self, mark: usize) -> Value {
        Value::new(mark, self.mark())
    }

    /// Adds a text, and gives it as a value.
    pub(crate) fn add(&self, text: &str) -> Value {
        let mark = self.mark();
        self.put(text).since(mark)
    }

    /// Writes text as it is.
    #[inline(never)]
    pub(crate) fn put(&self, text: &str) -> &Sheet {
        let mut own = self.0.take();
        grow(&mut own, text.len());
        own.push_str(text);
        self.put_back(own);
        self
    }

    /// Writes a value once more.
    #[inline(never)]
    pub(crate) fn copy(&self, value: Value) -> &Sheet {
        let piece = Secret::new(self.with(value, str::to_owned));
        self.put(piece.expose())
    }

    /// A comma, unless nothing stands before.
    #[inline(never)]
    pub(crate) fn comma(&self) -> &Sheet {
        let stands_alone = self.read(|text| text.bytes().last().is_none_or(|last| b"{[:,".contains(&last)));
        if stands_alone { self } else { self.put(",") }
    }

    /// `"name":`
    #[inline(never)]
    pub(crate) fn name(&self, name: &str) -> &Sheet {
        self.comma().put("\"").put(name).put("\":")
    }

    /// A member with this value, when there is one.
    #[inline(never)]
    pub(crate) fn member(&self, name: &str, value: Value) -> &Sheet {
        if value.is_there() { self.name(name).copy(value) } else { self }
    }

    /// A member with this text, which is escaped.
    #[inline(never)]
    pub(crate) fn text(&self, name: &str, text: &str) -> &Sheet {
        self.name(name).put("\"").put(text).put("\"")
    }

    /// Writes an object as the template says, and gives it.
    ///
    /// A template is words with a space between. `Name=source` is a member, left out where the source has nothing; `Name{` and `}`
    /// enclose an object in it. Sources: `$2` the third of the values, `"2` the same with quotes around it, `.name` a member of
    /// `settings`, `?name` one of `options`, `'text` this very text. `&2` alone are whole members, written as they are.
    #[inline(never)]
    pub(crate) fn fill(&self, template: &'static str, settings: Value, options: Value, values: &[Value]) -> Value {
        let (mark, mut rest) = (self.mark(), template);
        self.put("{");
        while !rest.is_empty() {
            let mut word = take(&mut rest, b' ');
            let name = take(&mut word, b'=');
            let source = cut(word, 1, word.len());
            let numbered = |text: &str| {
                let number = text.bytes().next().unwrap_or(b'0') - b'0';
                values.get(usize::from(number)).copied().unwrap_or(Value::ABSENT)
            };
            match word.bytes().next() {
                Some(b'$') => self.member(name, numbered(source)),
                Some(b'.') => self.member(name, self.get(settings, source)),
                Some(b'?') => self.member(name, self.get(options, source)),
                Some(b'\'') => self.text(name, source),
                Some(_) => self.quoted(name, numbered(source)),
                None if name == "}" => self.put(name),
                None => match name.strip_prefix('&').map(numbered) {
                    Some(members) if members.is_there() => self.comma().copy(members),
                    Some(_) => self,
                    None => self.name(cut(name, 0, name.len() - 1)).put("{"),
                },
            };
        }
        self.put("}").since(mark)
    }

    /// A member with what stands between the quotes of a string, when there is something.
    #[inline(never)]
    pub(crate) fn quoted(&self, name: &str, inside: Value) -> &Sheet {
        if inside.is_there() { self.name(name).put("\"").copy(inside).put("\"") } else { self }
    }

    /// The same as a value of its own: a string.
    #[inline(never)]
    pub(crate) fn string(&self, inside: Value) -> Value {
        let mark = self.mark();
        self.put("\"").copy(inside).put("\"").since(mark)
    }

    /// A text of ours as a string.
    #[inline(never)]
    pub(crate) fn add_string(&self, text: &str) -> Value {
        let mark = self.mark();
        self.put("\"").put(text).put("\"").since(mark)
    }
}

/// Takes the text up to a mark off the front; all of it where there is none.
#[inline(never)]
pub(crate) fn take(text: &mut &'static str, mark: u8) -> &'static str {
    let at = text.bytes().position(|byte| byte == mark).unwrap_or(text.len());
    let taken = cut(text, 0, at);
    *text = cut(text, at + 1, text.len());
    taken
}

impl Drop for Sheet {
    fn drop(&mut self) {
        drop(Secret::new(self.0.take()));
    }
}

/// Makes room. What grows elsewhere leaves no copy behind.
fn grow(text: &mut String, by: usize) {
    if text.capacity() - text.len() < by {
        let mut larger = String::with_capacity((text.len() + by) * 2);
        larger.push_str(text);
        drop(Secret::new(core::mem::replace(text, larger)));
    }
}

/// The integer that the text begins with; `None` where no digit comes first.
#[inline(never)]
pub(crate) fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let mut value = None;
    for byte in digits.bytes().take(15).take_while(u8::is_ascii_digit) {
        value = Some(value.unwrap_or(0) * 10 + i64::from(byte - b'0'));
    }
    if digits.len() == text.len() { value } else { value.map(|value| -value) }
}

/// The text that an escaped one stands for.
#[inline(never)]
fn unescape(escaped: &str) -> String {
    let (mut plain, bytes) = (String::with_capacity(escaped.len()), escaped.as_bytes());
    let (mut from, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        if *byte != b'\\' {
            continue;
        }
        plain.push_str(cut(escaped, from, at - 1));
        from = at + 1;
        let char = match bytes.get(at).copied().unwrap_or(b'\\') {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                from = at + 5;
                let digits = bytes.get(at + 1..from).unwrap_or_default();
                let unit =
                    digits.iter().fold(0, |unit, digit| unit << 4 | char::from(*digit).to_digit(16).unwrap_or(0));
                char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            other => char::from(other),
        };
        at = from;
        plain.push(char);
    }
    plain.push_str(cut(escaped, from, bytes.len()));
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Tree, json};

    fn walk(sheet: &Sheet, value: Value, tree: &Tree) {
        let mut members = sheet.members(value);
        match tree {
            Tree::Object(entries) => {
                for (key, inner) in entries {
                    let (name, value) = sheet.next(&mut members).unwrap();
                    assert_eq!(sheet.plain(name).expose(), key);
                    walk(sheet, value, inner);
                }
                assert!(sheet.next(&mut members).is_none());
            }
            Tree::Array(items) => {
                for inner in items {
                    let (_, value) = sheet.next(&mut members).unwrap();
                    walk(sheet, value, inner);
                }
                assert!(sheet.next(&mut members).is_none());
            }
            Tree::String(text) => assert_eq!(sheet.plain(sheet.inside(value)).expose(), text),
            other => assert!(sheet.is(value, &other.to_string())),
        }
    }

    #[test]
    fn what_a_serializer_writes_is_read_back() {
        let tree = json!({ "": {}, "a": [], "b": [[], [1, -2.5e-7, true, null]], "c\"\\": "q\"\\\n\t\r\u{8}\u{c}\u{1}é😀",
            "d": { "e": "]}", "f": { "g": [{ "h": "," }] } }, "i": "", "j": 0 });
        let sheet = Sheet::default();
        sheet.put("before");
        let value = sheet.add(&tree.to_string());
        sheet.put("behind");
        walk(&sheet, value, &tree);
        assert!(sheet.is(sheet.text_at(sheet.get(value, "d"), "e"), "]}"));
        let copy = sheet.mark();
        walk(&sheet, sheet.copy(value).since(copy), &tree);
        assert!(!sheet.get(sheet.add(r#"{"a":null}"#), "a").is_there());
    }

    #[test]
    fn any_bytes_are_read_without_a_panic() {
        let good = r#"{"a":["b\u00e9",{"c":"\\"}],"d":-12,"e":"é"}"#;
        for end in 0..=good.len() {
            for begin in 0..=end {
                let Some(text) = good.get(begin..end) else { continue };
                let sheet = Sheet::default();
                let value = sheet.add(text);
                let mut members = sheet.members(value);
                while let Some((name, item)) = sheet.next(&mut members) {
                    sheet.plain(name);
                    sheet.inside(item);
                    sheet.number(item, 0);
                    sheet.next(&mut sheet.members(item));
                }
                sheet.plain(value);
            }
        }
        let sheet = Sheet::default();
        let deep = sheet.add(&"[".repeat(100_000));
        assert!(sheet.next(&mut sheet.members(deep)).is_some());
    }

    #[test]
    fn numbers_are_read_up_to_their_fraction() {
        let sheet = Sheet::default();
        let read = |text| sheet.number(sheet.add(text), -1);
        assert_eq!([read("12"), read("-7"), read("3.9"), read("0")], [12, -7, 3, 0]);
        assert_eq!([read(""), read("\"1\""), read("true"), read("-")], [-1; 4]);
    }

    #[test]
    fn a_template_leaves_out_what_is_not_there() {
        let sheet = Sheet::default();
        let (settings, options) = (sheet.add(r#"{"s":1}"#), sheet.add(r#"{"o":[2]}"#));
        let values = [sheet.add("true"), sheet.add("x"), sheet.add(r#""m":0"#), Value::ABSENT];
        let template = "a=$0 b=\"1 c=.s d=?o e='text f=.none g=$3 h{ i=$0 &2 &3 } j{ }";
        let filled = sheet.fill(template, settings, options, &values);
        let expected = r#"{"a":true,"b":"x","c":1,"d":[2],"e":"text","h":{"i":true,"m":0},"j":{}}"#;
        sheet.with(filled, |text| assert_eq!(text, expected));
    }

    #[test]
    fn commas_stand_between_members_alone() {
        let sheet = Sheet::default();
        let list = sheet.add("[2]");
        let mark = sheet.mark();
        sheet
            .put("{")
            .text("a", "1")
            .member("b", list)
            .member("c", Value::ABSENT)
            .name("d")
            .put("{")
            .text("e", "3")
            .put("}}");
        assert!(sheet.is(sheet.since(mark), r#"{"a":"1","b":[2],"d":{"e":"3"}}"#));
    }
}
