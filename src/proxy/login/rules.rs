//! The rules of a login, which are [`crate::login`]'s: this is a host of its machine that keeps nothing and sends nothing itself.

use serde_json::{Map, Value, json};

use super::super::config::Pool;
use super::config::Login;
use crate::login::Machine;
use crate::secret::Secret;

/// What a call came to, or what it wants.
pub(super) enum Said {
    /// Send this form to the token endpoint.
    Send(Map<String, Value>),
    /// It is over.
    Done(Value),
    /// It is refused: by this code, OAuth's or one of [`crate::login`]'s.
    Refused(String),
}

/// A call that is under way.
pub(super) struct Rules {
    machine: Machine,
    now: f64,
}

fn of_pool(pool: &Pool, login: &Login) -> Value {
    json!({
        "userPoolId": pool.user_pool_id,
        "clientId": pool.client_id,
        "issuers": pool.issuers(),
        "domain": login.domain,
        "at": login.redirect_uri,
    })
}

/// A turn: what is written, what is to be done, and with what.
fn turn_of(turn: &Secret<String>) -> (Value, Said) {
    let mut turn: Vec<Value> = serde_json::from_str(turn.expose()).unwrap_or_default();
    let (what, effect, writes) = (turn.pop(), turn.pop(), turn.pop().unwrap_or_default());
    let what = what.unwrap_or_default();
    let said = match (effect.as_ref().and_then(Value::as_str), what) {
        (Some("send"), Value::Object(mut what)) => match what.remove("form") {
            Some(Value::Object(form)) => Said::Send(form),
            _ => Said::Refused("Internal".into()),
        },
        (Some("value"), what) => Said::Done(what),
        (_, what) => Said::Refused(what.get("code").and_then(Value::as_str).unwrap_or("Internal").to_owned()),
    };
    (writes, said)
}

/// The way out: the transaction to keep, and the query of the login pages. `asked` has what was drawn and what the app asks for, under
/// OAuth's names; `own` comes back with whatever the login comes to.
pub(super) fn authorize(
    (pool, login): (&Pool, &Login),
    asked: Map<String, Value>,
    verifier: &str,
    own: Value,
    now: f64,
) -> Option<(Value, Map<String, Value>)> {
    let call = json!({
        "method": "authorize",
        "pool": of_pool(pool, login),
        "options": asked,
        "verifier": verifier,
        "at": login.redirect_uri,
        "state": own,
        "now": now as u64,
    });
    let (mut machine, _) = Machine::start(call.to_string(), now);
    let (mut writes, said) = turn_of(&machine.resume("{}".into(), now));
    let written = writes.get_mut(0).and_then(|write| write.get_mut(1)).map(Value::take)?;
    match said {
        Said::Done(Value::Object(query)) => Some((written, query)),
        _ => None,
    }
}

impl Rules {
    /// The way back, for a transaction that was begun here.
    pub(super) fn complete((pool, login): (&Pool, &Login), answer: Value, entry: &Value, now: f64) -> (Rules, Said) {
        let call = json!({
            "method": "complete",
            "pool": of_pool(pool, login),
            "answer": answer,
            "at": login.redirect_uri,
        });
        let (machine, _) = Machine::start(call.to_string(), now);
        let mut rules = Rules { machine, now };
        let said = rules.go_on(json!({ "entry": entry }));
        (rules, said)
    }

    /// Goes on with the answer of the token endpoint.
    pub(super) fn go_on(&mut self, heard: Value) -> Said {
        turn_of(&self.machine.resume(heard.to_string(), self.now)).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_turn_is_a_refusal() {
        for text in ["", "[]", "{}", r#"[[],"send",{}]"#, r#"[[],"send",{"form":1}]"#, r#"[[],"failed",{"code":1}]"#] {
            let (_, said) = turn_of(&text.into());
            assert!(matches!(said, Said::Refused(code) if code == "Internal"), "{text}");
        }
    }
}
