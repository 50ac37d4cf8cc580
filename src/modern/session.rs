//! What a session shows of its tokens.

use super::given::{Given, Options};
use crate::error::{AuthError, Details, Result};
use crate::flow::{Context, SessionTokens};
use crate::operation::Json;
use crate::prelude::*;
use crate::secret::Secret;
use crate::token;

/// One to three tokens, decoded.
pub struct Decoded {
    /// `{ accessToken, idToken, refreshToken, groups }`, as callers see them.
    pub shown: Json,
    /// What `JSON.stringify` shows: no token.
    pub summary: Json,
    ends: [Option<f64>; 2],
    clock_drift: f64,
}

impl Decoded {
    /// Decodes the tokens of a person who is signed in.
    pub fn of(tokens: &SessionTokens, context: &Context) -> Result<Decoded> {
        let all = [Some(&tokens.access), tokens.id.as_ref(), tokens.refresh.as_ref()];
        Decoded::new(all, tokens.clock_drift, context.parse, Some(context))
    }

    /// Decodes the tokens that a caller gives: at least one.
    pub fn given(given: &dyn Given, parse: fn(&str) -> Option<Json>) -> Result<Decoded> {
        const NO_TOKEN: AuthError = AuthError::known(
            const {
                &Details::invalid("A session is made of at least one token: give accessToken, idToken or refreshToken.")
            },
        );
        let options = Options::required(given);
        let [access, id, refresh] = ["accessToken", "idToken", "refreshToken"].map(|name| options.token(name));
        options.done()?;
        if access.is_none() && id.is_none() && refresh.is_none() {
            return Err(NO_TOKEN);
        }
        Decoded::new([access.as_ref(), id.as_ref(), refresh.as_ref()], 0.0, parse, None)
    }

    fn new(
        tokens: [Option<&Secret<String>>; 3],
        clock_drift: f64,
        parse: fn(&str) -> Option<Json>,
        context: Option<&Context>,
    ) -> Result<Decoded> {
        // What an auth proxy keeps is not shown: only its claims are there.
        let shows = |jwt: &Secret<String>| !context.is_some_and(|context| context.keeps_no(jwt.expose()));
        let [access, id, refresh] = tokens;
        let mut shown = Json::Map(Vec::new());
        let mut groups = None;
        let mut username = None;
        let mut ends = [None; 2];
        for ((end, jwt), [name, user]) in
            ends.iter_mut().zip([access, id]).zip([["accessToken", "username"], ["idToken", "cognito:username"]])
        {
            let Some(jwt) = jwt else { continue };
            let claims = match context {
                Some(context) => context.claims(jwt.expose())?,
                None => Context::decode(parse, jwt.expose())?,
            };
            let milliseconds = |claim| Some(Json::Number(claims.number_at(claim)? * 1000.0));
            *end = Some(claims.number_at("exp").unwrap_or(0.0));
            username = username.or_else(|| claims.text_at(user).map(Json::text));
            groups = groups.or_else(|| match claims.get("cognito:groups") {
                Some(Json::List(groups)) => {
                    Some(groups.iter().filter(|group| group.as_text().is_some()).cloned().collect())
                }
                _ => None,
            });
            let (expires_at, issued_at) = (milliseconds("exp"), milliseconds("iat"));
            let token = Json::Map(Vec::new())
                .maybe("jwt", shows(jwt).then(|| Json::Text(jwt.clone())))
                .maybe("claims", Some(claims))
                .maybe("expiresAt", expires_at)
                .maybe("issuedAt", issued_at);
            shown.set(name, token);
        }
        let groups = Json::List(groups.unwrap_or_default());
        let expires_at = shown.get("accessToken").and_then(|access| access.get("expiresAt")).cloned();
        let summary = Json::Map(Vec::new())
            .maybe("username", username)
            .maybe("groups", Some(groups.clone()))
            .maybe("expiresAt", expires_at);
        let shown = shown
            .maybe("refreshToken", refresh.filter(|jwt| shows(jwt)).cloned().map(Json::Text))
            .maybe("groups", Some(groups));
        Ok(Decoded { shown, summary, ends, clock_drift })
    }

    /// Whether the tokens still hold, with the leeway that the options ask for.
    pub fn is_valid(&self, given: &dyn Given, now: f64) -> Result<bool> {
        let options = Options::of(given);
        let leeway = options.number("leewaySeconds").unwrap_or(0.0);
        options.done()?;
        let [access, id] = self.ends;
        Ok(token::is_valid(token::seconds(now), self.clock_drift, leeway, access, id))
    }
}

impl core::fmt::Debug for Decoded {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Decoded")
    }
}
