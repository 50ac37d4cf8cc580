//! What every step of a call knows: its input, its pool, its user, and how to ask.
//!
//! A step that fails gives `None`, and the call says why: see [`Call::fail`].

use super::Entropy;
use super::effect::Effect;
use super::failure::failure;
use super::mailbox::Mailbox;
use crate::text::sheet::{Sheet, Value};
use crate::wire::cognito;
use core::cell::Cell;
use core::future::Future;
use core::ops::Deref;
use core::pin::Pin;
use core::task::{Context, Poll};

/// How often a request is sent at most.
const ATTEMPTS: u8 = 3;
/// The longest pause before the second attempt, and before the third, in milliseconds. The host waits a random part of it.
///
/// Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
const PAUSES: [&str; 2] = ["400", "800"];

const OFFLINE: &str = "{\"code\":\"NetworkError\",\"kind\":\"network\",\"retryable\":true,\"message\":\"No answer arrived: check the connection, the endpoint, and the page's Content-Security-Policy (connect-src).\"}";
const NOT_A_RESPONSE: &str = failure!("Internal" "internal" "`fetch` did not answer with a Response.");

/// How a call ends: the last effect, and what comes with it.
pub(super) type End = (Effect, Value);

/// One call of a method. All its texts are one sheet.
pub(super) struct Call<'a> {
    mailbox: &'a Mailbox,
    sheet: Sheet,
    /// Why it fails; absent as long as it does not, or where the host knows.
    failure: Cell<Value>,
    /// What the tokens in the last answer of the service claim, and the time of a proof that answers it.
    claims: Cell<Value>,
    time: Cell<Value>,
    input: Value,
    /// The settings of the pool, as the call `pool` gave them.
    pub(super) pool: Value,
    /// What the caller passed, checked by the host.
    pub(super) options: Value,
    /// Whom it is about, as the text is escaped; absent for a method of the pool.
    pub(super) user: Value,
}

impl Deref for Call<'_> {
    type Target = Sheet;

    fn deref(&self) -> &Sheet {
        &self.sheet
    }
}

/// The host's answer, to be awaited: nothing where the host stopped.
pub(super) struct Answer<'c>(&'c Call<'c>);

impl Future for Answer<'_> {
    type Output = Option<Value>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Value>> {
        self.0.answered().map_or(Poll::Pending, Poll::Ready)
    }
}

impl<'a> Call<'a> {
    /// The call in the mailbox.
    pub(super) fn new(mailbox: &'a Mailbox) -> Call<'a> {
        let sheet = Sheet::default();
        let input = mailbox.answer.take().map_or(Value::ABSENT, |text| sheet.add(text.expose()));
        let (pool, options) = (sheet.get(input, "pool"), sheet.get(input, "options"));
        let user = sheet.text_at(input, "user");
        let call = Call {
            mailbox,
            sheet,
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
    pub(super) fn input(&self, name: &str) -> Value {
        self.get(self.input, name)
    }

    /// A setting of the pool.
    pub(super) fn setting(&self, name: &str) -> Value {
        self.get(self.pool, name)
    }

    /// An option of the caller's.
    pub(super) fn option(&self, name: &str) -> Value {
        self.get(self.options, name)
    }

    /// Whether an option is `true`.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.is(self.option(name), "true")
    }

    /// The time of this turn, in milliseconds since 1970.
    pub(super) fn now(&self) -> f64 {
        self.mailbox.now.get()
    }

    /// The random bytes of this call, once.
    pub(super) fn entropy(&self) -> Option<Entropy> {
        const NONE: &str = failure!("EngineUnavailable" "internal"
            "There is no crypto.getRandomValues here: use Node 20 or newer, or a page in a secure context.");
        let entropy = self.mailbox.entropy.take();
        if entropy.is_none() { self.fail(NONE) } else { entropy }
    }

    // ---- failing -------------------------------------------------------------------------------------------------

    /// Fails with this error.
    #[inline(always)]
    pub(super) fn fail<T>(&self, why: &str) -> Option<T> {
        self.fail_with(self.add(why))
    }

    /// Fails with this error.
    #[inline(always)]
    pub(super) fn fail_with<T>(&self, why: Value) -> Option<T> {
        self.failure.set(why);
        None
    }

    /// Why a step failed; absent where the host stopped and knows why.
    pub(super) fn failure(&self) -> Value {
        self.failure.get()
    }

    /// Whether a step failed with this code.
    #[inline(never)]
    pub(super) fn failed_with(&self, code: &str) -> bool {
        self.is(self.text_at(self.failure(), "code"), code)
    }

    // ---- the host ------------------------------------------------------------------------------------------------

    #[inline(never)]
    fn turn(&self, text: &str) {
        let mut turn = self.mailbox.turn.take();
        turn.push_str(text);
        self.mailbox.turn.set(turn);
    }

    #[inline(never)]
    fn turn_with(&self, value: Value) {
        let value = if value.is_there() { value } else { self.add("null") };
        self.with(value, |text| self.turn(text));
    }

    /// A change of a user's entries, to be made before the next effect; without a value the entry is removed.
    #[inline(never)]
    pub(super) fn store(&self, user: Value, name: &str, value: Value) {
        let mut turn = self.mailbox.turn.take();
        turn.push_str(if turn.len() > 2 { ",[\"" } else { "[\"" });
        self.with(user, |user| turn.push_str(user));
        turn.push_str(name);
        turn.push_str("\",");
        self.mailbox.turn.set(turn);
        self.turn_with(value);
        self.turn("]");
    }

    /// Ends the turn.
    #[inline(never)]
    pub(super) fn say(&self, effect: Effect, with: Value) {
        self.turn("],\"");
        self.turn(effect.word());
        self.turn("\",");
        self.turn_with(with);
        self.turn("]");
    }

    /// Asks the host; what it gives is to be awaited.
    #[inline(never)]
    pub(super) fn ask(&self, effect: Effect, with: Value) -> Answer<'_> {
        self.say(effect, with);
        Answer(self)
    }

    /// Takes the host's answer, when it is there: nothing where the host stopped.
    #[inline(never)]
    fn answered(&self) -> Option<Option<Value>> {
        let answer = self.add(self.mailbox.answer.take()?.expose());
        self.turn("[[");
        let stopped = self.is(self.get(answer, "stopped"), "true");
        Some(if stopped { self.fail_with(Value::ABSENT) } else { Some(answer) })
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
    pub(super) fn stored(&self) -> Value {
        self.input("stored")
    }

    /// A stored text; absent where it is empty.
    #[inline(never)]
    pub(super) fn entry(&self, stored: Value, name: &str) -> Value {
        let value = self.get(stored, name);
        if self.inside(value).is_there() { value } else { Value::ABSENT }
    }

    /// Asks what is stored for that user by now.
    pub(super) fn load(&self, user: Value) -> Answer<'_> {
        self.ask(Effect::Load, self.string(user))
    }

    /// Sends a request of that operation, again where that can help, and gives the answer.
    pub(super) async fn send(&self, operation: &str, body: Value) -> Option<Value> {
        let request = self.write("operation=\"0 body=$1", &[self.add(operation), body]);
        let mut attempt = 1;
        loop {
            let reply = self.ask(Effect::Send, request).await?;
            let body = self.get(reply, "body");
            if self.judge(reply, body) {
                self.claims.set(self.get(reply, "claims"));
                self.time.set(self.text_at(reply, "time"));
                // Some operations answer with nothing at all.
                return Some(if body.is_there() { body } else { self.add("{}") });
            }
            let retryable = self.is(self.get(self.failure(), "retryable"), "true");
            // A limit of the auth proxy lasts longer than any pause here.
            if attempt == ATTEMPTS || !retryable || self.failed_with("RateLimited") {
                return None;
            }
            let pause = self.add(PAUSES.get(usize::from(attempt) - 1).unwrap_or(&"800"));
            self.ask(Effect::Wait, pause).await?;
            attempt += 1;
        }
    }

    /// Whether a reply is an answer of the service; if not, the call fails with what it is.
    #[inline(never)]
    fn judge(&self, reply: Value, body: Value) -> bool {
        let status = self.number(self.get(reply, "status"), 0);
        if status == 0 {
            let offline = self.is(self.get(reply, "none"), "true");
            self.failure.set(self.add(if offline { OFFLINE } else { NOT_A_RESPONSE }));
            return false;
        }
        if (200..300).contains(&status) && (self.is_object(body) || !body.is_there()) {
            return true;
        }
        let code = self.text_at(reply, "code");
        let says = self.get(reply, "retryable");
        let throttled = status == 429 || cognito::THROTTLING.iter().any(|name| self.is(code, name));
        let retryable = if says.is_there() { self.is(says, "true") } else { throttled || status >= 500 };
        let (kind, message) = if retryable {
            ("server", "The service failed without saying why: try again later.")
        } else if !code.is_there() || self.is(code, "Internal") {
            // No service answers like this: a captive portal, a firewall, a wrong endpoint.
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
        let template = "code=\"0 kind=\"1 message=\"2 status=.status requestId=.requestId retryable=$3";
        self.failure.set(self.fill(template, reply, Value::ABSENT, &values));
        false
    }

    // ---- what many requests have ---------------------------------------------------------------------------------

    /// Writes an object: see [`Sheet::fill`].
    #[inline(never)]
    pub(super) fn write(&self, template: &'static str, values: &[Value]) -> Value {
        self.fill(template, self.pool, self.options, values)
    }

    /// `SecretHash` of a user name, where the app client has a secret.
    #[inline(never)]
    pub(super) fn secret_hash(&self, user: Value) -> Value {
        let secret = self.text_at(self.pool, "clientSecret");
        if !secret.is_there() {
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
