//! `login` of a pool's configuration: managed login at once, with little to write.

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A domain, identity providers, and what app clients that say nothing of managed login have.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct LoginConfig {
    domain: Option<String>,
    pub(super) title: Option<String>,
    /// Names of pretend providers, or CreateIdentityProvider requests.
    identity_providers: Vec<Value>,
    pub(super) federated_nonce: bool,
    #[serde(rename = "CallbackURLs")]
    callback_urls: Option<Value>,
    #[serde(rename = "LogoutURLs")]
    logout_urls: Option<Value>,
    #[serde(rename = "AllowedOAuthFlows")]
    flows: Option<Value>,
    #[serde(rename = "AllowedOAuthScopes")]
    scopes: Option<Value>,
    #[serde(rename = "SupportedIdentityProviders")]
    providers: Option<Value>,
}

/// What says that an app client has its own members.
const OWN: [&str; 3] = ["AllowedOAuthFlows", "AllowedOAuthFlowsUserPoolClient", "CallbackURLs"];

impl LoginConfig {
    /// A CreateUserPoolDomain request; domains are one server's, so the pool's position makes the name.
    pub(super) fn domain(&self, index: usize) -> Map<String, Value> {
        let domain = self.domain.clone().unwrap_or_else(|| format!("login-{}", index + 1));
        let mut request = Map::new();
        if domain.contains('.') {
            let certificate = "arn:aws:acm:us-east-1:000000000000:certificate/local";
            request.insert("CustomDomainConfig".to_owned(), json!({ "CertificateArn": certificate }));
        }
        request.insert("Domain".to_owned(), json!(domain));
        request
    }

    /// CreateIdentityProvider requests: a bare name is a provider that pretends.
    pub(super) fn identity_providers(&self) -> Vec<Map<String, Value>> {
        self.identity_providers.iter().map(provider).collect()
    }

    /// The app client with what it does not say itself.
    pub(super) fn complete(&self, client: &Map<String, Value>) -> Map<String, Value> {
        let mut client = client.clone();
        let (Some(callbacks), false) = (&self.callback_urls, OWN.iter().any(|member| client.contains_key(*member)))
        else {
            return client;
        };
        let all = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];
        let names = self.identity_providers().into_iter().filter_map(|mut one| one.remove("ProviderName"));
        let providers: Vec<Value> = [json!("COGNITO")].into_iter().chain(names).collect();
        for (member, value) in [
            ("CallbackURLs", callbacks.clone()),
            ("LogoutURLs", self.logout_urls.clone().unwrap_or_else(|| callbacks.clone())),
            ("AllowedOAuthFlows", self.flows.clone().unwrap_or_else(|| json!(["code"]))),
            ("AllowedOAuthScopes", self.scopes.clone().unwrap_or_else(|| json!(all))),
            ("SupportedIdentityProviders", self.providers.clone().unwrap_or_else(|| json!(providers))),
            ("AllowedOAuthFlowsUserPoolClient", json!(true)),
        ] {
            client.entry(member).or_insert(value);
        }
        client
    }
}

fn provider(config: &Value) -> Map<String, Value> {
    let name = match config {
        Value::Object(request) => return request.clone(),
        Value::String(name) => name.as_str(),
        // Refused as a request without a name is.
        _ => return Map::new(),
    };
    let kind =
        if matches!(name, "Facebook" | "Google" | "LoginWithAmazon" | "SignInWithApple") { name } else { "SAML" };
    let request = json!({
        "ProviderName": name,
        "ProviderType": kind,
        "ProviderDetails": {
            "client_id": "local", "client_secret": "local", "team_id": "local", "key_id": "local",
            "authorize_scopes": "openid email profile", "MetadataURL": "https://idp.invalid/metadata",
        },
        "AttributeMapping": {
            "email": "email", "name": "name", "given_name": "given_name", "family_name": "family_name",
        },
    });
    match request {
        Value::Object(request) => request,
        _ => Map::new(),
    }
}
