//! Signing in: from a user name to tokens, or to a challenge that a person must answer.
//!
//! One machine serves both the first request and every answer, because any answer may be followed by any challenge. What
//! needs no person it does itself: the SRP proof, the proof of a remembered device, the confirmation of a new one.

mod proof;

use super::challenge::responses;
use super::command::{Companions, Entropy, Method, SignInCommand, SignInOutcome, SignedIn};
use super::device::{Device, DeviceOutcome, is_unknown};
use super::{Answer, Context, Event, Flow, Keys, OUT_OF_STEP, Pending, Progress, SessionTokens, Step, Write};
use crate::error::{AuthError, Details, Kind, Result};
use crate::operation::{AuthFlow, AuthReply, Call, Challenge, ChallengeName, Json, Operation, Tokens};
use crate::prelude::*;
use crate::secret::Secret;
use crate::srp;
use alloc::rc::Rc;

/// What the machine waits for.
enum Await {
    /// Nothing: a turn is under way, or it was the last.
    Nothing,
    /// The stored device of the name that the person typed; then the first request, or an answer.
    Device(Option<(Pending, Answer)>),
    /// The stored device of `USER_ID_FOR_SRP`.
    DeviceOfUser(Box<Challenge>),
    /// The answer to InitiateAuth.
    Started,
    /// The answer to a person's answer.
    Answered(Pending, Answer),
    /// Whether the code of a new authenticator is right.
    SoftwareTokenVerified(Pending),
    /// Whether the password's proof is right.
    PasswordVerified(Box<Challenge>),
    /// `SRP_B` for the device.
    DeviceChallenge,
    /// Whether the device's proof is right.
    DeviceVerified,
    /// Whether the new device is stored.
    DeviceConfirmed(Device, Box<SessionTokens>),
}

/// What a turn comes to.
enum Turn {
    Ask(Step),
    Done(SignInOutcome),
}

/// The state machine.
///
/// Its turns borrow the state instead of passing it on: a moved state would bring the code that drops the rest of it to
/// every place where a turn can end.
pub struct SignIn(Box<State>);

struct State {
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
    /// The changes of this turn.
    writes: Vec<Write>,
}

impl core::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SignIn")
    }
}

const NO_PASSWORD: AuthError = AuthError::known(
    const { &Details::invalid("This way of signing in wants a password: give `password`, or another `flow`.") },
);
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
        Self::load(context, companions, entropy, username, password, Ok(command))
    }

    /// Answers a pending challenge.
    pub fn answer(
        context: Rc<Context>,
        pending: Pending,
        answer: Answer,
        companions: Companions,
        entropy: Entropy,
    ) -> Progress<SignIn> {
        let choice = match (&pending.challenge.name, &answer) {
            (ChallengeName::SelectChallenge, Answer::Text(choice)) => Some(ChallengeName::from_name(choice.expose())),
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
        Self::load(context, companions, entropy, username, password, Err((pending, answer)))
    }

    /// Looks the device up, for a command or for an answer.
    fn load(
        context: Rc<Context>,
        companions: Companions,
        entropy: Entropy,
        username: String,
        password: Option<Secret<String>>,
        next: core::result::Result<SignInCommand, (Pending, Answer)>,
    ) -> Progress<SignIn> {
        let keys = Keys::new(&context.storage, &username).device();
        let (command, answer) = match next {
            Ok(command) => (Some(command), None),
            Err(answer) => (None, Some(answer)),
        };
        let flow = SignIn(Box::new(State {
            context,
            companions,
            entropy,
            command,
            username,
            password,
            ephemeral: None,
            device: None,
            device_forgotten: false,
            awaiting: Await::Device(answer),
            writes: Vec::new(),
        }));
        Progress::Suspended { flow, writes: Vec::new(), step: Step::Load(keys) }
    }
}

impl State {
    fn ask(&mut self, awaiting: Await, call: Call) -> Turn {
        self.awaiting = awaiting;
        Turn::Ask(Step::Call(call))
    }

    fn keys(&self) -> Keys {
        Keys::new(&self.context.storage, &self.username)
    }

    fn set_device_key(&self, parameters: &mut Json) {
        if let Some(device) = &self.device {
            parameters.set("DEVICE_KEY", Json::text(device.key.as_str()));
        }
    }

    fn set_secret_hash(&self, parameters: &mut Json) {
        if let Some(hash) = self.context.secret_hash(&self.username) {
            parameters.set("SECRET_HASH", Json::text(hash));
        }
    }

    fn initiate(&mut self) -> Result<Turn> {
        // Out of the machine for a moment, so that it can be read while the machine changes.
        let command = self.command.take().ok_or(OUT_OF_STEP)?;
        let call = self.initiate_call(&command)?;
        self.command = Some(command);
        Ok(self.ask(Await::Started, call))
    }

    fn initiate_call(&mut self, command: &SignInCommand) -> Result<Call> {
        self.username.clone_from(&command.username);
        self.password.clone_from(&command.password);
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
        self.set_device_key(&mut parameters);
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
        self.set_secret_hash(&mut parameters);
        let metadata = command.validation_data.as_ref().or(self.companions.client_metadata.as_ref());
        Ok(Call::new(Operation::InitiateAuth)
            .text("AuthFlow", flow.name())
            .text("ClientId", &self.context.client_id)
            .with("AuthParameters", parameters)
            .maybe("ClientMetadata", metadata.cloned())
            .maybe("UserContextData", self.companions.user_context.clone()))
    }

    fn respond_call(&self, name: &str, mut responses: Json, session: Option<&Secret<String>>) -> Call {
        if responses.get("SECRET_HASH").is_none() {
            self.set_secret_hash(&mut responses);
        }
        Call::new(Operation::RespondToAuthChallenge)
            .text("ChallengeName", name)
            .text("ClientId", &self.context.client_id)
            .with("ChallengeResponses", responses)
            .maybe_secret("Session", session)
            .maybe("ClientMetadata", self.companions.client_metadata.clone())
            .maybe("UserContextData", self.companions.user_context.clone())
    }

    fn send_answer(&mut self, pending: Pending, answer: Answer) -> Result<Turn> {
        let session = pending.challenge.session.as_ref();
        if let (ChallengeName::MfaSetup, Answer::Setup { code, device_name }) = (&pending.challenge.name, &answer) {
            let call = Call::new(Operation::VerifySoftwareToken)
                .maybe_secret("Session", session)
                .secret("UserCode", code)
                .maybe_text("FriendlyDeviceName", device_name.as_deref());
            return Ok(self.ask(Await::SoftwareTokenVerified(pending), call));
        }
        let mut responses = responses(&self.context, &pending, &answer)?;
        if matches!(pending.challenge.name, ChallengeName::PasswordSrp) {
            responses.set("SRP_A", self.srp_a()?);
        }
        self.set_device_key(&mut responses);
        let name = if pending.selected { &ChallengeName::SelectChallenge } else { &pending.challenge.name };
        let call = self.respond_call(name.name(), responses, session);
        Ok(self.ask(Await::Answered(pending, answer), call))
    }

    fn understand(&mut self, reply: &Json, now: f64) -> Result<Turn> {
        let challenge = match AuthReply::read(reply)? {
            AuthReply::Tokens(tokens) => return self.signed_in(&tokens, now),
            AuthReply::Challenge(challenge) => challenge,
        };
        match challenge.name {
            ChallengeName::PasswordVerifier => self.meet_user(challenge, now),
            ChallengeName::DeviceSrpAuth => self.prove_device(&challenge),
            ChallengeName::DevicePasswordVerifier => self.verify_device(&challenge, now),
            _ => Ok(Turn::Done(SignInOutcome::Pending(Pending::new(&self.username, challenge)))),
        }
    }

    /// Takes the name that the service uses; the device is looked up again when it differs from the typed one.
    fn meet_user(&mut self, challenge: Box<Challenge>, now: f64) -> Result<Turn> {
        let known = challenge.parameters.text_at("USER_ID_FOR_SRP").unwrap_or(&self.username);
        let same = known == self.username;
        if !same {
            self.username = known.to_owned();
        }
        if same || self.device_forgotten {
            return self.verify_password(challenge, now);
        }
        self.awaiting = Await::DeviceOfUser(challenge);
        Ok(Turn::Ask(Step::Load(self.keys().device())))
    }

    fn signed_in(&mut self, tokens: &Tokens, now: f64) -> Result<Turn> {
        let session = SessionTokens::from_reply(&self.context, tokens, None, now)?;
        let keys = self.keys();
        self.writes.append(&mut keys.store(&session));
        self.writes.push(keys.store_last_user(&self.username));
        let Some(new_device) = &tokens.new_device else {
            return Ok(self.finish(session, DeviceOutcome::Unchanged));
        };
        let (password, salt) = (self.entropy.device_password.expose(), &self.entropy.device_salt);
        Ok(match Device::confirm(new_device, &session.access, &self.companions.device_name, password, salt) {
            Ok((device, call)) => self.ask(Await::DeviceConfirmed(device, session), call),
            Err(error) => self.finish(session, DeviceOutcome::Failed(error)),
        })
    }

    fn finish(&mut self, tokens: Box<SessionTokens>, device: DeviceOutcome) -> Turn {
        let username = core::mem::take(&mut self.username);
        Turn::Done(SignInOutcome::SignedIn(SignedIn { username, tokens, device }))
    }

    /// Drops a device that the service does not know, and carries on without it, once.
    fn without_device(&mut self, awaiting: Await, error: AuthError, now: f64) -> Result<Turn> {
        if self.device_forgotten || self.device.is_none() {
            return Err(error);
        }
        self.writes.append(&mut self.keys().store_device(None));
        self.device = None;
        self.device_forgotten = true;
        match awaiting {
            Await::PasswordVerified(challenge) => self.verify_password(challenge, now),
            Await::Answered(pending, answer) => self.send_answer(pending, answer),
            _ if self.command.is_some() => self.initiate(),
            _ => Err(error),
        }
    }

    fn failed(&mut self, awaiting: Await, error: AuthError, now: f64) -> Result<Turn> {
        // A proof that the service refuses now will be refused for ever: the device's password is lost or wrong.
        let refused = matches!(awaiting, Await::DeviceVerified) && error.is("NotAuthorizedException");
        if is_unknown(&error) || refused { self.without_device(awaiting, error, now) } else { Err(error) }
    }

    fn turn(&mut self, event: Event, now: f64) -> Result<Turn> {
        match (core::mem::replace(&mut self.awaiting, Await::Nothing), event) {
            (Await::Device(answer), Event::Loaded(values)) => {
                self.device = Device::from_loaded(values);
                match answer {
                    None => self.initiate(),
                    Some((pending, answer)) => self.send_answer(pending, answer),
                }
            }
            (Await::DeviceOfUser(challenge), Event::Loaded(values)) => {
                if let Some(device) = Device::from_loaded(values) {
                    self.device = Some(device);
                }
                self.verify_password(challenge, now)
            }
            (Await::SoftwareTokenVerified(pending), Event::Reply(Ok(reply))) => {
                if reply.text_at("Status") == Some("ERROR") {
                    return Err(CODE_REFUSED);
                }
                let session = reply.text_at("Session").map(Secret::from).or(pending.challenge.session);
                let responses = Json::texts([("USERNAME", pending.username.as_str())]);
                let call = self.respond_call("MFA_SETUP", responses, session.as_ref());
                Ok(self.ask(Await::Started, call))
            }
            (Await::DeviceConfirmed(device, tokens), Event::Reply(reply)) => Ok(match reply {
                Ok(reply) => {
                    self.writes.append(&mut self.keys().store_device(Some(&device)));
                    let confirmation_necessary =
                        matches!(reply.get("UserConfirmationNecessary"), Some(Json::Bool(true)));
                    self.finish(tokens, DeviceOutcome::Confirmed { confirmation_necessary })
                }
                Err(error) => self.finish(tokens, DeviceOutcome::Failed(error)),
            }),
            (Await::Nothing | Await::Device(_) | Await::DeviceOfUser(_), Event::Reply(_)) | (_, Event::Loaded(_)) => {
                Err(OUT_OF_STEP)
            }
            (_, Event::Reply(Ok(reply))) => self.understand(&reply, now),
            (awaiting, Event::Reply(Err(error))) => self.failed(awaiting, error, now),
        }
    }
}

impl Flow for SignIn {
    type Output = SignInOutcome;

    fn resume(mut self, event: Event, now: f64) -> Progress<SignIn> {
        let turn = self.0.turn(event, now);
        let writes = core::mem::take(&mut self.0.writes);
        match turn {
            Ok(Turn::Ask(step)) => Progress::Suspended { flow: self, writes, step },
            Ok(Turn::Done(outcome)) => Progress::Finished { writes, result: Ok(outcome) },
            Err(error) => Progress::Finished { writes, result: Err(error) },
        }
    }
}

/// VerifySoftwareToken answered `ERROR`.
pub(crate) const CODE_REFUSED: AuthError = AuthError::known(
    const {
        &Details::new(
            "EnableSoftwareTokenMFAException",
            Kind::Service,
            "The code of the authenticator does not fit: wait for its next code, and check the clock of the device.",
        )
    },
);
