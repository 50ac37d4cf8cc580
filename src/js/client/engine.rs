//! The asynchronous driver: performs the steps of flows, and sends calls again when that can help.

use super::failure::{Failure, Result};
use super::fetch;
use super::pool::PoolState;
use super::scope::Scope;
use super::storage::Store;
use crate::error::{AuthError, Details};
use crate::flow::{Event, Flow, Progress, Step, Write, retry};
use crate::js::platform::now;
use crate::operation::{Call, Json};
use crate::prelude::*;
use core::future::Future;
use core::pin::Pin;
use js_sys::{Math, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// What every asynchronous method runs.
pub(super) type Work = Pin<Box<dyn Future<Output = Result<JsValue>>>>;

/// Makes the promise of an asynchronous method.
pub(super) fn promise(work: impl Future<Output = Result<JsValue>> + 'static) -> Promise {
    start(Box::pin(work))
}

fn start(work: Work) -> Promise {
    future_to_promise(async move { work.await.map_err(JsValue::from) })
}

/// What runs inside the work of a method. Boxed, so that each stands in the wasm once, not in every state machine that
/// waits for it.
pub(super) type Part<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;

/// Sends a call, and sends it again while the error is one that passes.
pub(super) fn call<'a>(pool: &'a PoolState, call: &'a Call, scope: &'a Scope) -> Part<'a, Json> {
    Box::pin(async move {
        let mut attempt = 1;
        loop {
            let failure = match fetch::call(pool.fetch.as_ref(), &pool.endpoint, call, scope).await {
                Ok(reply) => return Ok(reply),
                Err(failure) => failure,
            };
            // The scope's own end looks like a passing network error; it is final.
            scope.check()?;
            match retry::wait_ms(failure.error(), attempt, Math::random()) {
                Some(ms) => scope.sleep(ms).await?,
                None => return Err(failure),
            }
            attempt += 1;
        }
    })
}

/// Runs a flow to its end.
pub(super) fn run<'a, F: Flow + 'a>(
    pool: &'a PoolState,
    store: &'a Store,
    progress: Progress<F>,
    scope: &'a Scope,
) -> Part<'a, F::Output> {
    Box::pin(async move {
        let mut course = Course { progress: Some(progress), flow: None, result: None };
        drive(pool, store, &mut course, scope).await?;
        course.result.unwrap_or(Err(UNFINISHED)).map_err(|error| with_cause(error, scope))
    })
}

const UNFINISHED: AuthError = AuthError::known(const { &Details::internal("A flow ended without a result.") });

/// A flow of any kind, as the one driver sees it.
trait Run {
    /// The changes and the step of this turn; without a step, the flow is over.
    fn turn(&mut self) -> (Vec<Write>, Option<Step>);
    /// Answers the step.
    fn resume(&mut self, event: Event);
}

struct Course<F: Flow> {
    progress: Option<Progress<F>>,
    flow: Option<F>,
    result: Option<crate::error::Result<F::Output>>,
}

impl<F: Flow> Run for Course<F> {
    fn turn(&mut self) -> (Vec<Write>, Option<Step>) {
        match self.progress.take() {
            Some(Progress::Suspended { flow, writes, step }) => {
                self.flow = Some(flow);
                (writes, Some(step))
            }
            Some(Progress::Finished { writes, result }) => {
                self.result = Some(result);
                (writes, None)
            }
            None => (Vec::new(), None),
        }
    }

    fn resume(&mut self, event: Event) {
        self.progress = self.flow.take().map(|flow| flow.resume(event, now()));
    }
}

/// The loop of [`run`]: once for all flows, because each copy would cost 2 kB.
fn drive<'a>(pool: &'a PoolState, store: &'a Store, flow: &'a mut dyn Run, scope: &'a Scope) -> Part<'a, ()> {
    Box::pin(async move {
        loop {
            let (writes, step) = flow.turn();
            store.apply(&writes)?;
            let event = match step {
                None => return Ok(()),
                Some(Step::Load(keys)) => Event::Loaded(store.load(&keys)?),
                Some(Step::Call(asked)) => Event::Reply(match call(pool, &asked, scope).await {
                    Ok(reply) => Ok(reply),
                    Err(failure) => {
                        // The scope's end is the caller's own doing: no flow decides about it.
                        scope.check()?;
                        Err(failure.into_error())
                    }
                }),
            };
            flow.resume(event);
        }
    })
}

/// Gives a network error its cause back, which the core cannot carry.
fn with_cause(error: AuthError, scope: &Scope) -> Failure {
    let cause = if error.kind == crate::error::Kind::Network { scope.cause.borrow().clone() } else { None };
    match cause {
        Some(cause) => Failure::with_cause(error, cause),
        None => error.into(),
    }
}
