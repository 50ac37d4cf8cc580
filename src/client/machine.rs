//! A call under way: async code that awaits nothing but its host's answers, polled by hand.

use super::call::Call;
use super::effect::Effect;
use super::mailbox::Mailbox;
use super::{Entropy, methods};
use crate::prelude::*;
use crate::secret::Secret;
use alloc::rc::Rc;
use core::cell::Cell;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Waker};

/// One call of a method: it asks, its host answers, until it ends. The page of this module has the whole loop.
pub struct Machine {
    mailbox: Rc<Mailbox>,
    call: Option<Pin<Box<dyn Future<Output = ()>>>>,
}

impl Machine {
    /// Begins a call, and gives its first turn.
    ///
    /// `call` is a JSON text, `{ method, pool, user?, options?, stored? }`, and what the method takes beside the options; `entropy` is needed
    /// by `signIn` alone; `now` is in milliseconds since 1970.
    pub fn start(call: String, entropy: Option<Entropy>, now: f64) -> (Machine, Secret<String>) {
        let (answer, entropy) = (Cell::new(Some(Secret::new(call))), Cell::new(entropy));
        let mailbox = Rc::new(Mailbox { turn: Cell::default(), answer, now: Cell::new(now), entropy });
        let mut machine = Machine { call: Some(Box::pin(run(mailbox.clone()))), mailbox };
        let turn = machine.poll();
        (machine, turn)
    }

    /// Takes the host's answer to the last turn, a JSON text, and gives the next one: `[writes, effect, what]`.
    ///
    /// `writes` are `[key, value]`, keys relative to the pool's prefix, `null` to remove. The host makes all of them, in
    /// order, or none, and then what the [`Effect`] says. After the end the turn is an empty text.
    pub fn resume(&mut self, answer: String, now: f64) -> Secret<String> {
        self.mailbox.now.set(now);
        self.mailbox.answer.set(Some(Secret::new(answer)));
        self.poll()
    }

    fn poll(&mut self) -> Secret<String> {
        if let Some(call) = &mut self.call
            && call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
        {
            // What the call knew ends now, and not with the object.
            self.call = None;
        }
        Secret::new(self.mailbox.turn.take())
    }
}

impl core::fmt::Debug for Machine {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Machine")
    }
}

async fn run(mailbox: Rc<Mailbox>) {
    let call = Call::new(&mailbox);
    let (effect, what) = match methods::run(&call).await {
        Some(end) => end,
        None if call.failure().is_there() => (Effect::Failed, call.failure()),
        None => (Effect::Stopped, call.failure()),
    };
    call.say(effect, what);
}
