//! A driver for native tests: it performs the steps of a flow against a scripted service and a map for a storage, and
//! writes down everything that was asked and changed.

use cognito_identity_wasm::error::{AuthError, Details, Kind};
use cognito_identity_wasm::flow::{Context, Entropy, Event, Flow, Progress, Step, Write};
use cognito_identity_wasm::operation::Json;
use cognito_identity_wasm::secret::Secret;
use cognito_identity_wasm::wire::cognito;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;

/// 1 January 2026, 00:00:00 UTC.
pub const NOW: f64 = 1_767_225_600_000.0;

pub fn context() -> Rc<Context> {
    context_with(None)
}

pub fn context_with(client_secret: Option<&str>) -> Rc<Context> {
    Rc::new(Context {
        client_id: "client1".into(),
        storage: "CognitoIdentityServiceProvider.client1".into(),
        proxied: false,
        pool_name: "Pool1".into(),
        client_secret: client_secret.map(Secret::from),
        parse,
    })
}

fn parse(text: &str) -> Option<Json> {
    serde_json::from_str::<Value>(text).ok().map(|value| Json::from(&value))
}

/// The same bytes on every run: transcripts are byte-exact.
pub fn entropy() -> Entropy {
    let mut next = 0u8;
    Entropy::draw(|bytes: &mut [u8]| {
        for byte in bytes {
            next = next.wrapping_mul(5).wrapping_add(11);
            *byte = next;
        }
        Ok::<(), AuthError>(())
    })
    .unwrap()
}

pub fn jwt(claims: Value) -> String {
    use base64ct::{Base64UrlUnpadded, Encoding};
    format!("e30.{}.c2ln", Base64UrlUnpadded::encode_string(claims.to_string().as_bytes()))
}

/// `AuthenticationResult` whose tokens say `name`, issued now, valid for an hour.
pub fn tokens(name: &str, refresh: Option<&str>) -> Value {
    let iat = NOW / 1000.0;
    let claims = |token_use: &str| json!({ "sub": name, "username": name, "token_use": token_use, "iat": iat, "exp": iat + 3600.0, "origin_jti": "o" });
    let mut result = json!({ "AccessToken": jwt(claims("access")), "IdToken": jwt(claims("id")), "ExpiresIn": 3600 });
    if let Some(refresh) = refresh {
        result["RefreshToken"] = refresh.into();
    }
    json!({ "AuthenticationResult": result })
}

pub fn refusal(code: &'static str, message: &str) -> AuthError {
    let mut details = Details::new(code, Kind::Service, "");
    details.message = message.to_owned().into();
    details.status = Some(400);
    details.into()
}

type Answers = Vec<Result<Value, AuthError>>;

/// One run of a flow, written down.
#[derive(Default)]
pub struct Host {
    pub storage: BTreeMap<String, String>,
    pub transcript: Vec<Value>,
    /// Runs before the answer to the n-th call, to change what is stored meanwhile.
    pub meanwhile: Option<fn(&mut BTreeMap<String, String>)>,
}

impl Host {
    pub fn with(entries: &[(&str, &str)]) -> Host {
        let storage = entries.iter().map(|(name, value)| (key(name), (*value).to_owned())).collect();
        Host { storage, ..Host::default() }
    }

    /// Stores a session under a user's name.
    pub fn session(mut self, user: &str, refresh: &str) -> Host {
        let result = tokens(user, None);
        for (name, value) in [
            ("accessToken", result["AuthenticationResult"]["AccessToken"].as_str().unwrap()),
            ("idToken", result["AuthenticationResult"]["IdToken"].as_str().unwrap()),
            ("refreshToken", refresh),
            ("clockDrift", "0"),
        ] {
            self.storage.insert(key(&format!("{user}.{name}")), value.to_owned());
        }
        self.storage.insert(key("LastAuthUser"), user.to_owned());
        self
    }

    pub fn stored(&self, name: &str) -> Option<&str> {
        self.storage.get(&key(name)).map(String::as_str)
    }

    fn apply(&mut self, writes: Vec<Write>) {
        for write in writes {
            let short = write.key.rsplit_once("client1.").map_or(write.key.as_str(), |(_, short)| short).to_owned();
            self.transcript.push(match &write.value {
                Some(value) => json!({ "set": short, "to": value.expose() }),
                None => json!({ "remove": short }),
            });
            match write.value {
                Some(value) => self.storage.insert(write.key, value.expose().clone()),
                None => self.storage.remove(&write.key),
            };
        }
    }

    /// Runs a flow to its end; every scripted answer must be used.
    pub fn run<F: Flow>(&mut self, mut progress: Progress<F>, answers: Answers) -> Result<F::Output, AuthError> {
        let mut answers = answers.into_iter();
        loop {
            let (flow, step) = match progress {
                Progress::Finished { writes, result } => {
                    self.apply(writes);
                    assert_eq!(answers.len(), 0, "the flow ended before the script did: {:?}", self.transcript);
                    return result;
                }
                Progress::Suspended { flow, writes, step } => {
                    self.apply(writes);
                    (flow, step)
                }
            };
            let event = match step {
                Step::Load(keys) => Event::Loaded(
                    keys.iter().map(|key| self.storage.get(key).map(|value| value.as_str().into())).collect(),
                ),
                Step::Call(call) => {
                    let request = cognito::request("", &call);
                    let target = request.headers.text_at("X-Amz-Target").unwrap_or_default().to_owned();
                    self.transcript.push(json!({ "send": target, "body": Value::from(&call.input) }));
                    let answer = answers.next().unwrap_or_else(|| panic!("no answer left for {target}"));
                    if let Some(meanwhile) = self.meanwhile {
                        meanwhile(&mut self.storage);
                    }
                    Event::Reply(answer.map(|reply| Json::from(&reply)))
                }
            };
            progress = flow.resume(event, NOW);
        }
    }

    pub fn sent(&self) -> Vec<&str> {
        self.transcript.iter().filter_map(|entry| entry["send"].as_str()?.rsplit('.').next()).collect()
    }

    /// Compares the transcript with the stored one; `UPDATE_TRANSCRIPTS=1` stores it instead, for a person to read.
    pub fn matches(&self, name: &str) {
        let path = format!("{}/tests/fixtures/transcripts/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let actual = serde_json::to_string_pretty(&self.transcript).unwrap() + "\n";
        if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
            std::fs::write(&path, &actual).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(actual, expected, "{name}: run with UPDATE_TRANSCRIPTS=1 and read the difference");
    }
}

pub fn key(name: &str) -> String {
    format!("CognitoIdentityServiceProvider.client1.{name}")
}
