//! The asynchronous driver: performs the steps of flows, and sends calls again when that can help.

use super::failure::{Failure, Result};
use super::fetch;
use super::pool::PoolState;
use super::scope::Scope;
use super::storage::Store;
use crate::error::AuthError;
use crate::flow::{Event, Flow, Progress, Step, retry};
use crate::js::platform::now;
use crate::operation::{Call, Json};
use js_sys::{Math, Promise};
use std::future::Future;
use std::pin::Pin;
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

/// Sends a call, and sends it again while the error is one that passes.
pub(super) async fn call(pool: &PoolState, call: &Call, scope: &Scope) -> Result<Json> {
    let mut attempt = 1;
    loop {
        let failure = match fetch::call(pool.fetch.as_ref(), &pool.endpoint, call, scope).await {
            Ok(reply) => return Ok(reply),
            Err(failure) => failure,
        };
        // The scope's own end looks like a passing network error; it is final.
        scope.check()?;
        match retry::wait_ms(&failure.error, attempt, Math::random()) {
            Some(ms) => scope.sleep(ms).await?,
            None => return Err(failure),
        }
        attempt += 1;
    }
}

/// Runs a flow to its end.
pub(super) async fn run<F: Flow>(
    pool: &PoolState,
    store: &Store,
    mut progress: Progress<F>,
    scope: &Scope,
) -> Result<F::Output> {
    loop {
        let (flow, step) = match progress {
            Progress::Finished { writes, result } => {
                store.apply(&writes)?;
                return result.map_err(|error| with_cause(error, scope));
            }
            Progress::Suspended { flow, writes, step } => {
                store.apply(&writes)?;
                (flow, step)
            }
        };
        let event = match step {
            Step::Load(keys) => Event::Loaded(store.load(&keys)?),
            Step::Call(asked) => Event::Reply(match call(pool, &asked, scope).await {
                Ok(reply) => Ok(reply),
                Err(failure) => {
                    // The scope's end is the caller's own doing: no flow decides about it.
                    scope.check()?;
                    Err(failure.error)
                }
            }),
        };
        progress = flow.resume(event, now());
    }
}

/// Gives a network error its cause back, which the core cannot carry.
fn with_cause(error: AuthError, scope: &Scope) -> Failure {
    let cause = if error.kind == crate::error::Kind::Network { scope.cause.borrow().clone() } else { None };
    Failure { cause, ..error.into() }
}
