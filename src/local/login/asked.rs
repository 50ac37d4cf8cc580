//! What an app asks of managed login: the parameters of `/oauth2/authorize`, checked in an order that sends nobody to an address
//! that is not the app's.

use serde_json::Value;

use super::reply::{Reply, Return};
use crate::local::host::fields::Fields;
use crate::local::model::app_client::Client;
use crate::local::model::pool::Pool;
use crate::local::model::resource::Resource;

/// What only pages know, or what pages take off a link.
const ONCE: [&str; 3] = ["identity_provider", "idp_identifier", "notice"];

/// A request that may be granted.
pub(super) struct Asked {
    pub(super) client: Client,
    pub(super) redirect_uri: String,
    pub(super) implicit: bool,
    pub(super) state: Option<String>,
    pub(super) scopes: Vec<String>,
    pub(super) nonce: Option<String>,
    /// `code_challenge`.
    pub(super) challenge: Option<String>,
    pub(super) resource: Option<String>,
    pub(super) prompt: Vec<String>,
    pub(super) max_age: Option<u64>,
    pub(super) login_hint: Option<String>,
    /// The identity provider to go to: `COGNITO` for the pool's own users.
    pub(super) provider: Option<String>,
    /// The parameters, for the links between the pages.
    pub(super) query: Fields,
}

/// Why a request is not granted.
pub(super) enum Wrong {
    /// Nobody to send back to: the code of an error page.
    Page(&'static str),
    Back(Reply),
}

impl Asked {
    pub(super) fn back(&self) -> Return<'_> {
        Return { uri: &self.redirect_uri, state: self.state.as_deref(), in_fragment: self.implicit }
    }

    /// A page of ours, with what the app asked.
    pub(super) fn link(&self, page: &str) -> String {
        format!("{page}?{}", self.query.without(&ONCE).encode())
    }
}

/// Texts of a list among an app client's members.
pub(super) fn listed<'c>(client: &'c Client, member: &str) -> Vec<&'c str> {
    let list = client.other.get(member).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The pool's identity providers that an app client takes.
pub(super) fn providers<'p>(pool: &'p Pool, client: &Client) -> Vec<&'p Resource> {
    let allowed = listed(client, "SupportedIdentityProviders");
    let all = pool.resources.iter().filter(|resource| resource.kind == "IdentityProvider");
    all.filter(|resource| allowed.contains(&resource.key.as_str())).collect()
}

/// Whether the app client takes users of the pool: one that names no provider does.
pub(super) fn takes_own_users(client: &Client) -> bool {
    let allowed = listed(client, "SupportedIdentityProviders");
    allowed.is_empty() || allowed.contains(&"COGNITO")
}

pub(super) fn read(pool: &Pool, query: &Fields) -> Result<Asked, Wrong> {
    let client = query.get("client_id").and_then(|id| pool.client(id).ok()).ok_or(Wrong::Page("invalid_client"))?;
    let redirect_uri = query.get("redirect_uri").ok_or(Wrong::Page("invalid_request"))?;
    if !listed(client, "CallbackURLs").contains(&redirect_uri) {
        return Err(Wrong::Page("redirect_mismatch"));
    }
    let state = query.get("state");
    let response_type = query.get("response_type");
    let implicit = response_type == Some("token");
    let back = Return { uri: redirect_uri, state, in_fragment: implicit };
    let wrong = |error: &str, description: &str| Wrong::Back(back.error(error, description));

    if query.repeated() {
        return Err(wrong("invalid_request", "A parameter is there twice."));
    }
    let flow = match response_type {
        Some("code") => "code",
        Some("token") => "implicit",
        _ => return Err(wrong("invalid_request", "response_type must be code or token.")),
    };
    let on = client.other.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
    if !on || !listed(client, "AllowedOAuthFlows").contains(&flow) {
        return Err(wrong("unauthorized_client", "The app client may not use this flow: see its AllowedOAuthFlows."));
    }
    let (challenge, method) = (query.get("code_challenge"), query.get("code_challenge_method"));
    let fits = |text: &str| {
        (43..=128).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_alphanumeric() || b"-._~".contains(&c))
    };
    match (challenge, method) {
        (None, None) => {}
        (Some(challenge), Some("S256")) if fits(challenge) => {}
        _ => return Err(wrong("invalid_request", "code_challenge needs code_challenge_method, which must be S256.")),
    }
    let scopes = scopes(client, query.get("scope"));
    let scopes = scopes.ok_or_else(|| wrong("invalid_scope", "The app client may not have this scope."))?;
    let resource = query.get("resource");
    if resource.is_some_and(|resource| !is_audience(resource)) {
        return Err(wrong(
            "invalid_request",
            "resource must be one absolute URL: https, http on localhost, or an app's scheme.",
        ));
    }
    let max_age = match query.get("max_age").map(str::parse) {
        None => None,
        Some(Ok(seconds)) => Some(seconds),
        Some(Err(_)) => return Err(wrong("invalid_request", "max_age must be a number of seconds.")),
    };
    let prompt: Vec<String> = query.get("prompt").unwrap_or_default().split(' ').map(str::to_owned).collect();
    let prompt: Vec<String> = prompt.into_iter().filter(|one| !one.is_empty()).collect();
    let known = |one: &String| matches!(one.as_str(), "none" | "login" | "select_account" | "consent");
    if !prompt.iter().all(known) || prompt.len() > 1 && prompt.iter().any(|one| one == "none") {
        return Err(wrong("invalid_request", "prompt must be none, or of login, select_account and consent."));
    }
    let provider = provider(pool, client, query).map_err(|text| wrong("invalid_request", text))?;
    let owned = |name: &str| query.get(name).map(str::to_owned);
    Ok(Asked {
        client: client.clone(),
        redirect_uri: redirect_uri.to_owned(),
        implicit,
        state: state.map(str::to_owned),
        scopes,
        nonce: owned("nonce"),
        challenge: challenge.map(str::to_owned),
        resource: resource.map(str::to_owned),
        prompt,
        max_age,
        login_hint: owned("login_hint"),
        provider,
        query: query.clone(),
    })
}

/// The scopes to grant; without any asked for, all of the app client's.
fn scopes(client: &Client, asked: Option<&str>) -> Option<Vec<String>> {
    let allowed = listed(client, "AllowedOAuthScopes");
    let Some(asked) = asked else { return Some(allowed.into_iter().map(str::to_owned).collect()) };
    let asked: Vec<String> = asked.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
    let has = |scope: &str| asked.iter().any(|one| one == scope);
    let of_openid = ["email", "phone", "profile"].into_iter().any(has);
    let fits = asked.iter().all(|scope| allowed.contains(&scope.as_str())) && (!of_openid || has("openid"));
    fits.then_some(asked)
}

fn is_audience(resource: &str) -> bool {
    let Some((scheme, rest)) = resource.split_once("://") else { return false };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let blank = resource.contains('#') || resource.chars().any(|c| c.is_whitespace() || c.is_control());
    !blank && !host.is_empty() && (scheme != "http" || host.split(':').next() == Some("localhost"))
}

/// `identity_provider`, or the one that has `idp_identifier` among its identifiers.
fn provider(pool: &Pool, client: &Client, query: &Fields) -> Result<Option<String>, &'static str> {
    let all = providers(pool, client);
    let found = match (query.get("identity_provider"), query.get("idp_identifier")) {
        (None, None) => return Ok(None),
        (Some("COGNITO"), _) if takes_own_users(client) => return Ok(Some("COGNITO".to_owned())),
        (Some(name), _) => all.into_iter().find(|provider| provider.key == name),
        (None, Some(identifier)) => all.into_iter().find(|provider| {
            let identifiers = provider.members.get("IdpIdentifiers").and_then(Value::as_array);
            identifiers.into_iter().flatten().any(|one| one.as_str() == Some(identifier))
        }),
    };
    let found = found.ok_or("The app client has no such identity provider: see its SupportedIdentityProviders.")?;
    Ok(Some(found.key.clone()))
}
