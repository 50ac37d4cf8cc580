//! What a pool keeps and gives back: one set of operations over the kinds of `resource_kinds`.

use serde_json::{Map, Value, json};

use super::page::{at, page};
use super::resource_kinds::{IDENTITY_PROVIDER, Key, Kind, MANAGED_LOGIN_BRANDING, TERMS};
use crate::local::host::env::Env;
use crate::local::host::input::{Input, missing};
use crate::local::host::refusal::{Answer, Checked, not_found, refuse};
use crate::local::model::pool::Pool;
use crate::local::model::resource::Resource;

/// What is done with a resource.
#[derive(Clone, Copy)]
pub(super) enum Action {
    Create,
    Describe,
    Update,
    Delete,
    List,
}

pub(super) fn run(env: &mut Env<'_>, pool: &mut Pool, kind: &'static Kind, action: Action, input: Input<'_>) -> Answer {
    match action {
        Action::Create => {
            let key = create(env, pool, kind, input)?;
            Ok(wrapped(pool, kind, find(pool, kind, &key)?))
        }
        Action::Describe => Ok(wrapped(pool, kind, find(pool, kind, input.need(kind.key_member())?)?)),
        Action::Update => update(env, pool, kind, input),
        Action::Delete => {
            let key = find(pool, kind, input.need(kind.key_member())?)?.key.clone();
            pool.resources.retain(|resource| !(resource.kind == kind.name && resource.key == key));
            Ok(json!({}))
        }
        Action::List => {
            let all = of_kind(pool, kind).map(|resource| (at(resource.created, &resource.key), resource));
            let describe = |resource: &Resource| summary(pool, kind, resource);
            page(all, describe, input, (kind.list, "MaxResults", kind.token))
        }
    }
}

pub(super) fn of_kind<'a>(pool: &'a Pool, kind: &'static Kind) -> impl Iterator<Item = &'a Resource> {
    pool.resources.iter().filter(|resource| resource.kind == kind.name)
}

pub(super) fn find<'a>(pool: &'a Pool, kind: &'static Kind, key: &str) -> Checked<&'a Resource> {
    of_kind(pool, kind)
        .find(|resource| resource.key == key)
        .ok_or_else(|| not_found(format!("{} {key} does not exist.", kind.words)))
}

pub(super) fn find_mut<'a>(pool: &'a mut Pool, kind: &'static Kind, key: &str) -> Checked<&'a mut Resource> {
    let mut all = pool.resources.iter_mut();
    all.find(|resource| resource.kind == kind.name && resource.key == key)
        .ok_or_else(|| not_found(format!("{} {key} does not exist.", kind.words)))
}

/// The members of a request that this kind keeps, each of its shape.
fn members(kind: &'static Kind, input: Input<'_>, whole: bool) -> Checked<Map<String, Value>> {
    let mut kept = Map::new();
    for member in kind.members {
        match input.shaped(member.name, member.shape)? {
            Some(value) => _ = kept.insert(member.name.to_owned(), value.clone()),
            None if whole && member.required => return Err(missing(member.name)),
            None => {}
        }
    }
    Ok(kept)
}

/// Makes one of a Create request; answers its key.
pub(in crate::local) fn create(
    env: &mut Env<'_>,
    pool: &mut Pool,
    kind: &'static Kind,
    input: Input<'_>,
) -> Checked<String> {
    let key = match kind.key {
        Key::Given(member) => input.need(member)?.to_owned(),
        Key::Drawn("JobId") => format!("import-{}", env.rng.word(10)),
        Key::Drawn(_) => env.rng.uuid(),
    };
    let members = members(kind, input, true)?;
    (kind.check)(pool, Input(&members))?;
    let same = |resource: &&Resource| {
        resource.key == key
            || !kind.unique.is_empty()
                && kind.unique.iter().all(|name| resource.members.get(*name) == members.get(*name))
    };
    if of_kind(pool, kind).any(|resource| same(&resource)) {
        return Err(refuse(kind.exists, format!("{} already exists in the user pool.", kind.words)));
    }
    let (created, modified) = (env.now, env.now);
    pool.resources.push(Resource { kind: kind.name.to_owned(), key: key.clone(), members, created, modified });
    Ok(key)
}

/// What is not named stays, as the service has it for these.
fn update(env: &mut Env<'_>, pool: &mut Pool, kind: &'static Kind, input: Input<'_>) -> Answer {
    let key = input.need(kind.key_member())?;
    let mut whole = find(pool, kind, key)?.members.clone();
    whole.extend(members(kind, input, false)?);
    (kind.check)(pool, Input(&whole))?;
    let now = env.now;
    let resource = find_mut(pool, kind, key)?;
    resource.members = whole;
    resource.modified = now;
    Ok(wrapped(pool, kind, find(pool, kind, key)?))
}

/// The resource as a member of an answer.
pub(super) fn wrapped(pool: &Pool, kind: &'static Kind, resource: &Resource) -> Value {
    json!({ kind.name: describe(pool, kind, resource) })
}

/// The resource as the service shows it.
pub(super) fn describe(pool: &Pool, kind: &'static Kind, resource: &Resource) -> Value {
    let mut shown = resource.members.clone();
    shown.retain(|name, _| !kind.hidden.contains(&name.as_str()));
    shown.insert(kind.key_member().to_owned(), json!(resource.key));
    shown.insert("UserPoolId".to_owned(), json!(pool.id));
    for (name, date) in [("CreationDate", resource.created), ("LastModifiedDate", resource.modified)] {
        if kind.dates.contains(&name) {
            shown.insert(name.to_owned(), json!(date / 1000.0));
        }
    }
    Value::Object(shown)
}

/// The resource in a list.
fn summary(pool: &Pool, kind: &'static Kind, resource: &Resource) -> Value {
    let mut shown = describe(pool, kind, resource);
    if let (Some(shown), false) = (shown.as_object_mut(), kind.summary.is_empty()) {
        shown.retain(|name, _| kind.summary.contains(&name.as_str()));
    }
    shown
}

/// The provider that has an identifier among its IdpIdentifiers.
pub(super) fn provider_by_identifier(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let identifier = json!(input.need("IdpIdentifier")?);
    let has = |resource: &&Resource| {
        let all = resource.members.get("IdpIdentifiers").and_then(Value::as_array);
        all.is_some_and(|all| all.contains(&identifier))
    };
    let found = of_kind(pool, &IDENTITY_PROVIDER).find(has);
    let found = found.ok_or_else(|| not_found("No identity provider has this IdpIdentifier."))?;
    Ok(wrapped(pool, &IDENTITY_PROVIDER, found))
}

/// The resource whose members are those of the request.
fn by_members(pool: &Pool, kind: &'static Kind, input: Input<'_>, names: &[&str]) -> Answer {
    for name in names {
        input.need(name)?;
    }
    let found =
        of_kind(pool, kind).find(|resource| names.iter().all(|name| resource.members.get(*name) == input.value(name)));
    let found = found.ok_or_else(|| not_found(format!("{} does not exist for the app client.", kind.words)))?;
    Ok(wrapped(pool, kind, found))
}

pub(super) fn branding_by_client(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    by_members(pool, &MANAGED_LOGIN_BRANDING, input, &["ClientId"])
}

pub(super) fn terms_by_client(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    by_members(pool, &TERMS, input, &["ClientId", "TermsName"])
}
