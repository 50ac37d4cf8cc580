//! Sign-in through identity providers: pretended ones, and a real one behind its discovery.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use std::cell::RefCell;
use std::rc::Rc;

use local_twin::browser::*;
use local_twin::*;
use serde_json::{Value, json};

const ISSUER: &str = "https://idp.example";

fn social() -> Server {
    Server::new(login_config(
        json!({}),
        json!({}),
        json!({ "identityProviders": ["Google", "Corporate"], "federatedNonce": true }),
    ))
}

fn at(server: &mut Server, browser: &mut Browser, provider: &str, more: &[(&str, &str)]) -> Page {
    let mut all = vec![("identity_provider", provider)];
    all.extend(more);
    browser.open(server, &authorize(&all)).unwrap()
}

fn tokens(server: &mut Server, back: &str) -> Value {
    let code = query(back).get("code").unwrap_or_else(|| panic!("{back}")).clone();
    let id = claims(&redeem(server, &code, &[]).1["id_token"]);
    assert_eq!(id["aud"], CLIENT);
    id
}

#[test]
fn a_pretend_provider_vouches_for_whoever_is_named_there() {
    let mut server = social();
    let mut browser = Browser::new();
    let page = browser.open(&mut server, &authorize(&[])).unwrap();
    let page = browser.open(&mut server, &page.link("Continue with Google")).unwrap();
    assert_eq!(page.heading(), "Sign in at Google");
    let back = browser.submit(&mut server, &page, &[]).err().unwrap();
    let id = tokens(&mut server, &back);
    let username = text(&id, "cognito:username");
    assert!(username.starts_with("google_") && username.len() == 28, "{username}");
    assert_eq!(id["email"], "ada@example.com");
    assert_eq!(id["name"], "Ada Lovelace");
    assert_eq!(id["identities"][0]["providerName"], "Google");
    assert_eq!(format!("google_{}", text(&id["identities"][0], "userId")), username);
    let user = server.ok("AdminGetUser", json!({ "UserPoolId": POOL, "Username": username }));
    assert_eq!(user["UserStatus"], "EXTERNAL_PROVIDER");

    let silent = |provider: &str| authorize(&[("prompt", "none"), ("identity_provider", provider)]);
    assert!(query(&browser.open(&mut server, &silent("Google")).err().unwrap()).contains_key("code"));
    let own = browser.open(&mut server, &silent("COGNITO")).err().unwrap();
    assert_eq!(query(&own)["error"], "login_required", "COGNITO is for the pool's own users");

    let mut other = Browser::new();
    let page = at(&mut server, &mut other, "Google", &[("nonce", ""), ("login_hint", "eve@example.com")]);
    assert!(page.html.contains("value=\"eve@example.com\""));
    let back =
        other.submit_form(&mut server, &page, 2, &[("email", "ADA@example.com"), ("name", "Ada")]).err().unwrap();
    let again = tokens(&mut server, &back);
    assert_eq!(again["cognito:username"], json!(username), "the same person");
    assert_eq!(text(&again, "nonce").len(), 86, "the oddity of the service, as configured");
    let silent = authorize(&[("nonce", "")]);
    let back = other.open(&mut server, &silent).err().unwrap();
    assert_eq!(tokens(&mut server, &back).get("nonce"), None, "of fresh sign-ins alone");
}

#[test]
fn who_must_sign_in_again_does_so_at_a_provider_that_is_chosen_on_the_page() {
    let mut server = social();
    let mut browser = Browser::new();
    let page = at(&mut server, &mut browser, "Google", &[]);
    browser.submit(&mut server, &page, &[]).err().unwrap();
    server.now += 61_000.0;
    for more in [("prompt", "login"), ("max_age", "60")] {
        let page = browser.open(&mut server, &authorize(&[more])).unwrap();
        assert_eq!(page.heading(), "Sign in");
        // The session of the browser is there, and must not do.
        let page = browser.open(&mut server, &page.link("Continue with Google")).unwrap();
        assert_eq!(page.heading(), "Sign in at Google", "{more:?}");
    }
}

#[test]
fn a_person_who_does_not_want_to_goes_back_with_the_state() {
    let mut server = social();
    let mut browser = Browser::new();
    let page = at(&mut server, &mut browser, "Corporate", &[]);
    let elsewhere = Browser::new().open(&mut server, &page.at).unwrap();
    assert!(elsewhere.alert().unwrap().contains("took too long"), "the state is this browser's");
    let back = browser.submit_form(&mut server, &page, 3, &[]).err().unwrap();
    assert_eq!((query(&back)["error"].as_str(), query(&back)["state"].as_str()), ("access_denied", "s-1"));
    let again = browser.open(&mut server, &page.at).unwrap();
    assert_eq!(again.status, 400, "a state is good once");
}

#[test]
fn a_linked_person_signs_in_as_the_user_of_the_pool() {
    let mut server = social();
    let mut browser = Browser::new();
    let page = at(&mut server, &mut browser, "Google", &[]);
    let back = browser.submit(&mut server, &page, &[]).err().unwrap();
    let id = tokens(&mut server, &back);
    server.ok("AdminDeleteUser", json!({ "UserPoolId": POOL, "Username": id["cognito:username"] }));
    server.ok(
        "AdminLinkProviderForUser",
        json!({
            "UserPoolId": POOL,
            "DestinationUser": { "ProviderName": "Cognito", "ProviderAttributeValue": "ada" },
            "SourceUser": {
                "ProviderName": "Google", "ProviderAttributeName": "Cognito_Subject",
                "ProviderAttributeValue": id["identities"][0]["userId"],
            },
        }),
    );
    let page = at(&mut server, &mut Browser::new(), "Google", &[]);
    assert_eq!(page.heading(), "Sign in at Google");
    let mut browser = Browser::new();
    let page = at(&mut server, &mut browser, "Google", &[]);
    let back = browser.submit(&mut server, &page, &[]).err().unwrap();
    assert_eq!(tokens(&mut server, &back)["cognito:username"], "ada");
}

#[test]
fn the_hook_before_a_sign_up_can_refuse_a_federated_user() {
    let mut config = login_config(json!({}), json!({}), json!({ "identityProviders": ["Google"] }));
    config["pools"][0]["triggers"] = json!(["preSignUp", "postConfirmation", "postAuthentication"]);
    let mut server = Server::new(config);
    let sources = Rc::new(RefCell::new(Vec::new()));
    let log = sources.clone();
    server.trigger = Some(Box::new(move |_, event| {
        log.borrow_mut().push(text(&event, "triggerSource"));
        if log.borrow().len() == 1 { Err("not you".into()) } else { Ok(event) }
    }));
    let mut browser = Browser::new();
    let page = at(&mut server, &mut browser, "Google", &[]);
    let back = browser.submit(&mut server, &page, &[]).err().unwrap();
    assert_eq!(query(&back)["error"], "invalid_request");
    assert_eq!(query(&back)["error_description"], "PreSignUp failed with error not you.");
    assert_eq!(query(&back)["state"], "s-1");
    for _ in 0..2 {
        let page = at(&mut server, &mut browser, "Google", &[("prompt", "login")]);
        let back = browser.submit(&mut server, &page, &[]).err().unwrap();
        assert!(query(&back).contains_key("code"), "{back}");
    }
    assert_eq!(
        *sources.borrow(),
        [
            "PreSignUp_ExternalProvider",
            "PreSignUp_ExternalProvider",
            "PostConfirmation_ConfirmSignUp",
            "PostAuthentication_Authentication"
        ]
    );
}

/// A provider that answers by its discovery; what the test changes of its ID token, or of the status of its endpoints.
struct Provider {
    claims: Value,
    statuses: Value,
}

fn oidc(provider: &Rc<RefCell<Provider>>) -> Server {
    let mut server = Server::new(login_config(
        json!({}),
        json!({}),
        json!({ "identityProviders": [{
        "ProviderName": "Real",
        "ProviderType": "OIDC",
        "IdpIdentifiers": ["example.com"],
        "ProviderDetails": {
            "client_id": "me", "client_secret": "s", "attributes_request_method": "GET",
            "oidc_issuer": ISSUER, "authorize_scopes": "openid email",
        },
        "AttributeMapping": { "email": "mail", "name": "name", "website": "unknown" },
    }] }),
    ));
    let provider = provider.clone();
    // The keys of the local Cognito sign what the provider says: a second one of its own.
    let mut issuer = Server::plain();
    let jwks = json_of(&issuer.send(&get(&format!("/{POOL}/.well-known/jwks.json"))));
    let key = jsonwebtoken::EncodingKey::from_rsa_der(&pkcs1(KEY));
    server.internet = Some(Box::new(move |request| {
        let path = request.url.strip_prefix(ISSUER).unwrap().to_owned();
        let provider = provider.borrow();
        if let Some(why) = provider.statuses[&path].as_str() {
            return Err(why.to_owned());
        }
        let status = provider.statuses[&path].as_u64().unwrap_or(200);
        let body = match path.as_str() {
            "/.well-known/openid-configuration" => json!({
                "issuer": ISSUER, "authorization_endpoint": format!("{ISSUER}/auth"), "token_endpoint": format!("{ISSUER}/token"),
                "jwks_uri": format!("{ISSUER}/jwks"), "userinfo_endpoint": format!("{ISSUER}/me"),
            }),
            "/token" => {
                let sent = query(&format!("?{}", request.body));
                assert_eq!((sent["code"].as_str(), sent["client_secret"].as_str()), ("c-1", "s"));
                assert_eq!(sent["redirect_uri"], format!("http://{HOST}/oauth2/idpresponse"));
                let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::RS256);
                header.kid = jwks["keys"][0]["kid"].as_str().map(str::to_owned);
                json!({ "access_token": "at", "id_token": jsonwebtoken::encode(&header, &provider.claims, &key).unwrap() })
            }
            "/jwks" => jwks.clone(),
            "/me" => json!({ "sub": "42", "mail": "real@example.com", "name": "Real Person" }),
            other => panic!("{other}"),
        };
        Ok(json!({ "status": status, "body": body.to_string() }))
    }));
    server
}

/// The RSA key inside of PKCS#8: its last octet string.
fn pkcs1(pkcs8: &[u8]) -> Vec<u8> {
    let start = (20..40).find(|at| pkcs8[*at] == 0x30 && pkcs8[at + 1] == 0x82 && pkcs8[at - 4] == 0x04).unwrap();
    pkcs8[start..].to_vec()
}

/// To the provider and back: where the browser is in the end.
fn round(
    server: &mut Server,
    browser: &mut Browser,
    provider: &Rc<RefCell<Provider>>,
    change: Value,
    answer: &str,
) -> String {
    let away =
        browser.open(server, &authorize(&[("idp_identifier", "example.com"), ("login_hint", "x@y.z")])).err().unwrap();
    assert!(away.starts_with(&format!("{ISSUER}/auth?client_id=me&")), "{away}");
    let sent = query(&away);
    assert_eq!((sent["scope"].as_str(), sent["login_hint"].as_str()), ("openid email", "x@y.z"));
    let mut whole = json!({ "iss": ISSUER, "aud": "me", "sub": "42", "nonce": sent["nonce"], "exp": (server.now / 1000.0) as u64 + 60 });
    merge(&mut whole, change);
    provider.borrow_mut().claims = whole;
    let path = format!("/oauth2/idpresponse?{answer}&state={}", sent["state"]);
    browser.open(server, &path).err().unwrap_or_else(|| panic!("no way back"))
}

#[test]
fn a_real_provider_is_asked_by_its_discovery_and_its_token_is_checked() {
    let provider = Rc::new(RefCell::new(Provider { claims: json!({}), statuses: json!({}) }));
    let mut server = oidc(&provider);
    let mut browser = Browser::new();
    let back = round(&mut server, &mut browser, &provider, json!({}), "code=c-1");
    let id = tokens(&mut server, &back);
    assert_eq!(id["cognito:username"], "Real_42");
    assert_eq!((&id["email"], &id["name"]), (&json!("real@example.com"), &json!("Real Person")));
    assert_eq!(id["email_verified"], false);

    for (change, words) in [
        (json!({ "iss": "https://other.example" }), "iss of the ID token is wrong"),
        (json!({ "aud": "other" }), "aud of the ID token is wrong"),
        (json!({ "nonce": "other" }), "nonce of the ID token is wrong"),
        (json!({ "exp": 1 }), "exp of the ID token is wrong"),
        (json!({ "sub": "43" }), "another user"),
    ] {
        let back = round(&mut server, &mut Browser::new(), &provider, change, "code=c-1");
        assert_eq!(query(&back)["error"], "invalid_request");
        assert!(query(&back)["error_description"].contains(words), "{back}");
    }
    for (statuses, description) in [
        (json!({ "/token": 400 }), "Real Error - 400 error getting token"),
        (json!({ "/token": "Timeout" }), "Timeout occurred in calling IdP token endpoint"),
        (json!({ "/jwks": "Timeout" }), "Timeout in calling jwks uri"),
        (json!({ "/jwks": "Connection reset" }), "Connection reset"),
        (json!({ "/jwks": 500 }), "Real Error - 500 error getting jwks"),
    ] {
        provider.borrow_mut().statuses = statuses;
        let back = round(&mut server, &mut Browser::new(), &provider, json!({}), "code=c-1");
        assert_eq!(query(&back)["error_description"], description);
    }
    provider.borrow_mut().statuses = json!({});
    let back = round(&mut server, &mut Browser::new(), &provider, json!({}), "error=access_denied");
    assert_eq!(query(&back)["error"], "access_denied");
    provider.borrow_mut().statuses = json!({ "/.well-known/openid-configuration": 503 });
    let back = Browser::new().open(&mut server, &authorize(&[("identity_provider", "Real")])).err().unwrap();
    assert_eq!(query(&back)["error"], "server_error");
}
