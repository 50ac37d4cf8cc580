//! A browser and an app for the tests of managed login: cookies, forms, redirects, the query of an address.

use std::collections::BTreeMap;

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use cognito_identity_wasm::local::{Request, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{CLIENT, PASSWORD, Server, config, header, merge};

pub const HOST: &str = "localhost:9400";
pub const APP: &str = "http://localhost:3000/callback";
pub const VERIFIER: &str = "the-verifier-of-a-test-which-is-43-characters-long";
pub const SCOPES: &str = "openid email profile aws.cognito.signin.user.admin";

pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

pub fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            }
            b'+' => bytes.push(b' '),
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).unwrap()
}

pub fn form(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

/// The parameters behind `?` or `#`.
pub fn query(address: &str) -> BTreeMap<String, String> {
    let (_, query) = address.split_once(['?', '#']).unwrap_or(("", ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}

pub fn challenge() -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(VERIFIER))
}

/// A pool with a domain, the user ada, and what the test says besides.
pub fn login_config(pool: Value, client: Value, login: Value) -> Value {
    let mut whole = json!({ "domain": "test", "CallbackURLs": [APP], "LogoutURLs": ["http://localhost:3000/"] });
    merge(&mut whole, login);
    let mut config = config(pool, client);
    config["pools"][0]["login"] = whole;
    config["endpoint"] = json!(format!("http://{HOST}"));
    config
}

/// The address of `/oauth2/authorize`; further parameters replace those of the same name, and an empty one leaves it out.
pub fn authorize(more: &[(&str, &str)]) -> String {
    let challenge = challenge();
    let mut all = vec![
        ("client_id", CLIENT),
        ("response_type", "code"),
        ("redirect_uri", APP),
        ("scope", SCOPES),
        ("state", "s-1"),
        ("nonce", "n-1"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    all.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    all.extend(more.iter().filter(|(_, value)| !value.is_empty()));
    format!("/oauth2/authorize?{}", form(&all))
}

pub struct Browser {
    pub cookies: BTreeMap<String, String>,
    pub host: String,
}

impl Browser {
    pub fn new() -> Browser {
        Browser { cookies: BTreeMap::new(), host: HOST.to_owned() }
    }

    pub fn send(&mut self, server: &mut Server, method: &str, path: &str, body: &str) -> Response {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut headers = vec![("host".to_owned(), self.host.clone()), ("cookie".to_owned(), cookies.join("; "))];
        if method == "POST" {
            headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
            headers.push(("origin".to_owned(), format!("http://{}", self.host)));
        }
        let path = path.strip_prefix(&format!("http://{}", self.host)).unwrap_or(path).to_owned();
        let response = server.send(&Request { method: method.to_owned(), path, headers, body: body.to_owned() });
        for (_, cookie) in response.headers.iter().filter(|(name, _)| name == "set-cookie") {
            assert!(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("; Path=/;"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0;") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        response
    }

    /// Follows redirects until a page, or an address of somebody else.
    pub fn follow(&mut self, server: &mut Server, mut response: Response) -> Result<(String, Response), String> {
        let mut at = String::new();
        while let Some(to) = header(&response, "location").map(str::to_owned) {
            if !to.starts_with('/') {
                return Err(to);
            }
            response = self.send(server, "GET", &to, "");
            at = to;
        }
        Ok((at, response))
    }

    pub fn open(&mut self, server: &mut Server, path: &str) -> Result<Page, String> {
        let response = self.send(server, "GET", path, "");
        self.follow(server, response).map(|(at, response)| Page {
            at: if at.is_empty() { path.to_owned() } else { at },
            status: response.status,
            html: response.body,
        })
    }

    /// Fills in the form of a page whose action begins so, and sends it with its hidden fields.
    pub fn submit(&mut self, server: &mut Server, page: &Page, fields: &[(&str, &str)]) -> Result<Page, String> {
        self.submit_form(server, page, 0, fields)
    }

    pub fn submit_form(
        &mut self,
        server: &mut Server,
        page: &Page,
        number: usize,
        fields: &[(&str, &str)],
    ) -> Result<Page, String> {
        let form_html = page.html.split("<form ").nth(number + 1).unwrap().split("</form>").next().unwrap();
        let action = attribute(form_html, "action");
        let hidden: Vec<(String, String)> = form_html
            .split("<input ")
            .skip(1)
            .filter(|input| input.starts_with("type=\"hidden\""))
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect();
        let mut all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.retain(|(name, _)| !fields.iter().any(|(other, _)| other == name));
        all.extend(fields);
        let response = self.send(server, "POST", &action, &form(&all));
        self.follow(server, response).map(|(at, response)| Page {
            at: if at.is_empty() { action } else { at },
            status: response.status,
            html: response.body,
        })
    }

    /// From the app's request to the address to which ada comes back.
    pub fn sign_in(&mut self, server: &mut Server, more: &[(&str, &str)]) -> String {
        let page = self.open(server, &authorize(more)).unwrap();
        let done = self.submit(server, &page, &[("username", "ada"), ("password", PASSWORD)]);
        done.err().unwrap_or_else(|| panic!("still on the pages"))
    }

    pub fn code(&mut self, server: &mut Server, more: &[(&str, &str)]) -> String {
        query(&self.sign_in(server, more))["code"].clone()
    }
}

pub struct Page {
    pub at: String,
    pub status: u16,
    pub html: String,
}

impl Page {
    pub fn heading(&self) -> String {
        let inner = self.html.split("<h1>").nth(1).unwrap_or_else(|| panic!("{}", self.html));
        unescape(inner.split("</h1>").next().unwrap())
    }

    pub fn alert(&self) -> Option<String> {
        let inner = self.html.split("id=\"alert\"").nth(1)?.split_once('>')?.1;
        Some(unescape(inner.split("</div>").next().unwrap()))
    }

    pub fn link(&self, text: &str) -> String {
        let before = self.html.split(&format!(">{text}</a>")).next().unwrap();
        attribute(before.rsplit("<a ").next().unwrap(), "href")
    }
}

fn unescape(text: &str) -> String {
    let mut text = text.to_owned();
    for (from, to) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        text = text.replace(from, to);
    }
    text
}

pub fn attribute(html: &str, name: &str) -> String {
    let after = html.split(&format!("{name}=\"")).nth(1).unwrap_or_else(|| panic!("{name} in {html}"));
    unescape(after.split('"').next().unwrap())
}

/// An app's request to an endpoint.
pub fn post_form(server: &mut Server, path: &str, pairs: &[(&str, &str)], basic: Option<(&str, &str)>) -> Response {
    let mut headers = vec![
        ("host".to_owned(), HOST.to_owned()),
        ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ("origin".to_owned(), "https://app.example.com".to_owned()),
    ];
    if let Some((user, password)) = basic {
        headers.push((
            "authorization".to_owned(),
            format!("Basic {}", Base64::encode_string(format!("{user}:{password}").as_bytes())),
        ));
    }
    server.send(&Request { method: "POST".to_owned(), path: path.to_owned(), headers, body: form(pairs) })
}

pub fn json_of(response: &Response) -> Value {
    serde_json::from_str(&response.body).unwrap_or_else(|_| panic!("{}", response.body))
}

/// What the token endpoint answers to a code.
pub fn redeem(server: &mut Server, code: &str, more: &[(&str, &str)]) -> (u16, Value) {
    let mut all = vec![
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("code", code),
        ("redirect_uri", APP),
        ("code_verifier", VERIFIER),
    ];
    all.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    all.extend(more.iter().filter(|(_, value)| !value.is_empty()));
    let response = post_form(server, "/oauth2/token", &all, None);
    (response.status, json_of(&response))
}

pub fn user_info(server: &mut Server, token: &str) -> Response {
    let headers = vec![("host".to_owned(), HOST.to_owned()), ("authorization".to_owned(), format!("Bearer {token}"))];
    server.send(&Request { method: "GET".into(), path: "/oauth2/userInfo".into(), headers, body: String::new() })
}
