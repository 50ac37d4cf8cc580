//! A call in the hands of the host.

#![allow(unreachable_pub, reason = "wasm_bindgen exports what is `pub`")]

use super::host::{fill_random, take_turn};
use crate::bindings::stack::wipe;
use crate::client::{self, Entropy};
use crate::prelude::*;
use wasm_bindgen::prelude::*;

/// One call of a method; nobody outside of the host sees it.
#[wasm_bindgen(skip_typescript)]
pub struct Machine {
    machine: client::Machine,
}

#[wasm_bindgen]
impl Machine {
    /// Starts a call and hands over its first turn; `random` says whether it needs random bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(call: String, random: bool, now: f64) -> Machine {
        let fill = |bytes: &mut [u8]| if fill_random(bytes) { Ok(()) } else { Err(()) };
        let entropy = if random { Entropy::draw(fill).ok() } else { None };
        let (machine, turn) = client::Machine::start(call, entropy, now);
        take_turn(turn.expose());
        Machine { machine }
    }

    /// Takes the answer to the last turn, and hands over the next.
    pub fn resume(&mut self, answer: String, now: f64) {
        take_turn(self.machine.resume(answer, now).expose());
    }
}

/// What the turns left on the stack goes with the call.
impl Drop for Machine {
    fn drop(&mut self) {
        wipe();
    }
}

/// Whether tokens that end then, in seconds since 1970, are still valid; NaN stands for a token that is not there.
#[wasm_bindgen(js_name = isValid)]
pub fn is_valid(now_ms: f64, drift: f64, leeway: f64, access: f64, id: f64) -> bool {
    let [access, id] = [access, id].map(|end| if end.is_nan() { None } else { Some(end) });
    crate::token::is_valid(crate::token::seconds(now_ms), drift, leeway, access, id)
}
