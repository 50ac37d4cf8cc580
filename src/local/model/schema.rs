//! The attribute schema: standard attributes, the pool's own, and what may be written.

use super::settings::{NumberConstraints, SchemaAttribute, Settings, StringConstraints};

const STANDARD: &[(&str, &str)] = &[
    ("sub", "String"),
    ("address", "String"),
    ("birthdate", "String"),
    ("email", "String"),
    ("email_verified", "Boolean"),
    ("family_name", "String"),
    ("gender", "String"),
    ("given_name", "String"),
    ("identities", "String"),
    ("locale", "String"),
    ("middle_name", "String"),
    ("name", "String"),
    ("nickname", "String"),
    ("phone_number", "String"),
    ("phone_number_verified", "Boolean"),
    ("picture", "String"),
    ("preferred_username", "String"),
    ("profile", "String"),
    ("updated_at", "Number"),
    ("website", "String"),
    ("zoneinfo", "String"),
];

fn is_standard(name: &str) -> bool {
    STANDARD.iter().any(|(standard, _)| *standard == name)
}

/// A pool's attribute as users carry it: `custom:` before what is not standard.
fn full_name(attribute: &SchemaAttribute) -> String {
    let name = attribute.name.as_str();
    if is_standard(name) || name.starts_with("custom:") || name.starts_with("dev:") {
        return name.to_owned();
    }
    format!("{}custom:{name}", if attribute.developer_only_attribute { "dev:" } else { "" })
}

/// How long a standard attribute may be.
fn lengths(name: &str) -> StringConstraints {
    let (least, most) = match name {
        "birthdate" => ("10", "10"),
        "sub" => ("1", "2048"),
        _ => ("0", "2048"),
    };
    StringConstraints { min_length: Some(least.to_owned()), max_length: Some(most.to_owned()) }
}

/// The whole schema of a pool.
pub(in crate::local) fn of(settings: &Settings) -> Vec<SchemaAttribute> {
    let standard = STANDARD.iter().map(|(name, kind)| {
        settings.schema.iter().find(|own| own.name == *name).cloned().unwrap_or_else(|| SchemaAttribute {
            name: (*name).to_owned(),
            attribute_data_type: (*kind).to_owned(),
            mutable: *name != "sub",
            required: *name == "sub",
            string_attribute_constraints: (*kind == "String").then(|| lengths(name)),
            number_attribute_constraints: (*kind == "Number")
                .then(|| NumberConstraints { min_value: Some("0".to_owned()), max_value: None }),
            ..SchemaAttribute::default()
        })
    });
    let own = settings
        .schema
        .iter()
        .filter(|own| !is_standard(&own.name))
        .map(|own| SchemaAttribute { name: full_name(own), ..own.clone() });
    standard.chain(own).collect()
}

pub(in crate::local) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace)
    })
}

pub(in crate::local) fn is_phone(text: &str) -> bool {
    text.strip_prefix('+')
        .is_some_and(|digits| (2..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit()))
}

/// The required attributes that are not there.
pub(in crate::local) fn absent(settings: &Settings, given: impl Fn(&str) -> bool) -> Vec<&str> {
    settings
        .schema
        .iter()
        .filter(|attribute| attribute.required && attribute.name != "sub" && !given(&attribute.name))
        .map(|attribute| attribute.name.as_str())
        .collect()
}
