//! The local Cognito: user pools in memory with real protocol checks; request in, response out.

use crate::error::{AuthError, Result};

/// One HTTP request, as the host received it.
#[derive(Clone)]
pub struct Request {
    /// `GET`, `POST` or `OPTIONS`.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// Header names in lower case, and their values.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

/// One HTTP response for the host to send.
#[derive(Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
    /// How long the host waits before it sends: the latency fault.
    pub delay_ms: u32,
    /// Whether the host breaks the connection instead of answering: the connection fault.
    pub drop: bool,
}

/// What a request leads to.
pub enum Outcome {
    /// The answer.
    Respond(Response),
    /// A trigger of the pool must run first; its answer goes to [`LocalCognito::resume`].
    Invoke(Invocation),
}

/// A Lambda trigger for the host to run.
pub struct Invocation {
    /// Names the suspended request.
    pub id: u64,
    /// The pool whose trigger it is.
    pub pool_id: String,
    /// `defineAuthChallenge`, `createAuthChallenge`, `verifyAuthChallengeResponse`, `preTokenGeneration`, …
    pub trigger: &'static str,
    /// The event, in AWS's shape.
    pub event: serde_json::Value,
}

/// A pool and its app clients.
#[derive(Clone, Debug)]
pub struct PoolInfo {
    /// The pool's id.
    pub user_pool_id: String,
    /// The pool's name.
    pub name: String,
    /// Its app clients, in configuration order.
    pub client_ids: Vec<String>,
}

/// User pools in memory.
pub struct LocalCognito {}

impl LocalCognito {
    /// Makes the pools that `config` (JSON) describes; `pkcs8` is the RSA key that signs tokens.
    pub fn new(_config: &str, _pkcs8: &[u8], _now_ms: f64, _entropy: [u8; 32]) -> Result<LocalCognito> {
        Err(AuthError::internal("The local Cognito is not ready yet."))
    }

    /// Answers one request.
    pub fn handle(&mut self, _request: &Request, _now_ms: f64, _entropy: [u8; 32]) -> Outcome {
        Outcome::Respond(Response { status: 500, headers: Vec::new(), body: String::new(), delay_ms: 0, drop: false })
    }

    /// Continues a request that waited for a trigger.
    pub fn resume(
        &mut self,
        _id: u64,
        _event: std::result::Result<serde_json::Value, String>,
        _now_ms: f64,
        _entropy: [u8; 32],
    ) -> Outcome {
        Outcome::Respond(Response { status: 500, headers: Vec::new(), body: String::new(), delay_ms: 0, drop: false })
    }

    /// The pools, in configuration order.
    pub fn pools(&self) -> Vec<PoolInfo> {
        Vec::new()
    }

    /// Every code and message that was sent, newest last.
    pub fn outbox(&self, _username: Option<&str>) -> serde_json::Value {
        serde_json::Value::Array(Vec::new())
    }

    /// The whole state as JSON: pools, users, verifiers, refresh families, the key; never a password.
    pub fn snapshot(&self) -> String {
        String::new()
    }

    /// Takes the state of a snapshot.
    pub fn restore(&mut self, _snapshot: &str) -> Result<()> {
        Err(AuthError::internal("The local Cognito is not ready yet."))
    }
}
