//! A client of the local Cognito for its tests: its SRP is written here on num-bigint, apart from both sides.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

pub mod browser;

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use cognito_identity_wasm::local::{LocalCognito, Outcome, OutgoingRequest, Request, Response, TriggerFailure};
use hmac::{Hmac, KeyInit, Mac};
use num_bigint::{BigInt, BigUint, Sign};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256};

pub const KEY: &[u8] = include_bytes!("../fixtures/throw-away-key.pk8");
pub const POOL: &str = "us-east-1_Local0001";
pub const CLIENT: &str = "localclient000000000000001";
pub const PASSWORD: &str = "Passw0rd!";
pub const START: f64 = 1_795_392_000_000.0;

pub type Internet = Box<dyn FnMut(&OutgoingRequest) -> Result<Value, String>>;
pub type Trigger = Box<dyn FnMut(&'static str, Value) -> Result<Value, String>>;

pub struct Server {
    pub cognito: LocalCognito,
    pub now: f64,
    pub draws: u64,
    pub trigger: Option<Trigger>,
    /// Another server: answers what the local Cognito fetches.
    pub internet: Option<Internet>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    pub name: String,
    pub message: String,
}

impl Server {
    pub fn new(config: Value) -> Server {
        let cognito = LocalCognito::new(&config.to_string(), KEY, START, [7; 32]).unwrap();
        Server { cognito, now: START, draws: 0, trigger: None, internet: None }
    }

    /// One pool, one app client with every flow, the user ada.
    pub fn with(pool: Value, client: Value) -> Server {
        Server::new(config(pool, client))
    }

    pub fn plain() -> Server {
        Server::with(json!({}), json!({}))
    }

    pub fn later(&mut self, seconds: f64) {
        self.now += seconds * 1000.0;
    }

    fn entropy(&mut self) -> [u8; 32] {
        self.draws += 1;
        Sha256::digest(self.draws.to_be_bytes()).into()
    }

    pub fn send(&mut self, request: &Request) -> Response {
        let entropy = self.entropy();
        let mut outcome = self.cognito.handle(request, self.now, entropy);
        loop {
            match outcome {
                Outcome::Respond(response) => return response,
                Outcome::Invoke(invocation) => {
                    let answer = (self.trigger.as_mut().unwrap())(invocation.trigger, invocation.event);
                    let entropy = self.entropy();
                    outcome = self.cognito.resume(invocation.id, answer.map_err(Into::into), self.now, entropy);
                }
                Outcome::Fetch(request) => {
                    let answer = (self.internet.as_mut().unwrap())(&request);
                    let entropy = self.entropy();
                    outcome =
                        self.cognito.resume(request.id, answer.map_err(TriggerFailure::Failed), self.now, entropy);
                }
            }
        }
    }

    pub fn call(&mut self, operation: &str, body: Value) -> Result<Value, Refused> {
        let response = self.send(&post(operation, body.to_string()));
        let body: Value = serde_json::from_str(&response.body).unwrap();
        assert!(header(&response, "x-amzn-RequestId").is_some_and(|id| id.len() == 36));
        if response.status == 200 {
            return Ok(body);
        }
        let name = text(&body, "__type");
        assert_eq!(header(&response, "x-amzn-ErrorType"), Some(name.as_str()));
        Err(Refused { name, message: text(&body, "message") })
    }

    pub fn ok(&mut self, operation: &str, body: Value) -> Value {
        self.call(operation, body).unwrap_or_else(|refused| panic!("{operation}: {refused:?}"))
    }

    pub fn refused(&mut self, operation: &str, body: Value) -> (String, String) {
        match self.call(operation, body) {
            Ok(answer) => panic!("{operation} was not refused: {answer}"),
            Err(refused) => (refused.name, refused.message),
        }
    }

    /// The last code in the outbox.
    pub fn code(&self) -> String {
        let outbox = self.cognito.outbox(None);
        text(outbox.as_array().unwrap().last().unwrap(), "code")
    }

    pub fn initiate(&mut self, flow: &str, parameters: Value) -> Result<Value, Refused> {
        self.call("InitiateAuth", json!({ "AuthFlow": flow, "ClientId": CLIENT, "AuthParameters": parameters }))
    }

    pub fn respond(&mut self, challenge: &str, session: Option<&Value>, responses: Value) -> Result<Value, Refused> {
        let mut body = json!({ "ClientId": CLIENT, "ChallengeName": challenge, "ChallengeResponses": responses });
        if let Some(session) = session {
            body["Session"] = session.clone();
        }
        self.call("RespondToAuthChallenge", body)
    }

    /// Answers the challenge inside `answer`, with its Session.
    pub fn answer(&mut self, answer: &Value, responses: Value) -> Result<Value, Refused> {
        let name = text(answer, "ChallengeName");
        self.respond(&name, answer.get("Session"), responses)
    }

    /// SRP from SRP_A to the answer of PASSWORD_VERIFIER.
    pub fn srp(&mut self, username: &str, password: &str, device_key: Option<&str>) -> Result<Value, Refused> {
        let srp = Srp::new();
        let challenge = self.initiate("USER_SRP_AUTH", json!({ "USERNAME": username, "SRP_A": srp.public() }))?;
        assert_eq!(challenge["ChallengeName"], "PASSWORD_VERIFIER");
        assert_eq!(challenge.get("Session"), None);
        let mut responses = srp.responses(&challenge["ChallengeParameters"], password);
        if let Some(key) = device_key {
            responses["DEVICE_KEY"] = json!(key);
        }
        self.respond("PASSWORD_VERIFIER", None, responses)
    }

    /// A sign-in without further challenges.
    pub fn tokens(&mut self) -> Value {
        self.srp("ada", PASSWORD, None).unwrap()["AuthenticationResult"].clone()
    }

    pub fn faults(&mut self, faults: Value) {
        let request =
            Request { method: "POST".into(), path: "/_local/faults".into(), headers: vec![], body: faults.to_string() };
        assert_eq!(self.send(&request).status, 200);
    }
}

pub fn config(pool: Value, client: Value) -> Value {
    let mut whole_pool = json!({ "Id": POOL, "PoolName": "test", "AutoVerifiedAttributes": ["email"] });
    merge(&mut whole_pool, pool);
    let mut whole_client = json!({
        "ClientId": CLIENT,
        "ClientName": "test",
        "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_AUTH",
            "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
    });
    merge(&mut whole_client, client);
    json!({ "pools": [{
        "pool": whole_pool,
        "clients": [whole_client],
        "users": [{
            "Username": "ada",
            "Password": PASSWORD,
            "Attributes": { "email": "ada@example.com", "email_verified": "true" },
        }],
    }] })
}

pub fn merge(into: &mut Value, from: Value) {
    let Value::Object(from) = from else { panic!("an object") };
    into.as_object_mut().unwrap().extend(from);
}

pub fn post(operation: &str, body: String) -> Request {
    Request {
        method: "POST".into(),
        path: "/".into(),
        headers: vec![
            ("content-type".into(), "application/x-amz-json-1.1".into()),
            ("x-amz-target".into(), format!("AWSCognitoIdentityProviderService.{operation}")),
        ],
        body,
    }
}

pub fn get(path: &str) -> Request {
    Request { method: "GET".into(), path: path.into(), headers: vec![], body: String::new() }
}

pub fn header<'r>(response: &'r Response, name: &str) -> Option<&'r str> {
    response.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

pub fn text(value: &Value, member: &str) -> String {
    value[member].as_str().unwrap_or_else(|| panic!("{member} in {value}")).to_owned()
}

pub fn refusal(name: &str, message: &str) -> (String, String) {
    (format!("{name}Exception"), message.to_owned())
}

pub fn err(name: &str, message: &str) -> Refused {
    Refused { name: format!("{name}Exception"), message: message.to_owned() }
}

pub fn claims(jwt: &Value) -> Value {
    let payload = jwt.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&Base64UrlUnpadded::decode_vec(payload).unwrap()).unwrap()
}

pub fn secret_hash(secret: &str, username: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(username.as_bytes());
    mac.update(CLIENT.as_bytes());
    Base64::encode_string(&mac.finalize().into_bytes())
}

/// RFC 6238 from a Base32 secret.
pub fn totp(secret: &str, now_ms: f64) -> String {
    let mut bits = String::new();
    for letter in secret.bytes() {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|known| *known == letter).unwrap();
        bits.push_str(&format!("{value:05b}"));
    }
    let key: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect();
    let step = (now_ms / 30_000.0) as u64;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes(digest[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

const N: &str = concat!(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD",
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F",
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510",
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C",
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
);

fn n() -> BigInt {
    BigInt::parse_bytes(N.as_bytes(), 16).unwrap()
}

/// The incumbent's padHex, digit by digit.
pub fn pad_hex(number: &BigInt) -> Vec<u8> {
    let negative = number.sign() == Sign::Minus;
    let mut hex = number.magnitude().to_str_radix(16);
    if hex.len() % 2 == 1 {
        hex.insert(0, '0');
    }
    if hex.as_bytes()[0] >= b'8' {
        hex.insert_str(0, "00");
    }
    let mut bytes: Vec<u8> = hex
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    if negative {
        for byte in &mut bytes {
            *byte = !*byte;
        }
        for byte in bytes.iter_mut().rev() {
            let (sum, carry) = byte.overflowing_add(1);
            *byte = sum;
            if !carry {
                break;
            }
        }
        if bytes.len() > 1 && bytes[0] == 0xff && bytes[1] >= 0x80 {
            bytes.remove(0);
        }
    }
    bytes
}

fn hash(parts: &[&[u8]]) -> BigInt {
    BigInt::from_bytes_be(Sign::Plus, &Sha256::digest(parts.concat()))
}

fn mac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

pub struct Srp {
    a: BigInt,
}

impl Srp {
    pub fn new() -> Srp {
        Srp { a: hash(&[b"the client's secret number"]) }
    }

    pub fn public(&self) -> String {
        BigInt::from(2).modpow(&self.a, &n()).to_str_radix(16)
    }

    /// The signature over a challenge.
    pub fn sign(&self, group: &str, user: &str, password: &str, parameters: &Value, timestamp: &str) -> String {
        let big = |name: &str| BigInt::parse_bytes(text(parameters, name).as_bytes(), 16).unwrap();
        let (salt, b) = (big("SALT"), big("SRP_B"));
        let k = hash(&[&pad_hex(&n()), &pad_hex(&BigInt::from(2))]);
        let a_public = BigInt::from(2).modpow(&self.a, &n());
        let u = hash(&[&pad_hex(&a_public), &pad_hex(&b)]);
        let inner = Sha256::digest(format!("{group}{user}:{password}"));
        let x = hash(&[&pad_hex(&salt), &inner]);
        let base = (&b - k * BigInt::from(2).modpow(&x, &n())) % n();
        let base = if base.sign() == Sign::Minus { base + n() } else { base };
        let s = base.modpow(&(&self.a + &u * &x), &n());
        let extracted = mac(&pad_hex(&u), &pad_hex(&s));
        let key = &mac(&extracted, b"Caldera Derived Key\x01")[..16];
        let block = Base64::decode_vec(&text(parameters, "SECRET_BLOCK")).unwrap();
        let message = [group.as_bytes(), user.as_bytes(), &block, timestamp.as_bytes()].concat();
        Base64::encode_string(&mac(key, &message))
    }

    /// The answer to PASSWORD_VERIFIER.
    pub fn responses(&self, parameters: &Value, password: &str) -> Value {
        let user = text(parameters, "USER_ID_FOR_SRP");
        let timestamp = "Mon Nov 23 00:00:00 UTC 2026";
        json!({
            "USERNAME": user,
            "TIMESTAMP": timestamp,
            "PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": self.sign(&POOL[10..], &user, password, parameters, timestamp),
        })
    }
}

/// A device as its owner keeps it.
pub struct Device {
    pub key: String,
    pub group: String,
    pub password: String,
}

impl Device {
    pub fn new(metadata: &Value) -> Device {
        Device {
            key: text(metadata, "DeviceKey"),
            group: text(metadata, "DeviceGroupKey"),
            password: "a password that only the device knows".into(),
        }
    }

    /// DeviceSecretVerifierConfig.
    pub fn verifier(&self) -> Value {
        let salt = pad_hex(&BigInt::from(BigUint::from_bytes_be(&Sha256::digest(b"salt")[..16])));
        let inner = Sha256::digest(format!("{}{}:{}", self.group, self.key, self.password));
        let x = hash(&[&salt, &inner]);
        let verifier = pad_hex(&BigInt::from(2).modpow(&x, &n()));
        json!({ "Salt": Base64::encode_string(&salt), "PasswordVerifier": Base64::encode_string(&verifier) })
    }

    /// The answer to DEVICE_PASSWORD_VERIFIER.
    pub fn responses(&self, srp: &Srp, parameters: &Value, password: &str) -> Value {
        let timestamp = "Mon Nov 23 00:00:00 UTC 2026";
        json!({
            "USERNAME": parameters["USERNAME"],
            "DEVICE_KEY": self.key,
            "TIMESTAMP": timestamp,
            "PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": srp.sign(&self.group, &self.key, password, parameters, timestamp),
        })
    }
}
