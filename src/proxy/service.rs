//! A call to Amazon Cognito, with all that only this server knows.

use serde_json::Value;

use super::config::Pool;
use super::exchange::{Event, Step};
use super::failure::{Checked, bad_gateway, from_service, unavailable};
use super::visit::Visit;
use crate::error::{AuthError, Result};
use crate::operation::{AuthReply, Call, ChallengeName, Json, Method, Operation, methods};
use crate::secret::Secret;
use crate::wire::cognito;

/// The user name that a secret hash is about: where an operation takes it.
pub(super) fn username(call: &Call) -> Option<&str> {
    let inside = |name: &str| call.input.get(name).and_then(|map| map.text_at("USERNAME"));
    call.input.text_at("Username").or_else(|| inside("AuthParameters")).or_else(|| inside("ChallengeResponses"))
}

impl Visit<'_> {
    /// Sends a call and reads the answer. Where the app client has two secrets, the second is tried when the first fails.
    pub(super) async fn call(&self, call: &Call) -> Checked<Json> {
        let mut secrets = self.pool.client_secrets.iter();
        let (first, second) = (secrets.next(), secrets.next());
        let reply = self.send(&self.completed(call, first)).await?;
        let reply = match (reply, second) {
            (Err(error), Some(second)) if is_about_the_secret(&error) => {
                self.send(&self.completed(call, Some(second))).await?
            }
            (reply, _) => reply,
        };
        let reply = reply.map_err(|error| {
            self.note("serviceCode", &error.code);
            from_service(&error, self.pool)
        })?;
        Ok(with_realm(reply, self.pool))
    }

    async fn send(&self, call: &Call) -> Checked<Result<Json>> {
        let request = cognito::request(&self.pool.endpoint(), call);
        let step = Step::Send {
            url: request.url,
            target: request.headers.text_at("X-Amz-Target").unwrap_or_default().to_owned(),
            body: Value::from(&call.input).to_string(),
        };
        match self.host.ask(step).await {
            Event::Replied { status, error_type, body } => {
                Ok(answer_in(status, error_type.as_deref(), &body, || may_be_empty(call.operation)))
            }
            Event::Unanswered { timeout } => Err(unavailable(timeout)),
            _ => Err(bad_gateway()),
        }
    }

    /// The call with the app client's id, its secret in the form that the operation wants, and the real client's address.
    fn completed(&self, call: &Call, secret: Option<&Secret<String>>) -> Call {
        let pool = self.pool;
        let takes = |name: &str| call.operation.members().iter().any(|member| member.name == name);
        let mut done = call.clone();
        if takes("ClientId") {
            done = done.text("ClientId", &pool.client_id);
        }
        if takes("UserPoolId") {
            done = done.text("UserPoolId", &pool.user_pool_id);
        }
        let Some(secret) = secret else { return done };
        if takes("ClientSecret") {
            done = done.secret("ClientSecret", secret);
        }
        let name = username(call);
        if let Some(hash) = name.map(|name| cognito::secret_hash(secret.expose(), name, &pool.client_id)) {
            if takes("SecretHash") {
                done = done.text("SecretHash", &hash);
            } else {
                add_parameter(&mut done.input, "SECRET_HASH", &hash);
            }
        }
        // It counts only for an app client with a secret: from any other, anybody could have written it.
        if takes("UserContextData") {
            set_ip(&mut done.input, self.client_ip().as_deref());
        }
        done
    }
}

/// Adds to the parameters that are there.
pub(super) fn add_parameter(input: &mut Json, name: &'static str, value: &str) {
    let Json::Map(members) = input else { return };
    for (member, parameters) in members.iter_mut() {
        if member == "AuthParameters" || member == "ChallengeResponses" {
            parameters.set(name, Json::text(value));
        }
    }
}

/// `UserContextData` as the app gave it, with an address that it cannot give.
fn set_ip(input: &mut Json, ip: Option<&str>) {
    let given = input.get("UserContextData").and_then(|data| data.text_at("EncodedData")).map(str::to_owned);
    if let Json::Map(members) = input {
        members.retain(|(name, _)| name != "UserContextData");
    }
    let encoded = given.map(|data| ("EncodedData", data));
    let address = ip.map(|ip| ("IpAddress", ip.to_owned()));
    let data: Vec<_> = encoded.into_iter().chain(address).collect();
    if !data.is_empty() {
        input.set("UserContextData", Json::texts(data));
    }
}

fn is_about_the_secret(error: &AuthError) -> bool {
    error.is("NotAuthorizedException") && error.message.to_lowercase().contains("secret")
}

/// A proof of the password needs the pool's name, which the app does not know: the challenge brings it as its realm.
fn with_realm(mut reply: Json, pool: &Pool) -> Json {
    let Json::Map(members) = &mut reply else { return reply };
    let is_proof = |(name, value): &(crate::operation::Name, Json)| {
        name == "ChallengeName" && value.as_text() == Some(ChallengeName::PasswordVerifier.name())
    };
    if members.iter().any(is_proof) {
        for (name, parameters) in members.iter_mut() {
            if name == "ChallengeParameters" {
                parameters.set("REALM", Json::text(pool.parts().1));
            }
        }
    }
    reply
}

/// The tokens of an answer, when it has some.
pub(super) fn tokens(operation: Operation, reply: &Json) -> Option<crate::operation::Tokens> {
    use Operation::{GetTokensFromRefreshToken, InitiateAuth, RespondToAuthChallenge};
    if !matches!(operation, InitiateAuth | RespondToAuthChallenge | GetTokensFromRefreshToken) {
        return None;
    }
    match AuthReply::read(reply) {
        Ok(AuthReply::Tokens(tokens)) => Some(*tokens),
        Ok(AuthReply::Challenge(_)) | Err(_) => None,
    }
}

/// The answer in a reply; `may_be_empty` says whether one without a body is an answer.
pub(super) fn answer_in(
    status: u16,
    error_type: Option<&str>,
    body: &str,
    may_be_empty: impl FnOnce() -> bool,
) -> Result<Json> {
    let is_empty = body.is_empty() && may_be_empty();
    let body = serde_json::from_str::<Value>(body).ok().map(|body| Json::from(&body));
    cognito::read(cognito::Reply { status, error_type, request_id: None, body, is_empty })
}

/// Whether an operation has no output, so that an answer without a body is a success.
fn may_be_empty(operation: Operation) -> bool {
    let has_none = |method: Method| method.operation == operation.name() && method.traits.contains('e');
    matches!(operation, Operation::RevokeToken | Operation::GlobalSignOut | Operation::SetUserSettings)
        || methods().any(has_none)
}
