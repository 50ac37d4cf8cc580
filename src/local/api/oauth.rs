//! The members of an app client that managed login reads: addresses, flows, scopes, identity providers.

use serde_json::{Map, Value};

use super::resource_kinds::{IDENTITY_PROVIDER, RESOURCE_SERVER};
use super::resources::{find, of_kind};
use crate::local::host::input::{Input, Shape};
use crate::local::host::refusal::{Checked, invalid_parameter, refuse};
use crate::local::model::pool::Pool;

/// What an app client keeps besides what this server acts on.
const MEMBERS: [(&str, Shape); 9] = [
    ("AllowedOAuthFlows", Shape::Texts),
    ("AllowedOAuthFlowsUserPoolClient", Shape::Flag),
    ("AllowedOAuthScopes", Shape::Texts),
    ("AnalyticsConfiguration", Shape::Object),
    ("CallbackURLs", Shape::Texts),
    ("DefaultRedirectURI", Shape::Text),
    ("EnablePropagateAdditionalUserContextData", Shape::Flag),
    ("LogoutURLs", Shape::Texts),
    ("SupportedIdentityProviders", Shape::Texts),
];

/// Whether people may be sent to an address: absolute, without a fragment, and `http` for this machine alone.
fn check_address(member: &str, address: &str) -> Checked<()> {
    let wrong = |why: &str| invalid_parameter(format!("{member}: each address {why}."));
    let Some((scheme, rest)) = address.split_once(':') else { return Err(wrong("must be absolute")) };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if !is_scheme || address.len() > 1024 || address.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(wrong("must be absolute, without spaces, and at most 1024 characters long"));
    }
    if address.contains('#') {
        return Err(wrong("must not have a fragment"));
    }
    let host = rest.strip_prefix("//").unwrap_or_default().split(['/', '?']).next().unwrap_or_default();
    let name = match host.split_once(']') {
        Some((name, _)) => name.trim_start_matches('['),
        None => host.split(':').next().unwrap_or_default(),
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" if !matches!(name, "localhost" | "127.0.0.1" | "::1") => {
            Err(wrong("must use HTTPS unless it points to localhost, 127.0.0.1 or [::1]"))
        }
        "http" | "https" if name.is_empty() => Err(wrong("must name a host")),
        _ => Ok(()),
    }
}

fn check_flows(input: Input<'_>, has_secret: bool) -> Checked<()> {
    let wrong = |text: &'static str| refuse("InvalidOAuthFlowException", text);
    let flows = input.list("AllowedOAuthFlows")?.unwrap_or_default();
    let has = |flow: &str| flows.iter().any(|name| name == flow);
    if flows.iter().any(|flow| !matches!(flow.as_str(), "code" | "implicit" | "client_credentials")) {
        return Err(invalid_parameter("AllowedOAuthFlows must be code, implicit or client_credentials."));
    }
    if has("client_credentials") && (has("code") || has("implicit")) {
        return Err(wrong("client_credentials flow can not be selected along with code flow or implicit flow."));
    }
    if has("client_credentials") && !has_secret {
        return Err(wrong("client_credentials flow can not be selected if client does not have a client secret."));
    }
    let scopes = input.list("AllowedOAuthScopes")?.unwrap_or_default();
    if input.flag("AllowedOAuthFlowsUserPoolClient")? == Some(true) && (flows.is_empty() || scopes.is_empty()) {
        return Err(wrong(
            "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
        ));
    }
    if (has("code") || has("implicit")) && input.list("CallbackURLs")?.unwrap_or_default().is_empty() {
        return Err(wrong("CallbackURLs is required for the code and implicit flows."));
    }
    Ok(())
}

fn check_scopes(pool: &Pool, input: Input<'_>) -> Checked<()> {
    const STANDARD: [&str; 5] = ["aws.cognito.signin.user.admin", "email", "openid", "phone", "profile"];
    let of_servers = |scope: &str| {
        let (identifier, name) = scope.rsplit_once('/').unwrap_or_default();
        let server = of_kind(pool, &RESOURCE_SERVER).find(|server| server.key == identifier);
        let scopes = server.and_then(|server| server.members.get("Scopes")).and_then(Value::as_array);
        scopes.is_some_and(|all| all.iter().any(|one| one.get("ScopeName").and_then(Value::as_str) == Some(name)))
    };
    let scopes = input.list("AllowedOAuthScopes")?.unwrap_or_default();
    match scopes.iter().find(|scope| !STANDARD.contains(&scope.as_str()) && !of_servers(scope)) {
        Some(scope) => Err(refuse("ScopeDoesNotExistException", format!("Invalid scope requested: {scope}"))),
        None => Ok(()),
    }
}

/// The members to keep, once the pool allows them.
pub(super) fn checked(pool: &Pool, input: Input<'_>, has_secret: bool) -> Checked<Map<String, Value>> {
    let mut kept = Map::new();
    for (member, shape) in MEMBERS {
        if let Some(value) = input.shaped(member, shape)? {
            kept.insert(member.to_owned(), value.clone());
        }
    }
    for member in ["CallbackURLs", "LogoutURLs"] {
        for address in input.list(member)?.unwrap_or_default() {
            check_address(member, &address)?;
        }
    }
    let callbacks = input.list("CallbackURLs")?.unwrap_or_default();
    if input.text("DefaultRedirectURI")?.is_some_and(|address| !callbacks.iter().any(|known| known == address)) {
        return Err(invalid_parameter("DefaultRedirectURI must be one of CallbackURLs."));
    }
    check_flows(input, has_secret)?;
    check_scopes(pool, input)?;
    for name in input.list("SupportedIdentityProviders")?.unwrap_or_default() {
        if name != "COGNITO" && find(pool, &IDENTITY_PROVIDER, &name).is_err() {
            return Err(invalid_parameter(format!("The provider {name} does not exist for User Pool {}.", pool.id)));
        }
    }
    Ok(kept)
}
