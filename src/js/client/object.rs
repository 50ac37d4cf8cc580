//! Plain frozen objects: what results are made of.

use crate::js::platform::global;
use crate::prelude::*;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

/// A member of a value; nothing where it cannot be read.
#[inline(never)]
pub(super) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// An object that the platform has under this name.
pub(super) fn global_object(name: &str) -> Option<JsValue> {
    get(&global(), name).filter(JsValue::is_object)
}

/// What `JSON.stringify` writes; nothing where it cannot.
pub(super) fn json_text(value: &JsValue) -> Option<String> {
    JSON::stringify(value).ok()?.as_string()
}

/// Sets a member of an object of ours, which cannot fail: it is plain and not frozen.
#[inline(never)]
pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

/// Defines a member that is no ordinary one.
pub(super) fn define(object: &Object, name: &str, descriptor: &Object) {
    let _ = Reflect::define_property(object, &name.into(), descriptor);
}

/// An object under construction.
pub(super) struct Build(Object);

impl Build {
    pub(super) fn new() -> Build {
        Build(Object::new())
    }

    pub(super) fn with(self, name: &str, value: impl Into<JsValue>) -> Build {
        set(&self.0, name, &value.into());
        self
    }

    pub(super) fn maybe(self, name: &str, value: Option<impl Into<JsValue>>) -> Build {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds a member that JSON and loops do not see.
    pub(super) fn hidden(self, name: &str, value: &JsValue) -> Build {
        let descriptor = Object::new();
        set(&descriptor, "value", value);
        define(&self.0, name, &descriptor);
        self
    }

    /// Adds a member whose value is asked for each time.
    pub(super) fn getter(self, name: &str, get: &JsValue) -> Build {
        let descriptor = Object::new();
        set(&descriptor, "get", get);
        set(&descriptor, "enumerable", &JsValue::TRUE);
        define(&self.0, name, &descriptor);
        self
    }

    pub(super) fn frozen(self) -> JsValue {
        Object::freeze(&self.0).into()
    }
}

/// Freezes a value that came out of JSON, all the way down.
pub(super) fn freeze_deeply(value: &JsValue) {
    if !value.is_object() {
        return;
    }
    let object: &Object = value.unchecked_ref();
    Object::freeze(object);
    let members = Object::values(object);
    for index in 0..members.length() {
        freeze_deeply(&members.get(index));
    }
}

/// A frozen array of strings.
pub(super) fn frozen_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> JsValue {
    let array = Array::new();
    for text in texts {
        array.push(&text.into());
    }
    Object::freeze(&array).into()
}
