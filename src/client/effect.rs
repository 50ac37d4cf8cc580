//! What a call can ask of its host, and how it ends: the one list of both.

/// A word that a turn carries, and what the host does at it.
///
/// `pkg-template/src/client/effect.ts` has the same list; `tests/core/client.rs` compares the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// Read what is stored for a user: `"username"`. Answer with `{ accessToken?, idToken?, refreshToken?, clockDrift?, deviceKey?,
    /// deviceGroupKey?, randomPasswordKey?, username?, last?, claims }`: the texts as they are stored (an ID token that the service did not give as
    /// an empty one, and `username` the name that an alias stands for), `last` the stored `LastAuthUser`, `claims` is
    /// `{ access?, id? }`: of a token that can be read, its claims `device_key`, `exp`, `iat`, `origin_jti`, `sub` and `username`.
    Load,
    /// Send `{ operation, body, once? }`, an operation of Amazon Cognito and its input, `once` for what must not be sent twice. Answer with `{ status, body?, empty?, requestId?, retryAfterMs?, claims?, time }`: the body where
    /// it is JSON, `empty` where it has no byte, `claims` of the tokens in it, `time` as [`srp::timestamp`](crate::srp::timestamp()) writes it; of a refusal, `code`, `message` and `retryable`, where
    /// it says them, and `isOwn` for a code that is an auth proxy's own. Answer with `{ none: true }` when no answer arrived, with
    /// `{ none: false }` when it is not an HTTP response.
    Send,
    /// Wait for a random part of so many milliseconds. Answer with `{}`.
    Wait,
    /// Run the call `refresh` for `{ user, token, access?, clientMetadata? }`, or wait for the one that runs. The call says `exclusive` where nobody
    /// else has the storage. Answer with `{}`.
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
