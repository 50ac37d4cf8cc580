//! Domains of pools: one prefix and one domain of one's own for each, and no domain twice on a server.

use serde_json::{Map, Value, json};

use super::resource_kinds::DOMAIN;
use super::resources::{self, find_mut};
use crate::local::host::env::Env;
use crate::local::host::input::{Input, missing};
use crate::local::host::refusal::{Answer, Checked, invalid_parameter};
use crate::local::model::pool::Pool;
use crate::local::model::resource::Resource;
use crate::local::model::state::State;

fn domains(pool: &Pool) -> impl Iterator<Item = &Resource> {
    resources::of_kind(pool, &DOMAIN)
}

fn is_custom(resource: &Resource) -> bool {
    resource.members.contains_key("CustomDomainConfig")
}

fn is_label(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    plain && (1..=63).contains(&text.len()) && !text.starts_with('-') && !text.ends_with('-')
}

/// Gives a pool its domain, of a CreateUserPoolDomain request.
pub(in crate::local) fn add_domain(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Checked<()> {
    let domain = input.need("Domain")?;
    let custom = input.has("CustomDomainConfig");
    let valid =
        if custom { domain.split('.').count() > 1 && domain.split('.').all(is_label) } else { is_label(domain) };
    if !valid {
        return Err(invalid_parameter(
            "Domain must be a prefix of lower-case letters, digits and hyphens or, with CustomDomainConfig, a host name.",
        ));
    }
    if domains(pool).any(|other| is_custom(other) == custom) {
        return Err(invalid_parameter("User pool already has a domain configured."));
    }
    resources::create(env, pool, &DOMAIN, input).map(|_| ())
}

pub(super) fn create(env: &mut Env<'_>, state: &mut State, input: Input<'_>) -> Answer {
    let domain = input.need("Domain")?;
    if owner(state, domain).is_some() {
        return Err(invalid_parameter("Domain already associated with another user pool."));
    }
    let pool = state.pool_mut(input.need("UserPoolId")?)?;
    add_domain(env, pool, input)?;
    Ok(changed(find_mut(pool, &DOMAIN, domain)?))
}

/// What Create and Update answer.
fn changed(resource: &Resource) -> Value {
    let mut answer = Map::new();
    for member in ["ManagedLoginVersion", "Routing"] {
        if let Some(value) = resource.members.get(member) {
            answer.insert(member.to_owned(), value.clone());
        }
    }
    if is_custom(resource) {
        answer.insert("CloudFrontDomain".to_owned(), json!(cloud_front(&resource.key)));
    }
    Value::Object(answer)
}

/// No such host exists: nothing here lies behind a distribution.
fn cloud_front(domain: &str) -> String {
    format!("{}.cloudfront.invalid", domain.replace('.', "-"))
}

pub(super) fn update(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    resources::run(env, pool, &DOMAIN, resources::Action::Update, input)?;
    Ok(changed(find_mut(pool, &DOMAIN, input.need("Domain")?)?))
}

/// The pool that has a domain.
fn owner<'s>(state: &'s State, domain: &str) -> Option<(&'s Pool, &'s Resource)> {
    state.pools.iter().find_map(|pool| {
        let found = domains(pool).find(|resource| resource.key == domain)?;
        Some((pool, found))
    })
}

/// A domain that nobody has is described by nothing, as the service has it.
pub(super) fn describe(_env: &mut Env<'_>, state: &mut State, input: Input<'_>) -> Answer {
    let domain = input.text("Domain")?.ok_or_else(|| missing("Domain"))?;
    let Some((pool, resource)) = owner(state, domain) else { return Ok(json!({ "DomainDescription": {} })) };
    let mut shown = resources::describe(pool, &DOMAIN, resource);
    if let Some(shown) = shown.as_object_mut() {
        shown.insert("AWSAccountId".to_owned(), json!("000000000000"));
        shown.insert("CloudFrontDistribution".to_owned(), json!(cloud_front(domain)));
        shown.insert("Version".to_owned(), json!("1"));
        shown.insert("Status".to_owned(), json!("ACTIVE"));
        shown.entry("CustomDomainConfig").or_insert_with(|| json!({}));
        shown.entry("ManagedLoginVersion").or_insert_with(|| json!(1));
    }
    // CustomDomainConfig without a certificate is none.
    if let Some(shown) = shown.as_object_mut().filter(|_| !is_custom(resource)) {
        shown.remove("CustomDomainConfig");
    }
    Ok(json!({ "DomainDescription": shown }))
}
