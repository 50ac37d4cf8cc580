//! Transactions: what is kept from the way out to the way back, an entry of its own for each state.
//!
//! An entry is `{ began, pool, domain, redirect_uri, at, nonce, verifier, max_age?, state? }`. `logins` lists the states under way with
//! their times, because a storage cannot tell its keys: whoever comes by removes those that nobody came back to.

use crate::client::{Call, Effect};
use crate::text::sheet::Value;

/// How long somebody may take to come back, in milliseconds.
const LONGEST: u64 = 10 * 60 * 1000;

/// How many milliseconds have passed since a transaction began.
pub(super) fn passed(call: &Call<'_>, entry: Value) -> i64 {
    since(call, call.get(entry, "began"))
}

#[inline(never)]
fn since(call: &Call<'_>, began: Value) -> i64 {
    (call.now() as i64).saturating_sub(call.number(began, 0))
}

/// Whether a transaction has ended after that time. A clock may have been set back meanwhile.
pub(super) fn is_over(passed: i64) -> bool {
    passed.unsigned_abs() > LONGEST
}

/// What is stored for this state: `{ entry?, index? }`.
pub(super) fn load(call: &Call<'_>, state: Value) -> Option<Value> {
    call.ask(Effect::Load, call.string(state))
}

/// Keeps the transaction of this state, or removes it, and forgets those that have ended.
pub(super) fn keep(call: &Call<'_>, loaded: Value, state: Value, entry: Value) {
    store(call, state, entry);
    let index = call.get(loaded, "index");
    let mut members = call.members(index);
    while let Some((name, began)) = call.next(&mut members) {
        if is_over(since(call, began)) {
            store(call, name, Value::ABSENT);
        }
    }
    let (mut members, mark) = (call.members(index), call.mark());
    call.put("{");
    while let Some((name, began)) = call.next(&mut members) {
        if !is_over(since(call, began)) && !call.same(name, state) {
            call.comma().put("\"").copy(name).put("\":").copy(began);
        }
    }
    if entry.is_there() {
        call.comma().put("\"").copy(state).put("\":").copy(call.get(entry, "began"));
    }
    let index = call.put("}").since(mark);
    let is_empty = !call.inside_of(index).is_there();
    call.store(Value::ABSENT, "logins", if is_empty { Value::ABSENT } else { index });
}

fn store(call: &Call<'_>, state: Value, entry: Value) {
    call.store(state, ".login", entry);
}
