//! Passkeys of the local Cognito, against an authenticator of this file's own.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use base64ct::{Base64UrlUnpadded, Encoding};
use ciborium::Value as Cbor;
use local_twin::*;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const SITE: &str = "app.example.com";
const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;

fn base64(bytes: impl AsRef<[u8]>) -> String {
    Base64UrlUnpadded::encode_string(bytes.as_ref())
}

/// What a browser and its authenticator do, with every lie that they could tell.
struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    origin: String,
    relying_party: String,
    flags: u8,
    counter: u32,
    algorithm: i64,
}

/// What an authenticator says that is not so.
type Lie = fn(&mut Authenticator);

impl Authenticator {
    fn new(seed: u8) -> Authenticator {
        Authenticator {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            id: vec![seed; 16],
            origin: format!("https://{SITE}"),
            relying_party: SITE.to_owned(),
            flags: PRESENT | VERIFIED,
            counter: 0,
            algorithm: -7,
        }
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> String {
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false }).to_string()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.relying_party.as_bytes()).to_vec();
        data.push(self.flags | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn create(&self, options: &Value) -> Value {
        let point = self.key.verifying_key().to_encoded_point(false);
        let (x, y) = (point.x().unwrap().to_vec(), point.y().unwrap().to_vec());
        let entry = |name: i64, value: Cbor| (Cbor::from(name), value);
        let key = Cbor::Map(vec![
            entry(1, 2.into()),
            entry(3, self.algorithm.into()),
            entry(-1, 1.into()),
            entry(-2, x.into()),
            entry(-3, y.into()),
        ]);
        self.with_key(options, &key)
    }

    fn with_key(&self, options: &Value, key: &Cbor) -> Value {
        let mut data = self.data(0x40);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        ciborium::into_writer(key, &mut data).unwrap();
        let attestation = Cbor::Map(vec![
            ("fmt".into(), "none".into()),
            ("attStmt".into(), Cbor::Map(vec![])),
            ("authData".into(), data.into()),
        ]);
        let mut object = Vec::new();
        ciborium::into_writer(&attestation, &mut object).unwrap();
        json!({
            "id": base64(&self.id), "rawId": base64(&self.id), "type": "public-key", "authenticatorAttachment": "platform",
            "response": {
                "clientDataJSON": base64(self.client_data("webauthn.create", &options["challenge"])),
                "attestationObject": base64(object),
                "transports": ["internal"],
            },
        })
    }

    fn get(&self, options: &Value) -> Value {
        let client_data = self.client_data("webauthn.get", &options["challenge"]);
        let data = self.data(0);
        let signed = [data.as_slice(), &Sha256::digest(client_data.as_bytes())].concat();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": base64(&self.id), "rawId": base64(&self.id), "type": "public-key",
            "response": {
                "clientDataJSON": base64(client_data), "authenticatorData": base64(data),
                "signature": base64(signature.to_der()), "userHandle": "",
            },
        })
    }
}

fn server_with(rules: Value) -> Server {
    let mut pool = json!({ "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"] } } });
    merge(&mut pool, rules);
    Server::with(pool, json!({}))
}

fn server() -> Server {
    server_with(json!({ "WebAuthnConfiguration": { "RelyingPartyId": SITE, "UserVerification": "required" } }))
}

fn start(server: &mut Server, token: &Value) -> Value {
    server.ok("StartWebAuthnRegistration", json!({ "AccessToken": token }))["CredentialCreationOptions"].clone()
}

fn complete(server: &mut Server, token: &Value, credential: Value) -> Result<Value, Refused> {
    server.call("CompleteWebAuthnRegistration", json!({ "AccessToken": token, "Credential": credential }))
}

fn registered(server: &mut Server, authenticator: &Authenticator) -> Value {
    let token = server.tokens()["AccessToken"].clone();
    let options = start(server, &token);
    complete(server, &token, authenticator.create(&options)).unwrap();
    token
}

fn ask(server: &mut Server) -> (Value, Value) {
    let asked = server.initiate("USER_AUTH", json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "WEB_AUTHN" })).unwrap();
    assert_eq!(asked["ChallengeName"], "WEB_AUTHN");
    let options = serde_json::from_str(&text(&asked["ChallengeParameters"], "CREDENTIAL_REQUEST_OPTIONS")).unwrap();
    (asked, options)
}

fn sign_in(server: &mut Server, authenticator: &Authenticator) -> Result<Value, Refused> {
    let (asked, options) = ask(server);
    let credential = authenticator.get(&options).to_string();
    server.answer(&asked, json!({ "USERNAME": "ada", "CREDENTIAL": credential }))
}

#[test]
fn a_passkey_is_registered_and_signs_its_owner_in() {
    let mut server = server();
    let authenticator = Authenticator::new(1);
    let token = registered(&mut server, &authenticator);

    let listed = server.ok("ListWebAuthnCredentials", json!({ "AccessToken": token }));
    let passkey = &listed["Credentials"][0];
    assert_eq!((&passkey["CredentialId"], &passkey["RelyingPartyId"]), (&json!(base64([1; 16])), &json!(SITE)));
    assert_eq!(passkey["AuthenticatorTransports"], json!(["internal"]));
    assert_eq!(passkey["AuthenticatorAttachment"], "platform");
    let factors = server.ok("GetUserAuthFactors", json!({ "AccessToken": token }));
    assert_eq!(factors["ConfiguredUserAuthFactors"], json!(["PASSWORD", "WEB_AUTHN"]));

    let (_, options) = ask(&mut server);
    assert_eq!((&options["rpId"], &options["userVerification"]), (&json!(SITE), &json!("required")));
    assert_eq!(options["allowCredentials"][0]["id"], base64([1; 16]));
    assert!(sign_in(&mut server, &authenticator).unwrap()["AuthenticationResult"]["AccessToken"].is_string());

    let choice = server.initiate("USER_AUTH", json!({ "USERNAME": "ada" })).unwrap();
    assert_eq!(choice["AvailableChallenges"], json!(["PASSWORD_SRP", "PASSWORD", "WEB_AUTHN"]));
    let asked = server.answer(&choice, json!({ "USERNAME": "ada", "ANSWER": "WEB_AUTHN" })).unwrap();
    assert_eq!(asked["ChallengeName"], "WEB_AUTHN");
}

#[test]
fn the_options_of_a_registration_name_the_site_the_person_and_the_keys_that_are_there() {
    let mut server = server();
    let token = registered(&mut server, &Authenticator::new(1));
    let options = start(&mut server, &token);
    assert_eq!(options["rp"]["id"], SITE);
    assert_eq!(options["user"]["name"], "ada");
    let known = json!([{ "type": "public-key", "alg": -7 }, { "type": "public-key", "alg": -257 }]);
    assert_eq!(options["pubKeyCredParams"], known);
    assert_eq!(options["excludeCredentials"][0]["id"], base64([1; 16]));
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_ne!(options["challenge"], start(&mut server, &token)["challenge"]);
}

#[test]
fn a_registration_is_taken_only_as_it_was_asked_for() {
    let mut server = server();
    let token = server.tokens()["AccessToken"].clone();
    let lies: [(&str, Lie); 6] = [
        ("WebAuthnOriginNotAllowed", |lie| lie.origin = "https://evil.example".into()),
        ("WebAuthnOriginNotAllowed", |lie| lie.origin = format!("http://{SITE}")),
        ("WebAuthnRelyingPartyMismatch", |lie| lie.relying_party = "evil.example".into()),
        ("WebAuthnCredentialNotSupported", |lie| lie.algorithm = -8),
        ("WebAuthnCredentialNotSupported", |lie| lie.flags = PRESENT),
        ("WebAuthnCredentialNotSupported", |lie| lie.flags = VERIFIED),
    ];
    for (name, lie) in lies {
        let mut authenticator = Authenticator::new(1);
        lie(&mut authenticator);
        let options = start(&mut server, &token);
        let refused = complete(&mut server, &token, authenticator.create(&options)).unwrap_err();
        assert_eq!(refused.name, format!("{name}Exception"));
    }
    let authenticator = Authenticator::new(1);
    let options = start(&mut server, &token);
    let mut other = authenticator.create(&options);
    other["response"]["attestationObject"] = json!("AAAA");
    assert_eq!(complete(&mut server, &token, other).unwrap_err().name, "InvalidParameterException");
    // The challenge was spent on that.
    let late = complete(&mut server, &token, authenticator.create(&options)).unwrap_err();
    assert_eq!(late.name, "WebAuthnChallengeNotFoundException");
    let of_another = start(&mut server, &token);
    start(&mut server, &token);
    let stale = complete(&mut server, &token, authenticator.create(&of_another)).unwrap_err();
    assert_eq!(stale.name, "WebAuthnChallengeNotFoundException");
    let options = start(&mut server, &token);
    server.now += 121_000.0;
    let expired = complete(&mut server, &token, authenticator.create(&options)).unwrap_err();
    assert_eq!(expired.name, "WebAuthnChallengeNotFoundException");
    assert_eq!(server.ok("ListWebAuthnCredentials", json!({ "AccessToken": token }))["Credentials"], json!([]));
}

#[test]
fn a_sign_in_wants_the_signature_of_the_registered_key_over_this_challenge() {
    let mut server = server();
    let authenticator = Authenticator::new(1);
    registered(&mut server, &authenticator);
    let lies: [Lie; 5] = [
        |lie| lie.key = SigningKey::from_slice(&[2; 32]).unwrap(),
        |lie| lie.id = vec![2; 16],
        |lie| lie.origin = "https://evil.example".into(),
        |lie| lie.relying_party = "evil.example".into(),
        |lie| lie.flags = PRESENT,
    ];
    for lie in lies {
        let mut authenticator = Authenticator::new(1);
        lie(&mut authenticator);
        assert_eq!(sign_in(&mut server, &authenticator).unwrap_err().name, "NotAuthorizedException");
    }
    // An answer to an earlier challenge.
    let (_, earlier) = ask(&mut server);
    let (asked, _) = ask(&mut server);
    let replayed = authenticator.get(&earlier).to_string();
    assert!(server.answer(&asked, json!({ "USERNAME": "ada", "CREDENTIAL": replayed })).is_err());
    let no_json = server.answer(&asked, json!({ "USERNAME": "ada", "CREDENTIAL": "{" })).unwrap_err();
    assert_eq!(no_json.name, "InvalidParameterException");
    assert!(sign_in(&mut server, &authenticator).is_ok());
}

#[test]
fn a_counter_that_does_not_go_on_is_a_copy() {
    let mut server = server();
    let mut authenticator = Authenticator::new(1);
    registered(&mut server, &authenticator);
    authenticator.counter = 5;
    sign_in(&mut server, &authenticator).unwrap();
    sign_in(&mut server, &authenticator).unwrap_err();
    authenticator.counter = 6;
    sign_in(&mut server, &authenticator).unwrap();
}

#[test]
fn a_deleted_passkey_signs_nobody_in() {
    let mut server = server();
    let authenticator = Authenticator::new(1);
    let token = registered(&mut server, &authenticator);
    let delete = |id: &str| json!({ "AccessToken": token, "CredentialId": id });
    assert_eq!(server.refused("DeleteWebAuthnCredential", delete("nothing")).0, "ResourceNotFoundException");
    server.ok("DeleteWebAuthnCredential", delete(&base64([1; 16])));
    let asked = server.initiate("USER_AUTH", json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "WEB_AUTHN" })).unwrap();
    assert_eq!(asked["AvailableChallenges"], json!(["PASSWORD_SRP", "PASSWORD"]));
}

#[test]
fn a_pool_takes_passkeys_when_its_policy_and_its_configuration_say_so() {
    let mut off = Server::new(config(json!({}), json!({})));
    let token = off.tokens()["AccessToken"].clone();
    let refused = off.refused("StartWebAuthnRegistration", json!({ "AccessToken": token }));
    assert_eq!(refused.0, "WebAuthnNotEnabledException");
    let mut nameless = server_with(json!({}));
    let token = nameless.tokens()["AccessToken"].clone();
    let refused = nameless.refused("StartWebAuthnRegistration", json!({ "AccessToken": token }));
    assert_eq!(refused.0, "WebAuthnConfigurationMissingException");
    nameless
        .ok("SetUserPoolMfaConfig", json!({ "UserPoolId": POOL, "WebAuthnConfiguration": { "RelyingPartyId": SITE } }));
    assert_eq!(start(&mut nameless, &token)["authenticatorSelection"]["userVerification"], "preferred");
    let told = nameless.ok("GetUserPoolMfaConfig", json!({ "UserPoolId": POOL }));
    assert_eq!(told["WebAuthnConfiguration"]["RelyingPartyId"], SITE);
}

#[test]
fn an_authenticator_may_sign_by_rsa() {
    use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
    use jsonwebtoken::{Algorithm, EncodingKey};
    // The server's own throw-away key, for want of a second one: the authenticator's envelope is PKCS#8, the key inside PKCS#1.
    let signing = EncodingKey::from_rsa_der(&KEY[26..]);
    let AlgorithmParameters::RSA(rsa) = Jwk::from_encoding_key(&signing, Algorithm::RS256).unwrap().algorithm else {
        panic!("an RSA key")
    };
    let bytes = |text: &str| Cbor::from(Base64UrlUnpadded::decode_vec(text).unwrap());
    let key = Cbor::Map(vec![
        (1.into(), 3.into()),
        (3.into(), Cbor::from(-257)),
        (Cbor::from(-1), bytes(&rsa.n)),
        (Cbor::from(-2), bytes(&rsa.e)),
    ]);
    let mut server = server();
    let token = server.tokens()["AccessToken"].clone();
    let authenticator = Authenticator::new(1);
    let options = start(&mut server, &token);
    complete(&mut server, &token, authenticator.with_key(&options, &key)).unwrap();

    let (asked, options) = ask(&mut server);
    let mut credential = authenticator.get(&options);
    let refused = server.answer(&asked, json!({ "USERNAME": "ada", "CREDENTIAL": credential.to_string() }));
    assert_eq!(refused.unwrap_err().name, "NotAuthorizedException", "that signature is another key's");
    let client_data = Base64UrlUnpadded::decode_vec(&text(&credential["response"], "clientDataJSON")).unwrap();
    let signed = [authenticator.data(0).as_slice(), &Sha256::digest(client_data)].concat();
    let signature = jsonwebtoken::crypto::sign(&signed, &signing, Algorithm::RS256).unwrap();
    credential["response"]["signature"] = json!(signature);
    server.answer(&asked, json!({ "USERNAME": "ada", "CREDENTIAL": credential.to_string() })).unwrap();
}
