//! Performs the turns of a machine until there is something for its caller. It decides nothing.

use std::rc::Rc;

use cognito_identity_wasm::client::{Effect, Entropy, Machine};
use cognito_identity_wasm::secret::Secret;
use js_sys::{Array, Date};
use wasm_bindgen::{JsCast, JsValue};

use super::error::Error;
use super::host::Host;
use super::json::{get, object, parse, set, stringify, text};
use super::platform::{fill_random, wait};
use super::reply::told;
use super::storage::{Change, apply};

/// How a call ended, and what comes with it.
pub(super) type Ending = (Effect, JsValue);

/// Runs a method about a user; `more` are members of the call.
pub(super) async fn run(
    host: &Rc<Host>,
    method: &str,
    user: &str,
    more: impl IntoIterator<Item = (&str, JsValue)>,
) -> Result<Ending, Error> {
    let (stored, pool) = (host.stored(user)?, host.settings.clone());
    let call = object([("method", method.into()), ("user", user.into()), ("stored", stored), ("pool", pool)]);
    set(&call, more);
    // Without randomness the machine says so.
    let entropy = if method == "signIn" { Entropy::draw(fill_random).ok() } else { None };
    let (mut machine, mut turn) = Machine::start(stringify(&call), entropy, Date::now());
    let mut stopped = None;
    loop {
        let (changes, effect, what) = read(&turn, &host.prefix)?;
        let answer = match apply(&*host.storage, &changes) {
            Ok(()) => match effect {
                Effect::Load => host.stored(&what.as_string().unwrap_or_default()),
                Effect::Send => send(host, &what).await,
                Effect::Wait => {
                    wait(what.as_f64().unwrap_or_default()).await;
                    Ok(object([]))
                }
                Effect::Refresh => host.refresh(&what).await.map(|()| object([])),
                Effect::Failed => return Err(Error::from_js(&what)),
                Effect::Stopped => return Err(stopped.unwrap_or_else(unknown)),
                ending => return Ok((ending, what)),
            },
            // At the end nobody is there to be answered.
            Err(error) if !asks(effect) => return Err(error),
            Err(error) => Err(error),
        };
        let answer = answer.unwrap_or_else(|error| {
            stopped = Some(error);
            object([("stopped", true.into())])
        });
        turn = machine.resume(stringify(&answer), Date::now());
    }
}

/// Whether the machine waits for an answer.
fn asks(effect: Effect) -> bool {
    matches!(effect, Effect::Load | Effect::Send | Effect::Wait | Effect::Refresh)
}

fn unknown() -> Error {
    Error::new("Internal", "The machine gave a turn that this host does not know.")
}

/// `[[[key, value], …], effect, what]`, with the whole keys.
fn read(turn: &Secret<String>, prefix: &str) -> Result<(Vec<Change>, Effect, JsValue), Error> {
    let turn = parse(turn.expose()).dyn_into::<Array>().map_err(|_| unknown())?;
    let word = turn.get(1).as_string();
    let effect = Effect::ALL.into_iter().find(|effect| word.as_deref() == Some(effect.word())).ok_or_else(unknown)?;
    let change = |change: JsValue| {
        let change = change.unchecked_into::<Array>();
        Some(([prefix, &change.get(0).as_string()?].concat(), change.get(1).as_string()))
    };
    let changes = turn.get(0).unchecked_into::<Array>().iter().filter_map(change).collect();
    Ok((changes, effect, turn.get(2)))
}

async fn send(host: &Host, what: &JsValue) -> Result<JsValue, Error> {
    let operation = text(what, "operation").unwrap_or_default();
    let body = Secret::new(stringify(&get(what, "body")));
    Ok(told(host.transport.send(&operation, body.expose()).await.as_ref()))
}
