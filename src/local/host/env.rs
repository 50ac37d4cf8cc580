//! What one request may use besides its pool: the time, randomness, the outbox, and the answers of triggers so far.

use serde_json::{Map, Value, json};

use crate::local::host::faults::Faults;
use crate::local::host::outbox::Mail;
use crate::local::host::refusal::{Checked, Stop, refuse};
use crate::local::host::trigger_answer;
use crate::local::host::types::{OutgoingRequest, Unsigned};
use crate::local::proof::random::Rng;
use crate::local::proof::signing_key::Keys;
use crate::local::proof::srp::Powers;

/// A trigger's answer, remembered for the next run of the same request.
#[derive(Clone)]
pub(in crate::local) struct Reply {
    pub(in crate::local) trigger: &'static str,
    pub(in crate::local) answer: std::result::Result<Value, TriggerFailure>,
}

impl Reply {
    /// `response` of the event that came back, once it is one that the trigger can give.
    pub(in crate::local) fn response(&self) -> Checked<Value> {
        let title = capitalised(self.trigger);
        match &self.answer {
            Ok(event) => trigger_answer::checked(self.trigger, &title, event),
            Err(TriggerFailure::Refused(message)) => Err(refuse(
                "UserLambdaValidationException",
                format!("{title} failed with error {}.", message.trim_end_matches('.')),
            )),
            Err(TriggerFailure::Failed(message)) => Err(refuse(
                "UnexpectedLambdaException",
                format!("{title} invocation failed due to error {}.", message.trim_end_matches('.')),
            )),
        }
    }
}

/// The surroundings of one request.
pub(in crate::local) struct Env<'a> {
    /// Milliseconds since 1970 on the server's clock.
    pub(in crate::local) now: f64,
    pub(in crate::local) rng: Rng,
    pub(in crate::local) keys: &'a Keys,
    pub(in crate::local) powers: Powers<'a>,
    /// Tokens that the host signs; none where the engine signs by itself.
    pub(in crate::local) unsigned: Option<Vec<Unsigned>>,
    pub(in crate::local) faults: &'a Faults,
    /// What the request sent, for the outbox.
    pub(in crate::local) mail: Vec<Mail>,
    pub(in crate::local) replies: &'a [Reply],
    pub(in crate::local) used: usize,
    /// A trigger that hears of what the request did, once that is done, and its event.
    pub(in crate::local) after: Option<(&'static str, Value)>,
    /// By which app client the request came, as triggers see it.
    pub(in crate::local) client_id: String,
    /// ClientMetadata of the request.
    pub(in crate::local) metadata: Value,
}

/// In place of a trigger's name: the answer of another server.
pub(in crate::local) const FETCH: &str = "fetch";

/// How many answers of triggers one request may need: far more than any sign-in asks for.
const MOST_REPLIES: usize = 50;

/// What triggers are told where no app client is.
pub(in crate::local) const NO_CLIENT: &str = "CLIENT_ID_NOT_APPLICABLE";

/// Why a trigger gave no event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TriggerFailure {
    /// It refused, with these words.
    Refused(String),
    /// It could not be asked, or did not answer in time.
    Failed(String),
}

impl From<String> for TriggerFailure {
    fn from(message: String) -> Self {
        TriggerFailure::Refused(message)
    }
}

impl Env<'_> {
    /// Whole seconds since 1970.
    pub(in crate::local) fn seconds(&self) -> u64 {
        // Times before 1970 and after the year 500 million do not occur.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let seconds = (self.now / 1000.0).max(0.0) as u64;
        seconds
    }

    /// A signed JWT, or one with a mark where the host puts the signature. The mark is random: what people store cannot hold it.
    pub(in crate::local) fn sign(&mut self, claims: &Map<String, Value>) -> Option<String> {
        let Some(unsigned) = &mut self.unsigned else { return self.sign_here(claims) };
        let text = self.keys.unsigned(claims)?;
        let mark = self.rng.word(32);
        let token = [text.as_str(), &mark].join(".");
        unsigned.push(Unsigned { text, mark });
        Some(token)
    }

    /// A JWT that is signed here, whole.
    pub(in crate::local) fn sign_here(&self, claims: &Map<String, Value>) -> Option<String> {
        let text = self.keys.unsigned(claims)?;
        let signature = self.keys.signature(&text)?;
        Some([text, signature].join("."))
    }

    /// What another server answers, `{ status, body }`, or why it gave no answer.
    pub(in crate::local) fn fetch(
        &mut self,
        method: &'static str,
        url: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Checked<std::result::Result<Value, String>> {
        if let Some(reply) = self.replies.get(self.used)
            && reply.trigger == FETCH
        {
            self.used += 1;
            return Ok(match &reply.answer {
                Ok(answer) => Ok(answer.clone()),
                Err(TriggerFailure::Refused(why) | TriggerFailure::Failed(why)) => Err(why.clone()),
            });
        }
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (url, body) = (url.to_owned(), body.to_owned());
        Err(Stop::Fetch(Box::new(OutgoingRequest { id: 0, method, url, headers, body })))
    }

    /// Runs a trigger of the pool: its `response`, or `None` when the pool has no such trigger.
    pub(in crate::local) fn trigger(
        &mut self,
        pool_id: &str,
        triggers: &[String],
        version: &str,
        call: Trigger<'_>,
    ) -> Checked<Option<Value>> {
        if !triggers.iter().any(|name| name == call.trigger) {
            return Ok(None);
        }
        // What another request changed meanwhile may have made an answer needless: it is passed over.
        let left = self.replies.iter().enumerate().skip(self.used);
        if let Some((at, reply)) = left.into_iter().find(|(_, reply)| reply.trigger == call.trigger) {
            self.used = at + 1;
            return reply.response().map(Some);
        }
        if self.replies.len() >= MOST_REPLIES {
            return Err(refuse(
                "UnexpectedLambdaException",
                format!("{} was invoked too many times for one request.", capitalised(call.trigger)),
            ));
        }
        Err(Stop::Invoke { trigger: call.trigger, event: Box::new(call.event(pool_id, version)) })
    }
}

/// One call of a trigger.
pub(in crate::local) struct Trigger<'a> {
    pub(in crate::local) trigger: &'static str,
    pub(in crate::local) source: &'static str,
    pub(in crate::local) username: &'a str,
    pub(in crate::local) client_id: &'a str,
    pub(in crate::local) request: Value,
    pub(in crate::local) response: Value,
}

impl Trigger<'_> {
    /// The event, in AWS's shape.
    pub(in crate::local) fn event(self, pool_id: &str, version: &str) -> Value {
        json!({
            "version": version,
            "triggerSource": self.source,
            "region": pool_id.split('_').next(),
            "userPoolId": pool_id,
            "userName": self.username,
            "callerContext": { "awsSdkVersion": "local", "clientId": self.client_id },
            "request": self.request,
            "response": self.response,
        })
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
