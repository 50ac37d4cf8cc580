//! The way of a request through the proxy.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::config::{Config, Outage};
use super::deny;
use super::exchange::{Event, Host, Step};
use super::failure::{
    Checked, Failure, headers_too_large, invalid, method_not_allowed, not_available, not_found, not_offered_password,
    odd_target, rate_limited, unavailable,
};
use super::http::{Forward, Outcome, Request, Response};
use super::origin::{self, pair};
use super::service::{add_parameter, tokens, username};
use super::visit::Visit;
use super::{target, upstream};
use crate::operation::{Call, Json, Operation};
use crate::wire::rest::{self as wire, Access, Found, REQUEST_ID_HEADER, Route};

/// What a visit comes to.
pub(super) enum Answer {
    Json(Value),
    Empty,
    /// To another address.
    Redirect {
        status: u16,
        to: String,
    },
    Forward(Forward),
}

/// Answers a request.
pub(super) async fn serve(config: Rc<Config>, request: Request, host: Host, now: f64, id: String) -> Outcome {
    let record = RefCell::new(Map::new());
    let mut headers = vec![
        pair(REQUEST_ID_HEADER, &id),
        pair("Cache-Control", "no-store"),
        pair("X-Content-Type-Options", "nosniff"),
    ];
    let mut answer = Err(not_found());
    let place = config.pool(&request.host, &request.path);
    // Mounted in a server, all that it hears of is below its own path.
    let path = place.map_or(request.path.as_str(), |(_, below)| below);
    if let Some(ready) = about_itself(&request.method, path, &host).await {
        answer = ready;
    } else if request.header_bytes() > config.limits.header_bytes {
        answer = Err(headers_too_large());
    } else if !target::is_unambiguous(&request.path) || !target::is_query(&request.query) {
        answer = Err(odd_target());
    } else if let Some((pool, path)) = place {
        let visit = Visit::new((&config, pool), &request, &host, (&id, now), &record);
        answer = match (visit.place_of_login(path), origin::of(&request, &config)) {
            // A browser opens it, from wherever it is.
            (Some(place), _) => visit.open_login(place).await,
            (None, Ok(from)) => {
                headers.extend(origin::headers(&from));
                visit.answer(path, &mut headers).await
            }
            (None, Err(failure)) => Err(failure),
        };
        headers.extend(visit.take_cookies().iter().map(|cookie| pair("Set-Cookie", cookie)));
        visit.note("ip", &visit.client_ip().unwrap_or_default());
    }
    finish(answer, headers, &request, &id, record.into_inner())
}

/// Whether the proxy lives, and whether it can work.
async fn about_itself(method: &str, path: &str, host: &Host) -> Option<Checked<Answer>> {
    match (method, path) {
        ("GET", "/health") => Some(Ok(Answer::Json(json!({ "status": "ok" })))),
        ("GET", "/ready") => Some(match host.flag(Step::Ready).await {
            Some(true) => Ok(Answer::Json(json!({ "status": "ok" }))),
            _ => Err(unavailable(false)),
        }),
        _ => None,
    }
}

impl Visit<'_> {
    async fn answer(&self, path: &str, headers: &mut Vec<(String, String)>) -> Checked<Answer> {
        if self.request.method == "OPTIONS" {
            self.label("preflight");
            headers.extend(origin::preflight(self.request));
            return Ok(Answer::Empty);
        }
        // Cookies alone need it; but there is one contract for both custodies.
        origin::check_csrf(self.request)?;
        if let Some(target) = upstream::target(self.config.upstreams.iter(), path) {
            self.label("upstream");
            if !target::is_plain(path) {
                return Err(odd_target());
            }
            self.begin(false).await?;
            let person = self.person().await?;
            self.keep_alive(person.session.as_ref()).await;
            return Ok(Answer::Forward(self.forward(path, target, &person)));
        }
        if let Some(below) = path.strip_prefix("/admin").filter(|below| below.starts_with('/')) {
            self.label("/admin");
            return self.administer(below).await.map(Answer::Json);
        }
        if path == "/session" {
            self.label("/session");
            return self.tell_session().await.map(Answer::Json);
        }
        if path == "/login/redeem" {
            self.label(path);
            return self.redeem().await.map(Answer::Json);
        }
        match wire::find(&self.request.method, path) {
            Found::Nothing => Err(not_found()),
            Found::OtherMethods(methods) => Err(Failure { allow: Some(methods.join(", ")), ..method_not_allowed() }),
            Found::Route(route, member) => {
                self.label(route.path);
                if !self.config.offers(route.operation) {
                    return Err(not_available());
                }
                let body = self.body(route).await?;
                let call = wire::read_call(route, member, &self.request.query, body.as_ref());
                self.operate(route, call.map_err(|fault| invalid(&fault.message))?).await.map(Answer::Json)
            }
        }
    }

    /// `GET /session`: what an app may know of the session, and when it ends.
    async fn tell_session(&self) -> Checked<Value> {
        if self.request.method != "GET" {
            return Err(Failure { allow: Some("GET".into()), ..method_not_allowed() });
        }
        self.begin(false).await?;
        let person = self.person().await?;
        self.keep_alive(person.session.as_ref()).await;
        let id = person.session.as_ref().and_then(|session| session.id.as_ref());
        Ok(json!({ "tokens": { "accessClaims": person.claims, "idClaims": id } }))
    }

    async fn body(&self, route: Route) -> Checked<Option<Json>> {
        if matches!(route.method, "GET" | "DELETE") {
            self.begin(true).await?;
            return self.no_body().map(|()| None);
        }
        self.check_body_head()?;
        self.begin(true).await?;
        self.json_body().map(|body| Some(Json::from(&Value::Object(body))))
    }

    async fn operate(&self, route: Route, mut call: Call) -> Checked<Value> {
        if takes_password(&call) && !self.config.password_sign_in {
            return Err(not_offered_password());
        }
        let mut person = None;
        match route.access {
            Access::Public => {
                self.limit(username(&call)).await?;
                self.step_up(&mut call).await?;
            }
            Access::PersonOrSession if call.input.get("Session").is_some() => self.limit(None).await?,
            Access::Person | Access::PersonOrSession => {
                let found = self.person().await?;
                if can_be_guessed(call.operation) {
                    self.limit(Some(found.subject())).await?;
                }
                call = call.secret("AccessToken", &found.access);
                person = Some(found);
            }
            Access::Refresh => {
                self.limit(None).await?;
                if call.operation != Operation::RevokeToken {
                    return self.refresh(call).await.map(|fresh| fresh.answer);
                }
                let session = self.prepare_refresh(&mut call).await?;
                return self.sign_out(&call, session.as_ref()).await;
            }
        }
        let reply = match self.call(&call).await {
            Ok(reply) => reply,
            Err(failure) => {
                self.refused(&call, &failure, None).await;
                return Err(failure);
            }
        };
        if let Some(person) = &person {
            self.after(call.operation, person).await?;
        }
        match tokens(call.operation, &reply) {
            Some(tokens) => self.signed_in(&call, &reply, &tokens, None).await.map(|begun| begun.answer),
            None => Ok(Value::from(&wire::answer(&reply))),
        }
    }

    /// Counts an attempt at what can be guessed: names, passwords, codes.
    pub(super) async fn limit(&self, name: Option<&str>) -> Checked<()> {
        if !self.config.limits_attempts() {
            return Ok(());
        }
        // A digest, for a store of several instances need not know names.
        let username = name.map(|name| deny::digest(&name.to_lowercase()));
        let outage = self.config.rate_limits.as_ref().map_or(Outage::Open, |limits| limits.on_failure);
        match self.host.ask(Step::Limit { network: self.client_network(), username }).await {
            Event::Wait { seconds: Some(seconds), .. } => Err(rate_limited(seconds)),
            Event::Wait { known: true, .. } => Ok(()),
            _ if outage == Outage::Open => Ok(()),
            _ => Err(unavailable(false)),
        }
    }

    /// Whoever signed in from here is not locked out by strangers who try the same name.
    pub(super) async fn succeeded(&self, name: &str) {
        if self.config.limits_attempts() {
            let username = deny::digest(&name.to_lowercase());
            self.host.ask(Step::Succeeded { network: self.client_network(), username }).await;
        }
    }

    /// A sign-in that raises the level of a session names that session by its access token.
    async fn step_up(&self, call: &mut Call) -> Checked<()> {
        let wanted = call.input.get("AuthParameters").is_some_and(|given| given.get("TARGET_ACR_VALUES").is_some());
        if wanted && call.operation == Operation::InitiateAuth {
            let person = self.person().await?;
            add_parameter(&mut call.input, "ACCESS_TOKEN", person.access.expose());
        }
        Ok(())
    }
}

/// Operations of a person who is signed in, by which a stolen session could guess a password or a code.
pub(super) fn can_be_guessed(operation: Operation) -> bool {
    use Operation::{ChangePassword, DeleteUser, VerifySoftwareToken, VerifyUserAttribute};
    matches!(operation, ChangePassword | DeleteUser | VerifySoftwareToken | VerifyUserAttribute)
}

/// Whether a call carries a password in clear where a proof would do.
fn takes_password(call: &Call) -> bool {
    let given = |name: &str| call.input.get(name).is_some_and(|map| map.get("PASSWORD").is_some());
    given("AuthParameters")
        || given("ChallengeResponses")
        || call.input.text_at("AuthFlow") == Some("USER_PASSWORD_AUTH")
}

pub(super) fn finish(
    answer: Checked<Answer>,
    mut headers: Vec<(String, String)>,
    request: &Request,
    id: &str,
    mut record: Map<String, Value>,
) -> Outcome {
    record.insert("requestId".into(), json!(id));
    record.insert("method".into(), json!(known_method(&request.method)));
    let (status, body) = match answer {
        Ok(Answer::Forward(forward)) => {
            let forward = Forward { back: headers, ..forward };
            return Outcome { respond: None, forward: Some(forward), record: Value::Object(record) };
        }
        Ok(Answer::Empty) => (204, None),
        Ok(Answer::Redirect { status, to }) => {
            // An address may hold a code, which is nobody else's to read.
            headers.extend([pair("Referrer-Policy", "no-referrer"), pair("Location", &to)]);
            (status, None)
        }
        Ok(Answer::Json(body)) => (200, Some(body.to_string())),
        Err(failure) => {
            record.insert("code".into(), json!(failure.code));
            headers.extend(failure.retry_after.map(|seconds| pair("Retry-After", &seconds.to_string())));
            headers.extend(failure.allow.as_ref().map(|methods| pair("Allow", methods)));
            if failure.status == 401 {
                headers.push(pair("WWW-Authenticate", "Bearer"));
            }
            let body = wire::refusal(&failure.code, &failure.message, failure.retryable, id);
            (failure.status, Some(Value::from(&body).to_string()))
        }
    };
    if body.is_some() {
        headers.push(pair("Content-Type", "application/json"));
    }
    record.insert("status".into(), json!(status));
    Outcome { respond: Some(Response { status, headers, body }), forward: None, record: Value::Object(record) }
}

/// A method is whatever a client writes there; a log takes only those that exist.
fn known_method(method: &str) -> &str {
    if ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"].contains(&method) { method } else { "other" }
}
