//! The reach of one public call: it ends by its `AbortSignal`, by its timeout, or by being done.

use super::arguments::Options;
use super::failure::{Failure, Result};
use crate::error::{AuthError, Kind, code};
use crate::js::platform::{clear_timeout, set_timeout};
use js_sys::{Array, Function, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

/// setTimeout keeps milliseconds in 32 bits: more would fire at once.
const LONGEST_MS: f64 = 2_147_483_647.0;

pub(super) struct Scope {
    ended: Rc<RefCell<Option<(AuthError, JsValue)>>>,
    end: Promise,
    controller: AbortController,
    listener: Closure<dyn FnMut(JsValue)>,
    outer: Option<AbortSignal>,
    timer: JsValue,
    /// What `fetch` last rejected with: the `cause` of a network error.
    pub(super) cause: RefCell<Option<JsValue>>,
}

const TIMEOUT: AuthError =
    AuthError::unanswered(code::TIMEOUT, "The call took longer than timeoutMs: try again, or allow more time.");
const ABORTED: AuthError = AuthError::new(code::ABORTED, Kind::Network, "The call was stopped by its signal.");
const BAD_SIGNAL: AuthError = AuthError::invalid("`signal` must be an AbortSignal.");

impl Scope {
    /// Reads `signal` and `timeoutMs`.
    pub(super) fn of(options: &Options, timeout_ms: f64) -> Result<Scope> {
        let timeout_ms = options.number("timeoutMs")?.unwrap_or(timeout_ms);
        let signal = options.get("signal")?.map(|signal| signal.dyn_into::<AbortSignal>().map_err(|_| BAD_SIGNAL));
        Scope::new(signal.transpose()?, timeout_ms)
    }

    pub(super) fn new(outer: Option<AbortSignal>, timeout_ms: f64) -> Result<Scope> {
        if let Some(signal) = &outer {
            // What only inherits from AbortSignal, and a proxy of one, throw here.
            let aborted = Reflect::get(signal, &"aborted".into());
            if aborted.map_err(|cause| Failure::with_cause(BAD_SIGNAL, cause))?.is_truthy() {
                return Err(Failure::with_cause(ABORTED, reason(signal)));
            }
        }
        let controller = AbortController::new().map_err(|cause| Failure::with_cause(NO_CONTROLLER, cause))?;
        let ended = Rc::new(RefCell::new(None));
        let mut resolve = None;
        let end = Promise::new(&mut |resolved: Function, _| resolve = Some(resolved));
        // One listener for both: a timer calls it with nothing, a signal with its event.
        let listener = {
            let (ended, controller, outer) = (ended.clone(), controller.clone(), outer.clone());
            Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
                let end = match &outer {
                    Some(signal) if !event.is_undefined() => (ABORTED, reason(signal)),
                    _ => (TIMEOUT, JsValue::UNDEFINED),
                };
                ended.borrow_mut().get_or_insert(end);
                if let Some(resolve) = &resolve {
                    let _ = resolve.call0(&JsValue::UNDEFINED);
                }
                controller.abort();
            })
        };
        let handler: &Function = listener.as_ref().unchecked_ref();
        if let Some(signal) = &outer {
            signal.add_event_listener_with_callback("abort", handler).map_err(|_| BAD_SIGNAL)?;
        }
        // A timer without a handle of its own must not call with `undefined` event twice: it is cleared on drop.
        let timer = set_timeout(handler, timeout_ms.min(LONGEST_MS));
        Ok(Scope { ended, end, controller, listener, outer, timer, cause: RefCell::new(None) })
    }

    /// For `fetch`.
    pub(super) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    /// Whether the scope has ended, and why.
    pub(super) fn check(&self) -> Result<()> {
        match self.ended.borrow().clone() {
            Some((error, cause)) if cause.is_undefined() => Err(error.into()),
            Some((error, cause)) => Err(Failure::with_cause(error, cause)),
            None => Ok(()),
        }
    }

    /// Waits for a promise, and no longer than the scope lasts; the inner result is the promise's own.
    pub(super) async fn wait(&self, promise: &JsValue) -> Result<std::result::Result<JsValue, JsValue>> {
        // Raced even when the scope has ended already: a promise that nobody listens to would be an unhandled rejection.
        let race = Promise::race(&Array::of2(promise, &self.end));
        let result = JsFuture::from(race).await;
        self.check()?;
        Ok(result)
    }

    /// Sleeps, and no longer than the scope lasts.
    pub(super) async fn sleep(&self, ms: f64) -> Result<()> {
        let pause = Promise::new(&mut |resolve, _| {
            set_timeout(&resolve, ms);
        });
        self.wait(&pause).await?.map(drop).map_err(|cause| Failure::with_cause(TIMEOUT, cause))
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
        if let Some(signal) = &self.outer {
            let _ = signal.remove_event_listener_with_callback("abort", self.listener.as_ref().unchecked_ref());
        }
    }
}

fn reason(signal: &AbortSignal) -> JsValue {
    Reflect::get(signal, &"reason".into()).unwrap_or(JsValue::UNDEFINED)
}

const NO_CONTROLLER: AuthError =
    AuthError::new(code::ENGINE_UNAVAILABLE, Kind::Internal, "There is no AbortController here: use a newer engine.");
