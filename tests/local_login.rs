//! The endpoints of managed login: codes, tokens, sessions, and the errors that each request gets.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use local_twin::browser::*;
use local_twin::*;
use serde_json::{Value, json};

fn server() -> Server {
    Server::new(login_config(json!({}), json!({}), json!({})))
}

fn oauth(error: &str) -> (u16, Value) {
    (400, json!({ "error": error }))
}

/// What `/oauth2/authorize` sends back to the app without a page.
fn refused(server: &mut Server, more: &[(&str, &str)]) -> String {
    let back = Browser::new().open(server, &authorize(more)).err().unwrap();
    assert!(back.starts_with(APP), "{back}");
    assert_eq!(query(&back)["state"], "s-1");
    query(&back)["error"].clone()
}

#[test]
fn a_person_signs_in_on_the_page_and_the_app_redeems_the_code() {
    let mut server = server();
    let mut browser = Browser::new();
    let page = browser.open(&mut server, &authorize(&[])).unwrap();
    assert_eq!((page.status, page.heading()), (200, "Sign in".to_owned()));
    assert!(page.at.starts_with("/login?client_id="));
    let wrong = browser.submit(&mut server, &page, &[("username", "ada"), ("password", "wrong")]).unwrap();
    assert_eq!(wrong.alert().as_deref(), Some("Incorrect username or password."));

    let back = browser.submit(&mut server, &wrong, &[("username", "ada"), ("password", PASSWORD)]).err().unwrap();
    assert!(back.starts_with(&format!("{APP}?code=")), "{back}");
    assert_eq!(query(&back)["state"], "s-1");
    let (status, tokens) = redeem(&mut server, &query(&back)["code"], &[]);
    assert_eq!(status, 200, "{tokens}");
    assert_eq!((&tokens["token_type"], &tokens["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let (id, access) = (claims(&tokens["id_token"]), claims(&tokens["access_token"]));
    assert_eq!(id["nonce"], "n-1");
    assert_eq!(id["email"], "ada@example.com");
    assert_eq!(id["iss"], format!("http://{HOST}/{POOL}"));
    assert_eq!(access["scope"], SCOPES);
    assert_eq!(access["version"], 2);
    let hash = {
        use base64ct::{Base64UrlUnpadded, Encoding};
        use sha2::{Digest, Sha256};
        Base64UrlUnpadded::encode_string(&Sha256::digest(text(&tokens, "access_token"))[..16])
    };
    assert_eq!(id["at_hash"], hash);

    let info = user_info(&mut server, &text(&tokens, "access_token"));
    assert_eq!(info.status, 200);
    assert_eq!(json_of(&info)["email_verified"], "true");
    assert_eq!(json_of(&info)["sub"], id["sub"]);
    assert_eq!(json_of(&info)["username"], "ada");
    assert_eq!(server.ok("GetUser", json!({ "AccessToken": tokens["access_token"] }))["Username"], "ada");
}

#[test]
fn a_code_is_good_once_for_its_client_its_address_and_its_verifier() {
    let mut config = login_config(json!({}), json!({}), json!({}));
    let mut other = config["pools"][0]["clients"][0].clone();
    other["ClientId"] = json!("foreign");
    config["pools"][0]["clients"].as_array_mut().unwrap().push(other);
    let mut server = Server::new(config);
    let mut browser = Browser::new();

    let code = browser.code(&mut server, &[]);
    assert_eq!(redeem(&mut server, &code, &[("client_id", "foreign")]), oauth("invalid_grant"));
    assert_eq!(redeem(&mut server, &code, &[("client_id", "nobody")]), oauth("invalid_client"));
    assert_eq!(redeem(&mut server, &code, &[]).0, 200, "a foreign client spends nobody's code");
    assert_eq!(redeem(&mut server, &code, &[]), oauth("invalid_grant"));

    let mut fresh = |server: &mut Server, more: &[(&str, &str)]| {
        let back = browser.open(server, &authorize(more)).err().unwrap();
        query(&back)["code"].clone()
    };
    for (more, error) in [
        ([("code_verifier", "wrong")].as_slice(), json!({ "error": "invalid_grant" })),
        (&[("code_verifier", "")], json!({ "error": "invalid_grant" })),
        (
            &[("redirect_uri", "http://localhost:3000/")],
            json!({ "error": "unauthorized_client", "error_description": "invalid_redirect" }),
        ),
        (&[("grant_type", "password")], json!({ "error": "unsupported_grant_type" })),
        (&[("grant_type", "")], json!({ "error": "invalid_request" })),
        (&[("code", "")], json!({ "error": "invalid_request" })),
        (&[("client_secret", "x")], json!({ "error": "invalid_client", "error_description": "invalid_client_secret" })),
    ] {
        let code = fresh(&mut server, &[]);
        let mut all = vec![("code", code.as_str())];
        all.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        all.extend(more);
        assert_eq!(redeem(&mut server, &code, &all), (400, error), "{more:?}");
    }
    let code = fresh(&mut server, &[("code_challenge", ""), ("code_challenge_method", "")]);
    assert_eq!(redeem(&mut server, &code, &[]), oauth("invalid_grant"), "a verifier that nobody asked for");
    let code = fresh(&mut server, &[]);
    server.later(301.0);
    assert_eq!(redeem(&mut server, &code, &[]), oauth("invalid_grant"), "after five minutes");
    let twice = format!("{}&code=a&code=b", form(&[("grant_type", "authorization_code"), ("client_id", CLIENT)]));
    let response = Browser::new().send(&mut server, "POST", "/oauth2/token", &twice);
    assert_eq!(json_of(&response)["error"], "invalid_request");
}

#[test]
fn requests_that_are_wrong_go_back_to_the_app_unless_the_address_is_not_the_apps() {
    let mut server = server();
    for (more, error) in [
        ([("response_type", "id_token")].as_slice(), "invalid_request"),
        (&[("response_type", "")], "invalid_request"),
        (&[("scope", "openid unknown")], "invalid_scope"),
        (&[("scope", "email")], "invalid_scope"),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("code_challenge_method", "")], "invalid_request"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("prompt", "none")], "login_required"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("prompt", "other")], "invalid_request"),
        (&[("max_age", "soon")], "invalid_request"),
        (&[("resource", "not an address")], "invalid_request"),
        (&[("identity_provider", "Google")], "invalid_request"),
    ] {
        assert_eq!(refused(&mut server, more), error, "{more:?}");
    }
    let implicit = Browser::new().open(&mut server, &authorize(&[("response_type", "token")])).err().unwrap();
    assert!(implicit.starts_with(&format!("{APP}#error=unauthorized_client")), "{implicit}");
    for (more, words) in [
        ([("redirect_uri", "http://localhost:3000/callback/")].as_slice(), "CallbackURLs"),
        (&[("redirect_uri", "https://evil.example/")], "CallbackURLs"),
        (&[("redirect_uri", "")], "redirect_uri"),
        (&[("client_id", "nobody")], "client_id"),
    ] {
        let page = Browser::new().open(&mut server, &authorize(more)).unwrap();
        assert_eq!(page.status, 400, "{more:?}");
        assert!(page.alert().unwrap().contains(words), "{more:?}");
    }
    for spelling in [
        "http://localhost:3000/callback?",
        "http://localhost:3000/callback#",
        "http://localhost:3000/callback/..",
        "http://localhost:3000/Callback",
        "HTTP://localhost:3000/callback",
        "http://localhost:3000//callback",
        "http://localhost:3000/callback%00",
        "http://localhost:3000/callback\r\nx: y",
        " http://localhost:3000/callback",
        "http://localhost:3000@evil.example/callback",
        "http://localhost:3000.evil.example/callback",
        "http://localhost:03000/callback",
        "http:\\\\localhost:3000\\callback",
        "//localhost:3000/callback",
        "http://localhost:3000/callback?next=https://evil.example",
        "javascript:alert(1)",
    ] {
        let page = Browser::new().open(&mut server, &authorize(&[("redirect_uri", spelling)])).unwrap();
        assert!(page.alert().unwrap().contains("CallbackURLs"), "{spelling}");
    }
    let page = Browser::new().open(&mut server, "/error?error=%3Cscript%3E").unwrap();
    assert!(!page.html.contains("<script>"), "no page repeats a link");
}

#[test]
fn a_pool_without_a_domain_has_no_managed_login() {
    let mut server = Server::plain();
    let page = Browser::new().open(&mut server, &authorize(&[])).unwrap();
    assert!(page.alert().unwrap().contains("domain"));
    assert_eq!(redeem(&mut server, "x", &[]), oauth("invalid_client"));
    let document = server.send(&get(&format!("/{POOL}/.well-known/openid-configuration")));
    assert_eq!(json_of(&document).get("token_endpoint"), None);
}

#[test]
fn discovery_names_what_is_served_where_it_is_served() {
    let mut server = server();
    let mut request = get(&format!("/{POOL}/.well-known/openid-configuration"));
    request.headers.push(("host".into(), HOST.into()));
    let document = json_of(&server.send(&request));
    assert_eq!(document["issuer"], format!("http://{HOST}/{POOL}"));
    for (member, path) in [
        ("authorization_endpoint", "/oauth2/authorize"),
        ("token_endpoint", "/oauth2/token"),
        ("userinfo_endpoint", "/oauth2/userInfo"),
        ("revocation_endpoint", "/oauth2/revoke"),
        ("end_session_endpoint", "/logout"),
        ("jwks_uri", "/us-east-1_Local0001/.well-known/jwks.json"),
    ] {
        assert_eq!(document[member], format!("http://{HOST}{path}"));
    }
}

#[test]
fn the_browser_stays_signed_in_for_an_hour_and_until_it_signs_out() {
    let mut server = server();
    let mut browser = Browser::new();
    browser.sign_in(&mut server, &[]);
    let silent = authorize(&[("prompt", "none"), ("nonce", "")]);
    let back = browser.open(&mut server, &silent).err().unwrap();
    let (_, tokens) = redeem(&mut server, &query(&back)["code"], &[]);
    assert_eq!(claims(&tokens["id_token"]).get("nonce"), None);
    assert_eq!(claims(&tokens["id_token"])["auth_time"], 1_795_392_000);

    server.later(100.0);
    let fresh = authorize(&[("prompt", "none"), ("max_age", "60")]);
    assert_eq!(query(&browser.open(&mut server, &fresh).err().unwrap())["error"], "login_required");
    assert_eq!(browser.open(&mut server, &authorize(&[("prompt", "login")])).unwrap().heading(), "Sign in");
    let own = authorize(&[("prompt", "none"), ("identity_provider", "COGNITO")]);
    assert!(query(&browser.open(&mut server, &own).err().unwrap()).contains_key("code"));

    let logout = |uri: &str| format!("/logout?{}", form(&[("client_id", CLIENT), ("logout_uri", uri)]));
    let page = browser.open(&mut server, &logout("https://evil.example/")).unwrap();
    assert!(page.alert().unwrap().contains("LogoutURLs"));
    assert!(
        browser.open(&mut server, &silent).is_err_and(|back| back.contains("code=")),
        "a bad link signs nobody out"
    );
    let stolen = browser.cookies.clone();
    assert_eq!(browser.open(&mut server, &logout("http://localhost:3000/")).err().unwrap(), "http://localhost:3000/");
    assert_eq!(query(&browser.open(&mut server, &silent).err().unwrap())["error"], "login_required");
    browser.cookies = stolen;
    assert_eq!(query(&browser.open(&mut server, &silent).err().unwrap())["error"], "login_required");

    browser.sign_in(&mut server, &[]);
    server.later(3601.0);
    assert_eq!(query(&browser.open(&mut server, &silent).err().unwrap())["error"], "login_required");
    let again = authorize(&[]).replace("/oauth2/authorize", "/logout");
    browser.sign_in(&mut server, &[]);
    let page = browser.open(&mut server, &again).unwrap();
    assert_eq!(page.heading(), "Sign in", "signed out, and asked anew");
    assert!(page.at.contains("state=s-1"));

    server.ok(
        "SetUserPoolClientSessionConfiguration",
        json!({ "UserPoolId": POOL, "ClientId": CLIENT, "SSOSession": { "MaxValidityMinutes": 0 } }),
    );
    browser.sign_in(&mut server, &[]);
    assert_eq!(query(&browser.open(&mut server, &silent).err().unwrap())["error"], "login_required");
}

#[test]
fn neither_a_cookie_nor_a_code_outlives_its_user() {
    let mut server = server();
    let mut browser = Browser::new();
    let code = browser.code(&mut server, &[]);
    server.ok("AdminDeleteUser", json!({ "UserPoolId": POOL, "Username": "ada" }));
    server.ok("AdminCreateUser", json!({ "UserPoolId": POOL, "Username": "ada", "MessageAction": "SUPPRESS" }));
    let silent = browser.open(&mut server, &authorize(&[("prompt", "none")])).err().unwrap();
    assert_eq!(query(&silent)["error"], "login_required", "somebody else of the same name");
    assert_eq!(redeem(&mut server, &code, &[]), oauth("invalid_grant"));

    let mut server = self::server();
    let code = browser.code(&mut server, &[]);
    server.ok("AdminDisableUser", json!({ "UserPoolId": POOL, "Username": "ada" }));
    assert_eq!(redeem(&mut server, &code, &[]), oauth("invalid_grant"));
    let silent = browser.open(&mut server, &authorize(&[("prompt", "none")])).err().unwrap();
    assert_eq!(query(&silent)["error"], "login_required");
}

#[test]
fn a_snapshot_keeps_who_is_signed_in_and_no_secret_of_a_browser() {
    let mut first = server();
    let mut browser = Browser::new();
    let code = browser.code(&mut first, &[]);
    let snapshot = first.cognito.snapshot();
    let cookie = &browser.cookies[&format!("cognito-{POOL}")];
    assert!(!snapshot.contains(cookie.as_str()) && !snapshot.contains(&code), "hashes alone");
    let mut second = server();
    second.cognito.restore(&snapshot).unwrap();
    assert!(query(&browser.open(&mut second, &authorize(&[("prompt", "none")])).err().unwrap()).contains_key("code"));
    assert_eq!(redeem(&mut second, &code, &[]).0, 200);
}

#[test]
fn a_refresh_token_of_the_pages_refreshes_here_and_by_the_api() {
    let mut server = server();
    let code = Browser::new().code(&mut server, &[("resource", "https://api.example.com/orders")]);
    let (_, tokens) = redeem(&mut server, &code, &[]);
    assert_eq!(claims(&tokens["access_token"])["aud"], "https://api.example.com/orders");
    let refresh = text(&tokens, "refresh_token");
    let pairs = [("grant_type", "refresh_token"), ("client_id", CLIENT), ("refresh_token", refresh.as_str())];
    let again = json_of(&post_form(&mut server, "/oauth2/token", &pairs, None));
    assert_eq!(again.get("refresh_token"), None);
    assert_eq!(claims(&again["access_token"])["scope"], SCOPES);
    assert_eq!(claims(&again["access_token"])["aud"], "https://api.example.com/orders");
    assert_eq!(claims(&again["id_token"]).get("nonce"), None);
    let by_api = server.ok("GetTokensFromRefreshToken", json!({ "ClientId": CLIENT, "RefreshToken": refresh }));
    assert_eq!(claims(&by_api["AuthenticationResult"]["AccessToken"])["scope"], SCOPES);
    let by_flow = server.initiate("REFRESH_TOKEN_AUTH", json!({ "REFRESH_TOKEN": refresh })).unwrap();
    assert_eq!(claims(&by_flow["AuthenticationResult"]["IdToken"])["email"], "ada@example.com");

    let revoke = |server: &mut Server, token: &str, client: &str| {
        let response = post_form(server, "/oauth2/revoke", &[("token", token), ("client_id", client)], None);
        assert_eq!(header(&response, "access-control-allow-origin"), Some("*"));
        (response.status, response.body)
    };
    assert_eq!(revoke(&mut server, &refresh, "nobody").0, 401);
    assert_eq!(
        revoke(&mut server, &text(&tokens, "access_token"), CLIENT).1,
        json!({ "error": "unsupported_token_type" }).to_string()
    );
    assert_eq!(revoke(&mut server, &refresh, CLIENT), (200, String::new()));
    assert_eq!(revoke(&mut server, "unknown", CLIENT), (200, String::new()));
    let refused = post_form(&mut server, "/oauth2/token", &pairs, None);
    assert_eq!((refused.status, json_of(&refused)), oauth("invalid_grant"));
    assert_eq!(user_info(&mut server, &text(&again, "access_token")).status, 401);
}

#[test]
fn rotation_gives_a_new_refresh_token_and_notices_an_old_one() {
    let client = json!({
        "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
        "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 0 },
    });
    let mut server = Server::new(login_config(json!({}), client, json!({})));
    let code = Browser::new().code(&mut server, &[]);
    let (_, tokens) = redeem(&mut server, &code, &[]);
    let refresh = |server: &mut Server, token: &str| {
        let pairs = [("grant_type", "refresh_token"), ("client_id", CLIENT), ("refresh_token", token)];
        json_of(&post_form(server, "/oauth2/token", &pairs, None))
    };
    let next = refresh(&mut server, &text(&tokens, "refresh_token"));
    assert_ne!(next["refresh_token"], tokens["refresh_token"]);
    server.later(1.0);
    assert_eq!(refresh(&mut server, &text(&tokens, "refresh_token"))["error"], "invalid_grant");
    assert!(refresh(&mut server, &text(&next, "refresh_token")).get("access_token").is_some());
}

#[test]
fn scopes_say_which_claims_are_shown_and_what_a_token_may_do() {
    let users =
        json!({ "phone_number": "+14155550123", "email": "ada@example.com", "email_verified": "true", "name": "Ada" });
    let mut config = login_config(
        json!({}),
        json!({}),
        json!({ "AllowedOAuthScopes": ["openid", "email", "phone", "profile", "api/read"] }),
    );
    config["pools"][0]["users"][0]["Attributes"] = users;
    config["pools"][0]["resourceServers"] =
        json!([{ "Identifier": "api", "Name": "api", "Scopes": [{ "ScopeName": "read", "ScopeDescription": "r" }] }]);
    let mut server = Server::new(config);
    let tokens = |server: &mut Server, scope: &str| {
        let code = Browser::new().code(server, &[("scope", scope)]);
        redeem(server, &code, &[]).1
    };
    let shown = |tokens: &Value| {
        let id = claims(&tokens["id_token"]);
        ["email", "phone_number", "name"].map(|name| id.get(name).is_some())
    };
    assert_eq!(shown(&tokens(&mut server, "openid")), [true, true, true]);
    assert_eq!(shown(&tokens(&mut server, "openid email")), [true, false, false]);
    assert_eq!(shown(&tokens(&mut server, "openid phone profile")), [false, true, true]);
    let api = tokens(&mut server, "api/read");
    assert_eq!(api.get("id_token"), None);
    let info = user_info(&mut server, &text(&api, "access_token"));
    assert_eq!(info.status, 401);
    assert!(header(&info, "www-authenticate").unwrap().starts_with("Bearer error=\"invalid_token\""));
    let refused = server.refused("GetUser", json!({ "AccessToken": api["access_token"] }));
    assert_eq!(refused, refusal("NotAuthorized", "Access Token does not have required scopes"));
    let by_api = server.tokens();
    assert_eq!(user_info(&mut server, &text(&by_api, "AccessToken")).status, 401, "the API's tokens lack openid");
}

#[test]
fn a_scope_whose_attribute_the_client_may_not_read_refuses_the_code() {
    let client = json!({ "ReadAttributes": ["email"] });
    let mut server = Server::new(login_config(json!({}), client, json!({})));
    let code = Browser::new().code(&mut server, &[]);
    let (status, body) = redeem(&mut server, &code, &[]);
    assert_eq!((status, body["error"].as_str()), (400, Some("invalid_grant")));
    assert!(text(&body, "error_description").contains("email_verified"));
}

#[test]
fn the_implicit_flow_has_its_tokens_in_the_fragment_and_no_refresh_token() {
    let mut server =
        Server::new(login_config(json!({}), json!({}), json!({ "AllowedOAuthFlows": ["code", "implicit"] })));
    let back = Browser::new()
        .sign_in(&mut server, &[("response_type", "token"), ("code_challenge", ""), ("code_challenge_method", "")]);
    assert!(back.starts_with(&format!("{APP}#id_token=")), "{back}");
    let fields = query(&back);
    assert_eq!((fields["state"].as_str(), fields["expires_in"].as_str()), ("s-1", "3600"));
    assert!(!fields.contains_key("refresh_token"));
    assert_eq!(claims(&json!(fields["id_token"]))["nonce"], "n-1");
    assert_eq!(user_info(&mut server, &fields["access_token"]).status, 200);
}

#[test]
fn an_app_client_gets_tokens_of_its_own_by_its_secret() {
    let client = json!({
        "ClientSecret": "the secret: +/&",
        "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthScopes": ["api/read", "api/write"],
        "ExplicitAuthFlows": ["ALLOW_CLIENT_TOKEN_AUTH"],
    });
    let mut config = login_config(json!({}), client, json!({}));
    config["pools"][0]["resourceServers"] = json!([{ "Identifier": "api", "Name": "api", "Scopes": [
        { "ScopeName": "read", "ScopeDescription": "r" }, { "ScopeName": "write", "ScopeDescription": "w" },
    ] }]);
    let mut server = Server::new(config);
    let grant = ("grant_type", "client_credentials");
    let secret = encode("the secret: +/&");
    let basic = post_form(&mut server, "/oauth2/token", &[grant, ("scope", "api/read")], Some((CLIENT, &secret)));
    let body = json_of(&basic);
    assert_eq!(body.get("id_token"), None);
    assert_eq!(body.get("refresh_token"), None);
    let access = claims(&body["access_token"]);
    assert_eq!(
        (&access["scope"], &access["sub"], &access["client_id"]),
        (&json!("api/read"), &json!(CLIENT), &json!(CLIENT))
    );
    let as_it_is = post_form(&mut server, "/oauth2/token", &[grant], Some((CLIENT, "the secret: +/&")));
    assert_eq!(as_it_is.status, 200, "as many clients send it");
    let by_form = [grant, ("client_id", CLIENT), ("client_secret", "the secret: +/&")];
    let all = json_of(&post_form(&mut server, "/oauth2/token", &by_form, None));
    assert_eq!(claims(&all["access_token"])["scope"], "api/read api/write");
    let error = |server: &mut Server, pairs: &[(&str, &str)], basic| {
        json_of(&post_form(server, "/oauth2/token", pairs, basic))["error"].clone()
    };
    assert_eq!(error(&mut server, &[grant], Some((CLIENT, "wrong"))), "invalid_client");
    assert_eq!(error(&mut server, &[grant, ("client_id", CLIENT)], None), "invalid_client");
    assert_eq!(error(&mut server, &[grant, ("client_id", "other")], Some((CLIENT, &secret))), "invalid_request");
    assert_eq!(error(&mut server, &[grant, ("scope", "openid")], Some((CLIENT, &secret))), "invalid_scope");

    let call = json!({ "ClientId": CLIENT, "Secret": "the secret: +/&", "Scopes": ["api/write"] });
    let result = server.ok("GetClientToken", call)["ClientAuthenticationResult"].clone();
    assert_eq!(claims(&result["AccessToken"])["scope"], "api/write");
    assert_eq!((&result["TokenType"], &result["ExpiresIn"]), (&json!("Bearer"), &json!(3600)));
    let (name, _) = server.refused("GetClientToken", json!({ "ClientId": CLIENT, "Secret": "wrong" }));
    assert_eq!(name, "NotAuthorizedException");
}

#[test]
fn the_host_of_a_domain_has_its_pool_alone() {
    let mut server = server();
    let mut browser = Browser::new();
    browser.host = "test.auth.us-east-1.amazoncognito.com".into();
    let code = browser.code(&mut server, &[]);
    assert_eq!(redeem(&mut server, &code, &[]).0, 200);
    for path in ["/", "/_local/outbox", "/other"] {
        assert_eq!(browser.open(&mut server, path).unwrap().status, 404, "{path}");
    }
    let operation = browser.send(&mut server, "POST", "/", "{}");
    assert_eq!(operation.status, 404);
}

#[test]
fn triggers_run_around_a_sign_in_on_the_pages() {
    let mut config = login_config(json!({}), json!({}), json!({}));
    config["pools"][0]["triggers"] = json!(["preAuthentication", "postAuthentication", "preTokenGeneration"]);
    let mut server = Server::new(config);
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let log = seen.clone();
    server.trigger = Some(Box::new(move |_, mut event| {
        log.borrow_mut().push(text(&event, "triggerSource"));
        if event["triggerSource"] == "TokenGeneration_HostedAuth" {
            event["response"] = json!({ "claimsOverrideDetails": { "claimsToAddOrOverride": { "extra": "yes" } } });
        }
        Ok(event)
    }));
    let code = Browser::new().code(&mut server, &[]);
    assert_eq!(claims(&redeem(&mut server, &code, &[]).1["id_token"])["extra"], "yes");
    assert_eq!(
        *seen.borrow(),
        ["PreAuthentication_Authentication", "PostAuthentication_Authentication", "TokenGeneration_HostedAuth"]
    );
    server.trigger = Some(Box::new(|_, _| Err("not today".into())));
    let mut browser = Browser::new();
    let page = browser.open(&mut server, &authorize(&[])).unwrap();
    let page = browser.submit(&mut server, &page, &[("username", "ada"), ("password", PASSWORD)]).unwrap();
    assert_eq!(page.alert().as_deref(), Some("PreAuthentication failed with error not today."));
}
