//! What a call can ask of its host, and how it ends: the one list of both.

/// A word that a turn carries, and what the host does at it.
///
/// `pkg-template/src/client/effect.ts` has the same list; `tests/core/client.rs` compares the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// Read what is stored for a user: `"username"`. Answer with `{ accessToken?, idToken?, refreshToken?, clockDrift?, deviceKey?,
    /// deviceGroupKey?, randomPasswordKey?, last?, claims }`: the texts as they are stored, `last` the stored `LastAuthUser`, `claims` is
    /// `{ access?, id? }`: of a token that can be read, its claims `device_key`, `exp`, `iat`, `origin_jti`, `sub` and `username`.
    Load,
    /// Send `{ operation, body }`, an operation of Amazon Cognito and its input. Answer with `{ status, body?, requestId?, claims?, time }`: the body where
    /// it is JSON, `claims` of the tokens in it, `time` as [`srp::timestamp`](crate::srp::timestamp()) writes it; of a refusal, `code`, `message` and `retryable`, where
    /// it says them, and `isOwn` for a code that is an auth proxy's own. Answer with `{ none: true }` when no answer arrived, with
    /// `{ none: false }` when it is not an HTTP response.
    Send,
    /// Wait for a random part of so many milliseconds. Answer with `{}`.
    Wait,
    /// Run the call `refresh` for `{ user, token, clientMetadata? }`, or wait for the one that runs. Answer with `{}`.
    Refresh,
    /// The end: the service's answer, `null` for nothing.
    Value,
    /// The end: `{ username, challenge }`, a challenge that the caller must answer; `challenge` is the service's answer.
    Step,
    /// The end: `{ username, session }` of a person who signed in; `session` as at [`Effect::Session`].
    SignedIn,
    /// The end: `{ accessToken, idToken?, refreshToken?, clockDrift }`.
    Session,
    /// The end: an error, `{ code, kind, message, status?, requestId?, retryable?, cause? }`.
    Failed,
    /// The end: the error for which the host answered with `{ stopped: true }`.
    Stopped,
}

impl Effect {
    /// Every effect.
    pub const ALL: [Effect; 10] = [
        Effect::Load,
        Effect::Send,
        Effect::Wait,
        Effect::Refresh,
        Effect::Value,
        Effect::Step,
        Effect::SignedIn,
        Effect::Session,
        Effect::Failed,
        Effect::Stopped,
    ];

    /// The word in the text of a turn.
    pub const fn word(self) -> &'static str {
        match self {
            Effect::Load => "load",
            Effect::Send => "send",
            Effect::Wait => "wait",
            Effect::Refresh => "refresh",
            Effect::Value => "value",
            Effect::Step => "step",
            Effect::SignedIn => "signedIn",
            Effect::Session => "session",
            Effect::Failed => "failed",
            Effect::Stopped => "stopped",
        }
    }
}
