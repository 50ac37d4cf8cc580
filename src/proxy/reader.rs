//! Who is signed in, for a server that renders pages or has routes of its own. Nothing goes out but what this server itself wants to know.

use std::cell::RefCell;
use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::config::{Config, Custody, Pool};
use super::deny;
use super::exchange::Host;
use super::failure::{Checked, Failure, csrf, invalid, not_found};
use super::http::{Outcome, Request};
use super::origin::{self, pair};
use super::person::Person;
use super::serve::{Answer, finish};
use super::visit::Visit;
use crate::operation::{Call, Operation};

/// A token that ends so soon, in seconds, might not be good any more where it arrives.
const SLACK: f64 = 30.0;

/// What a server wants.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Reading {
    /// Whether the session may be refreshed, for which the answer must be able to set cookies.
    pub refresh: bool,
    /// Whether a token is wanted that holds: where no cookie changes by it, the session is refreshed.
    pub token: bool,
    /// Whether something is to be done for the person: then it must not be a page of another site that asks.
    pub act: bool,
    /// The app client whose pool is meant, where several answer at one host.
    pub client_id: Option<String>,
}

/// Reads who is signed in. The answer is `{token, claims, idClaims, expiresAt}`, or a refusal.
pub(super) async fn read(
    config: Rc<Config>,
    request: Request,
    reading: Reading,
    host: Host,
    now: f64,
    id: String,
) -> Outcome {
    let record = RefCell::new(Map::new());
    let (mut headers, mut answer) = (Vec::new(), Err(not_found()));
    let is_meant = |pool: &&Pool| {
        pool.is_at(Some(&request.host)) && reading.client_id.as_ref().is_none_or(|id| *id == pool.client_id)
    };
    let mut pools = config.pools.iter().filter(is_meant);
    match (pools.next(), pools.next()) {
        (Some(pool), None) => {
            let visit = Visit::new((&config, pool), &request, &host, (&id, now), &record);
            answer = visit.read(&reading).await.map(Answer::Json);
            headers.extend(visit.take_cookies().iter().map(|cookie| pair("Set-Cookie", cookie)));
        }
        // Whoever is an administrator of one is nobody at the other.
        (Some(_), Some(_)) => answer = Err(invalid("Several pools answer at this host: pass `clientId`.")),
        (None, _) => {}
    }
    finish(answer, headers, &request, &id, record.into_inner())
}

/// Methods that change nothing, so that a link or an image may send them: RFC 9110, section 9.2.1.
const SAFE: [&str; 3] = ["GET", "HEAD", "OPTIONS"];

impl Visit<'_> {
    async fn read(&self, reading: &Reading) -> Checked<Value> {
        if reading.act && self.config.custody == Custody::Cookie {
            self.check_forgery()?;
        }
        let person = self.reader(reading).await?;
        if reading.refresh {
            self.keep_alive(person.session.as_ref()).await;
        }
        let id = person.session.as_ref().and_then(|session| session.id.as_ref());
        Ok(json!({
            "token": person.access.expose(),
            "claims": person.claims,
            "idClaims": id,
            "expiresAt": person.ends() * 1000.0,
        }))
    }

    /// A form of another site has neither our origin nor our header.
    fn check_forgery(&self) -> Checked<()> {
        if SAFE.contains(&self.request.method.as_str()) {
            return Ok(());
        }
        origin::of(self.request, self.config)?;
        let said = self.request.count("origin") > 0 || self.request.header("sec-fetch-site").is_some();
        if said { Ok(()) } else { origin::check_csrf(self.request).map_err(|_| csrf()) }
    }

    /// The person. A session whose access token has ended is a session: it only wants to be refreshed, by somebody who may.
    async fn reader(&self, reading: &Reading) -> Checked<Person> {
        if self.config.custody == Custody::Token {
            return self.person().await;
        }
        let session = self.session().await?.ok_or_else(|| self.nobody())?;
        let may_refresh = reading.refresh || (reading.token && session.ticket.is_some());
        let person = Person::of_session(session)?;
        let denied = self.not_denied(deny::marks(person.access.expose(), &person.claims)).await;
        if !may_refresh || (denied.is_ok() && person.ends() - self.now_s() > SLACK) {
            return denied.map(|()| person);
        }
        let has_refresh = person.session.as_ref().is_some_and(|session| session.refresh.is_some());
        if denied.as_ref().is_err_and(|failure| failure.retryable) || !has_refresh {
            return denied.map(|()| person);
        }
        let call = Call::new(Operation::GetTokensFromRefreshToken);
        match self.refresh(call).await {
            Ok(fresh) => Person::of_session(fresh.session.ok_or_else(|| self.nobody())?),
            // A token that still holds is good enough while the service cannot be reached.
            Err(Failure { retryable: true, .. }) if denied.is_ok() && person.ends() > self.now_s() => Ok(person),
            Err(failure) => Err(failure),
        }
    }
}
