//! A sign-in between its first request and its tokens: what is proven, what is asked next.

pub(super) mod choice;
pub(super) mod custom;
pub(super) mod device;
pub(super) mod mfa;
pub(super) mod new_password;
pub(super) mod password;
pub(super) mod web_authn;

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::env::{Env, Trigger};
use super::families::Family;
use super::pool::Pool;
use super::refusal::{Answer, Checked, invalid_parameter, not_authorized, password_reset_required};
use super::srp::Exchange;
use super::tokens;
use super::user::{Device, Factor, Status};

/// What is known of a sign-in under way.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Progress {
    /// The inner name; for a simulated user, the name that the caller gave.
    pub(super) username: String,
    pub(super) client_id: String,
    pub(super) flow: String,
    pub(super) device_key: Option<String>,
    /// ClientMetadata of the latest request.
    pub(super) metadata: Value,
    /// Results so far, for the custom flow's triggers.
    pub(super) results: Vec<Value>,
    /// The user does not exist, and the client must not notice.
    pub(super) simulated: bool,
    /// The sign-in set a new password on its way.
    pub(super) renewed: bool,
}

/// A challenge that was given and not answered yet.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Awaits {
    NewPassword,
    /// A code by SMS or e-mail, or from an authenticator (no digits then).
    Code {
        challenge: String,
        digits: Option<String>,
        /// The address that a correct code gives the user.
        enrols: Option<String>,
        /// The code is the first factor.
        first: bool,
    },
    SelectMfa(Vec<Factor>),
    MfaSetup {
        /// The secret that AssociateSoftwareToken handed out.
        secret: Option<String>,
        verified: bool,
    },
    Custom {
        private: Value,
        metadata: Option<String>,
    },
    SelectChallenge,
    Password,
    PasswordSrp,
    PasswordVerifier,
    DeviceSrp,
    DeviceVerifier,
    /// A passkey's answer to this challenge, in base64url.
    WebAuthn {
        challenge: String,
    },
    /// The sign-in that follows a confirmed sign-up.
    SignIn,
}

impl Awaits {
    pub(super) fn challenge(&self) -> &str {
        match self {
            Awaits::NewPassword => "NEW_PASSWORD_REQUIRED",
            Awaits::Code { challenge, .. } => challenge,
            Awaits::SelectMfa(_) => "SELECT_MFA_TYPE",
            Awaits::MfaSetup { .. } => "MFA_SETUP",
            Awaits::Custom { .. } => "CUSTOM_CHALLENGE",
            Awaits::SelectChallenge => "SELECT_CHALLENGE",
            Awaits::Password => "PASSWORD",
            Awaits::PasswordSrp => "PASSWORD_SRP",
            Awaits::PasswordVerifier => "PASSWORD_VERIFIER",
            Awaits::DeviceSrp => "DEVICE_SRP_AUTH",
            Awaits::DeviceVerifier => "DEVICE_PASSWORD_VERIFIER",
            Awaits::WebAuthn { .. } => "WEB_AUTHN",
            Awaits::SignIn => "SIGN_IN_AFTER_SIGN_UP",
        }
    }
}

/// What a Session stands for.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Session {
    pub(super) progress: Progress,
    pub(super) awaits: Awaits,
    pub(super) expires: f64,
    pub(super) attempts: u32,
}

/// What a SECRET_BLOCK stands for.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SrpAttempt {
    pub(super) progress: Progress,
    pub(super) exchange: Exchange,
    /// The device that proves itself; `None` for a password.
    pub(super) device_key: Option<String>,
    pub(super) expires: f64,
}

/// How long a challenge of this client may wait, from now.
pub(super) fn deadline(env: &Env<'_>, pool: &Pool, client_id: &str) -> Checked<f64> {
    let minutes = pool.client(client_id)?.auth_session_validity.clamp(1, 15);
    Ok(env.now + f64::from(minutes) * 60_000.0)
}

/// Opens a Session and answers its challenge.
pub(super) fn ask(
    env: &mut Env<'_>,
    pool: &mut Pool,
    progress: Progress,
    awaits: Awaits,
    parameters: Map<String, Value>,
) -> Answer {
    let challenge = awaits.challenge().to_owned();
    let session = open(env, pool, progress, awaits)?;
    Ok(json!({ "ChallengeName": challenge, "Session": session, "ChallengeParameters": parameters }))
}

/// Opens a Session.
pub(super) fn open(env: &mut Env<'_>, pool: &mut Pool, progress: Progress, awaits: Awaits) -> Checked<String> {
    let expires = deadline(env, pool, &progress.client_id)?;
    let id = format!("AYABe{}", Base64UrlUnpadded::encode_string(&env.rng.bytes(240)));
    pool.sessions.insert(id.clone(), Session { progress, awaits, expires, attempts: 0 });
    Ok(id)
}

/// The Session of a request, which must await this challenge.
pub(super) fn session(env: &Env<'_>, pool: &Pool, id: Option<&str>, challenge: &str) -> Checked<Session> {
    let id = id.ok_or_else(|| invalid_parameter("Missing required parameter Session"))?;
    let session = pool.sessions.get(id).ok_or_else(|| not_authorized("Invalid session for the user."))?;
    if session.expires <= env.now {
        return Err(not_authorized("Invalid session for the user, session is expired."));
    }
    if session.awaits.challenge() != challenge {
        return Err(not_authorized("Invalid session for the user."));
    }
    Ok(session.clone())
}

/// Counts a wrong answer; a Session takes a few of them.
pub(super) fn count_failure(pool: &mut Pool, session: Option<&str>) {
    let Some(id) = session else { return };
    let spent = pool.sessions.get_mut(id).is_some_and(|session| {
        session.attempts += 1;
        session.attempts >= 5
    });
    if spent {
        pool.sessions.remove(id);
    }
}

/// `USER_ID_FOR_SRP` and what else every challenge of a known user carries.
pub(super) fn parameters(progress: &Progress) -> Map<String, Value> {
    let mut parameters = Map::new();
    parameters.insert("USER_ID_FOR_SRP".to_owned(), json!(progress.username));
    parameters
}

/// The password is proven: a new password if it was a temporary one, then the second factor.
pub(super) fn after_password(env: &mut Env<'_>, pool: &mut Pool, progress: Progress) -> Answer {
    let user = pool.user(&progress.username)?;
    match user.status {
        Status::ResetRequired => Err(password_reset_required("Password reset required for the user")),
        Status::ForceChangePassword => {
            if user.temporary_until.is_some_and(|end| end <= env.now) {
                return Err(not_authorized("Temporary password has expired and must be reset by an administrator."));
            }
            new_password::ask(env, pool, progress)
        }
        Status::Confirmed | Status::Unconfirmed => after_knowledge(env, pool, progress),
    }
}

/// What the person knows is proven: the second factor, unless a remembered device stands in for it.
pub(super) fn after_knowledge(env: &mut Env<'_>, pool: &mut Pool, progress: Progress) -> Answer {
    let device = device::known(pool, &progress)?;
    let stands_in = device.is_some_and(|device| device.remembered)
        && pool.settings.device_configuration.as_ref().is_some_and(|rules| rules.challenge_required_on_new_device);
    if !stands_in && let Some(awaits) = mfa::needed(pool, &progress)? {
        return mfa::ask(env, pool, progress, awaits);
    }
    after_factors(env, pool, progress)
}

/// Every factor is proven: the device, then the tokens.
pub(super) fn after_factors(env: &mut Env<'_>, pool: &mut Pool, progress: Progress) -> Answer {
    if device::known(pool, &progress)?.is_some() {
        return device::ask(env, pool, progress);
    }
    finish(env, pool, progress, false)
}

/// Gives out the tokens.
pub(super) fn finish(env: &mut Env<'_>, pool: &mut Pool, progress: Progress, by_device: bool) -> Answer {
    let user = pool.user(&progress.username)?;
    let hook = Trigger {
        trigger: "postAuthentication",
        source: "PostAuthentication_Authentication",
        username: &user.username,
        client_id: &progress.client_id,
        request: json!({
            "userAttributes": tokens::event_attributes(user),
            "newDeviceUsed": progress.device_key.is_none(),
            "clientMetadata": progress.metadata,
        }),
        response: json!({}),
    };
    env.trigger(pool, hook)?;

    let mut new_device = None;
    let device_key = match (&progress.device_key, &pool.settings.device_configuration) {
        (Some(key), _) => Some(key.clone()),
        (None, None) => None,
        (None, Some(_)) => {
            let key = format!("{}_{}", pool.region(), env.rng.uuid());
            let group = pool.device_group.clone();
            let device = Device {
                key: key.clone(),
                group: group.clone(),
                name: None,
                verifier: None,
                remembered: false,
                created: env.now,
                modified: env.now,
                authenticated: env.now,
            };
            let user = pool.user_mut(&progress.username)?;
            // A device that its owner never confirmed is forgotten after a day.
            let yesterday = env.now - 86_400_000.0;
            user.devices.retain(|device| device.verifier.is_some() || device.created > yesterday);
            user.devices.push(device);
            new_device = Some(json!({ "DeviceKey": key, "DeviceGroupKey": group }));
            Some(key)
        }
    };

    let mut family = Family {
        id: env.rng.uuid(),
        event_id: env.rng.uuid(),
        session_id: format!("tkn{}", env.rng.word(25).to_lowercase()),
        username: progress.username.clone(),
        client_id: progress.client_id.clone(),
        device_key,
        auth_time: env.seconds(),
        created: env.now,
        used: env.now,
        expires: env.now + seconds_to_ms(pool.client(&progress.client_id)?.refresh_seconds()),
        revoked: false,
        tokens: Vec::new(),
    };
    let source = match (by_device, progress.renewed) {
        (true, _) => "TokenGeneration_AuthenticateDevice",
        (false, true) => "TokenGeneration_NewPasswordChallenge",
        (false, false) => "TokenGeneration_Authentication",
    };
    let mut result = tokens::issue(env, pool, &family, source, &progress.metadata)?;
    if let Some(result) = result.as_object_mut() {
        result.insert("RefreshToken".to_owned(), json!(family.mint(&mut env.rng)));
        if let Some(metadata) = new_device {
            result.insert("NewDeviceMetadata".to_owned(), metadata);
        }
    }
    pool.families.push(family);
    Ok(json!({ "AuthenticationResult": result, "ChallengeParameters": {} }))
}

/// Durations here are far below 2^53.
#[allow(clippy::cast_precision_loss)]
pub(super) fn seconds_to_ms(seconds: u64) -> f64 {
    seconds as f64 * 1000.0
}
