//! One call of a method, from its arguments to what its caller gets.

mod begin;
mod course;

use self::course::{Next, Running, course};
use super::method::Method;
use super::settings::Settings;
use super::step;
use super::turn::{Event, Turn};
use crate::error::{AuthError, Details, Kind, Result, code};
use crate::flow::{self, Keys, OUT_OF_STEP, SessionTokens, SignOut, Write, account, retry};
use crate::operation::{Call, Json};
use crate::prelude::*;
use crate::secret::Secret;
use alloc::rc::Rc;

/// A call under way.
pub struct Task {
    settings: Option<Rc<Settings>>,
    keys: Keys,
    job: Job,
    stage: Stage,
    /// The call that is on its way, and how often it was sent.
    sent: Option<Call>,
    attempt: u32,
    /// The tokens of the person: to be refreshed, or what came of the task.
    tokens: Option<Box<SessionTokens>>,
    /// The changes of this turn.
    writes: Vec<Write>,
}

/// What is to be done.
enum Job {
    /// Nothing more: it came to this.
    Over(Option<Result<Next>>),
    /// One call; whether it wants the access token.
    Send { method: Method, call: Option<Call>, by_token: bool },
    /// Tokens that hold for so many seconds; new ones in any case when `force` is set.
    Session { leeway: f64, force: bool, metadata: Option<Json> },
    /// The end of the session.
    SignOut { global: bool },
    /// A sign-in, or an answer.
    SignIn(Option<Box<dyn Running>>),
    /// A refresh for everybody who waits for it.
    Refresh(Option<Box<dyn Running>>),
}

/// What the task waits for.
enum Stage {
    Begin,
    /// The key of this device, for a call about it.
    Device,
    /// The stored session.
    Stored,
    /// The refresh.
    Refreshed,
    /// The stored session, after a refresh.
    Renewed,
    /// The answer of the call.
    Replied,
    /// The answer of ForgetDevice, then the key of this device, which may be the one that was forgotten.
    Forgotten(String),
    /// Who signed in last; then the session is cleared and the caller gets the value.
    Clearing(Json),
    /// A flow.
    Flow(Box<dyn Running>),
    /// Whether a session is left after a refresh that failed.
    Left(AuthError),
    Over,
}

/// A call after `close()`.
pub const CLOSED: AuthError =
    AuthError::known(const { &Details::new(code::CLOSED, Kind::Caller, "This object was closed: make a new one.") });

impl Task {
    #[inline(never)]
    fn new(settings: Option<Rc<Settings>>, username: &str, job: Job) -> Task {
        let keys = match &settings {
            Some(settings) => settings.keys(username),
            None => Keys::new("", username),
        };
        let (sent, tokens, writes) = (None, None, Vec::new());
        Task { settings, keys, job, stage: Stage::Begin, sent, attempt: 0, tokens, writes }
    }

    /// A call that failed before it began.
    #[inline(never)]
    pub fn failed(error: AuthError) -> Task {
        Task::new(None, "", Job::Over(Some(Err(error))))
    }

    /// Who is meant: behind [`Turn::SignedIn`] and [`Turn::User`].
    pub fn username(&self) -> &str {
        self.keys.username()
    }

    /// The tokens behind [`Turn::SignedIn`], [`Turn::Session`] and [`Turn::User`].
    pub fn tokens(&self) -> Option<&SessionTokens> {
        self.tokens.as_deref()
    }

    /// The changes that store those tokens.
    pub fn stored(&self) -> Vec<Write> {
        self.tokens.as_ref().map(|tokens| self.keys.store(tokens)).unwrap_or_default()
    }

    /// Takes what came of the last turn and says what is next; `now` in milliseconds since the epoch, `random` in 0..1.
    #[inline(never)]
    pub fn turn(&mut self, event: Event, now: f64, random: f64) -> (Vec<Write>, Turn) {
        if self.sent.is_some() && matches!(event, Event::Done) {
            // The wait before the next attempt is over.
            return (Vec::new(), self.request());
        }
        if let Event::Replied(Err(error)) = &event
            && let Some(ms) = retry::wait_ms(error, self.attempt, random)
        {
            self.attempt += 1;
            return (Vec::new(), Turn::Wait(ms));
        }
        self.sent = None;
        let next = self.advance(event, now);
        let writes = core::mem::take(&mut self.writes);
        let turn = match next {
            Ok(next) => self.turn_of(next),
            Err(error) => Turn::Failed(error, None),
        };
        (writes, turn)
    }

    fn turn_of(&mut self, next: Next) -> Turn {
        match next {
            Next::Load(keys) => Turn::Load(keys),
            Next::Call(call) => {
                self.attempt = 1;
                self.sent = Some(call);
                self.request()
            }
            Next::Refresh => Turn::Refresh(self.keys.refresh_token()),
            Next::Value(value) => Turn::Value(value),
            Next::Step(pending) => match &self.settings {
                Some(settings) => Turn::Step(step::shown(&pending, settings.context.parse)),
                None => Turn::Stopped,
            },
            Next::SignedIn(username, tokens) => {
                if let Some(settings) = &self.settings {
                    self.keys = settings.keys(&username);
                }
                self.tokens = Some(tokens);
                Turn::SignedIn
            }
            Next::Session(tokens) => {
                self.tokens = Some(tokens);
                Turn::Session
            }
            Next::User(tokens) => {
                self.tokens = Some(tokens);
                Turn::User
            }
            Next::Ended(cause) => Turn::Failed(AuthError::session_ended(), Some(cause)),
            Next::Stopped => Turn::Stopped,
        }
    }

    #[inline(never)]
    fn request(&self) -> Turn {
        match (&self.settings, &self.sent) {
            (Some(settings), Some(call)) => Turn::Send(settings.service.request(call)),
            _ => Turn::Failed(OUT_OF_STEP, None),
        }
    }

    fn advance(&mut self, event: Event, now: f64) -> Result<Next> {
        let stage = core::mem::replace(&mut self.stage, Stage::Over);
        let is_sign_out = matches!(self.job, Job::SignOut { .. });
        let wants_tokens = matches!(stage, Stage::Stored | Stage::Refreshed | Stage::Renewed);
        let result = match event {
            // The end of the time or of the storage; a sign-out clears all the same, once.
            Event::Stopped if is_sign_out && matches!(stage, Stage::Flow(_)) => {
                return Ok(self.clear(revoked(false)));
            }
            Event::Stopped => Ok(Next::Stopped),
            event => self.step(stage, event, now),
        };
        match result {
            // GlobalSignOut wants an access token that holds; without one the session is revoked alone.
            Err(_) | Ok(Next::Stopped) if is_sign_out && wants_tokens => self.revoke(now),
            result => result,
        }
    }

    fn step(&mut self, stage: Stage, event: Event, now: f64) -> Result<Next> {
        match (stage, event) {
            (Stage::Begin, _) => self.begin(now),
            (Stage::Device, Event::Loaded(values)) => {
                const UNKNOWN: AuthError = AuthError::known(
                    const {
                        &Details::new(
                            code::NOT_AVAILABLE,
                            Kind::Caller,
                            "This device was never confirmed: give the key of another one, from devices.list().",
                        )
                    },
                );
                let key = first(values).ok_or(UNKNOWN)?;
                if let Job::Send { call: Some(call), .. } = &mut self.job {
                    call.input.set("DeviceKey", Json::Text(key));
                }
                Ok(self.load_session(Stage::Stored))
            }
            (Stage::Stored, Event::Loaded(values)) => {
                let stored = SessionTokens::from_loaded(values).ok_or(AuthError::not_signed_in())?;
                let (leeway, force) = match self.job {
                    Job::Session { leeway, force, .. } => (leeway, force),
                    _ => (0.0, false),
                };
                if let Some(settings) = &self.settings
                    && !force
                    && stored.is_valid(&settings.context, now, leeway)?
                {
                    return self.authorized(stored, now);
                }
                if stored.refresh.is_none() {
                    return Err(AuthError::session_ended());
                }
                self.tokens = Some(stored);
                self.stage = Stage::Refreshed;
                Ok(Next::Refresh)
            }
            (Stage::Refreshed, _) => Ok(self.load_session(Stage::Renewed)),
            (Stage::Renewed, Event::Loaded(values)) => {
                self.authorized(SessionTokens::from_loaded(values).ok_or(AuthError::not_signed_in())?, now)
            }
            (Stage::Replied, Event::Replied(reply)) => self.replied(&reply?),
            (Stage::Forgotten(key), Event::Replied(reply)) => {
                reply?;
                self.stage = Stage::Forgotten(key);
                Ok(Next::Load(self.keys.device()))
            }
            (Stage::Forgotten(key), Event::Loaded(values)) => {
                if first(values).is_some_and(|own| *own.expose() == key) {
                    self.writes = self.keys.store_device(None);
                }
                Ok(Next::Value(Json::Null))
            }
            (Stage::Clearing(value), Event::Loaded(values)) => {
                let is_last_user = first(values).is_some_and(|user| self.keys.is(user.expose()));
                self.writes = self.keys.clear(is_last_user);
                Ok(Next::Value(value))
            }
            (Stage::Flow(flow), Event::Loaded(values)) => self.run(flow, Some(flow::Event::Loaded(values)), now),
            (Stage::Flow(flow), Event::Replied(reply)) => self.run(flow, Some(flow::Event::Reply(reply)), now),
            (Stage::Left(error), Event::Loaded(values)) => match SessionTokens::from_loaded(values) {
                // Whoever signed out, or was signed out, is told so in one way; the service's own words lie below.
                None => Ok(Next::Ended(error)),
                Some(_) => Err(error),
            },
            _ => Err(OUT_OF_STEP),
        }
    }

    #[inline(never)]
    fn begin(&mut self, now: f64) -> Result<Next> {
        match &mut self.job {
            Job::Over(outcome) => outcome.take().unwrap_or(Err(OUT_OF_STEP)),
            Job::Send { call: Some(call), method, by_token } => {
                if method.is_of_device() && call.input.get("DeviceKey").is_none() {
                    self.stage = Stage::Device;
                    return Ok(Next::Load(self.keys.device()));
                }
                if *by_token { Ok(self.load_session(Stage::Stored)) } else { self.call() }
            }
            Job::SignIn(flow) | Job::Refresh(flow) => match flow.take() {
                Some(flow) => self.run(flow, None, now),
                None => Err(OUT_OF_STEP),
            },
            Job::SignOut { global: false } => self.revoke(now),
            _ => Ok(self.load_session(Stage::Stored)),
        }
    }

    fn load_session(&mut self, stage: Stage) -> Next {
        self.stage = stage;
        Next::Load(self.keys.session())
    }

    fn clear(&mut self, value: Json) -> Next {
        self.stage = Stage::Clearing(value);
        Next::Load(vec![self.keys.last_user()])
    }

    /// Goes on with tokens that hold.
    fn authorized(&mut self, tokens: Box<SessionTokens>, now: f64) -> Result<Next> {
        match &mut self.job {
            Job::Session { .. } => Ok(Next::Session(tokens)),
            Job::Send { call, .. } => {
                *call = call.take().map(|call| account::of(call, &tokens));
                self.call()
            }
            _ => self.revoke(now),
        }
    }

    fn call(&mut self) -> Result<Next> {
        let Job::Send { call, method, .. } = &mut self.job else { return Err(OUT_OF_STEP) };
        let call = call.take().ok_or(OUT_OF_STEP)?;
        self.stage = Stage::Replied;
        if *method == Method::ForgetDevice {
            // Kept to be compared when the service has forgotten it.
            self.stage = Stage::Forgotten(call.input.text_at("DeviceKey").unwrap_or_default().to_owned());
        }
        Ok(Next::Call(call))
    }

    fn replied(&mut self, reply: &Json) -> Result<Next> {
        let (Job::Send { method, by_token, .. }, Some(settings)) = (&self.job, &self.settings) else {
            return Err(OUT_OF_STEP);
        };
        if *method == Method::Delete {
            return Ok(self.clear(Json::Null));
        }
        let answer = method.answer(settings, self.keys.username(), reply)?;
        // During a sign-in the step carries on with a session of its own.
        let session = if *by_token { None } else { reply.get("Session").cloned() };
        Ok(Next::Value(if *method == Method::Associate { answer.maybe("session", session) } else { answer }))
    }

    fn revoke(&mut self, now: f64) -> Result<Next> {
        let (Some(settings), Job::SignOut { global }) = (&self.settings, &self.job) else { return Err(OUT_OF_STEP) };
        let progress = SignOut::start(settings.context.clone(), self.keys.username(), *global);
        self.run(course(progress, |confirmed| Next::Value(revoked(confirmed))), None, now)
    }

    fn run(&mut self, mut flow: Box<dyn Running>, event: Option<flow::Event>, now: f64) -> Result<Next> {
        let (writes, next) = flow.turn(event, now);
        self.writes = writes;
        if let (Err(error), Job::Refresh(_)) = (&next, &self.job)
            && error.status.is_some()
        {
            let error = error.clone();
            return Ok(self.load_session(Stage::Left(error)));
        }
        self.stage = Stage::Flow(flow);
        next
    }
}

fn revoked(confirmed: bool) -> Json {
    Json::Map(vec![("revoked".into(), Json::Bool(confirmed))])
}

fn first(values: Vec<Option<Secret<String>>>) -> Option<Secret<String>> {
    values.into_iter().next().flatten()
}

impl core::fmt::Debug for Task {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Task")
    }
}
