//! What may be written into attributes: the schema's and the app client's word, with the service's texts.

use super::host::refusal::{Checked, Stop, invalid_parameter, not_authorized};
use super::model::app_client::Client;
use super::model::schema::{absent, is_email, is_phone, of};
use super::model::settings::{SchemaAttribute, Settings};
use super::model::user::User;

/// Who writes an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Writer {
    Person,
    Administrator,
}

fn violation(text: String) -> Stop {
    invalid_parameter(format!("Attributes did not conform to the schema: {text}"))
}

fn limit<T: std::str::FromStr>(text: Option<&String>) -> Option<T> {
    text.and_then(|text| text.parse().ok())
}

fn check_value(attribute: &SchemaAttribute, value: &str) -> Checked<()> {
    let name = &attribute.name;
    if value.chars().count() > 2048 {
        return Err(violation(format!("{name}: String must be no longer than 2048 characters\n")));
    }
    if value.is_empty() {
        return Ok(());
    }
    match name.as_str() {
        "email" if !is_email(value) => return Err(invalid_parameter("Invalid email address format.")),
        "phone_number" if !is_phone(value) => return Err(invalid_parameter("Invalid phone number format.")),
        "birthdate" if value.len() != 10 => {
            return Err(violation(format!("{name}: String must be exactly 10 characters\n")));
        }
        _ => {}
    }
    match attribute.attribute_data_type.as_str() {
        "Number" => {
            let Ok(number) = value.parse::<f64>() else {
                return Err(violation(format!("{name}: Number format is invalid\n")));
            };
            if let Some(bounds) = &attribute.number_attribute_constraints {
                if limit::<f64>(bounds.min_value.as_ref()).is_some_and(|least| number < least) {
                    return Err(violation(format!("{name}: Number must be no smaller than the minimum\n")));
                }
                if limit::<f64>(bounds.max_value.as_ref()).is_some_and(|most| number > most) {
                    return Err(violation(format!("{name}: Number must be no larger than the maximum\n")));
                }
            }
        }
        "Boolean" if !matches!(value, "true" | "false") => {
            return Err(violation(format!("{name}: Boolean must be true or false\n")));
        }
        "String" => {
            if let Some(bounds) = &attribute.string_attribute_constraints {
                let length = value.chars().count();
                if let Some(most) = limit::<usize>(bounds.max_length.as_ref()).filter(|most| length > *most) {
                    return Err(violation(format!("{name}: String must be no longer than {most} characters\n")));
                }
                if let Some(least) = limit::<usize>(bounds.min_length.as_ref()).filter(|least| length < *least) {
                    return Err(violation(format!("{name}: String must be at least {least} characters\n")));
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// Checks attributes that are about to be written; `user` is the one who has them, once there is one.
pub(super) fn check(
    settings: &Settings,
    client: Option<&Client>,
    writer: Writer,
    user: Option<&User>,
    attributes: &[(String, String)],
) -> Checked<()> {
    let schema = of(settings);
    for (name, value) in attributes {
        if let Some(allowed) = client.and_then(|client| client.write_attributes.as_ref())
            && !allowed.contains(name)
        {
            return Err(not_authorized("A client attempted to write unauthorized attribute"));
        }
        let Some(attribute) = schema.iter().find(|attribute| attribute.name == *name) else {
            return Err(violation(format!("Type for attribute {{{name}}} could not be determined")));
        };
        if name == "sub" || name == "identities" {
            return Err(invalid_parameter(format!("Cannot modify the non-mutable attribute {name}")));
        }
        if writer == Writer::Person && (name.ends_with("_verified") || attribute.developer_only_attribute) {
            return Err(not_authorized("A client attempted to write unauthorized attribute"));
        }
        if !attribute.mutable && user.is_some_and(|user| user.attribute(name).is_some_and(|old| old != value)) {
            return Err(invalid_parameter(format!("user.{name}: Attribute cannot be updated.\n")));
        }
        check_value(attribute, value)?;
    }
    Ok(())
}

/// Refuses a sign-up that lacks required attributes.
pub(super) fn check_required(settings: &Settings, given: impl Fn(&str) -> bool) -> Checked<()> {
    let texts: Vec<String> =
        absent(settings, given).iter().map(|name| format!("{name}: The attribute {name} is required\n")).collect();
    if texts.is_empty() { Ok(()) } else { Err(violation(texts.concat())) }
}
