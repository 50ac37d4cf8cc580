//! Tags of pools, by ARN.

use serde_json::{Map, Value, json};

use crate::local::host::env::Env;
use crate::local::host::input::{Input, Shape, missing};
use crate::local::host::refusal::{Answer, Checked, invalid_parameter, not_found};
use crate::local::model::state::State;

/// Where a pool keeps them: they are a member of CreateUserPool, too.
const MEMBER: &str = "UserPoolTags";

fn tags<'s>(state: &'s mut State, input: Input<'_>) -> Checked<&'s mut Map<String, Value>> {
    let arn = input.need("ResourceArn")?;
    let pool = state.pools.iter_mut().find(|pool| pool.arn() == arn);
    let pool = pool.ok_or_else(|| not_found("No user pool has this ResourceArn."))?;
    let tags = pool.settings.other.entry(MEMBER).or_insert_with(|| json!({}));
    tags.as_object_mut().ok_or_else(|| invalid_parameter("UserPoolTags must be a map of strings."))
}

pub(super) fn list(_env: &mut Env<'_>, state: &mut State, input: Input<'_>) -> Answer {
    Ok(json!({ "Tags": tags(state, input)? }))
}

pub(super) fn tag(_env: &mut Env<'_>, state: &mut State, input: Input<'_>) -> Answer {
    let new = input.shaped("Tags", Shape::TextMap)?.and_then(Value::as_object).ok_or_else(|| missing("Tags"))?;
    let all = tags(state, input)?;
    if new.keys().chain(all.keys().filter(|key| !new.contains_key(*key))).count() > 50 {
        return Err(invalid_parameter("A user pool can have at most 50 tags."));
    }
    all.extend(new.clone());
    Ok(json!({}))
}

pub(super) fn untag(_env: &mut Env<'_>, state: &mut State, input: Input<'_>) -> Answer {
    let keys = input.list("TagKeys")?.ok_or_else(|| missing("TagKeys"))?;
    tags(state, input)?.retain(|key, _| !keys.contains(key));
    Ok(json!({}))
}
