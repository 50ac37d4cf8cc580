//! Who is signed in: by the token that the app sends, or by the session that its cookies hold.

use super::claims::{claims_of, subject};
use super::config::{Custody, Outage};
use super::deny;
use super::exchange::Step;
use super::failure::{Checked, Failure, keeps_tokens, not_signed_in, refuse, unavailable};
use super::http::trimmed;
use super::session::Session;
use super::visit::Visit;
use crate::error::AuthError;
use crate::secret::Secret;
use crate::token::verify::{self, Claims, Expectation, TokenUse, Verified};
use crate::wire::rest::SUBJECT_HEADER;

/// The person on whose behalf a request is.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) access: Secret<String>,
    pub(super) claims: Claims,
    /// In cookie custody.
    pub(super) session: Option<Session>,
}

impl Person {
    pub(super) fn subject(&self) -> &str {
        subject(&self.claims).unwrap_or_default()
    }

    /// In cookie custody.
    pub(super) fn of_session(session: Session) -> Checked<Person> {
        // It was sealed here as the service gave it; its signature cannot have changed.
        let claims = claims_of(session.access.expose()).ok_or_else(not_signed_in)?;
        Ok(Person { access: session.access.clone(), claims, session: Some(session) })
    }

    /// When the access token ends, in seconds since 1970.
    pub(super) fn ends(&self) -> f64 {
        self.claims.get("exp").and_then(serde_json::Value::as_f64).unwrap_or_default()
    }

    pub(super) fn is_in(&self, group: &str) -> bool {
        verify::groups(&self.claims).any(|one| one == group)
    }
}

/// A refusal that an app meets as it would meet the service's own.
fn not_authorized(message: &str) -> Failure {
    Failure { code: "NotAuthorized".into(), ..refuse(401, "NotSignedIn", message) }
}

fn because(error: &AuthError) -> Failure {
    not_authorized(&error.message)
}

impl Visit<'_> {
    /// The person, or why there is none. Its token is verified, still holds and is not denied.
    pub(super) async fn person(&self) -> Checked<Person> {
        let person = match self.config.custody {
            Custody::Token => {
                let token = self.bearer().ok_or_else(not_signed_in)?;
                let claims = self.verified(token).await?;
                Person { access: token.into(), claims, session: None }
            }
            Custody::Cookie => {
                let person = Person::of_session(self.session().await?.ok_or_else(|| self.nobody())?)?;
                if person.ends() <= self.now_s() {
                    return Err(not_authorized("The access token has expired: refresh the session."));
                }
                person
            }
        };
        self.not_denied(deny::marks(person.access.expose(), &person.claims)).await?;
        Ok(person)
    }

    /// The session that the request's cookies hold; none when the page speaks for somebody else, who was signed in before.
    pub(super) async fn session(&self) -> Checked<Option<Session>> {
        let Some(session) = self.session_in_cookies().await? else { return Ok(None) };
        let Some(meant) = self.subject() else { return Ok(Some(session)) };
        let claims = claims_of(session.access.expose()).unwrap_or_default();
        Ok((subject(&claims) == Some(meant)).then_some(session))
    }

    /// For whom the page speaks, where it says so.
    pub(super) fn subject(&self) -> Option<&str> {
        self.request.header(&SUBJECT_HEADER.to_ascii_lowercase())
    }

    /// Nobody is signed in; a token of the app's own is none of this custody.
    pub(super) fn nobody(&self) -> Failure {
        if self.bearer().is_some() { keeps_tokens() } else { not_signed_in() }
    }

    pub(super) fn bearer(&self) -> Option<&str> {
        let value = self.request.header("authorization")?;
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| trimmed(token)).filter(|token| !token.is_empty())
    }

    /// The claims of an access token that this pool issued to this app client.
    pub(super) async fn verified(&self, token: &str) -> Checked<Claims> {
        self.verified_within(token, 0.0).await
    }

    /// The same, also when it expired so many seconds ago.
    pub(super) async fn verified_within(&self, token: &str, leeway: f64) -> Checked<Claims> {
        self.verified_as(token, TokenUse::Access, leeway).await
    }

    /// The same of a token of this use.
    pub(super) async fn verified_as(&self, token: &str, token_use: TokenUse, leeway: f64) -> Checked<Claims> {
        let key = verify::key_id(token).map_err(|error| because(&error))?;
        let step = Step::Verify { jwks: self.pool.jwks(), key, token: token.to_owned() };
        let good = self.host.flag(step).await.ok_or_else(|| unavailable(false))?;
        let expected = Expectation {
            issuers: self.pool.issuers(),
            client_ids: vec![self.pool.client_id.clone()],
            token_use: Some(token_use),
            leeway,
            ..Expectation::default()
        };
        let claims =
            Verified::by_platform(token, good).and_then(|token| verify::claims(token, self.now_s(), &expected));
        claims.map_err(|error| because(&error))
    }

    /// Refuses what the deny list knows.
    pub(super) async fn not_denied(&self, marks: deny::Marks) -> Checked<()> {
        let deny::Marks { keys, issued, family } = marks;
        match (self.host.flag(Step::Denied { keys, issued, family }).await, self.config.deny_list.on_failure) {
            (Some(false), _) | (None, Outage::Open) => Ok(()),
            (Some(true), _) => Err(not_authorized("The session was ended: sign in again.")),
            (None, Outage::Closed) => Err(unavailable(false)),
        }
    }

    /// Ends a session: by its access token, by its refresh token where it is here, and in the store; whether that worked.
    pub(super) async fn deny(&self, access: &Secret<String>, session: Option<&Session>) -> bool {
        let is_gone = self.discard(session).await;
        let claims = claims_of(access.expose()).unwrap_or_default();
        let mut keys = deny::marks(access.expose(), &claims).keys;
        let refresh = session.and_then(|session| session.refresh.as_ref());
        keys.extend(refresh.map(|token| deny::mark_of_refresh(token.expose())));
        let lives =
            session.map_or(self.config.refresh_token_seconds, |session| session.ends(self.config) - self.now_s());
        self.deny_keys(keys, lives).await && is_gone
    }

    /// Denies these for so many seconds, and in any case as long as an access token can hold; whether that worked.
    pub(super) async fn deny_keys(&self, keys: Vec<String>, seconds: f64) -> bool {
        let until = self.now_s() + seconds.max(deny::LONGEST);
        self.told(self.host.flag(Step::Deny { keys, until }).await)
    }

    /// Denies what began up to now; whether that worked.
    pub(super) async fn deny_before(&self, names: Vec<String>, except: Option<String>) -> bool {
        let seconds = self.config.longest_session().max(deny::LONGEST);
        self.told(self.host.flag(Step::DenyBefore { names, except, seconds }).await)
    }

    /// An operator must know that the list has a gap.
    fn told(&self, done: Option<bool>) -> bool {
        if done != Some(true) {
            self.note("denyList", "failed");
        }
        done == Some(true)
    }
}
