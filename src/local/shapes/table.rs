//! The shapes of requests, of AWS's model, and those of the configuration, which are written the same way.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::pattern::Pattern;

/// `p pattern`; `s Structure member=Shape …`, with `!` behind what is required `+Structure` for the members of another one, `*` for any others;
/// `l List Item least most`; `m Map Key Value least most`; `e Enum value …`; `x Blob least most`; `i Integer least most`; `n Number`;
/// `b Boolean`; `d Document`; `a Either Shape Shape`; `t Text secret least most pattern`, the last by its number or behind a tilde.
/// Of two lines with a name the later counts: `own.txt` says where the service is known to differ from its model.
const SOURCES: [&str; 2] = [include_str!("aws.txt"), include_str!("own.txt")];

/// What a value may be.
pub(super) enum Shape {
    /// Its members, and whether others may be beside them that mean nothing here.
    Structure(Vec<Member>, bool),
    List(usize, Bounds),
    Map(usize, usize, Bounds),
    Enum(Vec<&'static str>),
    Text {
        secret: bool,
        length: Bounds,
        pattern: Option<usize>,
    },
    Integer(Bounds),
    Number,
    Boolean,
    Document,
    /// What the value looks like decides.
    Either(usize, usize),
}

pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) shape: usize,
    pub(super) required: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) least: Option<i64>,
    pub(super) most: Option<i64>,
}

pub(super) struct Table {
    names: HashMap<&'static str, usize>,
    shapes: Vec<Shape>,
    patterns: Vec<(&'static str, Pattern)>,
}

/// The table, which is read once.
pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(read)
}

impl Table {
    pub(super) fn shape(&self, index: usize) -> &Shape {
        // Indices are the table's own.
        self.shapes.get(index).unwrap_or(&Shape::Document)
    }

    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    pub(super) fn pattern(&self, index: usize) -> Option<&(&'static str, Pattern)> {
        self.patterns.get(index)
    }

    /// The operations of AWS's SDK: each has a shape of its name.
    pub(super) fn operations(&self) -> Vec<&'static str> {
        let mut all: Vec<&str> = self.names.keys().filter_map(|name| name.strip_suffix("Request")).collect();
        all.sort_unstable();
        all
    }
}

fn read() -> Table {
    let lines: Vec<(&str, &str)> =
        SOURCES.iter().flat_map(|source| source.lines()).filter_map(|line| line.split_once(' ')).collect();
    let mut patterns: Vec<(&str, Pattern)> =
        lines.iter().filter(|(kind, _)| *kind == "p").map(|(_, text)| (*text, Pattern::read(text))).collect();
    let mut pattern = |part: &'static str| match part.strip_prefix('~') {
        Some(text) => {
            patterns.push((text, Pattern::read(text)));
            Some(patterns.len() - 1)
        }
        None => part.parse().ok(),
    };
    let shapes: Vec<(&str, Vec<&str>)> =
        lines.iter().filter(|(kind, _)| *kind != "p").map(|(kind, rest)| (*kind, rest.split(' ').collect())).collect();
    let name = |parts: &[&'static str]| parts.first().copied().unwrap_or_default();
    let names: HashMap<&str, usize> =
        shapes.iter().enumerate().map(|(index, (_, parts))| (name(parts), index)).collect();
    let index = |name: &str| names.get(name).copied().unwrap_or(usize::MAX);
    let shapes = shapes
        .iter()
        .map(|(kind, parts)| {
            let part = |at: usize| parts.get(at).copied().unwrap_or("-");
            let bounds = |at: usize| Bounds { least: part(at).parse().ok(), most: part(at + 1).parse().ok() };
            match *kind {
                "s" => Shape::Structure(members(parts, &shapes, &index), parts.contains(&"*")),
                "l" => Shape::List(index(part(1)), bounds(2)),
                "m" => Shape::Map(index(part(1)), index(part(2)), bounds(3)),
                "e" => Shape::Enum(parts.iter().skip(1).copied().collect()),
                "t" => Shape::Text { secret: part(1) == "*", length: bounds(2), pattern: pattern(part(4)) },
                "x" => Shape::Text { secret: true, length: in_base64(bounds(1)), pattern: None },
                "i" => Shape::Integer(bounds(1)),
                "n" => Shape::Number,
                "b" => Shape::Boolean,
                "a" => Shape::Either(index(part(1)), index(part(2))),
                _ => Shape::Document,
            }
        })
        .collect();
    Table { names, shapes, patterns }
}

fn members(
    parts: &[&'static str],
    shapes: &[(&'static str, Vec<&'static str>)],
    index: &dyn Fn(&str) -> usize,
) -> Vec<Member> {
    let own = |part: &'static str| {
        let (name, shape) = part.split_once('=')?;
        let required = name.ends_with('!');
        Some(Member { name: name.trim_end_matches('!'), shape: index(shape), required })
    };
    let mut all = Vec::new();
    for part in parts.iter().skip(1) {
        match part.strip_prefix('+') {
            // Of which a configuration requires none.
            Some(other) => {
                let other = shapes.get(index(other)).map(|(_, parts)| parts.as_slice()).unwrap_or_default();
                let taken = other.iter().skip(1).filter_map(|part| own(part));
                all.extend(taken.map(|member| Member { required: false, ..member }));
            }
            None => all.extend(own(part)),
        }
    }
    all
}

/// Four characters for three bytes.
fn in_base64(Bounds { least, most }: Bounds) -> Bounds {
    let encoded = |bytes: i64| bytes.saturating_add(2) / 3 * 4;
    Bounds { least: least.map(encoded), most: most.map(encoded) }
}

#[cfg(test)]
#[test]
fn every_shape_that_a_shape_names_is_there() {
    let table = table();
    assert!(table.operations().len() >= 140);
    let is_known = |index: usize| index < table.shapes.len();
    for (name, index) in &table.names {
        let fits = match table.shape(*index) {
            Shape::Structure(members, _) => members.iter().all(|member| is_known(member.shape)),
            Shape::List(item, _) => is_known(*item),
            Shape::Map(key, value, _) | Shape::Either(key, value) => is_known(*key) && is_known(*value),
            Shape::Text { pattern: Some(pattern), .. } => *pattern < table.patterns.len(),
            _ => true,
        };
        assert!(fits, "{name}");
    }
}
