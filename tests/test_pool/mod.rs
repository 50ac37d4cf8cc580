//! The pool that the tests in WebAssembly sign in to: the local Cognito in this very module, or whatever answers at
//! the address that was given when the tests were compiled:
//!
//! ```text
//! COGNITO_TEST_ENDPOINT       http://127.0.0.1:9400/; the others have defaults, which tests/fixtures/wasm-pool.json fits
//! COGNITO_TEST_USER_POOL_ID   COGNITO_TEST_CLIENT_ID   COGNITO_TEST_USERNAME   COGNITO_TEST_PASSWORD
//! ```
//!
//! `cargo xtask test` gives the address of a local Cognito that it has started with that file.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::cell::RefCell;
use std::rc::Rc;

use cognito_identity_wasm::local::{LocalCognito, Outcome, Request};
use js_sys::{Date, Reflect, global};
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use web_sys::Crypto;

use super::web::{Answer, Client, Config, Http, Reply, Storage, Transport};

const ENDPOINT: Option<&str> = option_env!("COGNITO_TEST_ENDPOINT");
pub const USER_POOL_ID: &str = or(option_env!("COGNITO_TEST_USER_POOL_ID"), "us-east-1_WasmTests");
pub const CLIENT_ID: &str = or(option_env!("COGNITO_TEST_CLIENT_ID"), "wasmtestsclient00000000001");
/// A person who signs in by a password alone.
pub const USERNAME: &str = or(option_env!("COGNITO_TEST_USERNAME"), "ada");
pub const PASSWORD: &str = or(option_env!("COGNITO_TEST_PASSWORD"), "Passw0rd!");

const fn or(given: Option<&'static str>, otherwise: &'static str) -> &'static str {
    match given {
        Some(given) => given,
        None => otherwise,
    }
}

/// One client of the pool, and what it has sent.
pub struct TestPool {
    pub client: Client,
    transport: Recorded,
}

impl TestPool {
    /// A client with this storage.
    pub fn with(storage: impl Storage + 'static) -> TestPool {
        let service: Rc<dyn Transport> = match ENDPOINT {
            Some(endpoint) => Rc::new(Http::new(endpoint)),
            None => Rc::new(Local::new()),
        };
        let transport = Recorded { service, sent: Rc::default() };
        TestPool { client: client_of(&transport, storage), transport }
    }

    /// Another client of the same pool.
    pub fn client_with(&self, storage: impl Storage + 'static) -> Client {
        client_of(&self.transport, storage)
    }

    /// The operations that were sent since this was last asked.
    pub fn sent(&self) -> Vec<String> {
        self.transport.sent.take()
    }

    /// Sends an operation past the client: the answer, or the name of the error.
    pub async fn ask(&self, operation: &str, input: Value) -> Result<Value, String> {
        let body = input.to_string();
        let reply = self.transport.service.send(operation, &body).await.expect("the service answers");
        let body: Value = serde_json::from_str(&reply.body).expect("the service answers in JSON");
        let name = || body["__type"].as_str().unwrap_or_default().to_owned();
        if reply.status == 200 { Ok(body) } else { Err(name()) }
    }

    /// Creates a person whom nobody else knows, to whom the pool gave this password for the first sign-in; gives the name.
    pub async fn invite(&self, password: &str) -> String {
        let name = format!("invited-{}", random().map(|byte| format!("{byte:02x}")).concat());
        let input = json!({
            "UserPoolId": USER_POOL_ID, "Username": name, "TemporaryPassword": password, "MessageAction": "SUPPRESS",
        });
        self.ask("AdminCreateUser", input).await.expect("a local Cognito lets everybody invite");
        name
    }
}

fn client_of(transport: &Recorded, storage: impl Storage + 'static) -> Client {
    let config = Config {
        user_pool_id: USER_POOL_ID.into(),
        client_id: CLIENT_ID.into(),
        endpoint: ENDPOINT.map(str::to_owned),
    };
    Client::with(&config, Box::new(transport.clone()), Box::new(storage)).expect("the ids are well-formed")
}

/// A transport that writes down what it carries.
#[derive(Clone)]
struct Recorded {
    service: Rc<dyn Transport>,
    sent: Rc<RefCell<Vec<String>>>,
}

impl Transport for Recorded {
    fn send<'a>(&'a self, operation: &'a str, body: &'a str) -> Answer<'a> {
        self.sent.borrow_mut().push(operation.to_owned());
        self.service.send(operation, body)
    }
}

/// The local Cognito, in this module.
struct Local(RefCell<LocalCognito>);

impl Local {
    fn new() -> Local {
        let config = include_str!("../fixtures/wasm-pool.json");
        let key = include_bytes!("../fixtures/throw-away-key.pk8");
        Local(RefCell::new(LocalCognito::new(config, key, Date::now(), random()).expect("the pool is well-formed")))
    }
}

impl Transport for Local {
    fn send<'a>(&'a self, operation: &'a str, body: &'a str) -> Answer<'a> {
        Box::pin(async move {
            let target = format!("AWSCognitoIdentityProviderService.{operation}");
            let headers = vec![("x-amz-target".to_owned(), target)];
            let request = Request { method: "POST".into(), path: "/".into(), headers, body: body.to_owned() };
            let Outcome::Respond(response) = self.0.borrow_mut().handle(&request, Date::now(), random()) else {
                unreachable!("the pool has no triggers")
            };
            let header = |name: &str| {
                response.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.to_owned())
            };
            let (request_id, error_type) = (header("x-amzn-RequestId"), header("x-amzn-ErrorType"));
            Some(Reply { status: response.status, request_id, error_type, body: response.body })
        })
    }
}

fn random() -> [u8; 32] {
    let crypto: Crypto = Reflect::get(&global(), &"crypto".into()).expect("a global scope").unchecked_into();
    let mut bytes = [0; 32];
    crypto.get_random_values_with_u8_array(&mut bytes).expect("the platform's CSPRNG");
    bytes
}
