//! Where sessions and devices are kept: a synchronous store of the host, or memory.

use super::failure::{Failure, Result};
use crate::error::{AuthError, Kind, code};
use crate::flow::Write;
use crate::secret::Secret;
use js_sys::{Function, Promise, Reflect, global};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;

/// One storage, and the refreshes that run on it.
pub(super) struct Store {
    kind: StoreKind,
    /// User keys with the shared promise of their refresh.
    refreshing: RefCell<Vec<(String, Promise)>>,
}

enum StoreKind {
    Memory(RefCell<Vec<(String, Secret<String>)>>),
    Host(JsValue),
}

thread_local! {
    /// Stores of the host that are in use: two pools on one `localStorage` share their refreshes.
    static HOSTED: RefCell<Vec<Weak<Store>>> = const { RefCell::new(Vec::new()) };
}

const REFUSED: AuthError =
    AuthError::new(code::NOT_AVAILABLE, Kind::Caller, "The storage failed: see `cause`, or use storage: 'memory'.");
const NOT_A_STORE: AuthError = AuthError::invalid(
    "`storage` must be 'memory', 'local', 'session', or an object with getItem, setItem and removeItem that answer at once.",
);

impl Store {
    pub(super) fn memory() -> Rc<Store> {
        Store::new(StoreKind::Memory(RefCell::new(Vec::new())))
    }

    fn new(kind: StoreKind) -> Rc<Store> {
        Rc::new(Store { kind, refreshing: RefCell::new(Vec::new()) })
    }

    fn hosted(object: JsValue) -> Rc<Store> {
        let live: Vec<Rc<Store>> = HOSTED.with_borrow(|stores| stores.iter().filter_map(Weak::upgrade).collect());
        if let Some(store) = live.iter().find(|store| matches!(&store.kind, StoreKind::Host(other) if *other == object))
        {
            return store.clone();
        }
        let store = Store::new(StoreKind::Host(object));
        HOSTED.with_borrow_mut(|stores| {
            stores.retain(|store| store.strong_count() > 0);
            stores.push(Rc::downgrade(&store));
        });
        store
    }

    /// The store that the pool's option names. By default it is `localStorage` where that works, else memory.
    pub(super) fn choose(option: Option<JsValue>) -> Result<Rc<Store>> {
        let Some(option) = option else {
            return Ok(web_storage("localStorage").map_or_else(|_| Store::memory(), Store::hosted));
        };
        match option.as_string().as_deref() {
            Some("memory") => Ok(Store::memory()),
            Some("local") => web_storage("localStorage").map(Store::hosted),
            Some("session") => web_storage("sessionStorage").map(Store::hosted),
            Some(_) => Err(NOT_A_STORE.into()),
            None => {
                for name in ["getItem", "setItem", "removeItem"] {
                    method(&option, name)?;
                }
                Ok(Store::hosted(option))
            }
        }
    }

    pub(super) fn load(&self, keys: &[String]) -> Result<Vec<Option<Secret<String>>>> {
        keys.iter().map(|key| self.get(key)).collect()
    }

    pub(super) fn get(&self, key: &str) -> Result<Option<Secret<String>>> {
        match &self.kind {
            StoreKind::Memory(entries) => {
                Ok(entries.borrow().iter().find(|(name, _)| name == key).map(|(_, value)| value.clone()))
            }
            StoreKind::Host(object) => {
                let value = invoke(object, "getItem", key, None)?;
                if value.is_undefined() || value.is_null() {
                    return Ok(None);
                }
                // A promise, for one: an asynchronous storage would lose sessions in silence.
                value.as_string().map(|value| Some(Secret::new(value))).ok_or(NOT_A_STORE.into())
            }
        }
    }

    fn put(&self, key: &str, value: Option<&Secret<String>>) -> Result<()> {
        match &self.kind {
            StoreKind::Memory(entries) => {
                let mut entries = entries.borrow_mut();
                entries.retain(|(name, _)| name != key);
                entries.extend(value.map(|value| (key.to_owned(), value.clone())));
            }
            StoreKind::Host(object) => {
                let method = if value.is_some() { "setItem" } else { "removeItem" };
                invoke(object, method, key, value)?;
            }
        }
        Ok(())
    }

    /// Makes all changes, or none: when the storage fails half-way (a full quota), the old values come back.
    pub(super) fn apply(&self, writes: &[Write]) -> Result<()> {
        let mut undo: Vec<(&Write, Option<Secret<String>>)> = Vec::new();
        for write in writes {
            let before = self.get(&write.key)?;
            if let Err(failure) = self.put(&write.key, write.value.as_ref()) {
                for (write, before) in undo.iter().rev() {
                    let _ = self.put(&write.key, before.as_ref());
                }
                return Err(failure);
            }
            undo.push((write, before));
        }
        Ok(())
    }

    /// The refresh that is under way for that user.
    pub(super) fn refreshing(&self, user: &str) -> Option<Promise> {
        self.refreshing.borrow().iter().find(|(name, _)| name == user).map(|(_, promise)| promise.clone())
    }

    pub(super) fn start_refreshing(&self, user: String, promise: Promise) {
        self.refreshing.borrow_mut().push((user, promise));
    }

    pub(super) fn stop_refreshing(&self, user: &str) {
        self.refreshing.borrow_mut().retain(|(name, _)| name != user);
    }

    /// Forgets what is kept in memory; a storage of the host keeps its own.
    pub(super) fn forget(&self) {
        if let StoreKind::Memory(entries) = &self.kind {
            entries.borrow_mut().clear();
        }
    }
}

fn method(object: &JsValue, name: &str) -> Result<Function> {
    let method =
        if object.is_object() || object.is_function() { Reflect::get(object, &name.into()).ok() } else { None };
    method.and_then(|method| method.dyn_into().ok()).ok_or(NOT_A_STORE.into())
}

fn invoke(object: &JsValue, name: &str, key: &str, value: Option<&Secret<String>>) -> Result<JsValue> {
    let method = method(object, name)?;
    match value {
        Some(value) => method.call2(object, &key.into(), &value.expose().into()),
        None => method.call1(object, &key.into()),
    }
    .map_err(|cause| Failure::with_cause(REFUSED, cause))
}

/// A storage of the page, if there is a page and it lets us write. Node has a `localStorage` too, but warns when touched.
fn web_storage(name: &str) -> Result<JsValue> {
    const MISSING: AuthError =
        AuthError::new(code::NOT_AVAILABLE, Kind::Caller, "This page has no such storage: use storage: 'memory'.");
    const PROBE: &str = "aws.cognito.test-ls";
    let read = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok().filter(|value| value.is_object());
    let window = read(&global(), "window").ok_or(MISSING)?;
    let storage = read(&window, name).ok_or(MISSING)?;
    invoke(&storage, "setItem", PROBE, Some(&Secret::from("1")))?;
    invoke(&storage, "removeItem", PROBE, None)?;
    Ok(storage)
}
