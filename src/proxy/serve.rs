//! The way of a request through the proxy.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::config::{Config, Custody, Outage, Pool};
use super::custody::{self, Session};
use super::deny;
use super::exchange::{Event, Host, Step};
use super::failure::{
    Checked, Failure, bad_gateway, headers_too_large, invalid, keeps_tokens, method_not_allowed, no_json,
    not_available, not_found, not_offered_password, not_signed_in, rate_limited, too_large, unavailable,
    unsupported_media_type,
};
use super::http::{Forward, Outcome, Request, Response};
use super::origin::{self, pair};
use super::person::{Person, claims_of};
use super::service::{add_parameter, tokens, username};
use super::upstream;
use crate::operation::{Call, Json, Operation};
use crate::secret::Secret;
use crate::wire::rest::{self as wire, Access, Found, REQUEST_ID_HEADER, Route};

/// A request whose pool is known.
pub(super) struct Visit<'v> {
    pub(super) config: &'v Config,
    pub(super) pool: &'v Pool,
    pub(super) request: &'v Request,
    pub(super) host: &'v Host,
    pub(super) id: &'v str,
    now: f64,
    record: &'v RefCell<Map<String, Value>>,
    cookies: RefCell<Vec<String>>,
}

/// What a visit comes to.
enum Answer {
    Json(Value),
    Empty,
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
    } else if let Some((pool, path)) = place {
        let visit = Visit {
            config: &config,
            pool,
            request: &request,
            host: &host,
            id: &id,
            now,
            record: &record,
            cookies: RefCell::default(),
        };
        answer = match origin::of(&request, &config) {
            Ok(from) => {
                headers.extend(origin::headers(&from));
                visit.answer(path, &mut headers).await
            }
            Err(failure) => Err(failure),
        };
        headers.extend(visit.cookies.take().iter().map(|cookie| pair("Set-Cookie", cookie)));
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
    pub(super) fn now_s(&self) -> f64 {
        (self.now / 1000.0).floor()
    }

    /// Adds to the line in the log.
    pub(super) fn note(&self, name: &str, value: &str) {
        self.record.borrow_mut().insert(name.to_owned(), json!(value));
    }

    /// The route by its template: a path may hold a person's name.
    pub(super) fn label(&self, route: &str) {
        self.note("route", route);
    }

    /// An administrator's act; of whom it was done to, the log must tell.
    pub(super) fn audit(&self, person: &Person, action: &str, target: &str) {
        let entry = json!({ "actor": person.subject(), "action": action, "target": target });
        self.record.borrow_mut().insert("audit".to_owned(), entry);
    }

    async fn answer(&self, path: &str, headers: &mut Vec<(String, String)>) -> Checked<Answer> {
        if self.request.method == "OPTIONS" {
            self.label("preflight");
            headers.extend(origin::preflight(self.request));
            return Ok(Answer::Empty);
        }
        // Cookies alone need it; but there is one contract for both custodies.
        origin::check_csrf(self.request)?;
        if self.request.body.as_ref().is_some_and(|body| body.len() > self.config.limits.body_bytes) {
            return Err(too_large());
        }
        if let Some(target) = upstream::target(self.config.upstreams.iter(), path) {
            self.label("upstream");
            let person = self.person().await?;
            self.keep_alive(&person).await;
            return Ok(Answer::Forward(self.forward(path, target, &person)?));
        }
        if let Some(below) = path.strip_prefix("/admin").filter(|below| below.starts_with('/')) {
            self.label("/admin");
            return self.administer(below).await.map(Answer::Json);
        }
        if path == "/session" {
            self.label("/session");
            return self.tell_session().await.map(Answer::Json);
        }
        match wire::find(&self.request.method, path) {
            Found::Nothing => Err(not_found()),
            Found::OtherMethods(methods) => Err(Failure { allow: Some(methods.join(", ")), ..method_not_allowed() }),
            Found::Route(route, member) => {
                self.label(route.path);
                if !self.config.offers(route.operation) {
                    return Err(not_available());
                }
                let body = self.body(route)?;
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
        let person = self.person().await?;
        self.keep_alive(&person).await;
        let id = person.session.as_ref().and_then(|session| session.id.as_ref());
        let id = id.and_then(|token| claims_of(token.expose()));
        Ok(json!({ "tokens": { "accessClaims": person.claims, "idClaims": id } }))
    }

    fn body(&self, route: Route) -> Checked<Option<Json>> {
        if matches!(route.method, "GET" | "DELETE") {
            return match &self.request.body {
                Some(body) if !body.is_empty() => Err(invalid("This route takes no body.")),
                _ => Ok(None),
            };
        }
        self.json_body().map(|body| Some(Json::from(&Value::Object(body))))
    }

    /// The body, which must say that it is JSON: a form of another site cannot.
    pub(super) fn json_body(&self) -> Checked<Map<String, Value>> {
        let kind = self.request.header("content-type").unwrap_or_default();
        let mut parts = kind.split(';').map(str::trim);
        let is_json = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
        if !is_json || !parts.all(|part| part.is_empty() || part.eq_ignore_ascii_case("charset=utf-8")) {
            return Err(unsupported_media_type());
        }
        serde_json::from_str(self.request.body.as_deref().unwrap_or_default()).map_err(|_| no_json())
    }

    async fn operate(&self, route: Route, mut call: Call) -> Checked<Value> {
        if takes_password(&call) && !self.config.password_sign_in {
            return Err(not_offered_password());
        }
        self.limit(route, &call).await?;
        let mut before = None;
        let mut person = None;
        match route.access {
            Access::Public => self.step_up(&mut call).await?,
            Access::PersonOrSession if call.input.get("Session").is_some() => {}
            Access::Person | Access::PersonOrSession => {
                let found = self.person().await?;
                call = call.secret("AccessToken", &found.access);
                person = Some(found);
            }
            Access::Refresh => before = self.prepare_refresh(&mut call).await?,
        }
        if call.operation == Operation::RevokeToken {
            return self.sign_out(&call, before.as_ref()).await;
        }
        let reply = self.call(&call).await?;
        if let Some(person) = &person {
            self.after(call.operation, person).await?;
        }
        match tokens(call.operation, &reply) {
            Some(tokens) if self.config.custody == Custody::Cookie => {
                let session = Session::new(&tokens, before.as_ref(), self.now_s());
                self.keep(&session).await?;
                Ok(Value::from(&wire::answer(&told(&reply, &session)?)))
            }
            _ => Ok(Value::from(&wire::answer(&reply))),
        }
    }

    /// Counts an attempt at what can be guessed: names, passwords, codes.
    async fn limit(&self, route: Route, call: &Call) -> Checked<()> {
        if !self.config.limits_attempts() || route.access == Access::Person {
            return Ok(());
        }
        // A digest, for a store of several instances need not know names.
        let username = username(call).map(|name| deny::digest(&name.to_lowercase()));
        let outage = self.config.rate_limits.as_ref().map_or(Outage::Open, |limits| limits.on_failure);
        match self.host.ask(Step::Limit { ip: self.client_ip(), username }).await {
            Event::Wait { seconds: Some(seconds), .. } => Err(rate_limited(seconds)),
            Event::Wait { known: true, .. } => Ok(()),
            _ if outage == Outage::Open => Ok(()),
            _ => Err(unavailable(false)),
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

    /// The refresh token: the app's, or the session's. The session comes back, for what the service does not renew.
    async fn prepare_refresh(&self, call: &mut Call) -> Checked<Option<Session>> {
        let name = if call.operation == Operation::RevokeToken { "Token" } else { "RefreshToken" };
        if self.config.custody == Custody::Token {
            let token = call.input.text_at(name).ok_or_else(|| invalid("The refresh token is missing."))?;
            self.not_denied(vec![deny::mark_of_refresh(token)]).await?;
            return Ok(None);
        }
        if call.input.get(name).is_some() {
            return Err(keeps_tokens());
        }
        let Some(session) = self.session().await else {
            // Whoever is signed out already has what they want; what is left of the cookies goes.
            return if call.operation == Operation::RevokeToken { Ok(None) } else { Err(not_signed_in()) };
        };
        let refresh = session.refresh.clone().ok_or_else(not_signed_in)?;
        if call.operation != Operation::RevokeToken {
            let mut keys = vec![deny::mark_of_refresh(refresh.expose())];
            if let Some(claims) = claims_of(session.access.expose()) {
                keys.extend(deny::marks(session.access.expose(), &claims, self.now_s()).keys);
            }
            self.not_denied(keys).await?;
        }
        call.input.set(name, Json::Text(refresh));
        Ok(Some(session))
    }

    /// Ends the session here first, so that it is over even when the service cannot be reached.
    async fn sign_out(&self, call: &Call, session: Option<&Session>) -> Checked<Value> {
        if let Some(session) = session {
            let claims = claims_of(session.access.expose()).unwrap_or_default();
            self.deny(&Person { access: session.access.clone(), claims, session: Some(session.clone()) }).await;
        } else if self.config.custody == Custody::Token
            && let Some(token) = self.bearer()
        {
            // Only what is verified may be denied: a forged token could name somebody else's session.
            if let Ok(claims) = self.verified(token).await {
                self.deny(&Person { access: token.into(), claims, session: None }).await;
            }
        }
        if self.config.custody == Custody::Cookie {
            if session.is_none() && self.subject().is_some() {
                // The cookies of somebody else, who signed in meanwhile, stay; and nobody may believe that a session was ended.
                return Err(not_signed_in());
            }
            self.forget();
            if session.is_none() {
                return Ok(json!({}));
            }
        }
        self.call(call).await.map(|reply| Value::from(&wire::answer(&reply)))
    }

    /// What an operation does to the session that it was called in.
    async fn after(&self, operation: Operation, person: &Person) -> Checked<()> {
        if matches!(operation, Operation::GlobalSignOut | Operation::DeleteUser) {
            self.deny(person).await;
            if self.config.custody == Custody::Cookie {
                self.forget();
            }
            return Ok(());
        }
        self.keep_alive(person).await;
        Ok(())
    }

    /// Seals a session that was used anew, so that only one that is not used ends early.
    async fn keep_alive(&self, person: &Person) {
        let Some(session) = &person.session else { return };
        if session.wants_renewal(self.config, self.now_s()) {
            let session = Session { seen: self.now_s(), ..session.clone() };
            // The old seal still holds: there is nothing to tell when this fails.
            let _ = self.keep(&session).await;
        }
    }

    async fn keep(&self, session: &Session) -> Checked<()> {
        let cookies = custody::seal(session, self.request, self.pool, self.config, self.host, self.now_s()).await;
        self.cookies.replace(cookies.ok_or_else(bad_gateway)?);
        Ok(())
    }

    fn forget(&self) {
        self.cookies.replace(custody::clear(self.request, self.pool, self.config));
    }
}

/// Whether a call carries a password in clear where a proof would do.
fn takes_password(call: &Call) -> bool {
    let given = |name: &str| call.input.get(name).is_some_and(|map| map.get("PASSWORD").is_some());
    given("AuthParameters")
        || given("ChallengeResponses")
        || call.input.text_at("AuthFlow") == Some("USER_PASSWORD_AUTH")
}

/// The reply of a sign-in with the claims in place of the tokens.
fn told(reply: &Json, session: &Session) -> Checked<Json> {
    let claims = |token: &Secret<String>| claims_of(token.expose()).map(|claims| Json::from(&Value::Object(claims)));
    let mut result = Json::Map(vec![("AccessClaims".into(), claims(&session.access).ok_or_else(bad_gateway)?)]);
    if let Some(id) = session.id.as_ref().and_then(claims) {
        result.set("IdClaims", id);
    }
    let given = reply.get("AuthenticationResult");
    for name in ["ExpiresIn", "NewDeviceMetadata"] {
        if let Some(value) = given.and_then(|given| given.get(name)) {
            result.set(name, value.clone());
        }
    }
    Ok(Json::Map(vec![("AuthenticationResult".into(), result)]))
}

fn finish(
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
