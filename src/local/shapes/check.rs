//! Holds a value against its shape, and says what is wrong as the service does, or as a configuration needs it.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::nearest::nearest;
use super::table::{Bounds, Member, Shape, Table, table};

/// What is wrong with a value.
pub(in crate::local) enum Problem {
    /// It cannot be read at all: a SerializationException.
    Type(String),
    /// It breaks what the model demands: an InvalidParameterException.
    Constraint(String),
}

/// A step on the way to a value.
#[derive(Clone, Copy)]
enum Step<'v> {
    Member(&'v str),
    Key(&'v str),
    Item(usize),
}

/// What a refusal repeats of a value: nothing of what may be a secret.
#[derive(Clone, Copy)]
enum Shown<'t> {
    Null,
    As(&'t str),
    Nothing,
}

struct Check<'v> {
    table: &'static Table,
    path: Vec<Step<'v>>,
    /// A configuration: unknown members count, and places are written as in JavaScript.
    strict: bool,
    broken: Vec<String>,
}

type Read = Result<(), String>;

/// Checks the request of an operation; of one that nobody knows, nothing.
pub(in crate::local) fn request(operation: &str, input: &Map<String, Value>) -> Result<(), Problem> {
    let table = table();
    let name = [operation, "Request"].concat();
    let Some(Shape::Structure(members, _)) = table.named(&name).map(|index| table.shape(index)) else { return Ok(()) };
    let mut check = Check { table, path: Vec::new(), strict: false, broken: Vec::new() };
    check.members(members, true, input).map_err(Problem::Type)?;
    let count = check.broken.len();
    if count == 0 {
        return Ok(());
    }
    let plural = if count == 1 { "" } else { "s" };
    Err(Problem::Constraint(format!("{count} validation error{plural} detected: {}", check.broken.join("; "))))
}

/// Checks a configuration, or a part of it, by a shape of `own.txt`: the first thing that is wrong, with its place.
pub(in crate::local) fn configuration(shape: &str, value: &Value) -> Result<(), String> {
    let table = table();
    let Some(index) = table.named(shape) else { return Ok(()) };
    let mut check = Check { table, path: Vec::new(), strict: true, broken: Vec::new() };
    check.value(index, value)?;
    check.broken.into_iter().next().map_or(Ok(()), Err)
}

impl<'v> Check<'v> {
    fn value(&mut self, index: usize, value: &'v Value) -> Read {
        let table = self.table;
        match (table.shape(index), value) {
            (Shape::Document, _) => {}
            (Shape::Structure(members, open), Value::Object(map)) => self.members(members, *open, map)?,
            (Shape::List(item, length), Value::Array(list)) => self.list(*item, *length, list)?,
            (Shape::Map(key, item, length), Value::Object(map)) => self.map((*key, *item), *length, map)?,
            (Shape::Enum(allowed), Value::String(text)) => {
                if !allowed.contains(&text.as_str()) {
                    self.breaks(Shown::As(text), &enum_constraint(allowed));
                }
            }
            (Shape::Text { secret, length, pattern }, Value::String(text)) => {
                let shown = if *secret { Shown::Nothing } else { Shown::As(text) };
                let count = || i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
                if let Some(constraint) = outside(*length, count, "length") {
                    self.breaks(shown, &constraint);
                }
                let pattern = pattern.and_then(|pattern| table.pattern(pattern));
                if let Some((source, _)) = pattern.filter(|(_, pattern)| !pattern.fits(text)) {
                    self.breaks(shown, &format!("Member must satisfy regular expression pattern: {source}"));
                }
            }
            (Shape::Integer(bounds), Value::Number(number)) if number.is_i64() || number.is_u64() => {
                let number = number.as_i64().unwrap_or(i64::MAX);
                if let Some(constraint) = outside(*bounds, || number, "value") {
                    self.breaks(Shown::As(&number.to_string()), &constraint);
                }
            }
            (Shape::Number, Value::Number(_)) | (Shape::Boolean, Value::Bool(_)) => {}
            (Shape::Either(one, other), value) => {
                let fits = |index: usize| looks_like(table.shape(index), value);
                self.value(if fits(*other) && !fits(*one) { *other } else { *one }, value)?;
            }
            (shape, value) => return Err(self.mistyped(shape, value)),
        }
        Ok(())
    }

    fn members(&mut self, members: &[Member], open: bool, map: &'v Map<String, Value>) -> Read {
        if self.strict {
            for name in map.keys().filter(|name| !members.iter().any(|member| member.name == *name)) {
                self.unknown(name, members, open);
            }
        }
        for member in members {
            self.path.push(Step::Member(member.name));
            match map.get(member.name).filter(|value| !value.is_null()) {
                Some(value) => self.value(member.shape, value)?,
                None if member.required && self.strict => self.breaks(Shown::Nothing, "it is required"),
                None if member.required => self.breaks(Shown::Null, "Member must not be null"),
                None => {}
            }
            self.path.pop();
        }
        Ok(())
    }

    fn list(&mut self, item: usize, length: Bounds, list: &'v [Value]) -> Read {
        let count = i64::try_from(list.len()).unwrap_or(i64::MAX);
        if let Some(constraint) = outside(length, || count, "length") {
            self.breaks(Shown::As(&listed(list)), &constraint);
        }
        // The service says of a list of values what is wrong with any of them, and shows the whole list.
        if let (Shape::Enum(allowed), false) = (self.table.shape(item), self.strict)
            && list.iter().all(Value::is_string)
        {
            if list.iter().any(|one| !one.as_str().is_some_and(|text| allowed.contains(&text))) {
                let constraint = format!("Member must satisfy constraint: [{}]", enum_constraint(allowed));
                self.breaks(Shown::As(&listed(list)), &constraint);
            }
            return Ok(());
        }
        for (index, one) in list.iter().enumerate() {
            self.path.push(Step::Item(index));
            self.value(item, one)?;
            self.path.pop();
        }
        Ok(())
    }

    fn map(&mut self, (key, item): (usize, usize), length: Bounds, map: &'v Map<String, Value>) -> Read {
        let count = i64::try_from(map.len()).unwrap_or(i64::MAX);
        if let Some(constraint) = outside(length, || count, "length") {
            self.breaks(Shown::Nothing, &constraint);
        }
        for (name, one) in map.iter().filter(|(_, one)| !one.is_null()) {
            self.path.push(Step::Key(name));
            self.key(key, name);
            self.value(item, one)?;
            self.path.pop();
        }
        Ok(())
    }

    /// The name of a member of a map has a shape, too.
    fn key(&mut self, shape: usize, name: &str) {
        let constraint = match self.table.shape(shape) {
            Shape::Enum(allowed) if !allowed.contains(&name) => Some(enum_constraint(allowed)),
            Shape::Text { length, pattern, .. } => {
                let count = || i64::try_from(name.chars().count()).unwrap_or(i64::MAX);
                let pattern = pattern.and_then(|pattern| self.table.pattern(pattern));
                let wrong = pattern.filter(|(_, pattern)| !pattern.fits(name));
                outside(*length, count, "length").or_else(|| {
                    wrong.map(|(source, _)| format!("Member must satisfy regular expression pattern: {source}"))
                })
            }
            _ => None,
        };
        if let Some(constraint) = constraint {
            self.breaks(Shown::As(name), &format!("Map keys must satisfy constraint: [{constraint}]"));
        }
    }

    fn breaks(&mut self, value: Shown<'_>, constraint: &str) {
        let place = self.place();
        self.broken.push(match value {
            _ if self.strict => format!("{place}: {}.", in_words(constraint)),
            Shown::Null => format!("Value null at '{place}' failed to satisfy constraint: {constraint}"),
            Shown::As(value) => format!("Value '{value}' at '{place}' failed to satisfy constraint: {constraint}"),
            Shown::Nothing => format!("Value at '{place}' failed to satisfy constraint: {constraint}"),
        });
    }

    fn unknown(&mut self, name: &'v str, members: &[Member], open: bool) {
        self.path.push(Step::Member(name));
        let known = members.iter().map(|member| member.name);
        let text = match nearest(name, known.clone()) {
            None if open => {
                self.path.pop();
                return;
            }
            Some(meant) => format!("{} is unknown. Did you mean {meant}?", self.place()),
            None => format!("{} is unknown. Known members: {}.", self.place(), known.collect::<Vec<_>>().join(", ")),
        };
        self.path.pop();
        self.broken.push(text);
    }

    fn mistyped(&self, shape: &Shape, value: &Value) -> String {
        if self.strict {
            let place = if self.path.is_empty() { "This".to_owned() } else { self.place() };
            return format!("{place} must be {}.", article(shape));
        }
        match (shape, value) {
            (Shape::List(..), _) => "Expected list or null".to_owned(),
            (Shape::Map(..) | Shape::Structure(..), Value::Array(_)) | (_, Value::Array(_)) => {
                "Start of list found where not expected".to_owned()
            }
            (Shape::Map(..) | Shape::Structure(..), _) => "Expected map or null".to_owned(),
            (_, Value::Object(_)) => "Start of structure or map found where not expected.".to_owned(),
            (shape, value) => format!("{} can not be converted to {}", token(value), class(shape)),
        }
    }

    fn place(&self) -> String {
        let mut place = String::new();
        for step in &self.path {
            // Writing to a String cannot fail.
            let _ = match (step, self.strict) {
                (Step::Item(index), true) => write!(place, "[{index}]"),
                (Step::Item(index), false) => write!(place, ".{}.member", index + 1),
                (Step::Member(name), false) => write!(place, ".{}", lower_first(name)),
                (Step::Member(name) | Step::Key(name), _) => write!(place, ".{name}"),
            };
        }
        place.trim_start_matches('.').to_owned()
    }
}

fn looks_like(shape: &Shape, value: &Value) -> bool {
    match shape {
        Shape::Structure(..) | Shape::Map(..) => value.is_object(),
        Shape::List(..) => value.is_array(),
        _ => !value.is_object() && !value.is_array(),
    }
}

fn outside(bounds: Bounds, count: impl Fn() -> i64, what: &str) -> Option<String> {
    if bounds.least.is_none() && bounds.most.is_none() {
        return None;
    }
    let count = count();
    let says = |how: &str, bound: i64| Some(format!("Member must have {what} {how} than or equal to {bound}"));
    match (bounds.least.filter(|least| count < *least), bounds.most.filter(|most| count > *most)) {
        (Some(least), _) => says("greater", least),
        (_, Some(most)) => says("less", most),
        _ => None,
    }
}

fn enum_constraint(allowed: &[&str]) -> String {
    format!("Member must satisfy enum value set: [{}]", allowed.join(", "))
}

/// A constraint as a configuration is told it.
fn in_words(constraint: &str) -> String {
    constraint
        .replace("Member must satisfy enum value set: [", "must be one of ")
        .replace("Member must satisfy regular expression pattern:", "must match the pattern")
        .replace("Member must", "must")
        .trim_end_matches(']')
        .to_owned()
}

fn listed(list: &[Value]) -> String {
    let shown: Vec<String> =
        list.iter().map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned)).collect();
    format!("[{}]", shown.join(", "))
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

const fn token(value: &Value) -> &'static str {
    match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => "START_ARRAY",
        Value::Object(_) => "START_OBJECT",
    }
}

const fn class(shape: &Shape) -> &'static str {
    match shape {
        Shape::Integer(_) => "an Integer",
        Shape::Boolean => "a Boolean",
        _ => "a String",
    }
}

const fn article(shape: &Shape) -> &'static str {
    match shape {
        Shape::Structure(..) | Shape::Map(..) | Shape::Document => "an object",
        Shape::List(..) => "an array",
        Shape::Enum(_) | Shape::Text { .. } => "a string",
        Shape::Integer(_) => "a whole number",
        Shape::Number => "a number",
        Shape::Boolean => "true or false",
        Shape::Either(..) => "a string or an object",
    }
}
