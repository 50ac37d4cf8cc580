//! What the service's answers mean, read once.

use super::{ChallengeName, Json};
use crate::error::{AuthError, Details, Result};
use crate::prelude::*;
use crate::secret::Secret;

/// A device that the service offers to remember: `NewDeviceMetadata`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewDevice {
    /// `DeviceKey`
    pub key: String,
    /// `DeviceGroupKey`
    pub group_key: String,
}

/// `AuthenticationResult`: the tokens of one sign-in or refresh.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Tokens {
    /// The access token.
    pub access: Secret<String>,
    /// The ID token; absent when the `openid` scope was not granted.
    pub id: Option<Secret<String>>,
    /// The refresh token; absent when the service wants the old one to be kept.
    pub refresh: Option<Secret<String>>,
    /// The device to confirm, when the pool tracks devices.
    pub new_device: Option<NewDevice>,
}

/// A question that the service wants answered before it hands out tokens.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Challenge {
    /// `ChallengeName`
    pub name: ChallengeName,
    /// `Session`, the handle to send back.
    pub session: Option<Secret<String>>,
    /// `ChallengeParameters`
    pub parameters: Json,
    /// `AvailableChallenges` of USER_AUTH.
    pub available: Vec<String>,
}

/// The answer of InitiateAuth, RespondToAuthChallenge and GetTokensFromRefreshToken.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum AuthReply {
    /// The person is signed in.
    Tokens(Box<Tokens>),
    /// The service asks.
    Challenge(Box<Challenge>),
}

impl AuthReply {
    /// Reads an answer; one with neither challenge nor tokens is an error, so that nothing empty is ever stored.
    pub fn read(reply: &Json) -> Result<AuthReply> {
        if let Some(name) = reply.text_at("ChallengeName") {
            return Ok(AuthReply::Challenge(Box::new(Challenge {
                name: ChallengeName::from_name(name),
                session: reply.text_at("Session").map(Secret::from),
                parameters: reply.get("ChallengeParameters").cloned().unwrap_or_else(|| Json::Map(Vec::new())),
                available: texts(reply.get("AvailableChallenges")),
            })));
        }
        let result = reply.get("AuthenticationResult").ok_or(NO_TOKENS)?;
        let token = |name| result.text_at(name).filter(|token| !token.is_empty()).map(Secret::from);
        Ok(AuthReply::Tokens(Box::new(Tokens {
            access: token("AccessToken").ok_or(NO_TOKENS)?,
            id: token("IdToken"),
            refresh: token("RefreshToken"),
            new_device: result.get("NewDeviceMetadata").and_then(|device| {
                Some(NewDevice {
                    key: device.text_at("DeviceKey")?.to_owned(),
                    group_key: device.text_at("DeviceGroupKey")?.to_owned(),
                })
            }),
        })))
    }
}

const NO_TOKENS: AuthError = AuthError::known(
    const { &Details::internal("The service answered with neither tokens nor a challenge: check the endpoint.") },
);

/// The strings of a list.
pub fn texts(list: Option<&Json>) -> Vec<String> {
    list.map(Json::items).unwrap_or_default().iter().filter_map(|item| item.as_text().map(str::to_owned)).collect()
}
