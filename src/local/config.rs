//! The configuration: pools with their app clients, groups and users, in the shapes of AWS's own requests.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::api;
use super::host::env::Env;
use super::host::faults::Faults;
use super::host::input::Input;
use super::host::refusal::{Checked, Stop};
use super::login_config::LoginConfig;
use super::model::pool::Pool;
use super::model::state::{Origin, State};
use super::model::user::Factor;
use super::shapes::{self, without_nulls};
use crate::error::{AuthError, Details, Result};

/// The whole configuration.
#[derive(Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Config {
    pools: Vec<PoolConfig>,
    faults: Option<Value>,
    issuer: Option<String>,
    endpoint: Option<String>,
    /// Where new pools live.
    region: String,
}

impl Default for Config {
    fn default() -> Self {
        Config { pools: Vec::new(), faults: None, issuer: None, endpoint: None, region: "us-east-1".to_owned() }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct PoolConfig {
    pool: Map<String, Value>,
    identity_providers: Vec<Map<String, Value>>,
    resource_servers: Vec<Map<String, Value>>,
    domains: Vec<Map<String, Value>>,
    login: Option<LoginConfig>,
    clients: Vec<Map<String, Value>>,
    groups: Vec<Value>,
    users: Vec<Map<String, Value>>,
    triggers: Vec<String>,
}

/// The triggers that this server calls.
const TRIGGERS: &[&str] = &[
    "createAuthChallenge",
    "customEmailSender",
    "customMessage",
    "customSMSSender",
    "defineAuthChallenge",
    "postAuthentication",
    "postConfirmation",
    "preAuthentication",
    "preSignUp",
    "preTokenGeneration",
    "userMigration",
    "verifyAuthChallengeResponse",
];

fn wrong(message: String) -> AuthError {
    Details { message: message.into(), ..Details::invalid("") }.into()
}

impl Config {
    pub(super) fn parse(json: &str) -> Result<Config> {
        let config: Value = serde_json::from_str(json)
            .map_err(|error| wrong(format!("The configuration is not valid JSON: {error}")))?;
        shapes::configuration("LocalConfig", &config).map_err(wrong)?;
        serde_json::from_value(without_nulls(&config))
            .map_err(|_| wrong("The configuration cannot be read.".to_owned()))
    }

    pub(super) fn faults(&self) -> Result<Faults> {
        match &self.faults {
            None | Some(Value::Null) => Ok(Faults::default()),
            Some(faults) => Faults::parse(&faults.to_string()),
        }
    }

    /// Makes the pools.
    pub(super) fn build(&self, env: &mut Env<'_>) -> Result<State> {
        let origin = Origin { issuer: self.issuer.clone(), endpoint: self.endpoint.clone() };
        let mut state = State { pools: Vec::new(), origin };
        for (index, config) in self.pools.iter().enumerate() {
            let at = format!("pools[{index}]");
            let mut pool = named(format!("{at}.pool"), api::add_pool(env, &state, &self.region, &config.pool))?;
            if pool.mfa_mode() != "OFF" && !Factor::ALL.iter().any(|factor| pool.offers(*factor)) {
                let why = "the pool asks for a second factor and disables all that it names. Enable one, or name none.";
                return Err(wrong(format!("{at}.pool.MfaConfiguration: {why}")));
            }
            let login = config.login.as_ref();
            let providers = login.map(LoginConfig::identity_providers).unwrap_or_default();
            for (member, kind, all) in [
                ("identityProviders", &api::IDENTITY_PROVIDER, &config.identity_providers),
                ("login.identityProviders", &api::IDENTITY_PROVIDER, &providers),
                ("resourceServers", &api::RESOURCE_SERVER, &config.resource_servers),
            ] {
                for (index, resource) in all.iter().enumerate() {
                    named(format!("{at}.{member}[{index}]"), api::add_resource(env, &mut pool, kind, Input(resource)))?;
                }
            }
            for (index, domain) in config.domains.iter().enumerate() {
                add_domain(env, &state, &mut pool, domain, format!("{at}.domains[{index}]"))?;
            }
            if let Some(login) = login {
                add_domain(env, &state, &mut pool, &login.domain(index), format!("{at}.login.domain"))?;
                pool.login.title.clone_from(&login.title);
                pool.login.federated_nonce = login.federated_nonce;
            }
            for (index, client) in config.clients.iter().enumerate() {
                let client = login.map_or_else(|| client.clone(), |login| login.complete(client));
                let id = named(format!("{at}.clients[{index}]"), api::add_client(env, &mut pool, &client))?;
                if state.pools.iter().any(|pool| pool.client(&id).is_ok()) {
                    return Err(wrong(format!("{at}.clients[{index}].ClientId: another pool already uses this id.")));
                }
            }
            for (index, group) in config.groups.iter().enumerate() {
                // A bare name is a group, too.
                let group = match group {
                    Value::String(name) => serde_json::json!({ "GroupName": name }),
                    other => other.clone(),
                };
                named(format!("{at}.groups[{index}]"), api::add_group(&mut pool, &group, env.now))?;
            }
            for (index, user) in config.users.iter().enumerate() {
                check_groups(&pool, config, user, &format!("{at}.users[{index}]"))?;
                named(format!("{at}.users[{index}]"), api::seed(env, &mut pool, Input(user)))?;
            }
            if let Some(unknown) = config.triggers.iter().find(|name| !TRIGGERS.contains(&name.as_str())) {
                return Err(wrong(format!(
                    "{at}.triggers: {unknown} is unknown. Known triggers: {}.",
                    TRIGGERS.join(", ")
                )));
            }
            pool.triggers.clone_from(&config.triggers);
            named(format!("{at}.pool"), api::check_functions(&pool, &pool.settings))?;
            state.pools.push(pool);
        }
        Ok(state)
    }
}

/// Where a pool names its groups, its users are in no others: a mistyped name would make one.
fn check_groups(pool: &Pool, config: &PoolConfig, user: &Map<String, Value>, at: &str) -> Result<()> {
    let named = user.get("Groups").and_then(Value::as_array).into_iter().flatten().enumerate();
    for (index, group) in named.filter_map(|(index, group)| Some((index, group.as_str()?))) {
        if config.groups.is_empty() || pool.group(group).is_ok() {
            continue;
        }
        let known = pool.groups.iter().map(|group| group.group_name.as_str());
        let meant = shapes::nearest(group, known).map(|meant| format!(" Did you mean {meant}?")).unwrap_or_default();
        return Err(wrong(format!("{at}.Groups[{index}]: the pool has no group {group}.{meant}")));
    }
    Ok(())
}

/// Gives the pool a domain that no other pool of the server has.
fn add_domain(
    env: &mut Env<'_>,
    state: &State,
    pool: &mut Pool,
    request: &Map<String, Value>,
    at: String,
) -> Result<()> {
    let taken = |pool: &Pool| {
        let mut domains = pool.resources.iter().filter(|one| one.kind == "DomainDescription");
        domains.any(|one| request.get("Domain") == Some(&Value::String(one.key.clone())))
    };
    if state.pools.iter().any(taken) {
        return Err(wrong(format!("{at}: another pool already uses this domain.")));
    }
    named(at, api::add_domain(env, pool, Input(request)))
}

/// Says which member a refusal is about.
fn named<T>(member: String, checked: Checked<T>) -> Result<T> {
    checked.map_err(|stop| match stop {
        Stop::Refuse(refusal) => wrong(format!("{member}: {}", refusal.message)),
        Stop::Invoke { .. } | Stop::Fetch(_) => {
            wrong(format!("{member}: triggers and other servers are not available here."))
        }
    })
}
