//! How sessions begin, are refreshed and end: by sign-ins, refreshes, sign-outs, and by what else ends them.

use serde_json::{Value, json};

use super::claims::{claims_of, family, subject};
use super::config::{Custody, Outage};
use super::deny;
use super::failure::{Checked, Failure, bad_gateway, invalid, keeps_tokens, not_signed_in, unavailable};
use super::person::Person;
use super::service::{tokens, username};
use super::session::Session;
use super::visit::Visit;
use crate::operation::{Call, Json, Operation, Tokens};
use crate::secret::Secret;
use crate::token::verify::Claims;
use crate::wire::rest as wire;

/// What comes of a sign-in or a refresh.
pub(super) struct SignedIn {
    /// The answer, with the tokens or with the claims of those that the cookies keep.
    pub(super) answer: Value,
    /// In cookie custody.
    pub(super) session: Option<Session>,
}

impl Visit<'_> {
    /// Begins or goes on with a session.
    pub(super) async fn signed_in(
        &self,
        call: &Call,
        reply: &Json,
        tokens: &Tokens,
        before: Option<&Session>,
    ) -> Checked<SignedIn> {
        let claims = claims_of(tokens.access.expose()).unwrap_or_default();
        let is_refresh = call.operation == Operation::GetTokensFromRefreshToken;
        if is_refresh {
            // The service knows nothing of a session that was ended here alone.
            if let Err(failure) = self.not_denied(deny::marks(tokens.access.expose(), &claims)).await {
                if !failure.retryable {
                    self.forget();
                }
                return Err(failure);
            }
        }
        if let Some(name) = username(call).filter(|_| !is_refresh) {
            self.succeeded(name).await;
        }
        let audit = || self.audit(if is_refresh { "refresh" } else { "signIn" }, subject(&claims), None);
        if self.config.custody == Custody::Token {
            audit();
            return Ok(SignedIn { answer: Value::from(&wire::answer(reply)), session: None });
        }
        let session = Session::new(tokens, before, self.now_s());
        self.with_claims(Some(reply), &session)?;
        let kept = match self.keep(session).await {
            Ok(kept) => kept,
            Err(failure) => {
                // Nobody has these tokens, so nobody could end them. A refresh that could not be written is tried again: the answer
                // of the service is kept for that.
                if !(is_refresh && failure.retryable) {
                    self.revoke(tokens.refresh.as_ref()).await;
                }
                return Err(failure);
            }
        };
        audit();
        if !is_refresh
            && let Ok(Some(old)) = self.session_in_cookies().await
            && !is_same_family(&old, &claims)
        {
            self.replace(&old).await;
        }
        let answer = self.with_claims(Some(reply), &kept)?;
        Ok(SignedIn { answer, session: Some(kept) })
    }

    /// Fresh tokens in place of those that are there. Who comes second, at another instance too, gets what the first one got.
    pub(super) async fn refresh(&self, mut call: Call) -> Checked<SignedIn> {
        let before = self.prepare_refresh(&mut call).await?;
        if let Some(session) = before.as_ref().filter(|session| session.is_written_after(self.now)) {
            // It was refreshed while this request was on its way.
            return Ok(SignedIn { answer: self.with_claims(None, session)?, session: before });
        }
        let reply = match self.call(&call).await {
            Ok(reply) => reply,
            Err(failure) => {
                if failure.status == 401
                    && let Some(session) = self.successor(before.as_ref()).await
                {
                    return Ok(SignedIn { answer: self.with_claims(None, &session)?, session: Some(session) });
                }
                self.refused(&call, &failure, before.as_ref()).await;
                return Err(failure);
            }
        };
        let tokens = tokens(call.operation, &reply).ok_or_else(bad_gateway)?;
        self.signed_in(&call, &reply, &tokens, before.as_ref()).await
    }

    /// Ends the session that another sign-in takes the place of: nobody will be able to end it later.
    async fn replace(&self, old: &Session) {
        self.deny(&old.access, Some(old)).await;
        self.revoke(old.refresh.as_ref()).await;
    }

    /// Has the service end what nobody holds any more. A refusal changes nothing here.
    pub(super) async fn revoke(&self, refresh: Option<&Secret<String>>) {
        if let Some(token) = refresh {
            let _ = self.call(&Call::new(Operation::RevokeToken).secret("Token", token)).await;
        }
    }

    /// What a refusal of the service means for the session and for the log.
    pub(super) async fn refused(&self, call: &Call, failure: &Failure, before: Option<&Session>) {
        // A token that was used before may have lost a race at another instance, whose cookies the browser has by now.
        let is_lost_race = failure.code == "RefreshTokenReuse";
        let is_definitive = (failure.status == 401 && !is_lost_race) || failure.code == "UserNotFound";
        match call.operation {
            Operation::InitiateAuth | Operation::RespondToAuthChallenge if !failure.retryable => {
                self.audit("signInRefused", None, None);
            }
            Operation::GetTokensFromRefreshToken if is_definitive => {
                if self.config.custody == Custody::Cookie {
                    self.discard_unchanged(before).await;
                    self.forget();
                }
                let claims = before.and_then(|session| claims_of(session.access.expose()));
                self.audit("refreshRefused", claims.as_ref().and_then(subject), None);
                // Whoever comes with the same cookie again need not ask the service.
                if let Some(refresh) = before.and_then(|session| session.refresh.as_ref()) {
                    let seconds = self.config.longest_session();
                    self.deny_keys(vec![deny::mark_of_refresh(refresh.expose())], seconds).await;
                }
            }
            _ => {}
        }
    }

    /// The refresh token: the app's, or the session's. The session comes back, for what the service does not renew.
    pub(super) async fn prepare_refresh(&self, call: &mut Call) -> Checked<Option<Session>> {
        let name = if call.operation == Operation::RevokeToken { "Token" } else { "RefreshToken" };
        let of_refresh = |token: &str| deny::Marks { keys: vec![deny::mark_of_refresh(token)], ..Default::default() };
        if self.config.custody == Custody::Token {
            let token = call.input.text_at(name).ok_or_else(|| invalid("The refresh token is missing."))?;
            if call.operation != Operation::RevokeToken {
                self.not_denied(of_refresh(token)).await?;
            }
            return Ok(None);
        }
        if call.input.get(name).is_some() {
            return Err(keeps_tokens());
        }
        let Some(session) = self.session().await? else {
            // Whoever is signed out already has what they want; what is left of the cookies goes.
            return if call.operation == Operation::RevokeToken { Ok(None) } else { Err(not_signed_in()) };
        };
        let refresh = session.refresh.clone().ok_or_else(not_signed_in)?;
        if call.operation != Operation::RevokeToken {
            let mut marks = of_refresh(refresh.expose());
            if let Some(claims) = claims_of(session.access.expose()) {
                let of_access = deny::marks(session.access.expose(), &claims);
                marks.keys.extend(of_access.keys);
                marks.family = of_access.family;
                // What an old token claims does not count against a new one.
                marks.issued.extend(of_access.issued.into_iter().filter(|(name, _)| deny::is_of_sessions(name)));
            }
            if let Err(failure) = self.not_denied(marks).await {
                if !failure.retryable {
                    self.forget();
                }
                return Err(failure);
            }
        }
        call.input.set(name, Json::Text(refresh));
        Ok(Some(session))
    }

    /// Ends the session here first, so that it is over even when the service cannot be reached.
    pub(super) async fn sign_out(&self, call: &Call, session: Option<&Session>) -> Checked<Value> {
        let mut denied = true;
        let mut ended = None;
        if let Some(session) = session {
            ended = claims_of(session.access.expose());
            denied = self.deny(&session.access, Some(session)).await;
        } else if self.config.custody == Custody::Token {
            // Only what is verified may be denied: a forged token could name somebody else's session, and anybody could fill the list.
            // An access token that has expired is proof enough.
            let lives = self.config.refresh_token_seconds;
            if let Some(token) = self.bearer()
                && let Ok(claims) = self.verified_within(token, lives).await
            {
                denied = self.deny(&token.into(), None).await;
                if let Some(token) = call.input.text_at("Token") {
                    denied &= self.deny_keys(vec![deny::mark_of_refresh(token)], lives).await;
                }
                ended = Some(claims);
            }
        }
        if self.config.custody == Custody::Cookie {
            if session.is_none() && self.subject().is_some() {
                // The cookies of somebody else, who signed in meanwhile, stay; and nobody may believe that a session was ended.
                return Err(not_signed_in());
            }
            let is_stored = session.is_some_and(|session| session.ticket.is_some());
            if !denied && is_stored && self.config.deny_list.on_failure == Outage::Closed {
                // It still lies in the store: the ticket stays, so that it can be tried again. The service ends its part.
                let _ = self.call(call).await;
                return Err(unavailable(false));
            }
            self.forget();
            if session.is_none() {
                return Ok(json!({}));
            }
        }
        self.audit("signOut", ended.as_ref().and_then(subject), None);
        let reply = self.call(call).await.map(|reply| Value::from(&wire::answer(&reply)))?;
        // The service has ended the session, but this server would take its tokens until they expire.
        if denied || self.config.deny_list.on_failure == Outage::Open { Ok(reply) } else { Err(unavailable(false)) }
    }

    /// What an operation does to the session that it was called in, and to the person's others.
    pub(super) async fn after(&self, operation: Operation, person: &Person) -> Checked<()> {
        let sessions = vec![deny::sessions_of(person.subject()), deny::tokens_of(person.subject())];
        match operation {
            Operation::GlobalSignOut | Operation::DeleteUser => {
                let what = if operation == Operation::DeleteUser { "deleteUser" } else { "signOutEverywhere" };
                self.audit(what, Some(person.subject()), None);
                let denied = self.deny(&person.access, person.session.as_ref()).await;
                let denied = self.deny_before(sessions, None).await && denied;
                let is_stored = person.session.as_ref().is_some_and(|session| session.ticket.is_some());
                let is_open = !denied && self.config.deny_list.on_failure == Outage::Closed;
                if self.config.custody == Custody::Cookie
                    && !(is_open && is_stored && operation == Operation::GlobalSignOut)
                {
                    self.forget();
                }
                if is_open {
                    return Err(unavailable(false));
                }
                return Ok(());
            }
            Operation::ChangePassword => {
                self.audit("passwordChange", Some(person.subject()), None);
                if self.config.end_others_on_password_change {
                    self.deny_before(sessions, family(&person.claims).map(str::to_owned)).await;
                }
            }
            _ => {}
        }
        self.keep_alive(person.session.as_ref()).await;
        Ok(())
    }

    /// The answer with the claims in place of the tokens. Without a reply of the service, the session was refreshed by somebody else.
    fn with_claims(&self, reply: Option<&Json>, session: &Session) -> Checked<Value> {
        let claims = claims_of(session.access.expose()).ok_or_else(bad_gateway)?;
        let left = claims.get("exp").and_then(Value::as_f64).map(|end| (end - self.now_s()).max(0.0));
        let mut result = Json::Map(vec![("AccessClaims".into(), Json::from(&Value::Object(claims)))]);
        if let Some(id) = &session.id {
            result.set("IdClaims", Json::from(&Value::Object(id.clone())));
        }
        match reply.map(|reply| reply.get("AuthenticationResult")) {
            Some(given) => {
                for name in ["ExpiresIn", "NewDeviceMetadata"] {
                    if let Some(value) = given.and_then(|given| given.get(name)) {
                        result.set(name, value.clone());
                    }
                }
            }
            None => result.set("ExpiresIn", Json::from(&json!(left.unwrap_or_default()))),
        }
        Ok(Value::from(&wire::answer(&Json::Map(vec![("AuthenticationResult".into(), result)]))))
    }
}

/// Whether fresh tokens come of the sign-in that a session comes of, as where a sign-in raises its level: they would end with it.
fn is_same_family(old: &Session, fresh: &Claims) -> bool {
    let before = claims_of(old.access.expose()).unwrap_or_default();
    family(&before).is_some() && family(&before) == family(fresh)
}
