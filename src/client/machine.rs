//! A call under way: code that runs from the beginning at each answer of its host.

use super::call::{Call, End};
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
        if self.0.is_over() { Secret::default() } else { self.go_on(answer, now) }
    }

    fn go_on(&mut self, heard: String, now: f64) -> Secret<String> {
        self.0.go_on(heard, now, methods::run)
    }
}

impl Memory {
    /// Whether the call has ended: then it forgets what it has heard.
    #[inline(always)]
    pub(crate) fn is_over(&self) -> bool {
        self.heard.is_empty()
    }

    /// Runs the code of a call from the beginning, with what was heard last, and gives the next turn.
    #[inline(always)]
    pub(crate) fn go_on(
        &mut self,
        heard: String,
        now: f64,
        run: impl FnOnce(&Call<'_>) -> Option<End>,
    ) -> Secret<String> {
        self.heard.push((Secret::new(heard), now));
        let call = Call::new(self);
        let end = run(&call);
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
        *self = Memory::default();
        turn
    }
}

impl core::fmt::Debug for Machine {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Machine")
    }
}
