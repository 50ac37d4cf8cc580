//! A task in the hands of the driver.

use super::driver::{Caller, entropy, perform, thrown, tree, value};
use super::pool::PoolState;
use super::session::Session;
use super::user::User;
use crate::error::AuthError;
use crate::flow::OUT_OF_STEP;
use crate::modern::{self, Event, Turn};
use crate::operation::Json;
use crate::prelude::*;
use alloc::rc::Rc;
use core::cell::Cell;
use wasm_bindgen::prelude::*;

/// One call of a method; nobody outside of the driver sees it.
#[wasm_bindgen(skip_typescript)]
pub struct Task {
    pool: Option<Rc<PoolState>>,
    host: JsValue,
    /// Out of its place while it works: the host's JSON is asked meanwhile.
    work: Cell<Option<Box<modern::Task>>>,
}

impl Task {
    #[inline(never)]
    pub(super) fn new(pool: Option<Rc<PoolState>>, host: &JsValue, work: Result<modern::Task, AuthError>) -> Task {
        let work = work.unwrap_or_else(modern::Task::failed);
        Task { pool, host: host.clone(), work: Cell::new(Some(Box::new(work))) }
    }

    /// Runs it, within what the options allow.
    #[inline(never)]
    pub(super) fn start(self, options: &JsValue) -> JsValue {
        let default = self.pool.as_ref().map_or(modern::DEFAULT_TIMEOUT_MS, |pool| pool.settings.timeout_ms);
        let host = self.host.clone();
        match modern::timeout_ms(&Caller(options), default) {
            Ok(timeout_ms) => perform(self, &host, options, timeout_ms),
            Err(error) => perform(Task::new(self.pool, &host, Err(error)), &host, options, default),
        }
    }

    fn with<T>(&self, use_it: impl FnOnce(&mut modern::Task) -> T) -> Option<T> {
        let mut work = self.work.take()?;
        let used = use_it(&mut work);
        self.work.set(Some(work));
        Some(used)
    }

    fn pool(&self) -> Result<&Rc<PoolState>, AuthError> {
        self.pool.as_ref().ok_or(OUT_OF_STEP)
    }
}

#[wasm_bindgen]
impl Task {
    /// Takes what came of the last turn and says what is next.
    pub fn turn(&self, told: Vec<u8>, now: f64, random: f64) -> JsValue {
        let service = self.pool.as_ref().map(|pool| &pool.settings.service);
        let event = match (tree(told), service) {
            (Some(told), Some(service)) => Event::of(told, service),
            // Without a pool nothing is sent: the task is over before it begins.
            (Some(_), None) => Event::Done,
            (None, _) => Event::Stopped,
        };
        let turned = self.with(|work| work.turn(event, now, random));
        let (writes, turn) = turned.unwrap_or((Vec::new(), Turn::Failed(OUT_OF_STEP, None)));
        if matches!(turn, Turn::Step(_)) {
            // The step lives on and holds this task; what the sign-in knew ends here.
            self.work.take();
        }
        value(&turn.tell(writes))
    }

    /// The refresh that this task asks for.
    pub fn refresh(&self) -> Task {
        let refresh = self.with(modern::Task::refresh).ok_or(OUT_OF_STEP);
        Task::new(self.pool.clone(), &self.host, refresh)
    }

    /// The session that came of it.
    pub fn session(&self) -> Result<Session, JsValue> {
        let made = self.with(|work| Session::of(work.tokens().ok_or(OUT_OF_STEP)?, self.pool()?));
        made.unwrap_or(Err(OUT_OF_STEP)).map_err(|error| thrown(&error))
    }

    /// The user that came of it.
    pub fn user(&self) -> Result<User, JsValue> {
        let made = self.with(|work| Ok(User::new(self.pool()?, &self.host, work.username())));
        made.unwrap_or(Err(OUT_OF_STEP)).map_err(|error: AuthError| thrown(&error))
    }

    /// The user of tokens that came from elsewhere, in a memory of its own.
    #[wasm_bindgen(js_name = lonelyUser)]
    pub fn lonely_user(&self) -> Result<User, JsValue> {
        let made = self.with(|work| Ok(User::lonely(self.pool()?, &self.host, work)));
        made.unwrap_or(Err(OUT_OF_STEP)).map_err(|error: AuthError| thrown(&error))
    }

    /// Answers the step that came of it.
    pub fn respond(&self, step: Vec<u8>, given: JsValue) -> JsValue {
        let step = tree(step).unwrap_or(Json::Null);
        let work = self.pool().and_then(|pool| {
            pool.open()?;
            modern::Task::respond(&pool.settings, &step, &Caller(&given), entropy()?)
        });
        Task::new(self.pool.clone(), &self.host, work).start(&given)
    }

    /// Gets the secret for an authenticator app, during the sign-in.
    pub fn associate(&self, step: Vec<u8>, options: JsValue) -> JsValue {
        let step = tree(step).unwrap_or(Json::Null);
        let work = self.pool().and_then(|pool| {
            pool.open()?;
            modern::Task::associate(&pool.settings, &step, &Caller(&options))
        });
        Task::new(self.pool.clone(), &self.host, work).start(&options)
    }
}
