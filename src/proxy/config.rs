//! The configuration: read strictly, so that a typing error is no security hole.

use std::collections::BTreeMap;

use base64ct::{Base64UrlUnpadded, Encoding};
use ipnet::IpNet;
use serde::Deserialize;

use super::address::{is_https, is_loopback, is_origin};
use super::client_ip::network;
use super::login::config::Login;
use super::store::Store;
use crate::error::{AuthError, Details, Result};
use crate::operation::Operation;
use crate::secret::Secret;
use crate::wire::cognito;
use crate::wire::rest::routes::ROUTES;

/// Where the tokens are between two requests.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Custody {
    /// With the app, which sends those that an operation needs.
    #[default]
    Token,
    /// Sealed in cookies that no JavaScript reads.
    Cookie,
}

/// What counts when a store cannot be asked.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Outage {
    /// Nobody passes.
    Closed,
    /// Everybody passes.
    Open,
}

/// The whole configuration.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Config {
    /// The user pools behind this proxy.
    pub pools: Vec<Pool>,
    /// Where the tokens are.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub custody: Custody,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) keys: Vec<Key>,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) cookies: Cookies,
    /// Where sessions lie, unless the cookies are all there is of them.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub(super) sessions: Option<Sessions>,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) origins: Vec<String>,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    trusted_hops: Vec<String>,
    #[serde(skip)]
    pub(super) hops: Vec<IpNet>,
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    operations: Option<Vec<String>>,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) password_sign_in: bool,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) end_others_on_password_change: bool,
    /// How long the app client's refresh tokens hold.
    #[serde(default = "thirty_days")]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) refresh_token_seconds: f64,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) limits: Limits,
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub(super) rate_limits: Option<RateLimits>,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) deny_list: DenyList,
    #[serde(default)]
    #[cfg_attr(test, ts(type = "Record<string, string>", optional))]
    pub(super) upstreams: BTreeMap<String, String>,
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub(super) admin: Option<Admin>,
}

/// One user pool, with the app client that this proxy is.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pool {
    /// `UserPoolId`
    pub user_pool_id: String,
    /// `ClientId`
    pub client_id: String,
    /// The app client's secrets, the one in use first.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<Vec<String>>", optional))]
    pub(super) client_secrets: Vec<Secret<String>>,
    #[cfg_attr(test, ts(optional))]
    pub(super) endpoint: Option<String>,
    #[cfg_attr(test, ts(optional))]
    pub(super) issuer: Option<String>,
    #[cfg_attr(test, ts(optional))]
    pub(super) host: Option<String>,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) path: String,
    /// Apart from the others' where several pools share a host: cookies of `__Host-` belong to the whole host.
    #[serde(default = "auth")]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) cookie_name: String,
    /// The login pages of the pool; without it nobody is sent there.
    #[cfg_attr(test, ts(optional))]
    pub(super) login: Option<Login>,
}

fn thirty_days() -> f64 {
    30.0 * 86_400.0
}

fn auth() -> String {
    "auth".to_owned()
}

#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Key {
    pub(super) id: String,
    #[cfg_attr(test, ts(as = "String"))]
    secret: Secret<String>,
}

#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub(super) struct Cookies {
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) idle_seconds: f64,
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) absolute_seconds: f64,
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) same_site: SameSite,
}

impl Default for Cookies {
    fn default() -> Self {
        Cookies { idle_seconds: 86_400.0, absolute_seconds: 30.0 * 86_400.0, same_site: SameSite::Lax }
    }
}

#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sessions {
    redis: Store,
}

#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum SameSite {
    Strict,
    Lax,
    None,
}

#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub(super) struct Limits {
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) body_bytes: usize,
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) header_bytes: usize,
    /// The others are the host's.
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    timeout_ms: f64,
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    idle_ms: f64,
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    body_ms: f64,
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    concurrency: f64,
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    per_client: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            body_bytes: 65_536,
            header_bytes: 32_768,
            timeout_ms: 10_000.0,
            idle_ms: 60_000.0,
            body_ms: 10_000.0,
            concurrency: 1000.0,
            per_client: 100.0,
        }
    }
}

#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct RateLimits {
    #[cfg_attr(test, ts(optional))]
    ip: Option<Rate>,
    #[cfg_attr(test, ts(optional))]
    username: Option<Rate>,
    #[cfg_attr(test, ts(optional))]
    username_total: Option<Rate>,
    #[serde(default = "sixty_four")]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    ipv6_prefix: u8,
    #[serde(default = "open")]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) on_failure: Outage,
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    redis: Option<Store>,
}

fn sixty_four() -> u8 {
    64
}

fn open() -> Outage {
    Outage::Open
}

#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rate {
    points: f64,
    seconds: f64,
}

#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub(super) struct DenyList {
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(super) on_failure: Outage,
    #[cfg_attr(test, ts(optional))]
    redis: Option<Store>,
}

impl Default for DenyList {
    fn default() -> Self {
        DenyList { on_failure: Outage::Closed, redis: None }
    }
}

#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Admin {
    pub(super) group: String,
}

fn wrong(message: String) -> AuthError {
    Details { message: message.into(), ..Details::invalid("") }.into()
}

impl Config {
    pub(super) fn parse(json: &str) -> Result<Config> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let mut config: Config = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            wrong(format!("The configuration is wrong at `{}`: {}.", error.path(), without_values(error.inner())))
        })?;
        config.check()?;
        Ok(config)
    }

    fn check(&mut self) -> Result<()> {
        let member = |name: String, what: &str| wrong(format!("The configuration is wrong at `{name}`: {what}"));
        if self.pools.is_empty() {
            return Err(member("pools".into(), "name one user pool at least."));
        }
        for (index, pool) in self.pools.iter().enumerate() {
            pool.check().map_err(|(name, what)| member(format!("pools[{index}].{name}"), what))?;
            if let Some(login) = &pool.login {
                login.check(&pool.path).map_err(|(name, what)| member(format!("pools[{index}].{name}"), what))?;
                if self.keys.is_empty() && self.sessions.is_none() {
                    return Err(member("keys".into(), "`login` seals with a key: give one, or `sessions.redis`."));
                }
            }
            let before = self.pools.iter().take(index);
            let may_share = |other: &Pool| {
                let apart = pool.host.is_some() && other.host.is_some() && !pool.is_at(other.host.as_deref());
                apart || (&other.user_pool_id, &other.client_id) == (&pool.user_pool_id, &pool.client_id)
            };
            let mut same_name = before.filter(|other| other.cookie_name.eq_ignore_ascii_case(&pool.cookie_name));
            if self.custody == Custody::Cookie && !same_name.all(may_share) {
                let what = "another pool of the same host has this name: cookies belong to the whole host.";
                return Err(member(format!("pools[{index}].cookieName"), what));
            }
        }
        for (index, key) in self.keys.iter().enumerate() {
            if !plain(&key.id, 32) || self.keys.iter().skip(index + 1).any(|other| other.id == key.id) {
                let what = "take up to 32 letters, digits, `-` and `_`, and for each key another id.";
                return Err(member(format!("keys[{index}].id"), what));
            }
            let bytes = Base64UrlUnpadded::decode_vec(key.secret.expose()).unwrap_or_default();
            if bytes.iter().all(|byte| *byte == 0) && bytes.len() == 32 {
                let what = "all its bytes are zero: draw 32 random ones.";
                return Err(member(format!("keys[{index}].secret"), what));
            }
            if self.keys.iter().skip(index + 1).any(|other| other.secret.expose() == key.secret.expose()) {
                return Err(member(format!("keys[{index}].secret"), "another key has the same secret."));
            }
            if bytes.len() != 32 {
                let what = "it must be base64url of 32 random bytes, without padding.";
                return Err(member(format!("keys[{index}].secret"), what));
            }
        }
        if self.custody == Custody::Cookie && self.keys.is_empty() && self.sessions.is_none() {
            return Err(member("keys".into(), "custody `cookie` seals with a key: give one, or `sessions.redis`."));
        }
        for (name, store) in self.stores() {
            store.check().map_err(|what| member(name.into(), what))?;
        }
        for (index, origin) in self.origins.iter().enumerate() {
            if !is_origin(origin) {
                let what = "an origin is scheme, host and port, like https://app.example.com, without a path.";
                return Err(member(format!("origins[{index}]"), what));
            }
        }
        for (index, hop) in self.trusted_hops.iter().enumerate() {
            let network = network(hop).ok_or_else(|| {
                member(format!("trustedHops[{index}]"), "it must be an address or a network like 10.0.0.0/8.")
            })?;
            if network.prefix_len() == 0 {
                let what = "it holds every address there is, so everybody could write X-Forwarded-For: name the proxies in front.";
                return Err(member(format!("trustedHops[{index}]"), what));
            }
            self.hops.push(network);
        }
        for (index, name) in self.operations.iter().flatten().enumerate() {
            if Operation::from_name(name).is_none() {
                return Err(member(format!("operations[{index}]"), "there is no operation of this name."));
            }
        }
        for (prefix, target) in &self.upstreams {
            if !prefix.starts_with('/') || prefix.len() < 2 || prefix.ends_with('/') || takes_a_route(prefix) {
                let what = "a prefix is like /api, without a slash at its end, and none of the proxy's own paths.";
                return Err(member("upstreams".into(), what));
            }
            if !is_origin(target) || !(target.starts_with("https://") || is_loopback(target)) {
                let what = "a target is an origin like https://api.example.com: https, or http on this machine.";
                return Err(member(format!("upstreams[\"{prefix}\"]"), what));
            }
        }
        for (name, number) in self.numbers() {
            if !number.is_finite() || number < 1.0 {
                return Err(member(name.into(), "it must be 1 or more."));
            }
        }
        if self.cookies.idle_seconds > self.cookies.absolute_seconds {
            let what = "it must not be more than cookies.absoluteSeconds, after which every session ends.";
            return Err(member("cookies.idleSeconds".into(), what));
        }
        if self.rate_limits.as_ref().is_some_and(|limits| !(16..=128).contains(&limits.ipv6_prefix)) {
            return Err(member("rateLimits.ipv6Prefix".into(), "it must be from 16 to 128."));
        }
        if self.admin.as_ref().is_some_and(|admin| admin.group.is_empty()) {
            return Err(member("admin.group".into(), "name the group that administrators are in."));
        }
        Ok(())
    }

    fn stores(&self) -> impl Iterator<Item = (&'static str, &Store)> {
        let sessions = self.sessions.as_ref().map(|sessions| ("sessions.redis", &sessions.redis));
        let denied = self.deny_list.redis.as_ref().map(|store| ("denyList.redis", store));
        let limits = self.rate_limits.as_ref().and_then(|limits| limits.redis.as_ref());
        sessions.into_iter().chain(denied).chain(limits.map(|store| ("rateLimits.redis", store)))
    }

    /// Numbers that must be 1 or more.
    fn numbers(&self) -> Vec<(&'static str, f64)> {
        let mut all = vec![
            ("cookies.idleSeconds", self.cookies.idle_seconds),
            ("cookies.absoluteSeconds", self.cookies.absolute_seconds),
            ("refreshTokenSeconds", self.refresh_token_seconds),
            ("limits.timeoutMs", self.limits.timeout_ms),
            ("limits.idleMs", self.limits.idle_ms),
            ("limits.bodyMs", self.limits.body_ms),
            ("limits.concurrency", self.limits.concurrency),
            ("limits.perClient", self.limits.per_client),
        ];
        if let Some(limits) = &self.rate_limits {
            let rates = [
                ("rateLimits.ip.points", "rateLimits.ip.seconds", &limits.ip),
                ("rateLimits.username.points", "rateLimits.username.seconds", &limits.username),
                ("rateLimits.usernameTotal.points", "rateLimits.usernameTotal.seconds", &limits.username_total),
            ];
            for (points, seconds, rate) in rates {
                all.extend(rate.iter().flat_map(|rate| [(points, rate.points), (seconds, rate.seconds)]));
            }
        }
        all
    }

    /// How long a session can live, in seconds.
    pub(super) fn longest_session(&self) -> f64 {
        match self.custody {
            Custody::Token => self.refresh_token_seconds,
            Custody::Cookie => self.cookies.absolute_seconds,
        }
    }

    /// How many bits of an IPv6 address are one client's.
    pub(super) fn ipv6_prefix(&self) -> u8 {
        self.rate_limits.as_ref().map_or(64, |limits| limits.ipv6_prefix)
    }

    /// Whether apps may call it.
    pub(super) fn offers(&self, operation: Operation) -> bool {
        self.operations.as_ref().is_none_or(|names| names.iter().any(|name| name == operation.name()))
    }

    /// Whether the limiter is to be asked.
    pub(super) fn limits_attempts(&self) -> bool {
        self.rate_limits.is_some()
    }

    /// The pool of an address, with the path below the pool's own.
    pub(super) fn pool<'c, 'p>(&'c self, host: &str, path: &'p str) -> Option<(&'c Pool, &'p str)> {
        self.pools.iter().find_map(|pool| {
            let here = pool.is_at(Some(host));
            let below = path.strip_prefix(pool.path.as_str()).filter(|rest| rest.starts_with('/'))?;
            here.then_some((pool, below))
        })
    }
}

impl Pool {
    fn check(&self) -> core::result::Result<(), (&'static str, &'static str)> {
        if cognito::user_pool_id(&self.user_pool_id).is_none() {
            return Err(("userPoolId", "it must look like eu-central-1_AbCdEf123: copy it from the console."));
        }
        if self.client_id.is_empty() {
            return Err(("clientId", "copy the app client's id from the console."));
        }
        if self.client_secrets.len() > 2 || self.client_secrets.iter().any(|secret| secret.expose().is_empty()) {
            return Err(("clientSecrets", "give the app client's secret, and during a rotation two."));
        }
        let address = |address: &String| is_https(address) || is_loopback(address);
        if !self.endpoint.as_ref().is_none_or(|endpoint| address(endpoint) && endpoint.ends_with('/')) {
            return Err(("endpoint", "it must be https, or http on this machine, and end with a slash."));
        }
        if !self.path.is_empty() && (!self.path.starts_with('/') || self.path.ends_with('/')) {
            return Err(("path", "it is like /auth, without a slash at its end."));
        }
        if !plain(&self.cookie_name, 32) {
            return Err(("cookieName", "take up to 32 letters, digits, `-` and `_`."));
        }
        Ok(())
    }

    /// Whether requests to this host are for the pool.
    pub(super) fn is_at(&self, host: Option<&str>) -> bool {
        self.host.as_deref().is_none_or(|known| host.is_some_and(|host| known.eq_ignore_ascii_case(host)))
    }

    /// Region and name of the user pool.
    pub(super) fn parts(&self) -> (&str, &str) {
        cognito::user_pool_id(&self.user_pool_id).unwrap_or_default()
    }

    /// Where calls go.
    pub(super) fn endpoint(&self) -> String {
        self.endpoint.clone().unwrap_or_else(|| cognito::regular_endpoint(self.parts().0))
    }

    /// Where the keys are that sign tokens.
    pub fn jwks(&self) -> String {
        format!("{}{}/.well-known/jwks.json", self.endpoint(), self.user_pool_id)
    }

    /// How tokens may name their issuer.
    pub fn issuers(&self) -> Vec<String> {
        cognito::issuers(&self.user_pool_id).into_iter().chain(self.issuer.clone()).collect()
    }
}

/// serde's message without the value that it did not like, which may be a secret in the wrong place.
fn without_values(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    match text.split_once(", expected ") {
        Some((before, wanted)) if before.starts_with("invalid ") => format!("it must be {wanted}"),
        _ => text.to_owned(),
    }
}

fn plain(text: &str, most: usize) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.len() <= most && text.bytes().all(fits)
}

fn takes_a_route(prefix: &str) -> bool {
    let first = |path: &str| path.split('/').nth(1).unwrap_or_default().to_owned();
    let own = ["/session", "/admin", "/health", "/ready", "/metrics", "/login", "/callback"];
    ROUTES.iter().map(|route| route.path).chain(own).any(|path| first(path) == first(prefix))
}

/// The configuration in TypeScript, which `types/proxy-config.d.ts` is held against.
#[cfg(test)]
pub(super) fn typescript() -> Vec<String> {
    use crate::typescript::declared;
    vec![
        declared::<Config>(),
        declared::<Custody>(),
        declared::<Outage>(),
        declared::<Pool>(),
        declared::<Login>(),
        declared::<Key>(),
        declared::<Cookies>(),
        declared::<SameSite>(),
        declared::<Sessions>(),
        declared::<Store>(),
        declared::<Limits>(),
        declared::<RateLimits>(),
        declared::<Rate>(),
        declared::<DenyList>(),
        declared::<Admin>(),
    ]
}
