//! The tasks of the methods: their arguments, read before anything is sent.

use super::course::{Next, course};
use super::{Job, Task};
use crate::error::{AuthError, Details, Kind, Result, code};
use crate::flow::Progress;
use crate::flow::{Context, Entropy, OUT_OF_STEP, Pending, Refresh, SessionTokens, SignIn, SignInOutcome, account};
use crate::modern::given::{Given, Options};
use crate::modern::method::Method;
use crate::modern::settings::Settings;
use crate::modern::step;
use crate::operation::Json;
use crate::prelude::*;
use crate::secret::Secret;
use alloc::rc::Rc;

impl Task {
    /// `Pool.signIn`.
    #[inline(never)]
    pub fn sign_in(settings: &Rc<Settings>, given: &dyn Given, entropy: Entropy) -> Result<Task> {
        let options = Options::required(given);
        let command = step::command(&options);
        let companions = settings.companions(&options);
        options.done()?;
        let progress = SignIn::start(settings.context.clone(), command, companions, entropy);
        Ok(Task::signing_in(settings, progress))
    }

    /// `step.respond`.
    #[inline(never)]
    pub fn respond(settings: &Rc<Settings>, step: &Json, given: &dyn Given, entropy: Entropy) -> Result<Task> {
        let pending = Pending::from_json(step)?;
        let options = Options::required(given);
        let answer = step::answer(&pending, &options);
        let companions = settings.companions(&options);
        options.done()?;
        let progress = SignIn::answer(settings.context.clone(), pending, answer, companions, entropy);
        Ok(Task::signing_in(settings, progress))
    }

    #[inline(never)]
    fn signing_in(settings: &Rc<Settings>, progress: Progress<SignIn>) -> Task {
        let flow = course(progress, |outcome| match outcome {
            SignInOutcome::Pending(pending) => Next::Step(pending),
            SignInOutcome::SignedIn(signed_in) => Next::SignedIn(signed_in.username, signed_in.tokens),
        });
        Task::new(Some(settings.clone()), "", Job::SignIn(Some(flow)))
    }

    /// `step.associate`; the value has the next `session`, too.
    #[inline(never)]
    pub fn associate(settings: &Rc<Settings>, step: &Json, given: &dyn Given) -> Result<Task> {
        Options::of(given).done()?;
        let pending = Pending::from_json(step)?;
        let call = account::associate_during_sign_in(pending.challenge.session.as_ref());
        let job = Job::Send { method: Method::Associate, call: Some(call), by_token: false };
        Ok(Task::new(Some(settings.clone()), &pending.username, job))
    }

    /// A method of one round trip; `argument` is the one in front of the options, where it has one.
    #[inline(never)]
    pub fn send(
        settings: &Rc<Settings>,
        username: &str,
        method: Method,
        argument: &dyn Given,
        given: &dyn Given,
    ) -> Result<Task> {
        let by_token = method.is_of_user();
        let options = if by_token { Options::of(given) } else { Options::required(given) };
        let call = Some(method.call(settings, argument, &options));
        options.done()?;
        Ok(Task::new(Some(settings.clone()), username, Job::Send { method, call, by_token }))
    }

    /// `User.session`.
    #[inline(never)]
    pub fn session(settings: &Rc<Settings>, username: &str, given: &dyn Given) -> Result<Task> {
        let options = Options::of(given);
        let job = Job::Session {
            leeway: options.number("minValiditySeconds").unwrap_or(0.0),
            force: options.flag("forceRefresh"),
            metadata: options.map("clientMetadata"),
        };
        options.done()?;
        Ok(Task::new(Some(settings.clone()), username, job))
    }

    /// `User.signOut`.
    #[inline(never)]
    pub fn sign_out(settings: &Rc<Settings>, username: &str, given: &dyn Given) -> Result<Task> {
        let options = Options::of(given);
        let global = options.flag("global");
        options.done()?;
        Ok(Task::new(Some(settings.clone()), username, Job::SignOut { global }))
    }

    /// `Pool.restore`: a user of tokens that came from elsewhere.
    #[inline(never)]
    pub fn restore(settings: &Rc<Settings>, given: &dyn Given) -> Result<Task> {
        const NAMELESS: AuthError =
            AuthError::known(const { &Details::invalid("The access token names nobody: give `username`.") });
        const NO_ACCESS: AuthError = AuthError::known(const { &Details::invalid("`accessToken` must be given.") });
        const KEPT: AuthError = AuthError::known(
            const {
                &Details::new(
                    code::NOT_AVAILABLE,
                    Kind::Caller,
                    "The auth proxy keeps the tokens: sign in, or ask currentUser().",
                )
            },
        );
        if settings.keeps_tokens {
            return Err(KEPT);
        }
        let options = Options::required(given);
        let access = options.token("accessToken").unwrap_or_else(|| {
            options.refuse(NO_ACCESS);
            Secret::default()
        });
        options.done()?;
        let parse = settings.context.parse;
        let claims = Context::decode(parse, access.expose())?;
        let (id, named, refresh) = (options.token("idToken"), options.text("username"), options.token("refreshToken"));
        options.done()?;
        if let Some(id) = &id {
            Context::decode(parse, id.expose())?;
        }
        let username = named.as_ref().map(|name| name.expose().as_str()).or(claims.text_at("username"));
        let username = username.ok_or(NAMELESS)?;
        let tokens = Box::new(SessionTokens { access, id, refresh, clock_drift: 0.0 });
        Ok(Task::new(Some(settings.clone()), username, Job::Over(Some(Ok(Next::User(tokens))))))
    }

    /// The refresh that this task asks for: one for all that wait for the same.
    #[inline(never)]
    pub fn refresh(&mut self) -> Task {
        let (Some(settings), Some(tokens)) = (&self.settings, self.tokens.take()) else {
            return Task::failed(OUT_OF_STEP);
        };
        let Some(used) = tokens.refresh else { return Task::failed(AuthError::session_ended()) };
        let metadata = match &self.job {
            Job::Session { metadata, .. } => metadata.clone(),
            _ => None,
        };
        let (context, username) = (settings.context.clone(), self.keys.username());
        let metadata = metadata.or_else(|| settings.default_metadata());
        let progress = Refresh::start(context, username, used, metadata, settings.user_context());
        let flow = course(progress, |_| Next::Value(Json::Null));
        Task::new(Some(settings.clone()), username, Job::Refresh(Some(flow)))
    }
}
