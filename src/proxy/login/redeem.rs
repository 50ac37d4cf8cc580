//! The code of the login pages, redeemed at their token endpoint: once, with the app client's secret.

use base64ct::{Base64, Encoding};
use serde_json::{Map, Value, json};

use super::super::claims::claims_of;
use super::super::exchange::{Event, Step};
use super::super::visit::Visit;
use super::config::Login;
use super::form;
use crate::secret::Secret;

impl Visit<'_> {
    /// Sends the form, and tells the rules what came of it. Only a refusal of the secret, before which no code is looked at, is followed by
    /// the other secret.
    pub(super) async fn send_form(&self, login: &Login, sent: &Map<String, Value>) -> Value {
        let mut secrets = self.pool.client_secrets.iter();
        let heard = self.post(login, sent, secrets.next()).await;
        let is_about_the_secret =
            heard.get("body").and_then(|body| body.get("error")).and_then(Value::as_str) == Some("invalid_client");
        match secrets.next() {
            Some(second) if is_about_the_secret => self.post(login, sent, Some(second)).await,
            _ => heard,
        }
    }

    async fn post(&self, login: &Login, sent: &Map<String, Value>, secret: Option<&Secret<String>>) -> Value {
        let pairs = sent.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()));
        // RFC 6749, section 2.3.1: both are encoded as in a form.
        let basic = secret.map(|secret| {
            let pair = [&form::encode(&self.pool.client_id), ":", &form::encode(secret.expose())].concat();
            ["Basic ", &Base64::encode_string(pair.as_bytes())].concat()
        });
        let url = [&login.domain, "/oauth2/token"].concat();
        let step = Step::Redeem { url, authorization: basic, body: form::write(pairs) };
        let Event::Replied { status, body, .. } = self.host.ask(step).await else { return json!({ "none": true }) };
        let body = serde_json::from_str::<Value>(&body).ok().filter(Value::is_object);
        let claims = |name: &str| {
            let token = body.as_ref().and_then(|body| body.get(name)).and_then(Value::as_str);
            token.and_then(claims_of)
        };
        let mut heard = json!({ "status": status });
        // A member that is not there and one that is null are not the same there.
        if let Some(heard) = heard.as_object_mut() {
            let all = [("access", claims("access_token")), ("id", claims("id_token"))];
            let all = all.into_iter().filter_map(|(name, claims)| Some((name.to_owned(), Value::Object(claims?))));
            heard.insert("claims".into(), Value::Object(all.collect()));
            heard.extend(body.map(|body| ("body".into(), body)));
        }
        heard
    }
}
