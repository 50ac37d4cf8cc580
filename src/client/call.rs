//! What every step of a call knows: its input, its pool, its user, and how to ask.
//!
//! A step that fails gives `None`, and the call says why: see [`Call::fail`]. A step that waits for its host gives `None`, too: from then
//! on nothing that the call does has an effect, until it runs again, from the beginning, with the answer. So a step must do the same
//! each time, for the same answers; what takes long is [kept](Call::keep).

use super::effect::Effect;
use super::failure::failure;
use super::memory::Memory;
use super::{DIRECT, Entropy};
use crate::prelude::*;
use crate::secret::Secret;
use crate::srp::Ephemeral;
use crate::text::sheet::{Sheet, Value};
use crate::wire::cognito;
use core::cell::Cell;
use core::ops::Deref;

/// How often a request is sent at most.
const ATTEMPTS: u8 = 3;
/// The longest pause before the second attempt, and before the third, in milliseconds. The host waits a random part of it.
///
/// Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
const PAUSES: [&str; 2] = ["400", "800"];

const OFFLINE: &str = "{\"code\":\"NetworkError\",\"kind\":\"network\",\"retryable\":true,\"message\":\"No answer arrived: check the connection, the endpoint, and the page's Content-Security-Policy (connect-src).\"}";
/// The same after a request that must not be sent twice.
const MAYBE_DONE: &str = failure!("NetworkError" "network"
    "No answer arrived, so it may have happened: find out before you call again.");
const NOT_A_RESPONSE: &str = failure!("Internal" "internal" "`fetch` did not answer with a Response.");

/// What an operation allows.
#[derive(Clone, Copy)]
pub(super) struct Allows {
    /// It is idempotent: it may be sent again when no answer arrived.
    pub(super) again: bool,
    /// An answer without a body is a success.
    pub(super) empty: bool,
}

impl Allows {
    pub(super) const ONCE: Allows = Allows { again: false, empty: false };
    pub(super) const AGAIN: Allows = Allows { again: true, empty: false };
    pub(super) const AGAIN_AND_EMPTY: Allows = Allows { again: true, empty: true };
}

/// How a call ends: the last effect, and what comes with it.
pub(crate) type End = (Effect, Value);

/// One run of a call. All its texts are one sheet.
pub(crate) struct Call<'a> {
    memory: &'a Memory,
    sheet: Sheet,
    /// The turn that is being written.
    turn: Cell<String>,
    /// How many answers were taken, and how many texts.
    taken: Cell<usize>,
    keeps: Cell<usize>,
    /// Whether it waits for its host.
    waiting: Cell<bool>,
    /// Why it fails; absent as long as it does not, or where the host knows.
    failure: Cell<Value>,
    /// What the tokens in the last answer of the service claim, and the time of a proof that answers it.
    claims: Cell<Value>,
    time: Cell<Value>,
    input: Value,
    /// The settings of the pool, as the call `pool` gave them.
    pub(crate) pool: Value,
    /// What the caller passed, checked by the host.
    pub(crate) options: Value,
    /// Whom it is about, as the text is escaped; absent for a method of the pool.
    pub(super) user: Value,
}

impl Deref for Call<'_> {
    type Target = Sheet;

    fn deref(&self) -> &Sheet {
        &self.sheet
    }
}

impl<'a> Call<'a> {
    /// The call that was heard of first.
    pub(crate) fn new(memory: &'a Memory) -> Call<'a> {
        let sheet = Sheet::default();
        let input = memory.heard.first().map_or(Value::ABSENT, |(text, _)| sheet.add(text.expose()));
        let (pool, options) = (sheet.get(input, "pool"), sheet.get(input, "options"));
        let user = sheet.text_at(input, "user");
        let call = Call {
            memory,
            sheet,
            turn: Cell::default(),
            taken: Cell::new(1),
            keeps: Cell::new(0),
            waiting: Cell::new(false),
            failure: Cell::new(Value::ABSENT),
            claims: Cell::new(Value::ABSENT),
            time: Cell::new(Value::ABSENT),
            input,
            pool,
            options,
            user,
        };
        call.turn("[[");
        call
    }

    /// A member of the input beside the options.
    pub(crate) fn input(&self, name: &str) -> Value {
        self.get(self.input, name)
    }

    /// A setting of the pool.
    pub(crate) fn setting(&self, name: &str) -> Value {
        self.get(self.pool, name)
    }

    /// An option of the caller's.
    pub(crate) fn option(&self, name: &str) -> Value {
        self.get(self.options, name)
    }

    /// Whether an option is `true`.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.is(self.option(name), "true")
    }

    /// The time of this turn, in milliseconds since 1970.
    pub(crate) fn now(&self) -> f64 {
        self.memory.heard.get(self.taken.get() - 1).map_or(0.0, |(_, now)| *now)
    }

    /// The random bytes of this call.
    pub(super) fn entropy(&self) -> Option<&'a Entropy> {
        #[cfg(not(feature = "npm-twin"))]
        const NONE: &str = failure!("EngineUnavailable" "internal"
            "crypto.getRandomValues is not available: use Node 20 or newer.");
        #[cfg(feature = "npm-twin")]
        const NONE: &str = failure!("EngineUnavailable" "internal"
            "crypto.getRandomValues is not available: in React Native, import react-native-get-random-values first.");
        let entropy = self.memory.entropy.as_ref();
        if entropy.is_none() { self.fail(NONE) } else { entropy }
    }

    /// The key pair of that number.
    pub(super) fn ephemeral(&self, index: usize) -> Option<&'a Ephemeral> {
        let (place, exponent) = (self.memory.ephemerals.get(index)?, self.entropy()?.exponent(index));
        if place.get().is_none() {
            let _ = place.set(Ephemeral::draw(exponent)?);
        }
        place.get()
    }

    /// A text that takes long to make: it is made once, and remembered.
    pub(super) fn keep(&self, make: impl FnOnce() -> Option<String>) -> Option<Value> {
        let mut kept = self.memory.kept.take();
        let index = self.keeps.get();
        self.keeps.set(index + 1);
        if kept.len() == index && !self.is_waiting() {
            kept.extend(make().map(Secret::new));
        }
        let text = kept.get(index).map(|text| self.add(text.expose()));
        self.memory.kept.set(kept);
        text
    }

    // ---- failing -------------------------------------------------------------------------------------------------

    /// Fails with this error.
    #[inline(always)]
    pub(crate) fn fail<T>(&self, why: &str) -> Option<T> {
        self.fail_with(self.add(why))
    }

    /// Fails with this error.
    #[inline(always)]
    pub(crate) fn fail_with<T>(&self, why: Value) -> Option<T> {
        self.failure.set(why);
        None
    }

    /// Why a step failed; absent where the host stopped and knows why.
    pub(crate) fn failure(&self) -> Value {
        self.failure.get()
    }

    /// Whether a step failed with this code.
    #[inline(never)]
    pub(super) fn failed_with(&self, code: &str) -> bool {
        self.is(self.text_at(self.failure(), "code"), code)
    }

    /// Whether the message of the failure has this word, in any case.
    pub(crate) fn says(&self, word: &str) -> bool {
        let has = |message: &str| {
            message.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
        };
        self.with(self.get(self.failure(), "message"), has)
    }

    // ---- the host ------------------------------------------------------------------------------------------------

    /// Whether it waits for its host.
    pub(crate) fn is_waiting(&self) -> bool {
        self.waiting.get()
    }

    /// What the host is told.
    pub(crate) fn into_turn(self) -> Secret<String> {
        Secret::new(self.turn.take())
    }

    #[inline(never)]
    fn turn(&self, text: &str) {
        if !self.is_waiting() {
            let mut turn = self.turn.take();
            turn.push_str(text);
            self.turn.set(turn);
        }
    }

    #[inline(never)]
    fn turn_with(&self, value: Value) {
        let value = if value.is_there() { value } else { self.add("null") };
        self.with(value, |text| self.turn(text));
    }

    /// A change of a user's entries, to be made before the next effect; without a value the entry is removed.
    #[inline(never)]
    pub(crate) fn store(&self, user: Value, name: &str, value: Value) {
        let turn = self.turn.take();
        let is_first = turn.len() < 3;
        self.turn.set(turn);
        self.turn(if is_first { "[\"" } else { ",[\"" });
        self.with(user, |user| self.turn(user));
        self.turn(name);
        self.turn("\",");
        self.turn_with(value);
        self.turn("]");
    }

    /// Ends the turn.
    #[inline(never)]
    pub(crate) fn say(&self, effect: Effect, with: Value) {
        self.turn("],\"");
        self.turn(effect.word());
        self.turn("\",");
        self.turn_with(with);
        self.turn("]");
    }

    /// Asks the host, and gives its answer: nothing where it stopped, or has not answered yet.
    #[inline(never)]
    pub(crate) fn ask(&self, effect: Effect, with: Value) -> Option<Value> {
        let Some((answer, _)) = self.memory.heard.get(self.taken.get()) else {
            self.say(effect, with);
            self.waiting.set(true);
            return self.fail_with(Value::ABSENT);
        };
        self.taken.set(self.taken.get() + 1);
        let answer = self.add(answer.expose());
        // What was written before was done before.
        self.turn.set("[[".into());
        let stopped = self.is(self.get(answer, "stopped"), "true");
        if stopped { self.fail_with(Value::ABSENT) } else { Some(answer) }
    }

    /// What the tokens in the last answer of the service claim.
    pub(super) fn claims(&self) -> Value {
        self.claims.get()
    }

    /// The time of a proof that answers the last answer of the service, as the host writes it.
    pub(super) fn time(&self) -> Value {
        self.time.get()
    }

    /// What was stored for the user when the call began.
    pub(crate) fn stored(&self) -> Value {
        self.input("stored")
    }

    /// A stored text; absent where it is empty.
    #[inline(never)]
    pub(super) fn entry(&self, stored: Value, name: &str) -> Value {
        let value = self.get(stored, name);
        if self.inside(value).is_there() { value } else { Value::ABSENT }
    }

    /// Asks what is stored for that user by now.
    pub(super) fn load(&self, user: Value) -> Option<Value> {
        self.ask(Effect::Load, self.string(user))
    }

    /// Sends a request of that operation, again where that can help and does no harm, and gives the answer.
    pub(super) fn send(&self, operation: &str, body: Value, allows: Allows) -> Option<Value> {
        let once = if allows.again { Value::ABSENT } else { self.add("true") };
        let request = self.write("operation=\"0 body=$1 once=$2", &[self.add(operation), body, once]);
        let mut attempt = 1;
        loop {
            let reply = self.ask(Effect::Send, request)?;
            let body = self.get(reply, "body");
            if self.judge(reply, body, allows) {
                self.claims.set(self.get(reply, "claims"));
                self.time.set(self.text_at(reply, "time"));
                return Some(if body.is_there() { body } else { self.add("{}") });
            }
            let retryable = self.is(self.get(self.failure(), "retryable"), "true");
            // A limit of the auth proxy lasts longer than any pause here.
            if attempt == ATTEMPTS || !retryable || self.failed_with("RateLimited") {
                return None;
            }
            let pause = self.add(PAUSES.get(usize::from(attempt) - 1).unwrap_or(&"800"));
            self.ask(Effect::Wait, pause)?;
            attempt += 1;
        }
    }

    /// Whether a reply is an answer of the service; if not, the call fails with what it is.
    #[inline(never)]
    fn judge(&self, reply: Value, body: Value, allows: Allows) -> bool {
        let status = self.number(self.get(reply, "status"), 0);
        if status == 0 {
            let none = self.is(self.get(reply, "none"), "true");
            let maybe = if allows.again { OFFLINE } else { MAYBE_DONE };
            self.failure.set(self.add(if none { maybe } else { NOT_A_RESPONSE }));
            return false;
        }
        if (200..300).contains(&status) && self.is_object(body) {
            return true;
        }
        // A firewall answers with nothing, too: 200 alone is the service's own.
        if status == 200 && allows.empty && self.get(reply, "empty").is_there() {
            return true;
        }
        let code = self.text_at(reply, "code");
        let says = self.get(reply, "retryable");
        let throttled = status == 429 || DIRECT && cognito::THROTTLING.iter().any(|name| self.is(code, name));
        let retryable = if says.is_there() { self.is(says, "true") } else { throttled || status >= 500 };
        let (kind, message) = if retryable {
            ("server", "The service failed without saying why: try again later.")
        } else if !code.is_there() || self.is(code, "Internal") {
            // As `ODD` says.
            ("internal", "Not an answer of the service: check the endpoint, and what stands between it and here.")
        } else {
            (
                if self.get(reply, "isOwn").is_there() { "caller" } else { "service" },
                "The service refused without saying why.",
            )
        };
        let retryable = if retryable { self.add("true") } else { Value::ABSENT };
        let values = [
            code.or(self.add("Internal")),
            self.add(kind),
            self.text_at(reply, "message").or(self.add(message)),
            retryable,
        ];
        let template =
            "code=\"0 kind=\"1 message=\"2 status=.status requestId=.requestId retryAfterMs=.retryAfterMs retryable=$3";
        self.failure.set(self.fill(template, reply, Value::ABSENT, &values));
        false
    }

    // ---- what many requests have ---------------------------------------------------------------------------------

    /// Writes an object: see [`Sheet::fill`].
    #[inline(never)]
    pub(crate) fn write(&self, template: &'static str, values: &[Value]) -> Value {
        self.fill(template, self.pool, self.options, values)
    }

    /// `SecretHash` of a user name, where the app client has a secret.
    #[inline(never)]
    pub(super) fn secret_hash(&self, user: Value) -> Value {
        let secret = self.text_at(self.pool, "clientSecret");
        if !DIRECT || !secret.is_there() {
            return Value::ABSENT;
        }
        let [secret, user, client_id] =
            [secret, user, self.text_at(self.pool, "clientId")].map(|value| self.plain(value));
        self.add_string(&cognito::secret_hash(secret.expose(), user.expose(), client_id.expose()))
    }

    /// `ClientMetadata` of this call, by default the pool's.
    #[inline(never)]
    pub(super) fn metadata(&self) -> Value {
        self.option("clientMetadata").or(self.setting("clientMetadata"))
    }
}
