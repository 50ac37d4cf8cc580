//! From a request of the neutral contract to the call that it means.

use super::names::{METHODS, aws_member, member, to_aws};
use super::routes::{Access, PathMember, Route};
use super::shapes::shape;
use crate::operation::{AuthFlow, Call, Json, Name, Operation};
use crate::prelude::*;
use crate::text::percent;

/// Why a request is no call: what was wrong with which member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What was wrong and what to do; it never repeats a value.
    pub message: String,
}

impl Fault {
    fn new(parts: &[&str]) -> Fault {
        Fault { message: parts.concat() }
    }
}

/// Members that the proxy alone knows.
const ADDED: [&str; 5] = ["ClientId", "SecretHash", "ClientSecret", "UserPoolId", "AnalyticsMetadata"];
/// Parameters that the proxy alone knows.
const ADDED_PARAMETERS: [&str; 2] = ["SECRET_HASH", "ACCESS_TOKEN"];

/// Whether a method's input travels in its query: those methods have no body.
fn has_query(method: &str) -> bool {
    matches!(method, "GET" | "DELETE")
}

/// Reads a request on a route as the call that it means, without what the proxy adds.
///
/// # Errors
/// A [`Fault`] for a member that the operation does not take, that only the proxy may give, that stands there twice, or
/// that is required and missing.
pub fn read_call(route: Route, path: Option<PathMember>, query: &str, body: Option<&Json>) -> Result<Call, Fault> {
    let mut neutral = Json::Map(Vec::new());
    if let Some((name, value)) = path {
        neutral.set(name, Json::text(value));
    }
    if has_query(route.method) {
        read_query(query, &mut neutral)?;
    } else if !query.is_empty() {
        return Err(Fault::new(&["This route takes no query: put everything into the body."]));
    }
    match body {
        None => {}
        Some(Json::Map(entries)) if !has_query(route.method) => {
            for (name, value) in entries {
                neutral.set(name.clone(), value.clone());
            }
        }
        Some(_) => return Err(Fault::new(&["The body must be one JSON object."])),
    }
    checked(route, &neutral)?;
    let mut call = Call { operation: route.operation, input: to_aws(&neutral) };
    if call.operation == Operation::InitiateAuth {
        translate_method(&mut call.input)?;
    }
    Ok(call)
}

/// Adds the members of a query to an object.
///
/// # Errors
/// A [`Fault`] for what is no percent-encoded UTF-8, and for a number that is none.
pub fn read_query(query: &str, into: &mut Json) -> Result<(), Fault> {
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent::decode(value).ok_or_else(|| Fault::new(&["The query is not percent-encoded UTF-8."]))?;
        let value = match (name, value.as_str(), value.parse::<u32>()) {
            ("limit" | "maxResults", _, Ok(number)) => Json::Number(f64::from(number)),
            ("limit" | "maxResults", _, Err(_)) => {
                return Err(Fault::new(&["`", name, "` must be a whole number."]));
            }
            ("revokeAssociatedSessions", "true", _) => Json::Bool(true),
            ("revokeAssociatedSessions", "false", _) => Json::Bool(false),
            _ => Json::text(value),
        };
        into.set(Name::from(name.to_owned()), value);
    }
    Ok(())
}

/// Members by name: their values are the service's to judge.
fn checked(route: Route, neutral: &Json) -> Result<(), Fault> {
    let entries = neutral.entries();
    for (index, (name, value)) in entries.iter().enumerate() {
        let aws = aws_member(name);
        let taken = route.operation.members().iter().any(|known| known.name == aws);
        // A name that is spelled as the service spells it would come in by the back door.
        if !taken || member(&aws) != *name || ADDED.contains(&aws.as_str()) || aws == "AccessToken" {
            return Err(Fault::new(&["The request has a member that this route does not take: see its description."]));
        }
        if entries.iter().skip(index + 1).any(|(other, _)| other == name) {
            return Err(Fault::new(&["`", name, "` stands there twice."]));
        }
        if !shape(&aws).fits(value) {
            return Err(Fault::new(&["`", name, "` must be ", shape(&aws).words(), "."]));
        }
    }
    for known in route.operation.members().iter().filter(|known| known.required) {
        let elsewhere = ADDED.contains(&known.name)
            || known.name == "AccessToken"
            || (route.access == Access::Refresh && ["RefreshToken", "Token"].contains(&known.name));
        let name = member(known.name);
        if !elsewhere && neutral.get(&name).is_none() {
            return Err(Fault::new(&["`", &name, "` is missing."]));
        }
    }
    for name in ["authParameters", "challengeResponses"] {
        for (parameter, _) in neutral.get(name).map(Json::entries).unwrap_or_default() {
            let aws = super::names::aws_parameter(parameter);
            if ADDED_PARAMETERS.contains(&aws.as_str()) || super::names::parameter(&aws) != *parameter {
                return Err(Fault::new(&["`", name, "` has a parameter that only the proxy may give."]));
            }
        }
    }
    Ok(())
}

fn translate_method(input: &mut Json) -> Result<(), Fault> {
    let known = input.text_at("AuthFlow").and_then(|method| {
        METHODS.iter().find(|(aws, neutral)| *neutral == method && *aws != AuthFlow::RefreshTokenAuth.name())
    });
    let (aws, _) = known.ok_or_else(|| Fault::new(&["`method` must be SRP, PASSWORD, CUSTOM or CHOICE."]))?;
    if let Json::Map(entries) = input {
        for (_, value) in entries.iter_mut().filter(|(name, _)| name == "AuthFlow") {
            *value = Json::text(*aws);
        }
    }
    Ok(())
}
