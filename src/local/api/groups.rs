//! Groups and their members.

use serde_json::{Value, json};

use super::list_users::users_page;
use super::page::{at, page};
use crate::local::host::env::Env;
use crate::local::host::input::{Input, missing};
use crate::local::host::refusal::{Answer, Checked, invalid_parameter, not_found, refuse};
use crate::local::model::pool::{Group, Pool};
use crate::local::shapes::without_nulls;

fn describe(pool: &Pool, group: &Group) -> Value {
    let mut value = serde_json::to_value(group).unwrap_or_default();
    if let Some(value) = value.as_object_mut() {
        for date in ["CreationDate", "LastModifiedDate"] {
            let seconds = value.get(date).and_then(Value::as_f64).unwrap_or_default() / 1000.0;
            value.insert(date.to_owned(), json!(seconds));
        }
        value.insert("UserPoolId".to_owned(), json!(pool.id));
    }
    value
}

/// Makes a group from a CreateGroup request.
pub(in crate::local) fn add_group(pool: &mut Pool, request: &Value, now: f64) -> Checked<Value> {
    let mut group: Group =
        serde_json::from_value(without_nulls(request)).map_err(|_| invalid_parameter("The group cannot be read."))?;
    if group.group_name.is_empty() {
        return Err(missing("GroupName"));
    }
    if pool.group(&group.group_name).is_ok() {
        return Err(refuse("GroupExistsException", "A group with the name already exists."));
    }
    group.creation_date = now;
    group.last_modified_date = now;
    let answer = describe(pool, &group);
    pool.groups.push(group);
    Ok(answer)
}

pub(super) fn create(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let group = add_group(pool, &Value::Object(input.0.clone()), env.now)?;
    Ok(json!({ "Group": group }))
}

pub(super) fn get(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let group = pool.group(input.need("GroupName")?)?;
    Ok(json!({ "Group": describe(pool, group) }))
}

pub(super) fn update(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let name = input.need("GroupName")?;
    let (description, precedence) = (input.text("Description")?, input.number("Precedence")?);
    let role = input.text("RoleArn")?;
    let now = env.now;
    let group =
        pool.groups.iter_mut().find(|group| group.group_name == name).ok_or_else(|| not_found("Group not found."))?;
    group.description = description.map(str::to_owned).or_else(|| group.description.take());
    group.precedence = precedence.or(group.precedence);
    group.role_arn = role.map(str::to_owned).or_else(|| group.role_arn.take());
    group.last_modified_date = now;
    get(env, pool, input)
}

pub(super) fn delete(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let name = input.need("GroupName")?;
    pool.group(name)?;
    pool.groups.retain(|group| group.group_name != name);
    for user in pool.users.values_mut() {
        user.groups.retain(|group| group != name);
    }
    Ok(json!({}))
}

fn page_of<'p>(pool: &Pool, groups: impl Iterator<Item = &'p Group>, input: Input<'_>) -> Answer {
    let groups = groups.map(|group| (at(group.creation_date, &group.group_name), group));
    page(groups, |group| describe(pool, group), input, ("Groups", "Limit", "NextToken"))
}

pub(super) fn list(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    page_of(pool, pool.groups.iter(), input)
}

pub(super) fn users(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let name = input.need("GroupName")?;
    pool.group(name)?;
    users_page(pool, input, "NextToken", |user| user.groups.iter().any(|group| group == name), None)
}

pub(super) fn add_user(_env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let name = pool.group(input.need("GroupName")?)?.group_name.clone();
    let user = pool.user_mut(username)?;
    if !user.groups.contains(&name) {
        user.groups.push(name);
    }
    Ok(json!({}))
}

pub(super) fn remove_user(_env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let name = pool.group(input.need("GroupName")?)?.group_name.clone();
    pool.user_mut(username)?.groups.retain(|group| *group != name);
    Ok(json!({}))
}

pub(super) fn of_user(_env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let user = pool.user(username)?;
    let groups = pool.groups.iter().filter(|group| user.groups.contains(&group.group_name));
    page_of(pool, groups, input)
}
