//! What kind of value each member takes: what the proxy refuses by itself, and what its description says.

use crate::operation::Json;

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string that is not empty.
    Text,
    /// A whole number, zero or more.
    Number,
    /// `true` or `false`.
    Flag,
    /// A list of strings.
    Texts,
    /// A list of objects whose members are strings.
    Records,
    /// An object whose members are strings.
    Map,
    /// An object whose members are `true` or `false`.
    Flags,
    /// Any object.
    Document,
}

/// The kind of a member, by the service's name.
pub fn shape(member: &str) -> Shape {
    match member {
        "ForceAliasCreation" | "RevokeAssociatedSessions" | "Permanent" => Shape::Flag,
        "Limit" | "MaxResults" | "Precedence" => Shape::Number,
        "UserAttributeNames" | "AttributesToGet" | "DesiredDeliveryMediums" => Shape::Texts,
        "UserAttributes" | "ValidationData" | "MFAOptions" => Shape::Records,
        "ClientMetadata" | "AuthParameters" | "ChallengeResponses" | "UserContextData" => Shape::Map,
        "DeviceSecretVerifierConfig" => Shape::Map,
        "SMSMfaSettings" | "SoftwareTokenMfaSettings" | "EmailMfaSettings" | "WebAuthnMfaSettings" => Shape::Flags,
        "Credential" => Shape::Document,
        _ => Shape::Text,
    }
}

impl Shape {
    /// Whether a value is of this kind.
    pub fn fits(self, value: &Json) -> bool {
        let texts = |value: &Json| value.entries().iter().all(|(_, value)| value.as_text().is_some());
        let is_map = matches!(value, Json::Map(_));
        let is_list = matches!(value, Json::List(_));
        match self {
            Shape::Text => value.as_text().is_some_and(|text| !text.is_empty()),
            Shape::Number => {
                matches!(value, Json::Number(number) if *number >= 0.0 && *number == *number as u32 as f64)
            }
            Shape::Flag => matches!(value, Json::Bool(_)),
            Shape::Texts => is_list && value.items().iter().all(|item| item.as_text().is_some()),
            Shape::Records => is_list && value.items().iter().all(|item| matches!(item, Json::Map(_)) && texts(item)),
            Shape::Map => is_map && texts(value),
            Shape::Flags => is_map && value.entries().iter().all(|(_, value)| matches!(value, Json::Bool(_))),
            Shape::Document => is_map,
        }
    }

    /// What to write there.
    pub const fn words(self) -> &'static str {
        match self {
            Shape::Text => "a string that is not empty",
            Shape::Number => "a whole number",
            Shape::Flag => "true or false",
            Shape::Texts => "a list of strings",
            Shape::Records => "a list of objects with strings",
            Shape::Map => "an object with strings",
            Shape::Flags => "an object with true or false",
            Shape::Document => "an object",
        }
    }
}

/// The members of the structure inside a member, by the service's names, with whether each must be given.
pub fn field_names(member: &str) -> impl Iterator<Item = (&'static str, bool)> {
    super::challenges::listed(match member {
        "UserContextData" => "EncodedData",
        "DeviceSecretVerifierConfig" => "PasswordVerifier Salt",
        "SMSMfaSettings" | "SoftwareTokenMfaSettings" | "EmailMfaSettings" | "WebAuthnMfaSettings" => {
            "Enabled PreferredMfa"
        }
        _ => "",
    })
}

/// The values of a member that takes no others, or a list of no others.
pub fn values(member: &str) -> &'static [&'static str] {
    match member {
        "DesiredDeliveryMediums" => &["EMAIL", "SMS"],
        "DeviceRememberedStatus" => &["remembered", "not_remembered"],
        "FeedbackValue" => &["Valid", "Invalid"],
        "MessageAction" => &["RESEND", "SUPPRESS"],
        _ => &[],
    }
}
