//! What a configuration says and a snapshot overrules, for whoever wonders why nothing came of it.

use serde::Serialize;
use serde_json::Value;

use super::model::pool::Pool;
use super::model::state::State;

/// The pool of a list that is the same as another: it has its id, else its name.
pub(super) fn same<'p>(pools: &'p [Pool], pool: &Pool) -> Option<&'p Pool> {
    let by = |is: &dyn Fn(&Pool) -> bool| pools.iter().find(|other| is(other));
    by(&|other| other.id == pool.id).or_else(|| by(&|other| other.settings.pool_name == pool.settings.pool_name))
}

/// The places of a configuration, each with what there is not in the snapshot.
pub(super) fn overruled(configured: &State, restored: &State) -> Vec<String> {
    let mut places = Vec::new();
    for (index, pool) in configured.pools.iter().enumerate() {
        let Some(now) = same(&restored.pools, pool) else {
            places.push(format!("pools[{index}] ({})", pool.settings.pool_name));
            continue;
        };
        let mut add = |member: &str, names: Vec<String>| {
            if !names.is_empty() {
                places.push(format!("pools[{index}].{member}: {}", listed(&names)));
            }
        };
        add("pool", differing(&pool.settings, &now.settings));
        add("clients", clients(pool, now));
        let groups = pool.groups.iter().filter(|group| now.group(&group.group_name).is_err());
        add("groups", groups.map(|group| group.group_name.clone()).collect());
        // A pool that names its users by their addresses draws other names at every start.
        let known =
            |name: &str| now.users.contains_key(name) || now.find(name, super::model::pool::Lookup::Any).is_some();
        let called = |username: &str| {
            let user = pool.users.get(username)?;
            let addresses = pool.settings.username_attributes.iter();
            Some(addresses.filter_map(|name| user.attribute(name)).next().unwrap_or(username).to_owned())
        };
        let users = pool.users.keys().filter_map(|username| called(username));
        add("users", users.filter(|name| !known(name)).collect());
        for (member, kind) in [
            ("identityProviders", "IdentityProvider"),
            ("resourceServers", "ResourceServer"),
            ("domains", "DomainDescription"),
        ] {
            let has = |key: &str| now.resources.iter().any(|one| one.kind == kind && one.key == key);
            let lacking = pool.resources.iter().filter(|one| one.kind == kind && !has(&one.key));
            add(member, lacking.map(|one| one.key.clone()).collect());
        }
    }
    places
}

/// App clients that are not there, and the members of others that say something else.
fn clients(pool: &Pool, now: &Pool) -> Vec<String> {
    const OWN: [&str; 6] = ["ClientId", "UserPoolId", "Secrets", "CreationDate", "LastModifiedDate", "ClientName"];
    let name = |client: &super::model::app_client::Client| {
        let names = [&client.client_name, &client.client_id];
        names.into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default()
    };
    pool.clients
        .iter()
        .filter_map(|client| {
            let by_id = now.clients.iter().find(|other| other.client_id == client.client_id);
            let by_name = || {
                now.clients
                    .iter()
                    .find(|other| !other.client_name.is_empty() && other.client_name == client.client_name)
            };
            let Some(other) = by_id.or_else(by_name) else { return Some(name(client)) };
            let members: Vec<String> =
                differing(client, other).into_iter().filter(|member| !OWN.contains(&member.as_str())).collect();
            (!members.is_empty()).then(|| format!("{} ({})", name(client), members.join(", ")))
        })
        .collect()
}

/// The members that are not the same.
fn differing<T: Serialize>(one: &T, other: &T) -> Vec<String> {
    let members = |value: &T| match serde_json::to_value(value) {
        Ok(Value::Object(members)) => members,
        _ => serde_json::Map::new(),
    };
    let other = members(other);
    members(one).into_iter().filter(|(name, value)| other.get(name) != Some(value)).map(|(name, _)| name).collect()
}

/// A few of the names, and how many more there are.
fn listed(names: &[String]) -> String {
    const MOST: usize = 5;
    let shown: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
    let more = names.len().saturating_sub(MOST);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}
