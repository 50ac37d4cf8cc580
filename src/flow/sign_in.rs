//! Signing in: from a user name to tokens, or to a challenge that a person must answer.
//!
//! One machine serves both the first request and every answer, because any answer may be followed by any challenge. What
//! needs no person it does itself: the SRP proof, the proof of a remembered device, the confirmation of a new one.

use super::challenge::responses;
use super::device::{Device, DeviceOutcome, is_unknown};
use super::{Answer, Context, Event, Flow, Keys, OUT_OF_STEP, Pending, Progress, SessionTokens, Step};
use crate::error::{AuthError, Kind, Result};
use crate::operation::{AuthFlow, AuthReply, Call, Challenge, ChallengeName, Json, Operation, Tokens};
use crate::secret::Secret;
use crate::srp;
use std::rc::Rc;

/// How a sign-in starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// USER_SRP_AUTH
    Srp,
    /// USER_PASSWORD_AUTH
    Password,
    /// CUSTOM_AUTH
    Custom,
    /// CUSTOM_AUTH that starts with SRP.
    CustomSrp,
    /// USER_AUTH
    UserAuth,
}

/// What a person gives to sign in.
#[derive(Clone, Debug)]
pub struct SignInCommand {
    /// The name, or an alias of it.
    pub username: String,
    /// The password, where the method wants one.
    pub password: Option<Secret<String>>,
    /// How to start.
    pub method: Method,
    /// The factor to begin with, in USER_AUTH.
    pub preferred_challenge: Option<String>,
    /// `ClientMetadata` of the first request: the pool's Lambda functions see it as validation data.
    pub validation_data: Option<Json>,
}

/// What goes along with every request of a sign-in.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    /// `ClientMetadata`
    pub client_metadata: Option<Json>,
    /// `UserContextData`
    pub user_context: Option<Json>,
    /// `DeviceName` of a device that is seen for the first time.
    pub device_name: String,
}

/// The random bytes that one turn of a sign-in may need.
pub struct Entropy {
    /// Two secret exponents: the second serves when the sign-in starts anew without its device.
    pub exponents: [Secret<[u8; 32]>; 2],
    /// The secret exponent of the device's proof.
    pub device_exponent: Secret<[u8; 32]>,
    /// The password of a new device.
    pub device_password: Secret<[u8; 40]>,
    /// The salt of a new device.
    pub device_salt: [u8; 16],
}

impl Entropy {
    /// Draws from the platform's CSPRNG.
    pub fn draw<E>(mut fill: impl FnMut(&mut [u8]) -> std::result::Result<(), E>) -> std::result::Result<Entropy, E> {
        let mut entropy = Entropy {
            exponents: [Secret::new([0; 32]), Secret::new([0; 32])],
            device_exponent: Secret::new([0; 32]),
            device_password: Secret::new([0; 40]),
            device_salt: [0; 16],
        };
        for exponent in &mut entropy.exponents {
            fill(exponent.expose_mut())?;
        }
        fill(entropy.device_exponent.expose_mut())?;
        fill(entropy.device_password.expose_mut())?;
        fill(&mut entropy.device_salt)?;
        Ok(entropy)
    }
}

/// What came of a sign-in, so far.
#[derive(Debug)]
pub enum SignInOutcome {
    /// The person is signed in; the session is stored.
    SignedIn(SignedIn),
    /// The service asks; nothing is stored.
    Pending(Pending),
}

/// A finished sign-in.
#[derive(Debug)]
pub struct SignedIn {
    /// The name under which the session is stored.
    pub username: String,
    /// The tokens.
    pub tokens: SessionTokens,
    /// What came of the device.
    pub device: DeviceOutcome,
}

/// What the machine waits for.
#[derive(Clone)]
enum Await {
    /// The stored device of the name that the person typed; then the first request, or an answer.
    Device(Next),
    /// The stored device of `USER_ID_FOR_SRP`.
    DeviceOfUser(Challenge),
    /// The answer to InitiateAuth.
    Started,
    /// The answer to a person's answer.
    Answered(Pending, Answer),
    /// Whether the code of a new authenticator is right.
    SoftwareTokenVerified(Pending),
    /// Whether the password's proof is right.
    PasswordVerified(Challenge),
    /// `SRP_B` for the device.
    DeviceChallenge,
    /// Whether the device's proof is right.
    DeviceVerified,
    /// Whether the new device is stored.
    DeviceConfirmed(Device, SessionTokens),
}

#[derive(Clone)]
enum Next {
    Start,
    Answer(Pending, Answer),
}

/// The state machine.
pub struct SignIn {
    context: Rc<Context>,
    companions: Companions,
    entropy: Entropy,
    /// The first request, as long as the sign-in can be started anew.
    command: Option<SignInCommand>,
    username: String,
    password: Option<Secret<String>>,
    ephemeral: Option<srp::Ephemeral>,
    device: Option<Device>,
    device_forgotten: bool,
    awaiting: Await,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignIn")
    }
}

const NO_PASSWORD: AuthError =
    AuthError::invalid("This way of signing in wants a password: give `password`, or another `flow`.");
const BAD_CHALLENGE: AuthError =
    AuthError::internal("The service's challenge lacks SALT, SRP_B or SECRET_BLOCK: check the endpoint.");

impl SignIn {
    /// Starts a sign-in.
    pub fn start(
        context: Rc<Context>,
        command: SignInCommand,
        companions: Companions,
        entropy: Entropy,
    ) -> Progress<SignIn> {
        let wants_password = matches!(command.method, Method::Srp | Method::Password | Method::CustomSrp);
        if wants_password && command.password.is_none() {
            return Progress::failed(NO_PASSWORD);
        }
        let username = command.username.clone();
        let password = command.password.clone();
        Self::load(context, companions, entropy, username, password, Some(command), Next::Start)
    }

    /// Answers a pending challenge.
    pub fn answer(
        context: Rc<Context>,
        pending: Pending,
        answer: Answer,
        companions: Companions,
        entropy: Entropy,
    ) -> Progress<SignIn> {
        let choice = match &answer {
            Answer::Text(choice) if pending.challenge.name == ChallengeName::SelectChallenge => {
                Some(ChallengeName::from_name(choice.expose()))
            }
            _ => None,
        };
        // A password is still to be asked for: the service hears of the choice together with it.
        if let Some(choice @ (ChallengeName::Password | ChallengeName::PasswordSrp)) = choice {
            let result = Ok(SignInOutcome::Pending(pending.select(choice)));
            return Progress::Finished { writes: Vec::new(), result };
        }
        if !matches!((&pending.challenge.name, &answer), (ChallengeName::MfaSetup, Answer::Setup { .. }))
            && let Err(error) = responses(&context, &pending, &answer)
        {
            return Progress::failed(error);
        }
        let password = match &answer {
            Answer::Password(password) => Some(password.clone()),
            _ => None,
        };
        let username = pending.username.clone();
        Self::load(context, companions, entropy, username, password, None, Next::Answer(pending, answer))
    }

    fn load(
        context: Rc<Context>,
        companions: Companions,
        entropy: Entropy,
        username: String,
        password: Option<Secret<String>>,
        command: Option<SignInCommand>,
        next: Next,
    ) -> Progress<SignIn> {
        let keys = Keys::new(&context.client_id, &username).device();
        let flow = SignIn {
            context,
            companions,
            entropy,
            command,
            username,
            password,
            ephemeral: None,
            device: None,
            device_forgotten: false,
            awaiting: Await::Device(next),
        };
        Progress::Suspended { flow, writes: Vec::new(), step: Step::Load(keys) }
    }

    fn ask(mut self, awaiting: Await, call: Result<Call>) -> Progress<SignIn> {
        match call {
            Ok(call) => {
                self.awaiting = awaiting;
                Progress::Suspended { flow: self, writes: Vec::new(), step: Step::Call(call) }
            }
            Err(error) => Progress::failed(error),
        }
    }

    fn keys(&self) -> Keys {
        Keys::new(&self.context.client_id, &self.username)
    }

    fn device_key(&self) -> Option<Json> {
        self.device.as_ref().map(|device| Json::text(device.key.as_str()))
    }

    /// Draws the exponent, raises the generator to it, and gives `SRP_A`.
    fn srp_a(&mut self) -> Result<Json> {
        let [first, second] = &self.entropy.exponents;
        let exponent = if self.device_forgotten { second } else { first };
        let ephemeral = srp::Ephemeral::new(exponent.expose())?;
        let public = Json::text(ephemeral.public_hex());
        self.ephemeral = Some(ephemeral);
        Ok(public)
    }

    fn initiate(mut self) -> Progress<SignIn> {
        let call = self.initiate_call();
        self.ask(Await::Started, call)
    }

    fn initiate_call(&mut self) -> Result<Call> {
        let command = self.command.clone().ok_or(OUT_OF_STEP)?;
        self.username = command.username;
        self.password = command.password;
        let preferred = command.preferred_challenge.as_deref();
        let (flow, srp, password) = match command.method {
            Method::Srp => (AuthFlow::UserSrpAuth, true, false),
            Method::Password => (AuthFlow::UserPasswordAuth, false, true),
            Method::Custom => (AuthFlow::CustomAuth, false, false),
            Method::CustomSrp => (AuthFlow::CustomAuth, true, false),
            Method::UserAuth => {
                let given = self.password.is_some();
                (AuthFlow::UserAuth, given && preferred == Some("PASSWORD_SRP"), given && preferred == Some("PASSWORD"))
            }
        };
        let mut parameters = Json::Map(Vec::new());
        if let Some(key) = self.device_key() {
            parameters.set("DEVICE_KEY", key);
        }
        parameters.set("USERNAME", Json::text(self.username.as_str()));
        if srp {
            parameters.set("SRP_A", self.srp_a()?);
        }
        if command.method == Method::CustomSrp {
            parameters.set("CHALLENGE_NAME", Json::text("SRP_A"));
        }
        if let (true, Some(password)) = (password, &self.password) {
            parameters.set("PASSWORD", Json::Text(password.clone()));
        }
        if let Some(preferred) = preferred {
            parameters.set("PREFERRED_CHALLENGE", Json::text(preferred));
        }
        if let Some(hash) = self.context.secret_hash(&self.username) {
            parameters.set("SECRET_HASH", Json::text(hash));
        }
        Ok(Call::new(Operation::InitiateAuth)
            .text("AuthFlow", flow.name())
            .text("ClientId", &self.context.client_id)
            .with("AuthParameters", parameters)
            .maybe("ClientMetadata", command.validation_data.or_else(|| self.companions.client_metadata.clone()))
            .maybe("UserContextData", self.companions.user_context.clone()))
    }

    fn respond_call(&self, name: &str, mut responses: Json, session: Option<&Secret<String>>) -> Call {
        if responses.get("SECRET_HASH").is_none()
            && let Some(hash) = self.context.secret_hash(&self.username)
        {
            responses.set("SECRET_HASH", Json::text(hash));
        }
        Call::new(Operation::RespondToAuthChallenge)
            .text("ChallengeName", name)
            .text("ClientId", &self.context.client_id)
            .with("ChallengeResponses", responses)
            .maybe("Session", session.map(|session| Json::Text(session.clone())))
            .maybe("ClientMetadata", self.companions.client_metadata.clone())
            .maybe("UserContextData", self.companions.user_context.clone())
    }

    fn send_answer(mut self, pending: Pending, answer: Answer) -> Progress<SignIn> {
        if let (ChallengeName::MfaSetup, Answer::Setup { code, device_name }) = (&pending.challenge.name, &answer) {
            let call = Call::new(Operation::VerifySoftwareToken)
                .maybe("Session", pending.challenge.session.clone().map(Json::Text))
                .secret("UserCode", code)
                .maybe_text("FriendlyDeviceName", device_name.as_deref());
            return self.ask(Await::SoftwareTokenVerified(pending), Ok(call));
        }
        let call = self.answer_call(&pending, &answer);
        self.ask(Await::Answered(pending, answer), call)
    }

    fn answer_call(&mut self, pending: &Pending, answer: &Answer) -> Result<Call> {
        let mut responses = responses(&self.context, pending, answer)?;
        if pending.challenge.name == ChallengeName::PasswordSrp {
            responses.set("SRP_A", self.srp_a()?);
        }
        if let Some(key) = self.device_key() {
            responses.set("DEVICE_KEY", key);
        }
        let name = if pending.selected { ChallengeName::SelectChallenge } else { pending.challenge.name.clone() };
        Ok(self.respond_call(name.name(), responses, pending.challenge.session.as_ref()))
    }

    /// Proves knowledge of the password, under the time of this moment.
    fn verify_password(self, challenge: Challenge, now: f64) -> Progress<SignIn> {
        let call = (|| {
            let password = self.password.as_ref().ok_or(NO_PASSWORD)?;
            let ephemeral = self.ephemeral.as_ref().ok_or(OUT_OF_STEP)?;
            let login = srp::Login {
                pool_name: &self.context.pool_name,
                username: &self.username,
                password: password.expose(),
            };
            let responses = self.proof(ephemeral, &login, &challenge, now)?;
            Ok(self.respond_call("PASSWORD_VERIFIER", responses, challenge.session.as_ref()))
        })();
        self.ask(Await::PasswordVerified(challenge), call)
    }

    fn proof(
        &self,
        ephemeral: &srp::Ephemeral,
        login: &srp::Login<'_>,
        challenge: &Challenge,
        now: f64,
    ) -> Result<Json> {
        let parameter = |name| challenge.parameters.text_at(name).ok_or(BAD_CHALLENGE);
        let secret_block = parameter("SECRET_BLOCK")?;
        let question = srp::Challenge { salt: parameter("SALT")?, b: parameter("SRP_B")?, secret_block };
        let timestamp = srp::timestamp(now);
        let signature = srp::prove(ephemeral, login, &question, &timestamp)?;
        let mut responses = Json::texts([
            ("USERNAME", self.username.as_str()),
            ("PASSWORD_CLAIM_SECRET_BLOCK", secret_block),
            ("TIMESTAMP", timestamp.as_str()),
            ("PASSWORD_CLAIM_SIGNATURE", signature.as_str()),
        ]);
        if let Some(key) = self.device_key() {
            responses.set("DEVICE_KEY", key);
        }
        Ok(responses)
    }

    fn prove_device(mut self, challenge: &Challenge) -> Progress<SignIn> {
        let call = (|| {
            let key = self.device_key().ok_or(NO_DEVICE)?;
            let ephemeral = srp::Ephemeral::new(self.entropy.device_exponent.expose())?;
            let mut responses = Json::texts([("USERNAME", self.username.as_str())]);
            responses.set("DEVICE_KEY", key);
            responses.set("SRP_A", Json::text(ephemeral.public_hex()));
            self.ephemeral = Some(ephemeral);
            Ok(self.respond_call("DEVICE_SRP_AUTH", responses, challenge.session.as_ref()))
        })();
        self.ask(Await::DeviceChallenge, call)
    }

    fn verify_device(self, challenge: &Challenge, now: f64) -> Progress<SignIn> {
        let call = (|| {
            let device = self.device.as_ref().ok_or(NO_DEVICE)?;
            let ephemeral = self.ephemeral.as_ref().ok_or(OUT_OF_STEP)?;
            let login =
                srp::Login { pool_name: &device.group_key, username: &device.key, password: device.password.expose() };
            let responses = self.proof(ephemeral, &login, challenge, now)?;
            Ok(self.respond_call("DEVICE_PASSWORD_VERIFIER", responses, challenge.session.as_ref()))
        })();
        self.ask(Await::DeviceVerified, call)
    }

    fn understand(self, reply: &Json, now: f64) -> Progress<SignIn> {
        let challenge = match AuthReply::read(reply) {
            Ok(AuthReply::Tokens(tokens)) => return self.signed_in(&tokens, now),
            Ok(AuthReply::Challenge(challenge)) => challenge,
            Err(error) => return Progress::failed(error),
        };
        match challenge.name {
            ChallengeName::PasswordVerifier => self.meet_user(challenge, now),
            ChallengeName::DeviceSrpAuth => self.prove_device(&challenge),
            ChallengeName::DevicePasswordVerifier => self.verify_device(&challenge, now),
            _ => {
                let result = Ok(SignInOutcome::Pending(Pending::new(&self.username, challenge)));
                Progress::Finished { writes: Vec::new(), result }
            }
        }
    }

    /// Takes the name that the service uses; the device is looked up again when it differs from the typed one.
    fn meet_user(mut self, challenge: Challenge, now: f64) -> Progress<SignIn> {
        let known = challenge.parameters.text_at("USER_ID_FOR_SRP").unwrap_or(&self.username);
        if known == self.username {
            return self.verify_password(challenge, now);
        }
        self.username = known.to_owned();
        if self.device_forgotten {
            return self.verify_password(challenge, now);
        }
        let keys = self.keys().device();
        self.awaiting = Await::DeviceOfUser(challenge);
        Progress::Suspended { flow: self, writes: Vec::new(), step: Step::Load(keys) }
    }

    fn signed_in(self, tokens: &Tokens, now: f64) -> Progress<SignIn> {
        let session = match SessionTokens::from_reply(&self.context, tokens, None, now) {
            Ok(session) => session,
            Err(error) => return Progress::failed(error),
        };
        let mut writes = self.keys().store(&session);
        writes.push(self.keys().store_last_user(&self.username));
        let Some(new_device) = &tokens.new_device else {
            return self.finish(session, DeviceOutcome::Unchanged).after(writes);
        };
        let (password, salt) = (self.entropy.device_password.expose(), &self.entropy.device_salt);
        match Device::confirm(new_device, &session.access, &self.companions.device_name, password, salt) {
            Ok((device, call)) => self.ask(Await::DeviceConfirmed(device, session), Ok(call)),
            Err(error) => self.finish(session, DeviceOutcome::Failed(error)),
        }
        .after(writes)
    }

    fn finish(self, tokens: SessionTokens, device: DeviceOutcome) -> Progress<SignIn> {
        let outcome = SignedIn { username: self.username, tokens, device };
        Progress::Finished { writes: Vec::new(), result: Ok(SignInOutcome::SignedIn(outcome)) }
    }

    /// Drops a device that the service does not know, and carries on without it, once.
    fn without_device(mut self, error: AuthError, now: f64) -> Progress<SignIn> {
        if self.device_forgotten || self.device.is_none() {
            return Progress::failed(error);
        }
        let writes = self.keys().store_device(None);
        self.device = None;
        self.device_forgotten = true;
        match self.awaiting.clone() {
            Await::PasswordVerified(challenge) => self.verify_password(challenge, now),
            Await::Answered(pending, answer) => self.send_answer(pending, answer),
            _ if self.command.is_some() => self.initiate(),
            _ => Progress::failed(error),
        }
        .after(writes)
    }

    fn failed(self, error: AuthError, now: f64) -> Progress<SignIn> {
        // A proof that the service refuses now will be refused for ever: the device's password is lost or wrong.
        let refused = matches!(self.awaiting, Await::DeviceVerified) && error.is("NotAuthorizedException");
        if is_unknown(&error) || refused { self.without_device(error, now) } else { Progress::failed(error) }
    }
}

const NO_DEVICE: AuthError = AuthError::new(
    "ResourceNotFoundException",
    Kind::Service,
    "The service asks for a device that this storage does not hold.",
);

impl Flow for SignIn {
    type Output = SignInOutcome;

    fn resume(mut self, event: Event, now: f64) -> Progress<SignIn> {
        match (self.awaiting.clone(), event) {
            (Await::Device(next), Event::Loaded(values)) => {
                self.device = Device::from_loaded(values);
                match next {
                    Next::Start => self.initiate(),
                    Next::Answer(pending, answer) => self.send_answer(pending, answer),
                }
            }
            (Await::DeviceOfUser(challenge), Event::Loaded(values)) => {
                self.device = Device::from_loaded(values).or(self.device);
                self.verify_password(challenge, now)
            }
            (Await::SoftwareTokenVerified(pending), Event::Reply(Ok(reply))) => {
                if reply.text_at("Status") == Some("ERROR") {
                    return Progress::failed(CODE_REFUSED);
                }
                let session = reply.text_at("Session").map(Secret::from).or(pending.challenge.session);
                let responses = Json::texts([("USERNAME", pending.username.as_str())]);
                let call = self.respond_call("MFA_SETUP", responses, session.as_ref());
                self.ask(Await::Started, Ok(call))
            }
            (Await::DeviceConfirmed(device, tokens), Event::Reply(reply)) => match reply {
                Ok(reply) => {
                    let writes = self.keys().store_device(Some(&device));
                    let confirmation_necessary =
                        matches!(reply.get("UserConfirmationNecessary"), Some(Json::Bool(true)));
                    self.finish(tokens, DeviceOutcome::Confirmed { confirmation_necessary }).after(writes)
                }
                Err(error) => self.finish(tokens, DeviceOutcome::Failed(error)),
            },
            (Await::Device(_) | Await::DeviceOfUser(_), Event::Reply(_)) | (_, Event::Loaded(_)) => {
                Progress::failed(OUT_OF_STEP)
            }
            (_, Event::Reply(Ok(reply))) => self.understand(&reply, now),
            (_, Event::Reply(Err(error))) => self.failed(error, now),
        }
    }
}

/// VerifySoftwareToken answered `ERROR`.
pub(crate) const CODE_REFUSED: AuthError = AuthError::new(
    "EnableSoftwareTokenMFAException",
    Kind::Service,
    "The code of the authenticator does not fit: wait for its next code, and check the clock of the device.",
);
