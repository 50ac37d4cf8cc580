//! A pending challenge, as plain data that survives a reload, and the answers to it.

use super::Context;
use crate::error::{AuthError, Details, Result};
use crate::operation::{Challenge, ChallengeName, Json, texts};
use crate::prelude::*;
use crate::secret::Secret;

/// A question that waits for a person.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The user name to answer with: `USER_ID_FOR_SRP` once the service has told it.
    pub username: String,
    /// The challenge as the service gave it.
    pub challenge: Box<Challenge>,
    /// Chosen here among the challenges of SELECT_CHALLENGE, and not yet told to the service.
    pub selected: bool,
}

impl Pending {
    /// As the caller may store it. It holds the service's session handle: anyone who has it and the code can sign in.
    pub fn to_json(&self) -> Json {
        let mut json = Json::Map(vec![
            ("challengeName".into(), Json::text(self.challenge.name.name())),
            ("username".into(), Json::text(self.username.as_str())),
            ("parameters".into(), self.challenge.parameters.clone()),
        ]);
        if let Some(session) = &self.challenge.session {
            json.set("session", Json::Text(session.clone()));
        }
        if !self.challenge.available.is_empty() {
            let names = self.challenge.available.iter().map(|name| Json::text(name.as_str())).collect();
            json.set("availableChallenges", Json::List(names));
        }
        if self.selected {
            json.set("selected", Json::Bool(true));
        }
        json
    }

    /// Reads what [`Pending::to_json`] wrote.
    pub fn from_json(json: &Json) -> Result<Pending> {
        Ok(Pending {
            username: json.text_at("username").filter(|name| !name.is_empty()).ok_or(NOT_STORED)?.to_owned(),
            challenge: Box::new(Challenge {
                name: ChallengeName::from_name(
                    json.text_at("challengeName").filter(|name| !name.is_empty()).ok_or(NOT_STORED)?,
                ),
                session: json.text_at("session").map(Secret::from),
                parameters: match json.get("parameters") {
                    Some(parameters @ Json::Map(_)) => parameters.clone(),
                    None => Json::Map(Vec::new()),
                    Some(_) => return Err(NOT_STORED),
                },
                available: texts(json.get("availableChallenges")),
            }),
            selected: matches!(json.get("selected"), Some(Json::Bool(true))),
        })
    }

    /// The challenge of a reply, for the user who is signing in.
    pub(super) fn new(username: &str, challenge: Box<Challenge>) -> Pending {
        let username = challenge.parameters.text_at("USER_ID_FOR_SRP").unwrap_or(username).to_owned();
        Pending { username, challenge, selected: false }
    }

    /// The same question narrowed to one of SELECT_CHALLENGE's factors, for which a password is still to be asked.
    pub(super) fn select(mut self, name: ChallengeName) -> Pending {
        self.challenge.name = name;
        self.selected = true;
        self
    }
}

/// What a person answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A one-time code.
    Code(Secret<String>),
    /// The first code of a new authenticator, and a name for it.
    Setup {
        /// The code.
        code: Secret<String>,
        /// `FriendlyDeviceName`
        device_name: Option<String>,
    },
    /// A choice, or the answer to a custom challenge.
    Text(Secret<String>),
    /// The password, for PASSWORD and PASSWORD_SRP.
    Password(Secret<String>),
    /// A new password, with the attributes that the pool requires.
    NewPassword {
        /// The password.
        password: Secret<String>,
        /// A map of attributes.
        attributes: Json,
    },
    /// The JSON text of a public-key credential, for WEB_AUTHN.
    Credential(String),
    /// Any map of `ChallengeResponses`, for a challenge that this version does not know.
    Responses(Json),
}

/// The member that carries the answer, for the challenges that take one text.
fn member(name: &ChallengeName, answer: &Answer) -> Option<&'static str> {
    Some(match (name, answer) {
        (ChallengeName::SmsMfa, Answer::Code(_)) => "SMS_MFA_CODE",
        (ChallengeName::SmsOtp, Answer::Code(_)) => "SMS_OTP_CODE",
        (ChallengeName::EmailOtp, Answer::Code(_)) => "EMAIL_OTP_CODE",
        (ChallengeName::SoftwareTokenMfa, Answer::Code(_)) => "SOFTWARE_TOKEN_MFA_CODE",
        (ChallengeName::MfaSetup, Answer::Text(_)) => "EMAIL",
        (ChallengeName::Password, Answer::Password(_)) => "PASSWORD",
        (
            ChallengeName::SelectMfaType
            | ChallengeName::SelectChallenge
            | ChallengeName::CustomChallenge
            | ChallengeName::Other(_),
            Answer::Text(_),
        ) => "ANSWER",
        _ => return None,
    })
}

/// `ChallengeResponses` for an answer, without the ones that the flow adds itself.
pub(super) fn responses(context: &Context, pending: &Pending, answer: &Answer) -> Result<Json> {
    let mut responses = Json::texts([("USERNAME", pending.username.as_str())]);
    if pending.selected {
        responses.set("ANSWER", Json::text(pending.challenge.name.name()));
    }
    match (&pending.challenge.name, answer) {
        (ChallengeName::NewPasswordRequired, Answer::NewPassword { password, attributes }) => {
            responses.set("NEW_PASSWORD", Json::Text(password.clone()));
            for (name, value) in attributes.entries() {
                responses.set(["userAttributes.", name].concat(), value.clone());
            }
        }
        (ChallengeName::WebAuthn, Answer::Credential(credential)) => {
            responses.set("CREDENTIAL", Json::text(credential.as_str()));
        }
        (ChallengeName::Other(_), Answer::Responses(entries)) => {
            for (name, value) in entries.entries() {
                responses.set(name.clone(), value.clone());
            }
        }
        // The proof follows in the next round trip: only SRP_A goes out now.
        (ChallengeName::PasswordSrp, Answer::Password(_)) => {}
        (name, Answer::Code(text) | Answer::Text(text) | Answer::Password(text)) => {
            let member = member(name, answer).ok_or(WRONG_ANSWER)?;
            responses.set(member, Json::Text(text.clone()));
        }
        _ => return Err(WRONG_ANSWER),
    }
    if let Some(hash) = context.secret_hash(&pending.username) {
        responses.set("SECRET_HASH", Json::text(hash));
    }
    Ok(responses)
}

pub(crate) const WRONG_ANSWER: AuthError = AuthError::known(
    const {
        &Details::invalid(
            "This answer does not fit the step: read step.status and give what it asks for (code, answer, password, newPassword or credential).",
        )
    },
);

pub(crate) const NOT_STORED: AuthError = AuthError::known(
    const { &Details::invalid("This is no stored step: pass JSON.parse of what JSON.stringify(step) gave.") },
);
