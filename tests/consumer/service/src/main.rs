//! A stranger's server: it signs tokens of its own by jsonwebtoken, verifies Cognito's by this crate, and tests itself against
//! the local Cognito. Whichever of the two comes first, the other works, too, and the choice of a backend stays the server's.

use std::env;

use base64ct::{Base64UrlUnpadded, Encoding};
use cognito_identity_wasm::local::{LocalCognito, Outcome, Request};
use cognito_identity_wasm::proxy::Proxy;
use cognito_identity_wasm::token::verify::{self, Expectation, TokenUse, Verified};
#[cfg(feature = "aws_lc_rs")]
use jsonwebtoken::crypto::aws_lc as backend;
#[cfg(not(feature = "aws_lc_rs"))]
use jsonwebtoken::crypto::rust_crypto as backend;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde_json::{Value, json};

const KEY: &[u8] = include_bytes!("../../../fixtures/throw-away-key.pk8");
const POOL: &str = "us-east-1_Local0001";
const CLIENT: &str = "localclient000000000000001";
const NOW: f64 = 1_795_392_000_000.0;

fn main() {
    match env::args().nth(1).as_deref() {
        Some("own-first") => {
            own_tokens();
            cognito();
            own_tokens();
        }
        Some("ours-first") => {
            cognito();
            let chosen = backend::DEFAULT_PROVIDER.install_default();
            assert!(chosen.is_ok(), "the crate chose jsonwebtoken's backend for the whole process");
            own_tokens();
            cognito();
        }
        _ => panic!("usage: consumer-service own-first | ours-first"),
    }
    println!("both work");
}

/// The server's own tokens, HS256.
fn own_tokens() {
    let claims = json!({ "sub": "order-1", "exp": jsonwebtoken::get_current_timestamp() + 60 });
    let token = encode(&Header::default(), &claims, &EncodingKey::from_secret(b"own")).expect("signed");
    let open = |secret| decode::<Value>(&token, &DecodingKey::from_secret(secret), &Validation::new(Algorithm::HS256));
    assert_eq!(open(b"own").expect("its own token").claims["sub"], "order-1");
    assert!(open(b"else").is_err());
}

/// A sign-in at the local Cognito, which signs; then the token is verified, and used.
fn cognito() {
    let config = json!({ "pools": [{
        "pool": { "Id": POOL, "PoolName": "test" },
        "clients": [{ "ClientId": CLIENT, "ClientName": "test", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"] }],
        "users": [{ "Username": "ada", "Password": "Passw0rd!" }],
    }] });
    let mut cognito = LocalCognito::new(&config.to_string(), KEY, NOW, [7; 32]).expect("a configuration");
    let answer = call(
        &mut cognito,
        "InitiateAuth",
        &json!({
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": CLIENT,
            "AuthParameters": { "USERNAME": "ada", "PASSWORD": "Passw0rd!" },
        }),
    );
    let token = answer["AuthenticationResult"]["AccessToken"].as_str().expect("a token");
    let jwks = ask(&mut cognito, "GET", &format!("/{POOL}/.well-known/jwks.json"), Vec::new(), String::new());

    let key_id = verify::key_id(token).expect("a key's id");
    let key = jwks["keys"].as_array().and_then(|keys| keys.iter().find(|key| key["kid"] == *key_id)).expect("the key");
    let mut expected = Expectation::default();
    expected.issuers = vec![issuer(token)];
    expected.client_ids = vec![CLIENT.to_owned()];
    expected.token_use = Some(TokenUse::Access);
    let judge = |token| {
        let token = Verified::by_platform(token, signature_is_good(token, key))?;
        verify::claims(token, NOW / 1000.0, &expected)
    };
    assert_eq!(judge(token).expect("a genuine token")["username"], "ada");
    let forged = format!("{}.c2ln", token.rsplit_once('.').expect("three parts").0);
    assert_eq!(judge(&forged).expect_err("a forged token").code, "TokenRefused");

    assert_eq!(call(&mut cognito, "GetUser", &json!({ "AccessToken": token }))["Username"], "ada");
    Proxy::new(&json!({ "pools": [{ "userPoolId": POOL, "clientId": CLIENT }] }).to_string()).expect("a proxy");
}

/// The platform's verification: here a backend of jsonwebtoken, named and not chosen for the process.
fn signature_is_good(token: &str, key: &Value) -> bool {
    let part = |name: &str| key[name].as_str().expect("a member of the key");
    let key = DecodingKey::from_rsa_components(part("n"), part("e")).expect("an RSA key");
    let (message, signature) = token.rsplit_once('.').expect("three parts");
    let signature = Base64UrlUnpadded::decode_vec(signature).expect("base64url");
    let verifier = (backend::DEFAULT_PROVIDER.verifier_factory)(&Algorithm::RS256, &key).expect("RS256");
    verifier.verify(message.as_bytes(), &signature).is_ok()
}

/// The local Cognito is its own issuer, wherever it listens.
fn issuer(token: &str) -> String {
    let claims: Value = jsonwebtoken::dangerous::insecure_decode_claims(token).expect("claims");
    claims["iss"].as_str().expect("an issuer").to_owned()
}

fn call(cognito: &mut LocalCognito, operation: &str, body: &Value) -> Value {
    let target = ("x-amz-target".to_owned(), format!("AWSCognitoIdentityProviderService.{operation}"));
    ask(cognito, "POST", "/", vec![target], body.to_string())
}

fn ask(cognito: &mut LocalCognito, method: &str, path: &str, headers: Vec<(String, String)>, body: String) -> Value {
    let request = Request { method: method.into(), path: path.into(), headers, body };
    let Outcome::Respond(response) = cognito.handle(&request, NOW, [9; 32]) else { panic!("there are no triggers") };
    assert_eq!(response.status, 200, "{}", response.body);
    serde_json::from_str(&response.body).expect("JSON")
}
