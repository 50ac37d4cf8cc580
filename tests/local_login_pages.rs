//! The pages of managed login: every challenge that a pool asks, sign-up, a forgotten password, and what keeps forged forms out.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use cognito_identity_wasm::local::Request;
use local_twin::browser::*;
use local_twin::*;
use serde_json::{Value, json};

const NEW: &str = "Another-1 passw0rd";

fn server(pool: Value) -> Server {
    Server::new(login_config(pool, json!({}), json!({})))
}

fn signed_in(done: Result<Page, String>) -> String {
    let back = done.err().unwrap();
    assert!(back.starts_with(&format!("{APP}?code=")), "{back}");
    query(&back)["code"].clone()
}

/// The page that follows ada's password.
fn after_password(server: &mut Server, browser: &mut Browser) -> Page {
    let page = browser.open(server, &authorize(&[])).unwrap();
    browser.submit(server, &page, &[("username", "ada"), ("password", PASSWORD)]).unwrap()
}

#[test]
fn a_form_counts_only_from_a_page_that_this_browser_was_shown() {
    let mut server = server(json!({}));
    let mut browser = Browser::new();
    let page = browser.open(&mut server, &authorize(&[])).unwrap();
    let fields = [("username", "ada"), ("password", PASSWORD)];
    let forged = browser.submit(&mut server, &page, &[fields[0], fields[1], ("_csrf", "guessed")]).unwrap();
    assert_eq!(forged.status, 403);
    let elsewhere = Browser::new().submit(&mut server, &page, &fields).unwrap();
    assert_eq!(elsewhere.status, 403, "without the cookie");

    let token = attribute(&page.html, "name=\"_csrf\" value");
    let mut send = |origin: &str| {
        let headers = vec![
            ("host".into(), HOST.into()),
            ("cookie".into(), format!("XSRF-TOKEN={token}")),
            ("content-type".into(), "application/x-www-form-urlencoded".into()),
            ("origin".into(), origin.into()),
        ];
        let body = form(&[fields[0], fields[1], ("_csrf", &token)]);
        server.send(&Request { method: "POST".into(), path: page.at.clone(), headers, body }).status
    };
    assert_eq!(send("https://evil.example"), 403);
    assert_eq!(send("http://localhost:3000"), 303);
}

#[test]
fn pages_escape_what_they_repeat_and_come_with_a_strict_policy() {
    let mut server = Server::new(login_config(json!({}), json!({}), json!({ "title": "<b>\"Tom & Co\"</b>" })));
    let mut browser = Browser::new();
    let hint = "\"><script>alert(1)</script>";
    let page = browser.open(&mut server, &authorize(&[("login_hint", hint), ("state", hint)])).unwrap();
    assert!(!page.html.contains("<script") && !page.html.contains("<b>"), "{}", page.html);
    assert!(page.html.contains("&lt;b&gt;&quot;Tom &amp; Co&quot;&lt;/b&gt;"));
    let wrong = browser.submit(&mut server, &page, &[("username", hint), ("password", "x")]).unwrap();
    assert!(!wrong.html.contains("<script"));
    let response = browser.send(&mut server, "GET", &page.at, "");
    let policy = header(&response, "content-security-policy").unwrap();
    let nonce = policy.split("style-src 'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(response.body.contains(&format!("<style nonce=\"{nonce}\">")));
    for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("script-src") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(header(&response, "access-control-allow-origin"), None);
    assert_eq!(header(&response, "cache-control"), Some("no-store"));
}

#[test]
fn a_temporary_password_gives_way_to_one_of_the_persons_own() {
    let pool = json!({ "Schema": [{ "Name": "name", "Required": true, "Mutable": true }] });
    let mut config = login_config(pool, json!({}), json!({}));
    config["pools"][0]["users"][0]["UserStatus"] = json!("FORCE_CHANGE_PASSWORD");
    let mut server = Server::new(config);
    let mut browser = Browser::new();
    let page = after_password(&mut server, &mut browser);
    assert_eq!(page.heading(), "Choose a new password");
    let weak = browser.submit(&mut server, &page, &[("password", "weak"), ("attribute.name", "Ada")]).unwrap();
    assert!(weak.alert().unwrap().starts_with("Password did not conform with policy"));
    let code = signed_in(browser.submit(&mut server, &weak, &[("password", NEW), ("attribute.name", "Ada")]));
    assert_eq!(claims(&redeem(&mut server, &code, &[]).1["id_token"])["name"], "Ada");
}

#[test]
fn codes_and_the_choice_between_factors_are_asked() {
    let pool = json!({ "MfaConfiguration": "OPTIONAL" });
    let mut config = login_config(pool, json!({}), json!({}));
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    config["pools"][0]["users"][0]["mfa"] = json!({ "email": true, "softwareToken": { "secretCode": secret } });
    let mut server = Server::new(config);
    let mut browser = Browser::new();
    let page = after_password(&mut server, &mut browser);
    assert_eq!(page.heading(), "Choose a second factor");
    let page = browser.submit(&mut server, &page, &[("answer", "EMAIL_OTP")]).unwrap();
    assert_eq!(page.heading(), "Enter your code");
    assert!(page.html.contains("a***@e***"));
    let wrong = browser.submit(&mut server, &page, &[("code", "000000")]).unwrap();
    assert_eq!(wrong.alert().as_deref(), Some("Invalid code or auth state for the user."));
    let code = server.code();
    signed_in(browser.submit(&mut server, &wrong, &[("code", &code)]));

    let mut other = Browser::new();
    let page = after_password(&mut server, &mut other);
    let page = other.submit(&mut server, &page, &[("answer", "SOFTWARE_TOKEN_MFA")]).unwrap();
    let code = totp(secret, server.now);
    let elsewhere = browser.submit(&mut server, &page, &[("code", &code)]).unwrap();
    assert_eq!(elsewhere.status, 403, "another browser's page");
    let mut spent = page;
    for _ in 0..5 {
        spent = other.submit(&mut server, &spent, &[("code", "000000")]).unwrap();
    }
    assert_eq!(spent.heading(), "Sign in", "after five wrong codes all begins anew");
}

#[test]
fn a_first_authenticator_is_set_up_on_the_way() {
    let mut server = server(json!({ "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true } }));
    let mut browser = Browser::new();
    let page = after_password(&mut server, &mut browser);
    assert_eq!(page.heading(), "Set up a second factor");
    let secret = page.html.split("<code id=\"secret\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let uri = page.link("Open in an authenticator app");
    assert_eq!(uri, format!("otpauth://totp/test:ada?secret={secret}&issuer=test"));
    let wrong = browser.submit(&mut server, &page, &[("code", "000000")]).unwrap();
    assert_eq!(wrong.alert().as_deref(), Some("Code mismatch"));
    let code = totp(&secret, server.now);
    signed_in(browser.submit(&mut server, &wrong, &[("code", &code)]));
    let page = after_password(&mut server, &mut Browser::new());
    assert_eq!(page.heading(), "Enter your code", "and is asked from then on");
}

#[test]
fn a_pool_with_a_choice_asks_for_the_name_first() {
    let pool = json!({ "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } } });
    let mut server = server(pool);
    let mut browser = Browser::new();
    let page = browser.open(&mut server, &authorize(&[])).unwrap();
    assert!(!page.html.contains("type=\"password\""));
    let choice = browser.submit(&mut server, &page, &[("username", "ada")]).unwrap();
    assert_eq!(choice.heading(), "Choose how to sign in");
    assert!(choice.html.contains("value=\"EMAIL_OTP\"") && !choice.html.contains("PASSWORD_SRP"));
    let asked = browser.submit(&mut server, &choice, &[("answer", "EMAIL_OTP")]).unwrap();
    let code = server.code();
    signed_in(browser.submit(&mut server, &asked, &[("code", &code)]));
    let page = Browser::new().open(&mut server, &authorize(&[])).unwrap();
    let mut browser = Browser::new();
    let _ = browser.open(&mut server, &page.at);
    let page = browser.open(&mut server, &page.at).unwrap();
    let choice = browser.submit(&mut server, &page, &[("username", "ada")]).unwrap();
    let asked = browser.submit(&mut server, &choice, &[("answer", "PASSWORD")]).unwrap();
    assert_eq!(asked.heading(), "Your password");
    signed_in(browser.submit(&mut server, &asked, &[("password", PASSWORD)]));
}

#[test]
fn somebody_signs_up_confirms_and_is_signed_in() {
    let pool = json!({ "Schema": [{ "Name": "given_name", "Required": true, "Mutable": true }] });
    let client = json!({ "ClientSecret": "secret" });
    let mut server = Server::new(login_config(pool, client, json!({})));
    let mut browser = Browser::new();
    let page = browser.open(&mut server, &authorize(&[])).unwrap();
    let page = browser.open(&mut server, &page.link("Create an account")).unwrap();
    let fields = [("username", "grace"), ("attribute.email", "grace@example.com"), ("attribute.given_name", "Grace")];
    let weak = browser.submit(&mut server, &page, &[fields[0], fields[1], fields[2], ("password", "weak")]).unwrap();
    assert!(weak.alert().unwrap().contains("policy"));
    assert!(weak.html.contains("value=\"grace@example.com\""), "what was written stays");
    let more = ("attribute.email_verified", "true");
    let page = browser.submit(&mut server, &weak, &[fields[0], fields[1], fields[2], more, ("password", NEW)]).unwrap();
    assert_eq!(page.heading(), "Confirm your account");
    let first = server.code();
    let again = browser.submit_form(&mut server, &page, 1, &[]).unwrap();
    assert_ne!(server.code(), first, "a new code was sent");
    let wrong = browser.submit(&mut server, &again, &[("code", "000000")]).unwrap();
    assert!(wrong.alert().unwrap().contains("Invalid verification code"));
    let code = server.code();
    signed_in(browser.submit(&mut server, &wrong, &[("code", &code)]));
    let user = server.ok("AdminGetUser", json!({ "UserPoolId": POOL, "Username": "grace" }));
    assert_eq!(user["UserStatus"], "CONFIRMED");
    assert!(user["UserAttributes"].to_string().contains("Grace"));
}

#[test]
fn an_account_that_was_never_confirmed_is_confirmed_at_the_sign_in() {
    let mut server = server(json!({}));
    server.ok(
        "SignUp",
        json!({
            "ClientId": CLIENT, "Username": "grace", "Password": NEW,
            "UserAttributes": [{ "Name": "email", "Value": "grace@example.com" }],
        }),
    );
    let mut browser = Browser::new();
    let page = browser.open(&mut server, &authorize(&[])).unwrap();
    let page = browser.submit(&mut server, &page, &[("username", "grace"), ("password", "not even right")]).unwrap();
    assert_eq!(page.heading(), "Confirm your account");
    let code = server.code();
    let page = browser.submit(&mut server, &page, &[("code", &code)]).unwrap();
    assert_eq!(page.heading(), "Sign in", "the code proves an address, and no password");
    assert!(page.html.contains("Your account is confirmed."));
    signed_in(browser.submit(&mut server, &page, &[("username", "grace"), ("password", NEW)]));
}

#[test]
fn a_forgotten_password_is_replaced() {
    let mut server = server(json!({}));
    let mut browser = Browser::new();
    let page = browser.open(&mut server, &authorize(&[])).unwrap();
    let page = browser.open(&mut server, &page.link("Forgot your password?")).unwrap();
    let unknown = browser.submit(&mut server, &page, &[("username", "nobody")]).unwrap();
    assert_eq!(unknown.alert().as_deref(), Some("Username/client id combination not found."));
    let page = browser.submit(&mut server, &unknown, &[("username", "ada")]).unwrap();
    assert_eq!(page.heading(), "Choose a new password");
    let code = server.code();
    let weak = browser.submit(&mut server, &page, &[("code", &code), ("password", "weak")]).unwrap();
    assert!(weak.alert().is_some());
    signed_in(browser.submit(&mut server, &weak, &[("code", &code), ("password", NEW)]));
    let page = Browser::new().open(&mut server, &authorize(&[])).unwrap();
    assert_eq!(page.heading(), "Sign in");
}

#[test]
fn nothing_that_is_sent_makes_the_pages_panic() {
    let mut server = Server::new(login_config(json!({}), json!({}), json!({ "identityProviders": ["Google"] })));
    let odd = ["", "%", "%zz", "\u{0}", "a=b=c&&&=", "ü", "_csrf=1&page=x&code=%ff", "client_id[]=1"];
    for path in [
        "/login",
        "/signup",
        "/confirm",
        "/forgotPassword",
        "/confirmForgotPassword",
        "/error",
        "/logout",
        "/oauth2/authorize",
        "/oauth2/token",
        "/oauth2/userInfo",
        "/oauth2/revoke",
        "/oauth2/idpresponse",
        "/pretend",
    ] {
        for text in odd {
            for method in ["GET", "POST", "PUT", "HEAD"] {
                for query in [text.to_owned(), format!("{}&{text}", authorize(&[]).split_once('?').unwrap().1)] {
                    let mut browser = Browser::new();
                    browser.cookies.insert("XSRF-TOKEN".into(), text.into());
                    let status = browser.send(&mut server, method, &format!("{path}?{query}"), text).status;
                    assert!(status < 500, "{method} {path}?{query}");
                }
            }
        }
    }
}

/// The texts of a page's main part, without its alert.
fn texts(page: &Page) -> Vec<String> {
    let main = page.html.split("<main>").nth(1).unwrap().split("</main>").next().unwrap();
    let parts = main.split('<').filter(|part| !part.contains("id=\"alert\"")).filter_map(|part| part.split_once('>'));
    parts.map(|(_, text)| text.to_owned()).filter(|text| text.chars().any(char::is_alphabetic)).collect()
}

/// Compares a page in English with the same in German, text by text; gives how many texts they have.
fn compare([english, german]: &[Page; 2]) -> usize {
    // Names, and words that are the same in both languages.
    let same = ["Code", "Name", "Passkey", "Ada Lovelace ", "Grace Hopper ", "ada@example.com", "grace@example.com"];
    assert!(english.html.contains("<html lang=\"en\">"));
    assert!(german.html.contains("<html lang=\"de\">"), "{}", german.html);
    let [english, german] = [texts(english), texts(german)];
    assert_eq!(english.len(), german.len());
    let is_key = |text: &str| text.len() > 30 && text.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    for (english, german) in english.iter().zip(&german) {
        assert!(english != german || same.contains(&english.as_str()) || is_key(english), "{english}");
    }
    english.len()
}

#[test]
fn lang_asks_for_german_pages_and_no_text_of_ours_stays_english() {
    let pool = json!({
        "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true }, "AutoVerifiedAttributes": ["email"],
    });
    let mut server = Server::new(login_config(pool, json!({}), json!({ "identityProviders": ["Google"] })));
    let mut browsers = [Browser::new(), Browser::new()];
    let ask = |lang: &str| authorize(&[("lang", lang)]);
    let first = [ask("en"), ask("de")];
    let pages: Vec<Page> =
        browsers.iter_mut().zip(first).map(|(browser, path)| browser.open(&mut server, &path).unwrap()).collect();
    let pages: [Page; 2] = pages.try_into().ok().unwrap();
    let mut seen = compare(&pages);
    assert_eq!(pages[1].heading(), "Anmelden");
    assert!(pages[1].link("Passwort vergessen?").contains("lang=de"), "the links keep it");
    // And so does the browser, for an address that says nothing.
    let bare = |text: &str| pages[0].link(text).replace("&lang=en", "").replace("&amp;lang=en", "");
    for path in [authorize(&[]), bare("Forgot your password?"), bare("Create an account"), bare("Continue with Google")]
    {
        assert!(!path.contains("lang="), "{path}");
        let pages = browsers.each_mut().map(|browser| browser.open(&mut server, &path).unwrap());
        seen += compare(&pages);
    }
    let [_, german] = &mut browsers;
    let wrong = german.submit(&mut server, &pages[1], &[("username", "ada"), ("password", "wrong")]).unwrap();
    assert_eq!(wrong.alert().as_deref(), Some("Benutzername oder Passwort ist falsch."));
    let fields = [("username", "ada"), ("password", PASSWORD)];
    let set_up = [0, 1].map(|at| browsers[at].submit(&mut server, &pages[at], &fields).unwrap());
    assert_eq!(set_up[0].heading(), "Set up a second factor");
    seen += compare(&set_up);
    assert!(seen > 40, "{seen}");

    let [_, german] = &mut browsers;
    let refusal = german.open(&mut server, "/error?error=expired").unwrap();
    assert_eq!(refusal.heading(), "Mit diesem Link stimmt etwas nicht");
    assert!(refusal.html.contains("autofocus lang=\"en\">The sign-in took too long"), "{}", refusal.html);
    for (lang, heading) in [("xx", "Anmelden"), ("fr", "Sign in"), ("de", "Anmelden"), ("en", "Sign in")] {
        assert_eq!(german.open(&mut server, &ask(lang)).unwrap().heading(), heading, "{lang}");
    }
}

#[test]
fn acr_values_ask_for_nothing_and_no_token_has_a_level() {
    let mut server = server(json!({}));
    let code = Browser::new().code(&mut server, &[("acr_values", "urn:cognito:loa:4 urn:cognito:loa:1")]);
    let (status, tokens) = redeem(&mut server, &code, &[]);
    assert_eq!(status, 200);
    for name in ["id_token", "access_token"] {
        assert!(claims(&tokens[name]).get("acr").is_none());
    }
}
