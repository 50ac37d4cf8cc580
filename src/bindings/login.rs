//! Managed login: a call in the hands of its host, which is TypeScript: `pkg-template/src/login`.

#![allow(unreachable_pub, reason = "wasm_bindgen exports what is `pub`")]

use super::stack::wipe;
use crate::login;
use crate::prelude::*;
use wasm_bindgen::prelude::*;

// Only the package brings the host, as in `client/host.rs`.
#[cfg_attr(not(any(feature = "local", feature = "server")), wasm_bindgen(module = "login-host"))]
#[cfg_attr(any(feature = "local", feature = "server"), wasm_bindgen)]
extern "C" {
    /// Takes the turn of a machine.
    #[wasm_bindgen(js_name = takeLoginTurn)]
    fn take_turn(turn: &str);
}

/// One call; nobody outside of the host sees it.
#[wasm_bindgen(js_name = LoginMachine, skip_typescript)]
pub struct Machine {
    machine: login::Machine,
}

#[wasm_bindgen(js_class = LoginMachine)]
impl Machine {
    /// Starts a call and hands over its first turn.
    #[wasm_bindgen(constructor)]
    pub fn new(call: String, now: f64) -> Machine {
        let (machine, turn) = login::Machine::start(call, now);
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
