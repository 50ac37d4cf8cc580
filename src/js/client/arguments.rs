//! Reading what callers pass: every argument is checked, and every refusal names it.

use super::failure::{Failure, Result};
use super::object::get;
use crate::error::{AuthError, Details};
use crate::operation::Json;
use crate::prelude::*;
use crate::secret::Secret;
use alloc::borrow::Cow;
use js_sys::{JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

/// The longest text of a name, a code, a password or an attribute, in UTF-16 units. The service's own limits are lower.
const TEXT_LIMIT: u32 = 2_048;
/// The longest token; real ones stay below 10,000.
pub(super) const TOKEN_LIMIT: u32 = 131_072;

/// The longest list of texts, such as attribute names. Someone's `new Array(2 ** 32 - 1)` must not keep us busy.
const LIST_LIMIT: u32 = 1_000;

#[wasm_bindgen]
extern "C" {
    /// Throws for a revoked proxy, which js-sys does not expect.
    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn is_array(value: &JsValue) -> core::result::Result<bool, JsValue>;
}

/// Whether it is an object with names, as far as it lets itself be looked at.
fn is_record(value: &JsValue) -> bool {
    value.is_object() && matches!(is_array(value), Ok(false))
}

/// An object of named options.
pub(super) struct Options(JsValue);

#[inline(never)]
fn invalid(name: &str, what: &'static str) -> Failure {
    let message = Cow::Owned(["`", name, "` must be ", what, "."].concat());
    AuthError::from(Details { message, ..Details::invalid("") }).into()
}

impl Options {
    /// Takes options that may be left out.
    pub(super) fn of(value: JsValue) -> Result<Options> {
        if value.is_undefined() || value.is_null() {
            return Ok(Options(Object::new().into()));
        }
        Options::required(value)
    }

    /// Takes options that must be there.
    pub(super) fn required(value: JsValue) -> Result<Options> {
        if is_record(&value) {
            return Ok(Options(value));
        }
        Err(AuthError::invalid("This method takes one object of named options.").into())
    }

    /// The object itself.
    pub(super) fn raw(&self) -> &JsValue {
        &self.0
    }

    /// A member; `undefined` and `null` count as absent.
    pub(super) fn get(&self, name: &str) -> Result<Option<JsValue>> {
        let value = Reflect::get(&self.0, &name.into()).map_err(|cause| invalid(name, "readable").caused_by(cause))?;
        Ok(Some(value).filter(|value| !value.is_undefined() && !value.is_null()))
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<String>> {
        self.text_within(name, TEXT_LIMIT)
    }

    pub(super) fn text_within(&self, name: &str, limit: u32) -> Result<Option<String>> {
        self.get(name)?.map(|value| text(name, &value, limit)).transpose()
    }

    pub(super) fn required_text(&self, name: &str) -> Result<String> {
        self.text(name)?.ok_or_else(|| invalid(name, "given"))
    }

    pub(super) fn secret(&self, name: &str) -> Result<Option<Secret<String>>> {
        Ok(self.text(name)?.map(Secret::new))
    }

    pub(super) fn required_secret(&self, name: &str) -> Result<Secret<String>> {
        self.required_text(name).map(Secret::new)
    }

    pub(super) fn token(&self, name: &str) -> Result<Option<Secret<String>>> {
        Ok(self.text_within(name, TOKEN_LIMIT)?.map(Secret::new))
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool> {
        match self.get(name)? {
            Some(value) => value.as_bool().ok_or_else(|| invalid(name, "true or false")),
            None => Ok(false),
        }
    }

    /// A number that is finite and not negative.
    pub(super) fn number(&self, name: &str) -> Result<Option<f64>> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        let number = value.as_f64().filter(|number| number.is_finite() && *number >= 0.0);
        number.map(Some).ok_or_else(|| invalid(name, "a number, not negative"))
    }

    /// A map of strings, such as attributes.
    pub(super) fn entries(&self, name: &str) -> Result<Option<Vec<(String, String)>>> {
        self.get(name)?.map(|value| entries(name, &value)).transpose()
    }

    /// A map of strings as the service takes it, such as `ClientMetadata`.
    pub(super) fn map(&self, name: &str) -> Result<Option<Json>> {
        Ok(self.entries(name)?.map(Json::texts))
    }

    /// A list of strings.
    pub(super) fn texts(&self, name: &str) -> Result<Option<Vec<String>>> {
        self.get(name)?.map(|value| texts(name, &value)).transpose()
    }
}

/// A string that is neither empty nor too long, and that UTF-8 can carry: half a surrogate pair would arrive changed.
pub(super) fn text(name: &str, value: &JsValue, limit: u32) -> Result<String> {
    let text = bounded(name, value, limit)?;
    if text.is_empty() { Err(invalid(name, "a string that is not empty")) } else { Ok(text) }
}

fn bounded(name: &str, value: &JsValue, limit: u32) -> Result<String> {
    let text: &JsString = value.dyn_ref().ok_or_else(|| invalid(name, "a string"))?;
    if text.length() > limit {
        return Err(invalid(name, "shorter"));
    }
    if !text.is_valid_utf16() {
        return Err(invalid(name, "well-formed Unicode"));
    }
    Ok(text.into())
}

/// A required text that is an argument of its own.
pub(super) fn own_text(name: &str, value: &JsValue) -> Result<String> {
    text(name, value, TEXT_LIMIT)
}

/// The entries of an object of strings; an empty string is a value.
pub(super) fn entries(name: &str, value: &JsValue) -> Result<Vec<(String, String)>> {
    let wrong = || invalid(name, "an object of strings");
    if !is_record(value) {
        return Err(wrong());
    }
    let keys = Reflect::own_keys(value).map_err(|_| wrong())?;
    let mut entries = Vec::new();
    for index in 0..keys.length() {
        let key = keys.get(index);
        let value = Reflect::get(value, &key).map_err(|_| wrong())?;
        entries.push((bounded(name, &key, TEXT_LIMIT)?, bounded(name, &value, TEXT_LIMIT)?));
    }
    Ok(entries)
}

/// A list of strings.
pub(super) fn texts(name: &str, value: &JsValue) -> Result<Vec<String>> {
    let wrong = || invalid(name, "an array of strings");
    if !matches!(is_array(value), Ok(true)) {
        return Err(wrong());
    }
    let length = get(value, "length").and_then(|length| length.as_f64()).ok_or_else(wrong)?;
    if length > f64::from(LIST_LIMIT) {
        return Err(invalid(name, "shorter"));
    }
    let mut texts = Vec::new();
    for index in 0..length as u32 {
        let item = Reflect::get_u32(value, index).map_err(|_| wrong())?;
        texts.push(text(name, &item, TEXT_LIMIT)?);
    }
    Ok(texts)
}
