//! Reading what callers pass: every argument is checked, and every refusal names it.

use crate::error::{AuthError, Details, Result};
use crate::operation::Json;
use crate::prelude::*;
use crate::secret::Secret;
use alloc::borrow::Cow;
use core::cell::Cell;

/// The longest text of a name, a code, a password or an attribute, in characters. The service's own limits are lower.
const TEXT_LIMIT: usize = 2_048;
/// The longest token; real ones stay below 10,000.
const TOKEN_LIMIT: usize = 131_072;

/// What a caller passed, as the host lets it be looked at; an empty name stands for the value itself.
pub trait Given {
    /// Whether it is an object with names.
    fn is_record(&self) -> bool;

    /// The member of that name; `Null` where it is absent.
    ///
    /// # Errors
    /// What is no JSON fails, with what it must be instead of what it is: nothing where its type says enough.
    fn member(&self, name: &str) -> Member;

    /// What the host's JSON writes of the member; `None` where it cannot.
    fn document(&self, name: &str) -> Option<String>;
}

/// A member, or what it must be.
pub type Member = core::result::Result<Json, String>;

impl Given for Json {
    fn is_record(&self) -> bool {
        matches!(self, Json::Map(_))
    }

    fn member(&self, name: &str) -> Member {
        Ok(self.get(name).cloned().unwrap_or_default())
    }

    fn document(&self, _: &str) -> Option<String> {
        None
    }
}

/// The longest time for a call, as its options or else its pool say.
pub fn timeout_ms(given: &dyn Given, default: f64) -> Result<f64> {
    let options = Options::of(given);
    let timeout_ms = options.number("timeoutMs").unwrap_or(default);
    options.done()?;
    Ok(timeout_ms)
}

/// Arguments as the methods ask for them.
///
/// The first refusal is kept, and [`Options::done`] tells it when all is read; after it, nothing is asked any more and
/// every answer is empty. An early return at each question would be kilobytes of the client.
pub(super) struct Options<'a> {
    given: &'a dyn Given,
    refused: Cell<Option<AuthError>>,
}

#[inline(never)]
fn invalid(name: &str, what: &str) -> AuthError {
    let message = Cow::Owned(["`", name, "` must be ", what, "."].concat());
    Details { message, ..Details::invalid("") }.into()
}

/// A member that is not what it must be: it says so itself, or its type does.
#[inline(never)]
fn unfit(name: &str, member: Member, what: &str) -> AuthError {
    match member {
        Err(better) if !better.is_empty() => invalid(name, &better),
        _ => invalid(name, what),
    }
}

impl<'a> Options<'a> {
    /// Takes options that must be there.
    #[inline(never)]
    pub(super) fn required(given: &'a dyn Given) -> Options<'a> {
        const NONE: AuthError =
            AuthError::known(const { &Details::invalid("This method takes one object of named options.") });
        Options { given, refused: Cell::new(if given.is_record() { None } else { Some(NONE) }) }
    }

    /// Takes options that may be left out.
    #[inline(never)]
    pub(super) fn of(given: &'a dyn Given) -> Options<'a> {
        // Of `undefined` and `null` every member is absent.
        match given.member("") {
            Ok(Json::Null) => Options { given, refused: Cell::new(None) },
            _ => Options::required(given),
        }
    }

    /// Whether all that was read is what it must be.
    pub(super) fn done(&self) -> Result<()> {
        self.refused.take().map_or(Ok(()), Err)
    }

    /// Refuses what was given, unless something was refused before.
    #[inline(never)]
    pub(super) fn refuse(&self, error: AuthError) {
        let first = self.refused.take().unwrap_or(error);
        self.refused.set(Some(first));
    }

    fn is_refused(&self) -> bool {
        let refused = self.refused.take();
        let is_refused = refused.is_some();
        self.refused.set(refused);
        is_refused
    }

    /// The member, as `judge` takes it.
    fn member<T: Default>(&self, given: &dyn Given, name: &str, judge: impl FnOnce(Member) -> Result<T>) -> T {
        if self.is_refused() {
            return T::default();
        }
        judge(given.member(name)).unwrap_or_else(|error| {
            self.refuse(error);
            T::default()
        })
    }

    #[inline(never)]
    fn text_within(&self, name: &str, limit: usize) -> Option<Secret<String>> {
        self.member(self.given, name, |member| checked(name, member, limit))
    }

    #[inline(never)]
    pub(super) fn text(&self, name: &str) -> Option<Secret<String>> {
        self.text_within(name, TEXT_LIMIT)
    }

    #[inline(never)]
    pub(super) fn required_text(&self, name: &str) -> Secret<String> {
        self.there(name, self.text(name))
    }

    /// The same, of the argument in front of the options.
    pub(super) fn required_argument(&self, argument: &dyn Given, name: &str) -> Secret<String> {
        self.there(name, self.argument_text(argument, name))
    }

    #[inline(never)]
    fn there(&self, name: &str, text: Option<Secret<String>>) -> Secret<String> {
        text.unwrap_or_else(|| {
            self.refuse(invalid(name, "given"));
            Secret::default()
        })
    }

    /// A text that is nobody's secret.
    #[inline(never)]
    pub(super) fn word(&self, name: &str) -> Option<String> {
        self.text(name).map(|text| text.expose().clone())
    }

    #[inline(never)]
    pub(super) fn token(&self, name: &str) -> Option<Secret<String>> {
        self.text_within(name, TOKEN_LIMIT)
    }

    /// Whether the member is there, whatever it is.
    pub(super) fn has(&self, name: &str) -> bool {
        !matches!(self.given.member(name), Ok(Json::Null))
    }

    #[inline(never)]
    pub(super) fn flag(&self, name: &str) -> bool {
        self.member(self.given, name, |member| match member {
            Ok(Json::Null) => Ok(false),
            Ok(Json::Bool(flag)) => Ok(flag),
            other => Err(unfit(name, other, "true or false")),
        })
    }

    /// A number that is finite and not negative.
    #[inline(never)]
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.member(self.given, name, |member| match member {
            Ok(Json::Null) => Ok(None),
            Ok(Json::Number(number)) if (0.0..f64::INFINITY).contains(&number) => Ok(Some(number)),
            other => Err(unfit(name, other, "a number, not negative")),
        })
    }

    /// A map of strings as the service takes it, such as `ClientMetadata`.
    #[inline(never)]
    pub(super) fn map(&self, name: &str) -> Option<Json> {
        self.member(self.given, name, |member| map(name, member))
    }

    /// A list of strings.
    #[inline(never)]
    pub(super) fn texts(&self, name: &str) -> Option<Json> {
        self.member(self.given, name, |member| match member {
            Ok(Json::Null) => Ok(None),
            member => texts(name, member).map(Some),
        })
    }

    /// What the host's JSON writes of the member; a string is taken as it is.
    pub(super) fn document(&self, name: &str) -> Option<String> {
        match self.given.member(name) {
            Ok(Json::Text(text)) => Some(text.expose().clone()),
            _ => self.given.document(name),
        }
    }

    /// The argument in front of the options, a text; `name` is for errors.
    pub(super) fn argument_text(&self, argument: &dyn Given, name: &str) -> Option<Secret<String>> {
        self.member(argument, "", |member| checked(name, member, TEXT_LIMIT))
    }

    /// The same, a map of strings with at least one member.
    pub(super) fn argument_map(&self, argument: &dyn Given, name: &str) -> Json {
        self.member(argument, "", |member| match map(name, member)? {
            Some(map) if !map.entries().is_empty() => Ok(map),
            _ => Err(invalid(name, "an object of strings with at least one member")),
        })
    }

    /// The same, a list of strings.
    pub(super) fn argument_texts(&self, argument: &dyn Given, name: &str) -> Json {
        self.member(argument, "", |member| texts(name, member))
    }
}

/// A string that is neither empty nor too long.
#[inline(never)]
fn checked(name: &str, member: Member, limit: usize) -> Result<Option<Secret<String>>> {
    match member {
        Ok(Json::Null) => Ok(None),
        Ok(Json::Text(text)) => {
            if text.expose().is_empty() {
                return Err(invalid(name, "a string that is not empty"));
            }
            bounded(name, text.expose(), limit)?;
            Ok(Some(text))
        }
        other => Err(unfit(name, other, "a string")),
    }
}

#[inline(never)]
fn bounded(name: &str, text: &str, limit: usize) -> Result<()> {
    // Characters without a decoder: every byte but those that go on with one.
    let length = text.bytes().filter(|byte| byte & 0xc0 != 0x80).count();
    if length > limit { Err(invalid(name, "shorter")) } else { Ok(()) }
}

/// An empty string is a value.
#[inline(never)]
fn map(name: &str, member: Member) -> Result<Option<Json>> {
    match member {
        Ok(Json::Null) => Ok(None),
        Ok(Json::Map(entries)) if entries.iter().all(|(_, value)| value.as_text().is_some()) => {
            for (key, value) in &entries {
                bounded(name, key, TEXT_LIMIT)?;
                bounded(name, value.as_text().unwrap_or_default(), TEXT_LIMIT)?;
            }
            Ok(Some(Json::Map(entries)))
        }
        other => Err(unfit(name, other, "an object of strings")),
    }
}

#[inline(never)]
fn texts(name: &str, member: Member) -> Result<Json> {
    match member {
        Ok(Json::List(items)) if items.iter().all(|item| item.as_text().is_some_and(|text| !text.is_empty())) => {
            for item in &items {
                bounded(name, item.as_text().unwrap_or_default(), TEXT_LIMIT)?;
            }
            Ok(Json::List(items))
        }
        other => Err(unfit(name, other, "an array of strings")),
    }
}
