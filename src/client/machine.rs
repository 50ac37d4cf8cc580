//! A call under way: code that runs from the beginning at each answer of its host.

use super::call::Call;
use super::effect::Effect;
use super::memory::Memory;
use super::{Entropy, methods};
use crate::prelude::*;
use crate::secret::Secret;

/// One call of a method: it asks, its host answers, until it ends. The page of this module has the whole loop.
#[derive(Default)]
pub struct Machine(Memory);

impl Machine {
    /// Begins a call, and gives its first turn.
    ///
    /// `call` is a JSON text, `{ method, pool, user?, options?, stored? }`, and what the method takes beside the options; `entropy` is needed
    /// by `signIn` alone; `now` is in milliseconds since 1970.
    pub fn start(call: String, entropy: Option<Entropy>, now: f64) -> (Machine, Secret<String>) {
        let mut machine = Machine(Memory { entropy, ..Memory::default() });
        let turn = machine.go_on(call, now);
        (machine, turn)
    }

    /// Takes the host's answer to the last turn, a JSON text, and gives the next one: `[writes, effect, what]`.
    ///
    /// `writes` are `[key, value]`, keys relative to the pool's prefix, `null` to remove. The host makes all of them, in
    /// order, or none, and then what the [`Effect`] says. After the end the turn is an empty text.
    pub fn resume(&mut self, answer: String, now: f64) -> Secret<String> {
        // At its end a call forgets what it has heard.
        if self.0.heard.is_empty() {
            return Secret::default();
        }
        self.go_on(answer, now)
    }

    fn go_on(&mut self, heard: String, now: f64) -> Secret<String> {
        self.0.heard.push((Secret::new(heard), now));
        let call = Call::new(&self.0);
        let end = methods::run(&call);
        if call.is_waiting() {
            return call.into_turn();
        }
        let (effect, what) = match end {
            Some(end) => end,
            None if call.failure().is_there() => (Effect::Failed, call.failure()),
            None => (Effect::Stopped, call.failure()),
        };
        call.say(effect, what);
        let turn = call.into_turn();
        // What the call knew ends now, and not with the object.
        *self = Machine::default();
        turn
    }
}

impl core::fmt::Debug for Machine {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Machine")
    }
}
