//! Plain frozen objects: what results are made of.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

/// An object under construction.
pub(super) struct Build(Object);

impl Build {
    pub(super) fn new() -> Build {
        Build(Object::new())
    }

    pub(super) fn with(self, name: &str, value: impl Into<JsValue>) -> Build {
        // Cannot fail: the object is plain and not frozen yet.
        let _ = Reflect::set(&self.0, &name.into(), &value.into());
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
        let _ = Reflect::set(&descriptor, &"value".into(), value);
        let _ = Reflect::define_property(&self.0, &name.into(), &descriptor);
        self
    }

    /// Adds a member whose value is asked for each time.
    pub(super) fn getter(self, name: &str, get: &JsValue) -> Build {
        let descriptor = Object::new();
        let _ = Reflect::set(&descriptor, &"get".into(), get);
        let _ = Reflect::set(&descriptor, &"enumerable".into(), &JsValue::TRUE);
        let _ = Reflect::define_property(&self.0, &name.into(), &descriptor);
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
    for member in Object::values(object).iter() {
        freeze_deeply(&member);
    }
}

/// A frozen array of strings.
pub(super) fn frozen_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> JsValue {
    let array: Array = texts.into_iter().map(JsValue::from_str).collect();
    Object::freeze(&array).into()
}
