//! Flows of any kind, as a task runs them.

use crate::error::{AuthError, Result};
use crate::flow::{self, Flow, OUT_OF_STEP, Pending, Progress, SessionTokens, Step, Write};
use crate::operation::{Call, Json};
use crate::prelude::*;

/// What comes next.
pub(super) enum Next {
    Load(Vec<String>),
    Call(Call),
    Refresh,
    Value(Json),
    Step(Pending),
    SignedIn(String, Box<SessionTokens>),
    Session(Box<SessionTokens>),
    User(Box<SessionTokens>),
    Ended(AuthError),
    Stopped,
}

/// A flow of any kind.
pub(super) trait Running {
    /// Takes the answer to the last step; without one, it begins.
    fn turn(&mut self, event: Option<flow::Event>, now: f64) -> (Vec<Write>, Result<Next>);
}

struct Course<F: Flow> {
    progress: Option<Progress<F>>,
    flow: Option<F>,
    finish: fn(F::Output) -> Next,
}

impl<F: Flow> Running for Course<F> {
    fn turn(&mut self, event: Option<flow::Event>, now: f64) -> (Vec<Write>, Result<Next>) {
        if let (Some(event), Some(flow)) = (event, self.flow.take()) {
            self.progress = Some(flow.resume(event, now));
        }
        match self.progress.take() {
            Some(Progress::Suspended { flow, writes, step }) => {
                self.flow = Some(flow);
                (
                    writes,
                    Ok(match step {
                        Step::Load(keys) => Next::Load(keys),
                        Step::Call(call) => Next::Call(call),
                    }),
                )
            }
            Some(Progress::Finished { writes, result }) => (writes, result.map(self.finish)),
            None => (Vec::new(), Err(OUT_OF_STEP)),
        }
    }
}

pub(super) fn course<F: Flow + 'static>(progress: Progress<F>, finish: fn(F::Output) -> Next) -> Box<dyn Running> {
    Box::new(Course { progress: Some(progress), flow: None, finish })
}
