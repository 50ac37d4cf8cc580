//! Managed login behind the proxy, against the login pages of the local Cognito: the way out and back, in each custody, and who must not pass.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;
mod proxy_twin;

use std::collections::{BTreeMap, BTreeSet};

use cognito_identity_wasm::proxy::{Event, Proxy};
use local_twin::browser::{Browser, HOST, decode, encode, login_config, query};
use local_twin::{CLIENT, PASSWORD, POOL, Server, claims, merge};
use proxy_twin::{DOMAIN, ORIGIN, Reply, SECRET, World, config, key};
use serde_json::{Value, json};

const CALLBACK: &str = "https://auth.example.com/callback";
const BACK: &str = "https://app.example.com/orders?page=2";
/// What a browser says that opens an address from another site.
const OPENED: [(&str, &str); 3] =
    [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];

fn configured(custody: &str) -> Value {
    let mut whole = config(custody);
    whole["pools"][0]["issuer"] = json!(format!("http://{HOST}/{POOL}"));
    whole["pools"][0]["login"] = json!({
        "domain": DOMAIN,
        "redirectUri": CALLBACK,
        "logoutUris": ["https://app.example.com/bye", CALLBACK],
    });
    whole
}

fn with_store(custody: &str, keys: bool) -> Value {
    let mut whole = configured(custody);
    merge(&mut whole, json!({ "sessions": { "redis": "redis://127.0.0.1:6379" } }));
    if !keys {
        whole.as_object_mut().unwrap().remove("keys");
    }
    whole
}

fn world_of(config: Value) -> World {
    let mut world = World::with(config);
    let login = json!({ "CallbackURLs": [CALLBACK], "LogoutURLs": ["https://app.example.com/bye", CALLBACK] });
    world.local = Server::new(login_config(json!({}), json!({ "ClientSecret": SECRET }), login));
    world
}

fn world(custody: &str) -> World {
    world_of(configured(custody))
}

/// Opens an address of the proxy as a browser does, coming from another site.
fn open(world: &mut World, path: &str) -> Reply {
    world.send("GET", path, &OPENED, None)
}

/// Opens it, and gives the address that it leads to.
fn to(world: &mut World, path: &str) -> String {
    let reply = open(world, path);
    assert_eq!(reply.status, 302, "{path}: {}", reply.body);
    assert_eq!(reply.header("Referrer-Policy"), Some("no-referrer"));
    assert_eq!(reply.header("Cache-Control"), Some("no-store"));
    reply.header("Location").unwrap().to_owned()
}

fn start(more: &str) -> String {
    format!("/login?return={}{more}", encode(BACK))
}

/// The login pages, where ada signs in: the path of the callback with the answer.
fn on_the_pages(world: &mut World, address: &str) -> String {
    on_the_pages_with(&mut Browser::new(), world, address)
}

fn on_the_pages_with(browser: &mut Browser, world: &mut World, address: &str) -> String {
    let path = address.strip_prefix(DOMAIN).unwrap();
    let back = match browser.open(&mut world.local, path) {
        Err(back) => back,
        Ok(page) => browser
            .submit(&mut world.local, &page, &[("username", "ada"), ("password", PASSWORD)])
            .err()
            .unwrap_or_else(|| panic!("still on the pages")),
    };
    back.strip_prefix("https://auth.example.com").unwrap().to_owned()
}

/// From the app to the login pages: the path of the callback with the answer.
fn answer(world: &mut World) -> String {
    let address = to(world, &start(""));
    on_the_pages(world, &address)
}

/// All of it: the address in the app.
fn sign_in(world: &mut World) -> String {
    let answer = answer(world);
    to(world, &answer)
}

fn redeem_from(world: &mut World, origin: &str, code: &str) -> Reply {
    let headers = [("origin", origin), ("x-auth-csrf", "1"), ("content-type", "application/json")];
    world.send("POST", "/login/redeem", &headers, Some(&json!({ "code": code }).to_string()))
}

fn redeem(world: &mut World, address: &str) -> Reply {
    redeem_from(world, ORIGIN, &query(address)["login_code"])
}

fn names(world: &World) -> Vec<&str> {
    world.cookies.keys().map(String::as_str).collect()
}

/// Where the browser came back to, and why nobody is signed in.
fn refusal(address: &str) -> String {
    assert!(address.starts_with("https://app.example.com/"), "{address}");
    let said = query(address);
    assert_eq!(said["login"], "refused", "{address}");
    said["login_code"].clone()
}

fn changed(path: &str, name: &str, value: &str) -> String {
    let mut parts = query(path);
    parts.insert(name.to_owned(), value.to_owned());
    let pairs: Vec<String> = parts.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    format!("/callback?{}", pairs.join("&"))
}

#[test]
fn people_leave_with_pkce_a_nonce_and_a_state_and_the_way_back_is_sealed_in_a_cookie() {
    let mut world = world("cookie");
    let reply = open(&mut world, &start("&provider=Google&lang=de&prompt=login&maxAge=60&loginHint=a%20b%2B"));
    let address = reply.header("Location").unwrap().to_owned();
    assert!(address.starts_with(&format!("{DOMAIN}/oauth2/authorize?")), "{address}");
    let sent = query(&address);
    let fixed = [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("code_challenge_method", "S256"),
        ("redirect_uri", CALLBACK),
        ("identity_provider", "Google"),
        ("lang", "de"),
        ("prompt", "login"),
        ("max_age", "60"),
        ("login_hint", "a b+"),
    ];
    for (name, value) in fixed {
        assert_eq!(sent[name], value);
    }
    assert_eq!(sent.len(), fixed.len() + 3, "{address}");
    for name in ["state", "nonce", "code_challenge"] {
        assert_eq!(sent[name].len(), 43);
    }
    let cookies = reply.set_cookies();
    assert_eq!(cookies.len(), 1);
    assert!(cookies[0].starts_with("__Host-auth.login-"), "{}", cookies[0]);
    assert!(cookies[0].ends_with("; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax"), "{}", cookies[0]);
    assert!(!cookies[0].contains(&sent["state"]) && !cookies[0].contains("orders"));
    assert!(cookies[0].len() < 900, "{}", cookies[0].len());

    let again = query(&to(&mut world, &start("")));
    for name in ["state", "nonce", "code_challenge"] {
        assert_ne!(sent[name], again[name], "{name}");
    }
    for (screen, path) in [("signUp", "/signup"), ("forgotPassword", "/forgotPassword"), ("login", "/oauth2/authorize")]
    {
        let address = to(&mut world, &start(&format!("&screen={screen}")));
        assert!(address.starts_with(&format!("{DOMAIN}{path}?")), "{address}");
    }
}

#[test]
fn people_come_back_signed_in_and_the_cookies_are_the_session() {
    let mut world = world("cookie");
    let address = to(&mut world, &start("&state=s-1"));
    let answer = on_the_pages(&mut world, &address);
    let back = to(&mut world, &answer);
    assert_eq!(back, format!("{BACK}&login=done&login_state=s-1"));
    assert_eq!(names(&world), ["__Host-auth.0"], "the login's own cookie is gone");
    let (header, form) = &world.redeemed[0];
    assert_eq!(
        header.as_deref().unwrap(),
        format!(
            "Basic {}",
            <base64ct::Base64 as base64ct::Encoding>::encode_string(format!("{CLIENT}:{SECRET}").as_bytes())
        )
    );
    assert!(form.contains("grant_type=authorization_code") && !form.contains(SECRET), "{form}");
    assert_eq!(world.steps.iter().filter(|step| **step == "verify").count(), 2, "both tokens are verified");
    assert_eq!(world.records.last().unwrap()["audit"]["what"], "signIn");

    let session = world.call("GET", "/session", None, Value::Null);
    assert_eq!(session.body["tokens"]["idClaims"]["email"], "ada@example.com");
    assert_eq!(world.call("GET", "/user", None, Value::Null).body["username"], "ada");
    world.local.later(60.0);
    assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 200);
    assert_eq!(world.call("POST", "/sign-out", None, json!({})).status, 200);
    assert_eq!(world.cookies.len(), 0);
    let shown = format!("{:?}", world.records);
    for secret in [SECRET, &query(&answer)["code"], &query(&answer)["state"]] {
        assert!(!shown.contains(secret), "the log holds a secret");
    }
}

#[test]
fn where_the_app_holds_the_tokens_it_redeems_a_code_of_the_proxys_own() {
    for whole in [configured("token"), with_store("token", true), with_store("token", false)] {
        let mut world = world_of(whole);
        let answer = answer(&mut world);
        let back = to(&mut world, &answer);
        let said = query(&back);
        assert_eq!(said["login"], "done");
        assert_eq!((said["login_code"].len(), said.len()), (43, 3), "no token is in the address: {back}");
        assert!(names(&world).iter().all(|name| name.starts_with("__Host-auth.tokens-")), "{:?}", world.cookies);
        let cookies = world.cookies.clone();
        let reply = redeem(&mut world, &back);
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(world.cookies.len(), 0);
        let tokens = &reply.body["tokens"];
        assert_eq!(claims(&tokens["idToken"])["email"], "ada@example.com");
        let access = tokens["accessToken"].as_str().unwrap();
        assert_eq!(world.call("GET", "/user", Some(access), Value::Null).body["username"], "ada");
        let body = json!({ "refreshToken": tokens["refreshToken"] });
        assert_eq!(world.call("POST", "/refresh", None, body).status, 200);

        world.cookies = cookies;
        let again = redeem(&mut world, &back);
        assert_eq!((again.status, again.code()), (401, "NotSignedIn"), "a code is good once");
    }
}

#[test]
fn a_code_is_good_for_a_minute_in_its_browser_and_for_pages_of_its_origin() {
    let whole = || {
        let mut whole = configured("token");
        whole["origins"] = json!([ORIGIN, "https://other.example.com"]);
        whole
    };
    let refused = |what: &str, attempt: &dyn Fn(&mut World, &str) -> Reply| {
        let mut world = world_of(whole());
        let back = sign_in(&mut world);
        let reply = attempt(&mut world, &back);
        assert_eq!((reply.status, reply.code()), (401, "NotSignedIn"), "{what}");
        assert!(reply.body["tokens"].is_null());
    };
    let code = |back: &str| query(back)["login_code"].clone();
    refused("another origin", &|world, back| redeem_from(world, "https://other.example.com", &code(back)));
    refused("no origin", &|world, back| {
        let headers = [("x-auth-csrf", "1"), ("content-type", "application/json")];
        world.send("POST", "/login/redeem", &headers, Some(&json!({ "code": code(back) }).to_string()))
    });
    refused("another browser", &|world, back| {
        world.cookies.clear();
        redeem(world, back)
    });
    refused("another code", &|world, _| redeem_from(world, ORIGIN, &"A".repeat(43)));
    refused("no code", &|world, _| redeem_from(world, ORIGIN, ""));
    refused("late", &|world, back| {
        world.local.later(61.0);
        redeem(world, back)
    });
    refused("another browser's tokens", &|world, back| {
        let first = code(back);
        world.cookies.clear();
        sign_in(world);
        redeem_from(world, ORIGIN, &first)
    });
    // A wrong code spends nothing.
    let mut world = world_of(whole());
    let back = sign_in(&mut world);
    assert_eq!(redeem_from(&mut world, ORIGIN, "wrong").status, 401);
    assert_eq!(redeem(&mut world, &back).status, 200);
    // What is not JSON of a page with the header never reaches it.
    let form = world.send("POST", "/login/redeem", &[("origin", ORIGIN), ("x-auth-csrf", "1")], Some("{}"));
    assert_eq!(form.code(), "UnsupportedMediaType");
    let headers = [("origin", ORIGIN), ("content-type", "application/json")];
    assert_eq!(world.send("POST", "/login/redeem", &headers, Some("{}")).code(), "CsrfHeaderMissing");
    assert_eq!(world.call("GET", "/login/redeem", None, Value::Null).status, 405);
    world.limited = Some(5.0);
    world.reconfigure({
        let mut limited = whole();
        merge(&mut limited, json!({ "rateLimits": { "ip": { "points": 1, "seconds": 1 } } }));
        limited
    });
    assert_eq!(redeem(&mut world, &back).status, 429);
    assert_eq!(open(&mut world, &start("")).status, 429);
}

#[test]
fn tabs_that_come_back_at_once_each_redeem_their_own_tokens() {
    for whole in [configured("token"), with_store("token", false)] {
        let mut world = world_of(whole);
        let backs = [sign_in(&mut world), sign_in(&mut world)];
        for back in &backs {
            assert_eq!(redeem(&mut world, back).status, 200);
        }
        assert_eq!(world.cookies.len(), 0);
    }
    // There is an end of it: the header of a request must stay within what servers take.
    let mut world = world("token");
    for _ in 0..9 {
        sign_in(&mut world);
        let bytes: usize = world.cookies.iter().map(|(name, value)| name.len() + value.len()).sum();
        assert!(bytes < 9_200, "{bytes}");
    }
}

#[test]
fn sessions_in_a_store_begin_by_a_login_with_and_without_keys() {
    for keys in [true, false] {
        let mut world = world_of(with_store("cookie", keys));
        let back = sign_in(&mut world);
        assert_eq!(back, format!("{BACK}&login=done"));
        assert!(world.cookies["__Host-auth.0"].starts_with("t."), "{:?}", world.cookies);
        assert_eq!(world.sessions.len(), 1, "nothing of the login is left there");
        assert_eq!(world.call("GET", "/session", None, Value::Null).status, 200);
    }
}

#[test]
fn two_instances_complete_each_others_logins_and_each_of_them_once() {
    for whole in [configured("cookie"), with_store("cookie", true), with_store("cookie", false)] {
        let mut world = world_of(whole.clone());
        let answer = answer(&mut world);
        // The other instance has the configuration, the store, and nothing else.
        world.proxy = Proxy::new(&whole.to_string()).unwrap();
        let cookies = world.cookies.clone();
        assert_eq!(to(&mut world, &answer), format!("{BACK}&login=done"));
        // What a browser kept, or somebody who read its cookies, comes to the first one again.
        world.cookies = cookies;
        world.proxy = Proxy::new(&whole.to_string()).unwrap();
        assert_eq!(refusal(&to(&mut world, &answer)), "UnknownState");
        assert_eq!(world.redeemed.len(), 1, "the code was sent once");
    }
}

#[test]
fn an_answer_that_this_browser_did_not_ask_for_signs_nobody_in_and_sends_nothing() {
    let mut world = world("cookie");
    let answer = answer(&mut world);
    let own = world.cookies.clone();

    // Login CSRF: another browser opens the attacker's answer.
    world.cookies.clear();
    assert_eq!(refusal(&to(&mut world, &answer)), "UnknownState");
    // The other browser has a login of its own under way.
    to(&mut world, &start(""));
    assert_eq!(refusal(&to(&mut world, &answer)), "UnknownState");
    // Swapped between browsers: the value of one login under the name of the other.
    let (name, _) = own.iter().next().unwrap();
    let value = world.cookies.values().next().unwrap().clone();
    world.cookies = BTreeMap::from([(name.clone(), value)]);
    assert_eq!(refusal(&to(&mut world, &answer)), "UnknownState");

    for (what, value) in [
        ("cut", own[name][..own[name].len() - 4].to_owned()),
        ("altered", own[name].replace('A', "B") + "A"),
        ("empty", String::new()),
        ("another key", own[name].replace(".s.k1.", ".s.k2.")),
        ("a ticket", "0.t.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".into()),
        ("words", "0.x".into()),
    ] {
        world.cookies = BTreeMap::from([(name.clone(), value)]);
        assert_eq!(refusal(&to(&mut world, &answer)), "UnknownState", "{what}");
    }
    assert_eq!(world.redeemed.len(), 0);

    // Fixation: a session that is there stays, and none is made.
    world.cookies = own.clone();
    assert_eq!(to(&mut world, &answer), format!("{BACK}&login=done"));
    let session = world.cookies.clone();
    assert_eq!(refusal(&to(&mut world, &answer)), "UnknownState", "opened twice");
    assert_eq!(world.cookies, session);
    assert_eq!(world.redeemed.len(), 1);
}

#[test]
fn a_transaction_is_bound_to_the_configuration_that_began_it() {
    for (path, value) in [
        ("domain", json!("https://other.example.com")),
        ("clientId", json!("another0000000000000000001")),
        ("userPoolId", json!("us-east-1_Other0001")),
        ("cookieName", json!("other")),
    ] {
        let mut world = world("cookie");
        let answer = answer(&mut world);
        let mut whole = configured("cookie");
        let pool = &mut whole["pools"][0];
        let member = if path == "domain" { &mut pool["login"][path] } else { &mut pool[path] };
        *member = value;
        world.reconfigure(whole);
        assert_eq!(refusal(&to(&mut world, &answer)), "UnknownState", "{path}");
        assert_eq!(world.redeemed.len(), 0);
    }
    // A key that only opens still does; one that is gone does not.
    let mut world = world("cookie");
    let first = answer(&mut world);
    let mut whole = configured("cookie");
    whole["keys"] = json!([{ "id": "k2", "secret": key(2) }, { "id": "k1", "secret": key(1) }]);
    world.reconfigure(whole.clone());
    assert_eq!(to(&mut world, &first), format!("{BACK}&login=done"));
    let second = answer(&mut world);
    whole["keys"] = json!([{ "id": "k3", "secret": key(3) }]);
    world.reconfigure(whole);
    assert_eq!(refusal(&to(&mut world, &second)), "UnknownState");
    // An origin that is not allowed any more is not returned to.
    let mut world = world_of(configured("cookie"));
    let answer = answer(&mut world);
    let mut whole = configured("cookie");
    whole["origins"] = json!(["https://new.example.com"]);
    world.reconfigure(whole);
    let reply = open(&mut world, &answer);
    assert_eq!((reply.status, reply.header("Location")), (400, None));
}

#[test]
fn ten_minutes_is_what_somebody_has() {
    let mut world = world("cookie");
    let answer = answer(&mut world);
    world.local.later(601.0);
    let back = to(&mut world, &answer);
    assert_eq!(refusal(&back), "LoginExpired");
    assert!(back.starts_with(BACK));
    assert_eq!((world.redeemed.len(), world.cookies.len()), (0, 0));
}

#[test]
fn tabs_do_not_disturb_each_other_and_a_browser_keeps_five_at_most() {
    let mut world = world("cookie");
    let addresses: Vec<String> = (0..8)
        .map(|_| {
            world.local.later(1.0);
            to(&mut world, &start(""))
        })
        .collect();
    assert_eq!(world.cookies.len(), 5);
    let bytes: usize = world.cookies.iter().map(|(name, value)| name.len() + value.len()).sum();
    assert!(bytes < 5_000, "{bytes}");
    let oldest = on_the_pages(&mut world, &addresses[0]);
    assert_eq!(refusal(&to(&mut world, &oldest)), "UnknownState");
    let answers: Vec<String> = addresses[6..].iter().map(|address| on_the_pages(&mut world, address)).collect();
    for answer in answers.iter().rev() {
        assert_eq!(to(&mut world, answer), format!("{BACK}&login=done"));
    }
    // Long addresses are fewer.
    world.cookies.clear();
    for _ in 0..8 {
        world.local.later(1.0);
        to(&mut world, &format!("/login?return=/{}", "a".repeat(1_000)));
    }
    let bytes: usize = world.cookies.iter().map(|(name, value)| name.len() + value.len()).sum();
    assert!(bytes < 6_200, "{bytes}");
}

#[test]
fn refusals_come_back_to_the_app_and_name_nobody() {
    let mut world = world("cookie");
    // Nobody is signed in there: silent sign-in.
    let address = to(&mut world, &start("&prompt=none&state=s-1"));
    let answer = on_the_pages(&mut world, &address);
    assert_eq!(query(&answer)["error"], "login_required");
    assert_eq!(to(&mut world, &answer), format!("{BACK}&login=refused&login_code=LoginRequired&login_state=s-1"));
    for (error, code) in [
        ("access_denied", "AccessDenied"),
        ("server_error", "ServerError"),
        ("<script>alert(1)</script>", "LoginRefused"),
        ("Amazon Cognito says no", "LoginRefused"),
    ] {
        let state = query(&to(&mut world, &start("")))["state"].clone();
        let words = encode("PreSignUp failed with error, in arn:aws:lambda:1");
        let path = format!("/callback?error={}&error_description={words}&state={state}", encode(error));
        let back = to(&mut world, &path);
        assert_eq!(back, format!("{BACK}&login=refused&login_code={code}"), "and no words of the service's");
    }
    assert_eq!((world.redeemed.len(), world.cookies.len()), (0, 0));

    // Whoever has a session there is signed in without a page.
    let mut browser = Browser::new();
    let address = to(&mut world, &start(""));
    on_the_pages_with(&mut browser, &mut world, &address);
    let address = to(&mut world, &start("&prompt=none"));
    let answer = on_the_pages_with(&mut browser, &mut world, &address);
    assert_eq!(to(&mut world, &answer), format!("{BACK}&login=done"));
}

#[test]
fn mix_up_and_altered_answers_are_refused_before_the_code_is_sent() {
    let mut world = world("cookie");
    for (name, value, code) in [
        ("iss", "https://evil.example", "IssuerMismatch"),
        ("state", "A", "UnknownState"),
        ("state", "", "UnknownState"),
    ] {
        let answer = answer(&mut world);
        assert_eq!(refusal(&to(&mut world, &changed(&answer, name, value))), code);
    }
    let given = answer(&mut world);
    for twice in ["&code=x", "&state=x", "&%73tate=x"] {
        assert_eq!(open(&mut world, &format!("{given}{twice}")).status, 400, "{twice}");
    }
    assert_eq!(world.redeemed.len(), 0);
    // The code of somebody else: the verifier is not its own.
    let other = answer(&mut world);
    let back = to(&mut world, &changed(&given, "code", &query(&other)["code"]));
    assert_eq!(refusal(&back), "InvalidGrant");
    assert!(!world.cookies.contains_key("__Host-auth.0"));
    let named = format!("http://{HOST}/{POOL}");
    let own = answer(&mut world);
    assert_eq!(to(&mut world, &changed(&own, "iss", &named)), format!("{BACK}&login=done"));
}

/// What the token endpoint answers, changed.
fn altered(world: &mut World, change: impl FnOnce(&mut Value)) -> String {
    let answer = answer(world);
    let cookies = world.cookies.clone();
    // Learned by redeeming it, and told again for the same transaction.
    to(world, &answer);
    let (header, form) = world.redeemed.pop().unwrap();
    drop(header);
    let parts = query(&format!("?{form}"));
    let fresh = parts["code_verifier"].clone();
    assert_eq!(fresh.len(), 43);
    world.cookies = cookies;
    world.marks.clear();
    let mut body = world.last_tokens.clone();
    change(&mut body);
    world.scripted_tokens = Some(Event::Replied { status: 200, error_type: None, body: body.to_string() });
    let back = to(world, &answer);
    world.scripted_tokens = None;
    back
}

#[test]
fn tokens_are_verified_and_must_be_an_answer_to_this_login() {
    let mut world = world("cookie");
    let foreign = {
        answer(&mut world);
        sign_in(&mut world);
        world.last_tokens.clone()
    };
    assert_eq!(altered(&mut world, |_| {}), format!("{BACK}&login=done"), "what is not altered is taken");
    let forge = |body: &mut Value, name: &str| {
        let token = body[name].as_str().unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let first = if signature.starts_with('A') { "B" } else { "A" };
        body[name] = json!(format!("{signed}.{first}{}", &signature[1..]));
    };
    type Change<'c> = (&'static str, Box<dyn Fn(&mut Value) + 'c>, &'static str);
    let changes: Vec<Change<'_>> = vec![
        ("a forged ID token", Box::new(|body| forge(body, "id_token")), "InvalidIdToken"),
        ("a forged access token", Box::new(|body| forge(body, "access_token")), "InvalidIdToken"),
        ("another login's ID token", Box::new(|body| body["id_token"] = foreign["id_token"].clone()), "NonceMismatch"),
        ("no ID token", Box::new(|body| body["id_token"] = Value::Null), "InvalidIdToken"),
        ("two access tokens", Box::new(|body| body["id_token"] = body["access_token"].clone()), "NonceMismatch"),
        ("two ID tokens", Box::new(|body| body["access_token"] = body["id_token"].clone()), "InvalidIdToken"),
        ("no tokens", Box::new(|body| *body = json!({})), "InvalidIdToken"),
        ("words", Box::new(|body| *body = json!("hello")), "Internal"),
    ];
    for (what, change, code) in changes {
        let back = altered(&mut world, change);
        assert_eq!(refusal(&back), code, "{what}");
    }
}

#[test]
fn a_code_is_sent_once_and_with_the_second_secret_only_where_the_first_is_refused() {
    let mut world = world("cookie");
    for event in [
        Event::Unanswered { timeout: true },
        Event::Unanswered { timeout: false },
        Event::Replied { status: 502, error_type: None, body: "<html>".into() },
    ] {
        let answer = answer(&mut world);
        world.scripted_tokens = Some(event);
        let before = world.redeemed.len();
        refusal(&to(&mut world, &answer));
        assert_eq!(world.redeemed.len(), before + 1);
        world.scripted_tokens = None;
        assert_eq!(refusal(&to(&mut world, &answer)), "UnknownState", "nor is it by a reload");
    }
    let mut whole = configured("cookie");
    whole["pools"][0]["clientSecrets"] = json!(["an older secret", SECRET]);
    world.reconfigure(whole);
    let before = world.redeemed.len();
    assert_eq!(sign_in(&mut world), format!("{BACK}&login=done"));
    assert_eq!(world.redeemed.len(), before + 2);
}

#[test]
fn outages_sign_nobody_in_and_leave_no_tokens_behind() {
    let mut world = world("cookie");
    let first = answer(&mut world);
    world.keys_are_down = true;
    assert_eq!(refusal(&to(&mut world, &first)), "ServiceUnavailable");
    assert_eq!(world.sent.len(), 1, "the tokens are revoked");
    world.keys_are_down = false;

    let second = answer(&mut world);
    world.store_is_down = true;
    let reply = open(&mut world, &second);
    assert_eq!((reply.status, reply.code()), (503, "ServiceUnavailable"), "nobody knows whether it was used before");
    world.store_is_down = false;
    assert_eq!(world.redeemed.len(), 1);
    assert_eq!(to(&mut world, &second), format!("{BACK}&login=done"));

    // The person signed out everywhere after authenticating at the login pages.
    let mut browser = Browser::new();
    let address = to(&mut world, &start(""));
    let answer = on_the_pages_with(&mut browser, &mut world, &address);
    to(&mut world, &answer);
    world.local.later(5.0);
    assert_eq!(world.call("POST", "/sign-out/everywhere", None, json!({})).status, 200);
    let address = to(&mut world, &start(""));
    let answer = on_the_pages_with(&mut browser, &mut world, &address);
    let before = world.sent.len();
    let back = to(&mut world, &answer);
    assert_eq!(refusal(&back), "LoginRequired", "what the login pages remember is older than that");
    assert_eq!(world.sent.len(), before + 1, "and the tokens are revoked");
    let address = to(&mut world, &start("&prompt=login"));
    let answer = on_the_pages_with(&mut browser, &mut world, &address);
    assert_eq!(to(&mut world, &answer), format!("{BACK}&login=done"));
}

#[test]
fn nothing_but_a_window_opens_these_addresses_and_by_get_alone() {
    let mut world = world("cookie");
    for path in [start(""), "/callback?code=x&state=y".into(), "/sign-out?return=/".into()] {
        for dest in ["iframe", "frame", "image", "script", "empty", "object", "embed", "style"] {
            let headers = [("sec-fetch-site", "cross-site"), ("sec-fetch-dest", dest)];
            let reply = world.send("GET", &path, &headers, None);
            assert_eq!((reply.status, reply.code()), (403, "NotAvailable"), "{path} {dest}");
            assert!(reply.set_cookies().is_empty());
        }
        let twice = [("sec-fetch-dest", "document"), ("sec-fetch-dest", "iframe")];
        assert_eq!(world.send("GET", &path, &twice, None).status, 403);
        for method in ["PUT", "DELETE", "PATCH"] {
            let reply = world.send(method, &path, &OPENED, None);
            assert!(matches!(reply.status, 405 | 403), "{method} {path}: {}", reply.status);
        }
    }
    for method in ["POST", "HEAD"] {
        let reply = world.send(method, &start(""), &OPENED, Some(""));
        assert_eq!((reply.status, reply.header("Allow")), (405, Some("GET")));
    }
    // Without the configuration there is nothing.
    world.reconfigure(config("cookie"));
    for (method, path) in [("GET", "/login?return=/"), ("GET", "/callback?state=x"), ("POST", "/login/redeem")] {
        assert_eq!(world.call(method, path, None, Value::Null).status, 404, "{path}");
    }
    assert_eq!(world.call("GET", "/sign-out", None, Value::Null).status, 405);
    assert_eq!(world.steps.len(), 0);
}

#[test]
fn people_are_led_to_no_foreign_address_and_odd_queries_are_refused() {
    let mut world = world("cookie");
    for given in [
        "//evil.example",
        "/\\evil.example",
        "/%2f%2fevil.example",
        "https://evil.example/",
        "https://app.example.com@evil.example/",
        "https://app.example.com.evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "https://app.example.com/#x",
    ] {
        for path in [format!("/login?return={}", encode(given)), format!("/sign-out?return={}", encode(given))] {
            let reply = open(&mut world, &path);
            assert_eq!((reply.status, reply.code(), reply.header("Location")), (400, "InvalidRequest", None), "{path}");
            assert!(reply.set_cookies().is_empty());
        }
    }
    for query in [
        "return=/&return=/x",
        "return=/&%72eturn=/x",
        "return=/&redirect_uri=https://evil.example",
        "return=/&client_id=other",
        "return=/&scope=admin",
        "return=/&nonce=1",
        "return=/&code_challenge=1",
        "return=/&state=a%20b",
        "return=/&state=",
        "return=/&screen=admin",
        "return=/&maxAge=-1",
        "return=/&maxAge=1.5",
        "return=/&provider=a&idpIdentifier=b",
        "return=/&lang=%0d%0aSet-Cookie:x",
        "return=/&lang=%ff",
        &format!("return=/&loginHint={}", "a".repeat(257)),
        &format!("return=/{}", "a".repeat(1_024)),
    ] {
        let reply = open(&mut world, &format!("/login?{query}"));
        assert_eq!((reply.status, reply.code()), (400, "InvalidRequest"), "{query}");
    }
    assert_eq!(world.steps.len(), 0, "nothing was taken for it");
    // A path belongs to the proxy's public origin, whatever the request calls it.
    let address = to(&mut world, "/login?return=%2Fhome");
    let answer = on_the_pages(&mut world, &address);
    assert_eq!(to(&mut world, &answer), "https://auth.example.com/home?login=done");
    // Origins for people to come back to may be others than those of pages that call.
    let mut whole = configured("cookie");
    whole["pools"][0]["login"]["returnOrigins"] = json!(["https://other.example.com"]);
    world.reconfigure(whole);
    assert_eq!(open(&mut world, &start("")).status, 400);
    assert_eq!(open(&mut world, "/login?return=https://other.example.com/").status, 302);
}

/// What a sign-out leads to: the parameters of the login pages.
fn left(world: &mut World, method: &str, given: &str, headers: &[(&str, &str)]) -> BTreeMap<String, String> {
    let reply = world.send(method, &format!("/sign-out?return={}", encode(given)), headers, None);
    assert_eq!(reply.status, if method == "GET" { 302 } else { 303 }, "{}", reply.body);
    let address = reply.header("Location").unwrap();
    assert!(address.starts_with(&format!("{DOMAIN}/logout?")), "{address}");
    query(address)
}

#[test]
fn signing_out_ends_the_session_here_and_leads_over_the_login_pages_and_back() {
    for whole in [configured("cookie"), with_store("cookie", false)] {
        let mut world = world_of(whole);
        sign_in(&mut world);
        let cookies = world.cookies.clone();
        let own = [("sec-fetch-site", "same-origin"), ("sec-fetch-dest", "document")];
        let sent = left(&mut world, "GET", "https://app.example.com/bye", &own);
        assert_eq!(sent["logout_uri"], "https://app.example.com/bye");
        assert_eq!(sent["client_id"], CLIENT);
        assert_eq!(world.cookies.len(), 0);
        assert_eq!(world.records.last().unwrap()["audit"]["what"], "signOut");
        world.cookies = cookies;
        assert_eq!(
            world.call("GET", "/session", None, Value::Null).status,
            401,
            "a copy of the cookie is worth nothing"
        );
        assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 401);
    }
    // An address that the login pages do not know: they lead to the callback, and it leads there.
    let mut world = world("cookie");
    let sent = left(&mut world, "POST", BACK, &[("origin", ORIGIN), ("sec-fetch-dest", "document")]);
    assert_eq!(sent["logout_uri"], CALLBACK);
    assert_eq!(names(&world), ["__Host-auth.sign-out"]);
    assert_eq!(to(&mut world, "/callback"), BACK);
    assert_eq!(world.cookies.len(), 0);
    // Whoever writes that cookie leads nobody elsewhere.
    let evil = <base64ct::Base64UrlUnpadded as base64ct::Encoding>::encode_string(b"https://evil.example/");
    world.cookies = BTreeMap::from([("__Host-auth.sign-out".into(), evil)]);
    assert_eq!(open(&mut world, "/callback").header("Location"), None);
    assert_eq!(refusal(&to(&mut world, "/callback")), "UnknownState");
    // Without the callback among them only those of the list are led to.
    let mut whole = configured("cookie");
    whole["pools"][0]["login"]["logoutUris"] = json!(["https://app.example.com/bye"]);
    world.reconfigure(whole);
    assert_eq!(open(&mut world, &format!("/sign-out?return={}", encode(BACK))).status, 400);
    assert!(to(&mut world, "/sign-out").contains("logout_uri=https%3A%2F%2Fapp.example.com%2Fbye"));
}

#[test]
fn a_page_of_another_site_ends_no_session_here() {
    let mut world = world("cookie");
    sign_in(&mut world);
    let session = world.cookies.clone();
    let hostile: [&[(&str, &str)]; 6] = [
        &[("sec-fetch-site", "cross-site"), ("sec-fetch-dest", "document")],
        &[("sec-fetch-site", "same-site"), ("sec-fetch-dest", "document")],
        &[("sec-fetch-site", "cross-site"), ("referer", "https://evil.example/?https://app.example.com/")],
        &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
        &[("referer", "https://app.example.com.evil.example/")],
        &[],
    ];
    for headers in hostile {
        // It can do what it could do at the login pages.
        left(&mut world, "GET", "https://app.example.com/bye", headers);
        assert_eq!(world.cookies, session, "{headers:?}");
        assert_eq!(world.call("GET", "/session", None, Value::Null).status, 200);
    }
    for origin in ["https://evil.example", "null", ""] {
        let headers = [("origin", origin), ("sec-fetch-dest", "document")];
        let reply = world.send("POST", "/sign-out?return=/", &headers, None);
        assert_eq!((reply.status, reply.code()), (403, "OriginNotAllowed"), "{origin}");
    }
    assert_eq!(world.send("POST", "/sign-out?return=/", &OPENED, None).code(), "OriginNotAllowed");
    assert_eq!(world.cookies, session);
    assert_eq!(world.sent.len(), 0, "and nothing was revoked");
    // A link in the app, on an origin of its own.
    let link =
        [("sec-fetch-site", "same-site"), ("referer", "https://app.example.com/"), ("sec-fetch-dest", "document")];
    left(&mut world, "GET", "https://app.example.com/bye", &link);
    assert_eq!(world.cookies.len(), 0);
}

#[test]
fn a_new_login_ends_the_session_that_it_takes_the_place_of() {
    let mut world = world("cookie");
    sign_in(&mut world);
    let first = world.cookies.clone();
    let before = world.sent.len();
    sign_in(&mut world);
    assert_eq!(world.sent.len(), before + 1, "the former refresh token is revoked");
    world.cookies = first;
    assert_eq!(world.call("GET", "/session", None, Value::Null).status, 401);
}

#[test]
fn a_wrong_configuration_is_told_where_it_is_wrong() {
    let wrong = |change: &dyn Fn(&mut Value)| {
        let mut whole = configured("cookie");
        change(&mut whole);
        Proxy::new(&whole.to_string()).unwrap_err().message.clone()
    };
    let login = |name: &'static str, value: Value| wrong(&|whole| whole["pools"][0]["login"][name] = value.clone());
    let mut places = BTreeSet::new();
    for (name, values) in [
        (
            "domain",
            vec!["", "login.example.com", "http://login.example.com", "https://login.example.com/", "https://a@b"],
        ),
        (
            "redirectUri",
            vec![
                "",
                "/callback",
                "http://auth.example.com/callback",
                "https://auth.example.com/auth/callback",
                "https://auth.example.com/callback?x",
                "https://auth.example.com/callback#x",
                "https://auth.example.com",
            ],
        ),
    ] {
        for value in values {
            let message = login(name, json!(value));
            assert!(
                message.starts_with(&format!("The configuration is wrong at `pools[0].login.{name}`: ")),
                "{message}"
            );
            places.insert(message);
        }
    }
    for (name, value, at) in [
        ("scopes", json!(["email"]), "scopes"),
        ("scopes", json!(["openid", "a b"]), "scopes"),
        ("logoutUris", json!(["javascript:alert(1)"]), "logoutUris[0]"),
        ("logoutUris", json!([CALLBACK, "https://app.example.com/\n"]), "logoutUris[1]"),
        ("returnOrigins", json!(["https://app.example.com/"]), "returnOrigins[0]"),
        ("returnOrigins", json!(["*"]), "returnOrigins[0]"),
        ("clientSecret", json!("SECRET-in-the-wrong-place"), ""),
    ] {
        let message = login(name, value);
        assert!(message.contains(&format!("`pools[0].login.{at}")) || at.is_empty(), "{message}");
        assert!(!message.contains("SECRET"), "{message}");
    }
    let message = wrong(&|whole| {
        whole["custody"] = json!("token");
        whole.as_object_mut().unwrap().remove("keys");
    });
    assert!(message.starts_with("The configuration is wrong at `keys`: "), "{message}");
    assert!(wrong(&|whole| whole["upstreams"] = json!({ "/login": "https://api.example.com" })).contains("upstreams"));
    // The pool's path is a part of it.
    let mut whole = configured("cookie");
    whole["pools"][0]["path"] = json!("/auth");
    whole["pools"][0]["login"]["redirectUri"] = json!("https://app.example.com/auth/callback");
    whole["pools"][0]["login"]["scopes"] = json!(["openid", "email"]);
    let mut world = world_of(whole);
    let sent = query(&to(&mut world, "/auth/login?return=/"));
    assert_eq!(
        (sent["scope"].as_str(), decode(&sent["redirect_uri"]).as_str()),
        ("openid email", "https://app.example.com/auth/callback")
    );
}
